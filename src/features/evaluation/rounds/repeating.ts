import type { Turn } from '../../../bot/feature.js';
import { dayAt } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import { fold } from '../../../kernel/fold.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { shown } from '../shown.js';
import { roundView } from './card.js';
import { askedBefore, mustBePending } from './drafting.js';
import { endSeries } from './series.js';
import { fromTemplate } from './templates.js';
import { roundTexts } from './texts.js';
import { nextOpening, shortestDays } from './times.js';

/** The id of the round that follows one in its repetition. */
function nextId({ _id, first, occurrence }: Round): string {
  return `${first ?? _id}-${occurrence + 1}`;
}

/** Plans the next round of a repetition, once; a short one asks about the goals whose turn it is. */
export async function planNext(context: Context, round: Round): Promise<void> {
  const { repeats, openedAt } = round;
  const _id = nextId(round);
  if (!repeats || !openedAt || (await context.rounds.get(_id))) return;
  const first = round.first === undefined ? round : await context.rounds.get(round.first);
  const occurrence = round.occurrence + 1;
  const opensAt = nextOpening(dayAt(first?.openedAt ?? openedAt, context.zone), repeats, {
    occurrence,
    now: openedAt,
    zone: context.zone,
  });
  await context.rounds.insert({
    ...(await contentOf(context, round, opensAt)),
    _id,
    rev: 1,
    number: await context.numbers.give('round', _id),
    named: round.named,
    audience: round.audience,
    state: 'scheduled',
    opensAt,
    openDays: round.openDays,
    remindAfterDays: round.remindAfterDays,
    repeats,
    occurrence,
    first: round.first ?? round._id,
    resultsFor: round.resultsFor,
    ...(round.resultsWhen && { resultsWhen: round.resultsWhen }),
    by: round.by,
    createdAt: openedAt,
    openedBy: 'clock',
    unfinished: [],
  });
}

async function contentOf(
  context: Context,
  round: Round,
  opensAt: Date,
): Promise<Pick<Round, 'title' | 'questions' | 'template'>> {
  const { template, title, questions } = round;
  if (template !== 'quartal' && template !== 'kurz') return { title, questions };
  const before = template === 'kurz' ? await askedBefore(context) : [];
  return { ...fromTemplate(template, dayAt(opensAt, context.zone), before), template };
}

const repetitionWords: Readonly<Record<string, NonNullable<Round['repeats']>>> = {
  monatlich: 'monthly',
  vierteljährlich: 'quarterly',
  halbjährlich: 'half-yearly',
  jährlich: 'yearly',
};

/** How often, as it was typed; refused with what there is. */
export function repetitionTyped({ language }: Turn, typed = ''): NonNullable<Round['repeats']> {
  const chosen = Object.entries(repetitionWords).find(([word]) => fold(word) === fold(typed))?.[1];
  if (chosen) return chosen;
  throw new Refusal(roundTexts[language].howOften(Object.keys(repetitionWords).join(', ')), 'evaluation.how-often');
}

/** A draft, or what is planned, is to repeat. */
export async function repeat(
  context: Context,
  turn: Turn,
  round: Round,
  repeats: NonNullable<Round['repeats']>,
): Promise<Reply> {
  mustBePending(turn, round);
  if (round.openDays > shortestDays(repeats)) {
    throw new Refusal(roundTexts[turn.language].repeatsTooSoon, 'evaluation.repeats-too-soon');
  }
  const changed = await context.rounds.update(
    round._id,
    { $set: { repeats }, $inc: { rev: 1 } },
    { state: round.state, rev: round.rev },
  );
  return shown(turn, await roundView(context, turn, changed ?? (await context.rounds.get(round._id)) ?? round));
}

/** No further round, whichever round of the repetition it was said at; what is planned already beyond it is taken back. */
export async function endRepetition(context: Context, turn: Turn, round: Round): Promise<Reply> {
  await endSeries(context, round);
  const now = (await context.rounds.get(round._id)) ?? round;
  return shown(turn, await roundView(context, turn, now, roundTexts[turn.language].repetitionEnded));
}
