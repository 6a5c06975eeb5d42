import type { Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { strong } from '../../../messages/inline.js';
import type { Action, Block, View } from '../../../messages/view.js';
import { untilOf } from '../answers/card.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { roundActions } from './actions.js';
import { dayOf } from './card.js';
import { roundTexts } from './texts.js';

const pageSize = 10;

/** `umfragen`: all rounds, the newest first. */
export async function listView(context: Context, turn: Turn, after?: string): Promise<View> {
  const t = roundTexts[turn.language];
  const page = await context.rounds.find({
    sort: [['number', -1]],
    limit: pageSize,
    ...(after !== undefined && { after }),
  });
  const more: readonly Action[] =
    page.next === undefined ? [] : [{ id: roundActions.list, label: t.more, payload: { after: page.next } }];
  return {
    kind: 'evaluation.rounds',
    summary: t.listTitle,
    title: t.listTitle,
    language: turn.language,
    blocks: [
      ...(page.items.length === 0
        ? [{ type: 'text', text: t.listEmpty } as const]
        : page.items.flatMap((round) => lineOf(context, turn, round))),
      { type: 'actions', actions: [...more, typedAction('umfrage neu', t.newRound)] },
    ],
  };
}

function lineOf(context: Context, turn: Turn, round: Round): readonly Block[] {
  const t = roundTexts[turn.language];
  const number = t.number(String(round.number));
  const when = whenOf(context, turn, round);
  const state = [t[`state-${round.state}`], ...(when === undefined ? [] : [when])].join(', ');
  return [
    { type: 'text', text: [strong(`${number}: ${round.title}`), ` · ${state}`] },
    {
      type: 'actions',
      actions: [{ id: roundActions.show, label: `${t.show}: ${number}`, payload: { round: round._id } }],
    },
  ];
}

function whenOf(context: Context, turn: Turn, round: Round): string | undefined {
  const t = roundTexts[turn.language];
  switch (round.state) {
    case 'draft':
      return undefined;
    case 'scheduled':
      return round.opensAt && dayOf(round.opensAt, context, turn.language);
    case 'open':
      return t.until(untilOf(round, turn.language, context.zone));
    case 'closed':
      return round.closedAt && dayOf(round.closedAt, context, turn.language);
  }
}
