import type { DeliveryCounts } from '../../../ports/outbox.js';
import { batchOf, type Context } from './context.js';
import type { Announcement } from './model.js';

/** The outbox forgets single messages after three months; from then on what was counted at the end stands. */
const keptMs = 80 * 24 * 60 * 60_000;

/** Where the messages of an announcement stand: the parts add up to the total. */
export interface Figures {
  readonly total: number;
  /** Informed by post included. */
  readonly delivered: number;
  readonly informed: number;
  /** Those that wait for a letter included. */
  readonly waiting: number;
  readonly letter: number;
  readonly failed: number;
  readonly unclear: number;
  /** Stopped before they went out. */
  readonly cancelled: number;
  /** Of people who have had their data deleted since. */
  readonly gone: number;
  /** Nothing goes out any more by itself, but what waits for a letter. */
  readonly complete: boolean;
}

export async function figuresOf(context: Context, announcement: Announcement): Promise<Figures> {
  return figuresFrom(announcement, await countsOf(context, announcement));
}

/** By state; what was counted at the end, once the outbox forgets. */
export async function countsOf(context: Context, announcement: Announcement): Promise<DeliveryCounts> {
  const { completedAt, outcome } = announcement;
  const isOld = completedAt !== undefined && context.clock.now().getTime() - completedAt.getTime() > keptMs;
  if (isOld && outcome) return outcome as DeliveryCounts;
  return context.outbox.counts(batchOf(announcement));
}

export function figuresFrom(
  { state, expansion, intended = 0 }: Pick<Announcement, 'state' | 'expansion' | 'intended'>,
  counts: DeliveryCounts,
): Figures {
  const known = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const done = expansion?.done === true;
  const total = done ? Math.max(expansion.count, known) : Math.max(intended, known);
  const missing = total - known;
  const isStopped = state === 'cancelled' || state === 'withdrawn';
  // Before everybody has an entry, those without one still wait, or never will get one.
  const waits = !done && !isStopped ? missing : 0;
  const never = !done && isStopped ? missing : 0;
  const waiting = counts.waiting + counts.letter + waits;
  return {
    total,
    delivered: counts.sent + counts.informed,
    informed: counts.informed,
    waiting,
    letter: counts.letter,
    failed: counts.failed,
    unclear: counts.unclear,
    cancelled: counts.cancelled + never,
    gone: done ? missing : 0,
    complete: (done || isStopped) && counts.waiting === 0,
  };
}
