import { dayAt } from '../../../kernel/dates.js';
import type { OutboxEntry } from '../../../ports/outbox.js';
import { batchOf, type Context } from '../context.js';
import type { Prompt, Round } from '../model.js';
import { sharedId } from './prompting.js';
import { nextReminder } from './times.js';

const atOnce = 200;
/** What is left goes on at the next beat. */
const mostPages = 100;

/** Reminds those who have not finished and asks those again who chose a later time. Resolves with how many. */
export async function remindDue(context: Context, now: Date): Promise<number> {
  let reminded = 0;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const { items } = await context.prompts.find({
      filter: { state: 'open', remindAt: { $lte: now } },
      sort: [['remindAt', 1]],
      limit: atOnce,
    });
    if (items.length === 0) break;
    reminded += await remindSome(context, items, now);
  }
  return reminded;
}

async function remindSome(context: Context, prompts: readonly Prompt[], now: Date): Promise<number> {
  const rounds = new Map<string, Round | undefined>();
  const entries: OutboxEntry[] = [];
  for (const { roundId } of prompts) {
    if (!rounds.has(roundId)) rounds.set(roundId, await context.rounds.get(roundId));
  }
  for (const prompt of prompts) {
    const round = rounds.get(prompt.roundId);
    if (isStillOpen(round, now)) entries.push(await entryFor(context, round, prompt, now));
  }
  await context.outbox.enqueue(entries);
  for (const prompt of prompts) await noteReminded(context, rounds.get(prompt.roundId), prompt, now);
  return entries.length;
}

function isStillOpen(round: Round | undefined, now: Date): round is Round {
  return round?.state === 'open' && round.closesAt !== undefined && round.closesAt > now;
}

/** `Später` was the person's own wish; a reminder is the clock's. */
async function entryFor(context: Context, round: Round, prompt: Prompt, due: Date): Promise<OutboxEntry> {
  const { personId, snoozedUntil, reminders, partnerId } = prompt;
  const occasion = snoozedUntil ? `later:${dayAt(snoozedUntil, context.zone)}` : `reminder:${reminders + 1}`;
  const language = (await context.people.get(personId))?.language ?? 'de';
  return {
    key: `${batchOf(round)}:${occasion}:${personId}`,
    personId,
    view: { shared: sharedId(round, language) },
    due,
    occasion: snoozedUntil ? 'press' : 'clock',
    batch: batchOf(round),
    ...(partnerId !== undefined && { group: partnerId }),
  };
}

/** After the message is known to the outbox: cut short in between, it is made known again under the same key. */
async function noteReminded(context: Context, round: Round | undefined, prompt: Prompt, now: Date): Promise<void> {
  const next = isStillOpen(round, now) ? nextReminder(round, now, context.zone) : undefined;
  await context.prompts.update(
    prompt._id,
    {
      ...(next && { $set: { remindAt: next } }),
      $unset: { snoozedUntil: true, ...(!next && { remindAt: true as const }) },
      $inc: { rev: 1, ...(!prompt.snoozedUntil && { reminders: 1 }) },
    },
    { state: 'open', rev: prompt.rev },
  );
}
