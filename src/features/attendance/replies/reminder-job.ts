import type { Job } from '../../../bot/feature.js';
import { errorName, Unavailable } from '../../../kernel/errors.js';
import type { Meeting } from '../meetings/model.js';
import type { Replying } from './answering.js';
import { type ReminderKind, reminderDue, remindersAt } from './reminders.js';
import { rosterOf } from './roster.js';
import { cancelPointless, sendCards } from './sending.js';

const pageSize = 100;
const mostPages = 20;
const callingOffMs = 3 * 86_400_000;
const kinds: readonly ReminderKind[] = ['remind', 'undecided'];
const leads = { remind: 'reminder', undecided: 'reminder-maybe' } as const;

/** Rewrites the cards that are behind, and reminds whom it is time to remind. Done again, it sends nothing twice. */
export function reminderJob(context: Replying): Job {
  return {
    name: 'attendance.replies',
    async run(now) {
      const done = await context.live.catchUp();
      const reminded = await remindAll(context, now);
      return { done: done + reminded.done, failed: reminded.failed };
    },
  };
}

async function remindAll(context: Replying, now: Date): Promise<{ readonly done: number; readonly failed: number }> {
  let done = 0;
  let failed = 0;
  for await (const meeting of toCome(context, now)) {
    try {
      done += await remindOf(context, meeting, now);
      await callOff(context, meeting, now);
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      failed += 1;
      context.logger.error({ meeting: meeting._id, name: errorName(error) }, 'reminders failed');
    }
  }
  return { done, failed };
}

async function* toCome(context: Replying, now: Date): AsyncGenerator<Meeting> {
  let after: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { items, next } = await context.meetings.find({
      filter: { state: 'invited', start: { $gt: now } },
      sort: [['start', 1]],
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    yield* items;
    if (next === undefined) return;
    after = next;
  }
}

/** Resolves with how many are reminded. */
async function remindOf(context: Replying, meeting: Meeting, now: Date): Promise<number> {
  const isDue = kinds.some((kind) => reminderDue(meeting, kind, now, context.zone));
  if (!isDue) return 0;
  const roster = await rosterOf(context, meeting);
  const reminders = remindersAt(meeting, roster.rows, now, context.zone);
  for (const kind of kinds) {
    const some = reminders.filter((reminder) => reminder.kind === kind);
    if (some.length === 0) continue;
    const keys = new Map(some.map(({ row, key }) => [row._id, key]));
    await sendCards(
      context,
      roster,
      some.map(({ row }) => row),
      {
        due: now,
        occasion: 'clock',
        lead: leads[kind],
        reminds: now,
        key: ({ _id }) => keys.get(_id) ?? _id,
      },
    );
  }
  return reminders.length;
}

/** After the deadline nobody is asked any more, however long a reminder was held back. */
async function callOff(context: Replying, meeting: Meeting, now: Date): Promise<void> {
  const over = now.getTime() - meeting.replyBy.getTime();
  if (over < 0 || over > callingOffMs) return;
  await cancelPointless(context, await rosterOf(context, meeting), now);
}
