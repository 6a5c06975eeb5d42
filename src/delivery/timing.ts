import type { DeliveryFailure } from '../ports/messenger.js';
import type { Entry } from './entry.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** A drain begins nothing after this long, so that a beat ends and the other jobs get their turn. */
export const drainMs = 50 * second;
/** How long one look for a message may take. */
export const longestLookMs = 20 * second;

/** How long things may take, in milliseconds. */
export interface Bounds {
  /** Slack's history may lag behind an accepted post by this much; only then is an unseen message taken for not accepted. */
  readonly historyLagMs: number;
  /** One message at the platform; what is not known by then is unclear. */
  readonly longestSendMs: number;
  /** For clocks of two processes that differ, for the way from a write to the platform, and for what it accepts late. */
  readonly marginMs: number;
  /** Before a message is tried for the second time; doubled from then on. */
  readonly firstPauseMs: number;
}

export const usualBounds: Bounds = {
  historyLagMs: 30 * second,
  longestSendMs: minute,
  marginMs: 10 * second,
  firstPauseMs: 5 * second,
};

/** What follows from these bounds, in milliseconds. */
export interface Times extends Bounds {
  /** A claimed message that has not begun; renewed by its holder while it waits for its turn. */
  readonly leaseMs: number;
  /** Counted from its beginning, a message that is being sent has been accepted by then or never will be, and shows. */
  readonly sendingLeaseMs: number;
  /** Counted from the moment when it became unclear. */
  readonly lookAfterMs: number;
  /** From the look's beginning. */
  readonly lookLeaseMs: number;
  /** If the store took longer to note that sending begins, the lease may no longer cover it. */
  readonly slowestBeginMs: number;
}

export function timesFor(bounds: Bounds): Times {
  const { historyLagMs, longestSendMs, marginMs } = bounds;
  return {
    ...bounds,
    leaseMs: 3 * marginMs,
    sendingLeaseMs: longestSendMs + historyLagMs + marginMs,
    lookAfterMs: historyLagMs + marginMs,
    lookLeaseMs: longestLookMs + marginMs,
    slowestBeginMs: marginMs / 2,
  };
}

/**
 * How long a message is tried in vain, counted from the first try: what breaks on a Friday evening is mended on Monday.
 * Later it is news to nobody, and the coordinator had better know.
 */
export const giveUpAfterMs = 72 * hour;

/** Somebody without an account may have come since: looked at after so long. */
export const letterPauseMs = 10 * minute;
/** A pause may end sooner than it was meant to, and a bundle be out of the way: looked at after so long. */
export const pauseLookMs = 30 * minute;
/** Putting a bundle together, or spreading what many share, takes no longer than this, or whoever does it is dead. */
export const formingMs = 30 * second;
/** Revisions of one message within this time are one update. */
export const coalesceMs = 1_500;

/** One update at the platform is known by then; if its process died, another goes on with it. */
export const rewriteLeaseMs = 2 * minute;
/** An update whose lane is busy is looked at again after so long. */
export const rewriteLookMs = 500;

const longestPauseMs = hour;
/** A platform that asks for more is not taken at its word. */
const longestRetryAfterMs = 24 * hour;
/** A person without an account may come at any time. */
const unreachablePauseMs = hour;
const shortestWaitMs = 30 * second;
const longestClosedMs = 10 * minute;
/** The one message that tries a closed lane is known by then; if its process died, another tries. */
export const probeMs = 90 * second;
const longestWaitMs = 15 * minute;

/** What an entry becomes. */
export type Outcome = Partial<Entry> & { readonly state: Entry['state'] };

export function later(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds);
}

/** After a failure for which the platform has not accepted the message: tried again, or given up. */
export function tryAgain(
  entry: Entry,
  failure: DeliveryFailure,
  now: Date,
  { firstPauseMs }: Pick<Bounds, 'firstPauseMs'> = usualBounds,
): Outcome {
  return waitOrGiveUp(
    entry,
    failure.reason,
    now,
    Math.max(doublingPause(entry.attempts, firstPauseMs), askedMs(failure)),
  );
}

/** How long a lane stays closed: as long as the platform asks for, else longer from time to time. */
export function closedFor(failure: DeliveryFailure, closings: number): number {
  return askedMs(failure) || Math.min(doublingPause(closings), longestClosedMs);
}

/** Nobody was asked: the person is not known (any more). */
export function awaitAccount(entry: Entry, now: Date): Outcome {
  return waitOrGiveUp(entry, 'unknown-person', now, unreachablePauseMs);
}

/** Nobody was asked: the channel may be on in another process, or after the next start. */
export function awaitChannel(entry: Entry, now: Date): Outcome {
  const waited = now.getTime() - (entry.tryingSince ?? now).getTime();
  return waitOrGiveUp(entry, 'channel-off', now, Math.min(Math.max(waited, shortestWaitMs), longestWaitMs));
}

/** The platform could not be asked whether it has the message: asked again, or never known. */
export function lookAgain(
  entry: Entry,
  failure: Pick<DeliveryFailure, 'reason' | 'retryAfterSeconds'>,
  now: Date,
): Outcome {
  const { reason } = failure;
  if (isOver(entry.sendingSince, now)) return { state: 'unclear', reason };
  const pause = Math.max(doublingPause(entry.looks ?? 1), askedMs(failure));
  return { state: 'sending', due: later(now, pause), reason };
}

/** A look that the lane has no room for, or is closed for. */
export function lookLater(until: Date, reason?: string): Outcome {
  return { state: 'sending', due: until, ...(reason !== undefined && { reason }) };
}

/** How long to wait before an update is tried again; undefined: it is given up. */
export function rewritePause(tries: number, since: Date, failure: DeliveryFailure, now: Date): number | undefined {
  if (isOver(since, now)) return undefined;
  const asked = askedMs(failure);
  return Math.max(doublingPause(tries), asked);
}

function waitOrGiveUp(entry: Entry, reason: string, now: Date, pause: number): Outcome {
  const tryingSince = entry.tryingSince ?? now;
  if (isOver(tryingSince, now)) return { state: 'failed', reason };
  return { state: 'waiting', due: later(now, pause), tryingSince, reason };
}

/** For how long the platform wants quiet. */
function askedMs({ retryAfterSeconds = 0 }: Pick<DeliveryFailure, 'retryAfterSeconds'>): number {
  return Math.min(retryAfterSeconds * second, longestRetryAfterMs);
}

function isOver(since: Date | undefined, now: Date): boolean {
  return since !== undefined && now.getTime() - since.getTime() >= giveUpAfterMs;
}

/** Doubling from try to try, the last quarter by chance: those who failed together do not come back together. */
function doublingPause(tries: number, firstPauseMs = usualBounds.firstPauseMs): number {
  const doubled = Math.min(firstPauseMs * 2 ** Math.max(tries - 1, 0), longestPauseMs);
  return doubled * (0.75 + Math.random() / 4);
}
