import type { Job } from '../../../bot/feature.js';
import type { Filter } from '../../../ports/document-store.js';
import type { Context } from './context.js';
import { finish } from './copies.js';
import { expand } from './expansion.js';
import type { Announcement } from './model.js';
import { progressKey, progressView, refresh } from './progress.js';
import { decide } from './sending.js';

const atOnce = 50;
/** A run that is longer goes on at the next beat. */
const mostPages = 1_000;
/** Begins the mark of a decision that nobody pressed for at that moment. */
const bySchedule = 'scheduled:';

/** Starts what is due, goes on with what was cut short, and keeps the coordinators' cards up to date. */
export function announcementsJob(context: Context): Job {
  return {
    name: 'announcements',
    run: async (now) => ({
      done: (await startDue(context, now)) + (await finishChanges(context)) + (await goOn(context)),
      failed: 0,
    }),
  };
}

/** Exactly once, by whichever process is first: the decision is one conditional write. */
async function startDue(context: Context, now: Date): Promise<number> {
  const due = await some(context, { state: 'scheduled', sendAt: { $lte: now } });
  let started = 0;
  for (const announcement of due) {
    const decided = await decide(context, announcement, {
      at: now,
      sender: announcement.sender ?? '',
      mark: `${bySchedule}${announcement._id}:${announcement.sendAt?.toISOString() ?? ''}`,
    });
    if (decided) started += 1;
  }
  return started;
}

/** Once, however often it is called: whoever pressed has the card that they pressed on. */
async function showProgress(context: Context, decided: Announcement): Promise<void> {
  if (!decided.event?.startsWith(bySchedule)) return;
  const sender = decided.sender === undefined ? undefined : await context.people.get(decided.sender);
  if (!sender) return;
  const view = await progressView(context, decided, sender.language);
  await context.outbox.enqueue([
    {
      key: progressKey(decided),
      personId: sender.id,
      view,
      due: decided.decidedAt ?? decided.changedAt,
      occasion: 'change',
    },
  ]);
}

async function finishChanges(context: Context): Promise<number> {
  const unfinished = await some(context, { unfinished: true });
  for (const announcement of unfinished) await finish(context, announcement);
  return unfinished.length;
}

async function goOn(context: Context): Promise<number> {
  let expanded = 0;
  for (const announcement of await some(context, { state: 'sending' })) {
    const { _id, expansion } = announcement;
    await showProgress(context, announcement);
    if (expansion?.done === false && (await expand(context, _id, mostPages))) expanded += 1;
    await refresh(context, _id);
  }
  return expanded;
}

async function some(context: Context, filter: Filter): Promise<readonly Announcement[]> {
  return (await context.announcements.find({ filter, limit: atOnce })).items;
}
