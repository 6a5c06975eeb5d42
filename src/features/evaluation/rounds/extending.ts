import { eventMark, type Turn } from '../../../bot/feature.js';
import { addDays, addMonths, dayAt, startOfDay } from '../../../kernel/dates.js';
import type { Reply } from '../../../messages/reply.js';
import type { Delivery } from '../../../ports/outbox.js';
import { promptView, untilOf } from '../answers/card.js';
import { batchOf, type Context } from '../context.js';
import { type Prompt, promptId, type Round } from '../model.js';
import { shown } from '../shown.js';
import { dayOf, roundView } from './card.js';
import { notOpen } from './closing.js';
import { subjectOf } from './drafting.js';
import { roundById } from './finding.js';
import { shareCards } from './prompting.js';
import { roundTexts } from './texts.js';

const longestOpenMonths = 12;
const atOnce = 200;
/** Several messages for each person of a region. */
const mostPages = 500;

/**
 * Open until the end of a later day.
 *
 * @param refuse  makes the error out of what is wrong: at the field of a form, or as a message
 */
export async function extend(
  context: Context,
  turn: Turn,
  round: Round,
  lastDay: string,
  refuse: (problem: string) => Error,
): Promise<Reply> {
  const t = roundTexts[turn.language];
  const closesAt = startOfDay(addDays(lastDay, 1), context.zone);
  const isDelivered = round.event === eventMark(turn.inbound);
  if (round.state !== 'open' || !round.closesAt || !round.openedAt) throw notOpen(turn, round);
  if (!isDelivered && closesAt <= round.closesAt) {
    throw refuse(t.extendEarlier(untilOf(round, turn.language, context.zone)));
  }
  if (lastDay > addMonths(dayAt(round.openedAt, context.zone), longestOpenMonths)) throw refuse(t.extendTooFar);
  const extended = isDelivered
    ? round
    : await context.rounds.update(
        round._id,
        {
          $set: { closesAt, event: eventMark(turn.inbound) },
          $addToSet: { unfinished: 'extending' },
          $inc: { rev: 1 },
        },
        { state: 'open', rev: round.rev },
      );
  if (extended) {
    turn.audit('evaluation.extended', subjectOf(extended));
    await finishExtending(context, extended);
  }
  const now = await roundById(context, turn, round._id);
  const note = extended ? t.extended(dayOf(new Date(closesAt.getTime() - 1), context, turn.language)) : undefined;
  return shown(turn, await roundView(context, turn, now, note));
}

/**
 * The new last day on all cards; each step may be done again. Who has answered or declined keeps a card that says so: what
 * all have in common asks the first question.
 */
export async function finishExtending(context: Context, round: Round): Promise<void> {
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await context.outbox.deliveries(batchOf(round), {
      limit: atOnce,
      ...(after !== undefined && { after }),
    });
    await keepSettled(context, round, page.items);
    after = page.next;
    if (after === undefined) break;
  }
  await shareCards(context, round);
  await context.rounds.update(
    round._id,
    { $pull: { unfinished: 'extending' }, $inc: { rev: 1 } },
    { unfinished: 'extending', rev: round.rev },
  );
}

async function keepSettled(context: Context, round: Round, deliveries: readonly Delivery[]): Promise<void> {
  const ids = [...new Set(deliveries.flatMap(({ personId }) => personId ?? []))];
  if (ids.length === 0) return;
  const { items } = await context.prompts.find({
    filter: { _id: { $in: ids.map((id) => promptId(round._id, id)) } },
    limit: ids.length,
  });
  const settled = new Map(items.filter(({ state }) => state !== 'open').map((prompt) => [prompt.personId, prompt]));
  const revisions = await Promise.all(
    deliveries.flatMap(({ key, personId }) => {
      const prompt = personId === undefined ? undefined : settled.get(personId);
      return prompt ? [revisionFor(context, round, prompt, key)] : [];
    }),
  );
  await context.outbox.revise(revisions);
}

async function revisionFor(context: Context, round: Round, { personId, partnerId, state }: Prompt, key: string) {
  const language = (await context.people.get(personId))?.language ?? 'de';
  const settled = state === 'declined' ? state : 'done';
  const progress = { state: settled, ...(partnerId !== undefined && { partnerId }) } as const;
  return { key, view: promptView(round, progress, language, { zone: context.zone }) };
}
