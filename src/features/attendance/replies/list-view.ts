import type { Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import { leads } from '../permissions.js';
import { draftBlocks } from '../planning/drafts.js';
import { cardActions, replyActions, statusText } from './card.js';
import { type Coming, comingOf, ledBy } from './coming.js';
import { listTexts } from './list-texts.js';
import { rosterFor } from './roster.js';
import { replyTexts } from './texts.js';

export const listId = 'attendance.mine';
const pageSize = 10;
const mostAtHome = 3;
const mostLed = 5;
const longestSummary = 150;

/** My meetings, ten at a time: what needs my answer, with its buttons, then what is coming. */
export async function listView(context: Context, turn: Turn, skip = 0, note?: string): Promise<View> {
  const t = listTexts[turn.language];
  const all = sorted(await comingOf(context, turn.person, turn.now));
  const shown = all.slice(skip, skip + pageSize);
  const led = skip === 0 ? [...(await ledBlocks(context, turn, all)), ...(await draftBlocks(context, turn))] : [];
  return {
    kind: listId,
    summary: cut(summaryOf(context, turn, all), longestSummary),
    title: t.title,
    language: turn.language,
    blocks: [
      ...(note === undefined ? [] : [{ type: 'text', text: [strong(note)] } as const]),
      ...(shown.length === 0 ? [{ type: 'text', text: skip === 0 ? t.empty : t.emptyPage } as const] : []),
      ...(await itemBlocks(context, turn, shown, skip)),
      ...led,
      { type: 'actions', actions: steps(turn, all.length, skip) },
    ],
  };
}

/** At home: the first of what needs my answer, and of what is coming. */
export async function homeBlocks(context: Context, turn: Turn): Promise<readonly Block[]> {
  const all = sorted(await comingOf(context, turn.person, turn.now));
  if (all.length === 0) return [];
  const t = listTexts[turn.language];
  const wanted = all.filter(({ needsAnswer }) => needsAnswer).slice(0, mostAtHome);
  const coming = all.filter(({ needsAnswer }) => !needsAnswer).slice(0, mostAtHome);
  return [
    ...(await itemBlocks(context, turn, [...wanted, ...coming], undefined)),
    { type: 'actions', actions: [typedAction('treffen', t.all)] },
  ];
}

function sorted(all: readonly Coming[]): readonly Coming[] {
  return [...all.filter(({ needsAnswer }) => needsAnswer), ...all.filter(({ needsAnswer }) => !needsAnswer)];
}

function summaryOf({ zone }: Context, { language, today }: Turn, all: readonly Coming[]): string {
  const t = listTexts[language];
  const [first] = all;
  if (!first) return t.title;
  const line = meetingLine(first.meeting, language, zone, today);
  const wanted = all.filter(({ needsAnswer }) => needsAnswer).length;
  return wanted > 0 ? t.summaryWanted(String(wanted), line) : t.summaryComing(line);
}

/** `page`: where the list begins that a press rewrites; absent at home, where a press answers with the list. */
async function itemBlocks(
  context: Context,
  turn: Turn,
  items: readonly Coming[],
  page: number | undefined,
): Promise<readonly Block[]> {
  const t = listTexts[turn.language];
  const heading = (text: string): Block => ({ type: 'text', text: [strong(text)] });
  const wanted = items.filter(({ needsAnswer }) => needsAnswer);
  const coming = items.filter(({ needsAnswer }) => !needsAnswer);
  return [
    ...(wanted.length > 0 ? [heading(t.wanted)] : []),
    ...wanted.flatMap(({ meeting }): readonly Block[] => [
      { type: 'text', text: meetingLine(meeting, turn.language, context.zone, turn.today) },
      {
        type: 'actions',
        actions: [...replyActions(meeting, turn.language, { list: page ?? 0 }), showAction(turn, meeting)],
      },
    ]),
    ...(coming.length > 0 ? [heading(t.coming)] : []),
    ...(await Promise.all(coming.map((each) => comingBlocks(context, turn, each)))).flat(),
  ];
}

async function comingBlocks(context: Context, turn: Turn, { meeting, row }: Coming): Promise<readonly Block[]> {
  const roster = await rosterFor(context, meeting, [row.personId]);
  const line = meetingLine(meeting, turn.language, context.zone, turn.today);
  return [
    { type: 'text', text: `${line}\n${replyTexts[turn.language].own}: ${statusText(roster, row, turn.language)}` },
    { type: 'actions', actions: [showAction(turn, meeting)] },
  ];
}

/** Those that a chair or the coordination looks after without being invited: who has not replied is a press away. */
async function ledBlocks(context: Context, turn: Turn, mine: readonly Coming[]): Promise<readonly Block[]> {
  if (!turn.person.coordinator && turn.person.chairs.length === 0) return [];
  const t = listTexts[turn.language];
  const invited = new Set(mine.map(({ meeting }) => meeting._id));
  const led = (await ledBy(context, turn))
    .filter(({ _id, committeeId }) => !invited.has(_id) && leads(turn.person, committeeId))
    .slice(0, mostLed);
  if (led.length === 0) return [];
  return [
    { type: 'text', text: [strong(t.led)] },
    ...led.flatMap((meeting): readonly Block[] => [
      { type: 'text', text: meetingLine(meeting, turn.language, context.zone, turn.today) },
      {
        type: 'actions',
        actions: [typedAction(`offen ${meeting.number}`, t.openOf(String(meeting.number))), showAction(turn, meeting)],
      },
    ]),
  ];
}

function showAction({ language }: Turn, { _id, number }: Meeting): Action {
  return {
    id: cardActions.show,
    label: listTexts[language].show(String(number)),
    payload: { meeting: _id, beside: true },
  };
}

function steps(turn: Turn, count: number, skip: number): readonly Action[] {
  const t = listTexts[turn.language];
  const plans = turn.person.coordinator || turn.person.chairs.length > 0;
  return [
    ...(count > skip + pageSize ? [{ id: listId, label: t.more, payload: { skip: skip + pageSize } }] : []),
    ...(skip > 0 ? [{ id: listId, label: t.first, payload: { skip: 0 } }] : []),
    ...(plans ? [typedAction('treffen neu', t.plan)] : []),
    typedAction('gremien', t.committees),
  ];
}
