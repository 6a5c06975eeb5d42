import type { DeliveryFailure } from '../ports/messenger.js';
import type { Entry } from './entry.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** A drain begins nothing after this long, so that a beat ends and the other jobs get their turn. */
export const drainMs = 50 * second;
/** How long one message may take at the platform; what is not known by then is unclear. */
export const longestSendMs = minute;
/** How long one look for a message may take. */
export const longestLookMs = 20 * second;
/** Slack's history may lag behind an accepted post by this much; only then is an unseen message taken for not accepted. */
export const historyLagMs = 30 * second;
/** For clocks of two processes that differ, for the way from a write to the platform, and for what it accepts late. */
const marginMs = 10 * second;

/** A batch that is claimed when a drain is nearly over has ended by then, its slowest message too. */
export const leaseMs = drainMs + longestSendMs + marginMs;
/** Counted from its beginning, a message that is being sent has been accepted by then or never will be, and shows. */
export const sendingLeaseMs = longestSendMs + historyLagMs + marginMs;
/** Counted from the moment when it became unclear. */
export const lookAfterMs = historyLagMs + marginMs;
/** From the look's beginning. */
export const lookLeaseMs = longestLookMs + marginMs;
/** If the store took longer to note that sending begins, the lease may no longer cover it. */
export const slowestBeginMs = marginMs / 2;

/**
 * How long a message is tried in vain, counted from the first try: what breaks on a Friday evening is mended on Monday.
 * Later it is news to nobody, and the coordinator had better know.
 */
export const giveUpAfterMs = 72 * hour;

/** Revisions of one message within this time are one update. */
export const coalesceMs = 1_500;

const firstPauseMs = 5 * second;
const longestPauseMs = hour;
/** A platform that asks for more is not taken at its word. */
const longestRetryAfterMs = 24 * hour;
/** A person without an account may come at any time. */
const unreachablePauseMs = hour;
const shortestWaitMs = 30 * second;
const longestWaitMs = 15 * minute;

/** What an entry becomes. */
export type Outcome = Partial<Entry> & { readonly state: Entry['state'] };

export function later(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds);
}

/** After a failure for which the platform has not accepted the message: tried again, or given up. */
export function tryAgain(entry: Entry, failure: DeliveryFailure, now: Date): Outcome {
  const asked = Math.min((failure.retryAfterSeconds ?? 0) * second, longestRetryAfterMs);
  return waitOrGiveUp(entry, failure.reason, now, Math.max(doublingPause(entry.attempts), asked));
}

/** Nobody was asked: the person has no account that we could write to. */
export function awaitAccount(entry: Entry, now: Date): Outcome {
  return waitOrGiveUp(entry, 'unreachable', now, unreachablePauseMs);
}

/** Nobody was asked: the channel may be on in another process, or after the next start. */
export function awaitChannel(entry: Entry, now: Date): Outcome {
  const waited = now.getTime() - (entry.tryingSince ?? now).getTime();
  return waitOrGiveUp(entry, 'channel-off', now, Math.min(Math.max(waited, shortestWaitMs), longestWaitMs));
}

/** The platform could not be asked whether it has the message: asked again, or never known. */
export function lookAgain(entry: Entry, reason: string, now: Date): Outcome {
  if (isOver(entry.sendingSince, now)) return { state: 'unclear', reason };
  return { state: 'sending', due: later(now, Math.max(shortestWaitMs, doublingPause(entry.looks ?? 1))), reason };
}

/** The lane is closed: not before it opens again, and nothing counted against the entry. */
export function postponed(entry: Entry, until: Date, reason: string): Outcome {
  return { state: entry.state === 'sending' ? 'sending' : 'waiting', due: until, reason };
}

/** When a lane that a failure closed is tried again. */
export function reopens(failure: DeliveryFailure, now: Date): Date {
  const asked = Math.min((failure.retryAfterSeconds ?? 0) * second, longestRetryAfterMs);
  return later(now, asked || shortestWaitMs);
}

function waitOrGiveUp(entry: Entry, reason: string, now: Date, pause: number): Outcome {
  const tryingSince = entry.tryingSince ?? now;
  if (isOver(tryingSince, now)) return { state: 'failed', reason };
  return { state: 'waiting', due: later(now, pause), tryingSince, reason };
}

function isOver(since: Date | undefined, now: Date): boolean {
  return since !== undefined && now.getTime() - since.getTime() >= giveUpAfterMs;
}

/** Doubling from try to try, the last quarter by chance: those who failed together do not come back together. */
function doublingPause(tries: number): number {
  const doubled = Math.min(firstPauseMs * 2 ** Math.max(tries - 1, 0), longestPauseMs);
  return doubled * (0.75 + Math.random() / 4);
}
