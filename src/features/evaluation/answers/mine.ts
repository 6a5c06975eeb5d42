import type { Turn } from '../../../bot/feature.js';
import { helpAction, typedAction } from '../../../bot/views.js';
import { dayAt, formatDay } from '../../../kernel/dates.js';
import { strong } from '../../../messages/inline.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { joinOpenRounds } from '../rounds/latecomers.js';
import { shown } from '../shown.js';
import { cardReply } from './answering.js';
import { answerActions, untilOf } from './card.js';
import { type Asked, openFor, settledFor } from './finding.js';
import { answerTexts } from './texts.js';

const pageSize = 10;
const longestLabel = 60;

/** `umfrage`: the first question of what is open; several, or nothing, as a list. */
export async function mine(context: Context, turn: Turn, from = 0): Promise<Reply> {
  await joinOpenRounds(context, turn.person, turn.now);
  const open = await openFor(context, turn);
  const [only, ...more] = open;
  if (!only) {
    const settled = await settledFor(context, turn);
    return settled
      ? withCoordination(turn, cardReply(context, turn, settled))
      : shown(turn, await nothingOpen(context, turn));
  }
  if (more.length === 0) return withCoordination(turn, cardReply(context, turn, only));
  return shown(turn, listView(context, turn, open, from));
}

/** The coordination office finds all rounds from here. */
function forCoordination(turn: Turn): readonly Action[] {
  if (!turn.person.coordinator) return [];
  const t = answerTexts[turn.language];
  return [typedAction('umfragen', t.rounds), typedAction('umfrage neu', t.newRound)];
}

function withCoordination(turn: Turn, reply: Reply): Reply {
  const actions = forCoordination(turn);
  if (actions.length === 0 || (reply.type !== 'message' && reply.type !== 'replace')) return reply;
  return { ...reply, view: { ...reply.view, blocks: [...reply.view.blocks, { type: 'actions', actions }] } };
}

function listView(context: Context, turn: Turn, open: readonly Asked[], from: number): View {
  const t = answerTexts[turn.language];
  const page = open.slice(from, from + pageSize);
  const next: readonly Action[] =
    open.length > from + pageSize
      ? [{ id: answerActions.mine, label: t.more, payload: { from: from + pageSize } }]
      : [];
  return {
    kind: 'evaluation.mine',
    summary: t.openTitle,
    title: t.openTitle,
    language: turn.language,
    blocks: [
      {
        type: 'list',
        items: page.map(({ round }) =>
          t.openLine(String(round.number), round.title, untilOf(round, turn.language, context.zone)),
        ),
      },
      { type: 'actions', actions: page.map(({ round }) => openButton(turn, round)) },
      { type: 'actions', actions: [...next, ...forCoordination(turn), helpAction(turn.language)] },
    ],
  };
}

function openButton(turn: Turn, round: Asked['round']): Action {
  const label = answerTexts[turn.language].openButton(String(round.number), round.title);
  return { id: answerActions.prompt, label: cut(label, longestLabel), payload: { round: round._id } };
}

async function nothingOpen(context: Context, turn: Turn): Promise<View> {
  const t = answerTexts[turn.language];
  const { items } = await context.rounds.find({ filter: { state: 'scheduled' }, sort: [['opensAt', 1]], limit: 1 });
  const at = items[0]?.opensAt;
  const text = at ? t.noneNext(formatDay(dayAt(at, context.zone), turn.language)) : t.none;
  return {
    kind: 'evaluation.none-open',
    summary: text,
    language: turn.language,
    blocks: [
      { type: 'text', text },
      { type: 'actions', actions: [...forCoordination(turn), helpAction(turn.language)] },
    ],
  };
}

/** At home: what ends first, a press away. */
export async function openAtHome(context: Context, turn: Turn): Promise<readonly Block[]> {
  const t = answerTexts[turn.language];
  const [first] = await openFor(context, turn);
  if (!first) return [];
  const { round } = first;
  const line = t.openLine(String(round.number), round.title, untilOf(round, turn.language, context.zone));
  return [
    { type: 'text', text: [strong(t.homeTitle), ` · ${line}`] },
    { type: 'actions', actions: [typedAction('umfrage', t.answerNow)] },
  ];
}
