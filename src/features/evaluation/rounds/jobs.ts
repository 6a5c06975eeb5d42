import type { Job } from '../../../bot/feature.js';
import { nextWorkingTime } from '../../../kernel/calendar.js';
import type { Filter } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { close, finishClosing } from './closing.js';
import { finishExtending } from './extending.js';
import { open } from './opening.js';
import { promptAll } from './prompting.js';
import { remindDue } from './reminding.js';
import { decentInstant } from './times.js';

const atOnce = 50;
/** A run that is longer goes on at the next beat. */
const mostPages = 1_000;

/** Opens and closes what is due, goes on with what was cut short, and reminds. */
export function roundsJob(context: Context): Job {
  return {
    name: 'evaluation-rounds',
    run: async (now) => ({
      done:
        (await closeDue(context, now)) +
        (await openDue(context, now)) +
        (await goOn(context)) +
        (await remindDue(context, now)),
      failed: 0,
    }),
  };
}

/** Exactly once, by whichever process is first: the decision is one conditional write. */
async function openDue(context: Context, now: Date): Promise<number> {
  let opened = 0;
  for (const round of await some(context, { state: 'scheduled', opensAt: { $lte: now } }, 'opensAt')) {
    const by = round.openedBy ?? 'clock';
    const at = by === 'press' ? nextWorkingTime(now, context.zone) : decentInstant(now, context.zone);
    if (at > now) await putOff(context, round, at);
    else if (await open(context, round, { at: now, by, mark: `scheduled:${round._id}` })) opened += 1;
  }
  return opened;
}

/** Its time was missed: it opens at the next decent hour. */
async function putOff(context: Context, round: Round, at: Date): Promise<void> {
  await context.rounds.update(
    round._id,
    { $set: { opensAt: at }, $inc: { rev: 1 } },
    { state: 'scheduled', rev: round.rev },
  );
}

async function closeDue(context: Context, now: Date): Promise<number> {
  let closed = 0;
  for (const round of await some(context, { state: 'open', closesAt: { $lte: now } }, 'closesAt')) {
    if (await close(context, round, now, `closing:${round._id}`)) closed += 1;
  }
  return closed;
}

async function goOn(context: Context): Promise<number> {
  const closing = await some(context, { unfinished: 'closing' });
  for (const round of closing) await finishClosing(context, round);
  const prompting = await some(context, { unfinished: 'prompting' });
  for (const { _id } of prompting) await promptAll(context, _id, mostPages);
  const extending = await some(context, { unfinished: 'extending' });
  for (const round of extending) if (round.state === 'open') await finishExtending(context, round);
  return closing.length + prompting.length + extending.length;
}

/** In the order of a field that is in the filter, so that its index gives the order too. */
async function some(context: Context, filter: Filter, by?: string): Promise<readonly Round[]> {
  const sort = by === undefined ? {} : { sort: [[by, 1]] as const };
  return (await context.rounds.find({ filter, limit: atOnce, ...sort })).items;
}
