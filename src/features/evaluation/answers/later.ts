import type { Turn } from '../../../bot/feature.js';
import { isWorkingDay, localInstant } from '../../../kernel/calendar.js';
import { addDays, formatDay } from '../../../kernel/dates.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import { shown } from '../shown.js';
import { again, cardReply, isOpen } from './answering.js';
import { answerActions, untilOf } from './card.js';
import type { Asked } from './finding.js';
import { answerTexts } from './texts.js';

export const laterChoices = ['tomorrow', 'next-week'] as const;
export type Later = (typeof laterChoices)[number];

const daysUntil: Readonly<Record<Later, number>> = { tomorrow: 1, 'next-week': 7 };
const askedAt = '09:00';

/** `Später`: asks when, or notes it. */
export async function later(context: Context, turn: Turn, asked: Asked, when: Later | undefined): Promise<Reply> {
  if (!isOpen(asked)) return cardReply(context, turn, asked);
  if (when === undefined) return choice(turn, asked);
  const day = workingDayFrom(addDays(turn.today, daysUntil[when]));
  const at = localInstant(day, askedAt, context.zone);
  const { round } = asked;
  if (round.closesAt && at >= round.closesAt) {
    return choice(turn, asked, answerTexts[turn.language].tooLate(untilOf(round, turn.language, context.zone)));
  }
  const prompt = await context.prompts.update(
    asked.prompt._id,
    { $set: { snoozedUntil: at, remindAt: at }, $inc: { rev: 1 } },
    { state: 'open', over: null },
  );
  if (!prompt) return cardReply(context, turn, await again(context, asked));
  return notice(turn, asked, answerTexts[turn.language].snoozed(formatDay(day, turn.language)), []);
}

function workingDayFrom(day: string): string {
  let found = day;
  while (!isWorkingDay(found)) found = addDays(found, 1);
  return found;
}

function choice(turn: Turn, asked: Asked, problem?: string): Reply {
  const t = answerTexts[turn.language];
  const labels: Readonly<Record<Later, string>> = { tomorrow: t.tomorrow, 'next-week': t.nextWeek };
  const actions = laterChoices.map((when) => ({
    id: answerActions.later,
    label: labels[when],
    payload: { round: asked.round._id, when },
  }));
  return notice(turn, asked, problem ?? t.laterQuestion, actions);
}

function notice(
  turn: Turn,
  { round }: Asked,
  text: string,
  actions: readonly { readonly id: string; readonly label: string; readonly payload: { round: string; when: Later } }[],
): Reply {
  const t = answerTexts[turn.language];
  const now = { id: answerActions.prompt, label: t.answerNow, payload: { round: round._id } };
  return shown(turn, {
    kind: 'evaluation.later',
    summary: text,
    title: round.title,
    language: turn.language,
    blocks: [
      { type: 'text', text },
      { type: 'actions', actions: [...actions, now] },
    ],
  });
}
