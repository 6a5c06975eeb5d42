import { z } from 'zod';
import type { Clock } from '../ports/clock.js';
import type { Collection, CollectionSpec } from '../ports/document-store.js';
import type { DeliveryFailure } from '../ports/messenger.js';
import { concernsRealm } from './failures.js';
import { closedFor, later, probeMs } from './timing.js';

const laneSchema = z.object({
  /** `laneOf`. */
  _id: z.string(),
  /** When the next message may go, in milliseconds since 1970. */
  free: z.number(),
  usedAt: z.date(),
  /** Set while the platform is taken to be down or wants quiet: not before. */
  closedUntil: z.date().optional(),
  /** How often it was closed in a row. */
  closings: z.number().int().optional(),
  /** Why, as a code. */
  reason: z.string().optional(),
});
export type LaneState = z.infer<typeof laneSchema>;

const keptDays = 30;

/** What the processes share about each workspace and tenant: whose turn is when, and whether it is closed. */
export const lanesSpec: CollectionSpec<LaneState> = {
  name: 'outbox-lanes',
  schema: laneSchema,
  version: 1,
  indexes: [],
  retention: { days: keptDays, field: 'usedAt' },
  personal: 'none',
};

/** Turns are taken for so long at once: few writes, and yet another process waits no longer than this for its share. */
const shareMs = 500;
/** A turn that was missed by more than this is gone, lest what was held up goes out all at once. */
const missedMs = 500;
/** No turns are given out further ahead: a lane that says so was used by a clock that ran ahead. */
const mostAheadMs = 60_000;
/** Failures at so many conversations in a row are the platform's, not theirs. */
const mostTroubled = 5;

export interface Turn {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The one message that finds out whether the platform is back. */
  readonly probe: boolean;
}

export interface Closed {
  readonly closedUntil: Date;
  readonly reason: string;
}

/**
 * The way into one workspace or tenant. All processes take their turns from one document, so together they keep the
 * platform's limit, and one that has much to send gets what the others leave. It closes when the platform fails or asks
 * for quiet; after a while one message tries again (circuit breaker). Rejects with `Unavailable`.
 */
export class Gate {
  private turns: number[] = [];
  private closed: Closed | undefined;
  private taking: Promise<unknown> = Promise.resolve();
  /** Conversations at which the last messages failed. */
  private readonly troubled = new Set<string>();

  constructor(
    private readonly key: string,
    private readonly perSecond: number,
    private readonly lanes: Collection<LaneState>,
    private readonly clock: Clock,
  ) {}

  /** As far as this process knows. */
  isClosed(): Closed | undefined {
    return this.closed && this.closed.closedUntil > this.clock.now() ? this.closed : undefined;
  }

  /** The next turn; `wanted`: how many are needed soon. */
  next(wanted: number): Promise<Turn | Closed> {
    const taken = this.taking.then(() => this.take(wanted));
    this.taking = taken.catch(() => undefined);
    return taken;
  }

  /** Notes how a message fared. */
  async note(conversation: string, failure: DeliveryFailure | undefined, probe: boolean): Promise<void> {
    if (!failure || failure.kind === 'permanent') {
      this.troubled.clear();
      if (probe) await this.open();
      return;
    }
    this.troubled.add(conversation);
    const isThePlatforms = concernsRealm(failure) || this.troubled.size >= mostTroubled;
    if (probe || (isThePlatforms && !this.isClosed())) await this.close(failure);
  }

  private async take(wanted: number): Promise<Turn | Closed> {
    const closed = this.isClosed();
    if (closed) return closed;
    const now = this.clock.now().getTime();
    this.turns = this.turns.filter((turn) => turn > now - missedMs);
    const [turn] = this.turns;
    if (turn === undefined) return this.takeMore(wanted, now);
    this.turns.shift();
    return { at: turn, probe: false };
  }

  private async takeMore(wanted: number, now: number): Promise<Turn | Closed> {
    const lane = await this.visit(now);
    if (lane.closedUntil) return this.halfOpen(lane, lane.closedUntil);
    if (this.perSecond === 0) return { at: now, probe: false };
    const gap = 1_000 / this.perSecond;
    const count = Math.max(1, Math.min(wanted, Math.floor(shareMs / gap)));
    const after = await this.lanes.update(this.key, { $inc: { free: count * gap } });
    const first = (after?.free ?? now + count * gap) - count * gap;
    this.turns = Array.from({ length: count - 1 }, (_, index) => first + (index + 1) * gap);
    return { at: first, probe: false };
  }

  private async visit(now: number): Promise<LaneState> {
    if (this.perSecond === 0 && !this.closed) return { _id: this.key, free: now, usedAt: new Date(now) };
    const usedAt = new Date(now);
    const fresh = { _id: this.key, free: now, usedAt };
    const lane = await this.lanes.upsert(this.key, { $max: { free: now }, $set: { usedAt } }, fresh);
    if (lane.free <= now + mostAheadMs) return lane;
    return (await this.lanes.update(this.key, { $set: { free: now } }, { free: lane.free })) ?? lane;
  }

  /** Whoever is first to move the instant on sends the one message; the others stay out until it is known. */
  private async halfOpen(lane: LaneState, seen: Date): Promise<Turn | Closed> {
    const now = this.clock.now();
    const reason = lane.reason ?? 'closed';
    if (seen > now) {
      this.closed = { closedUntil: seen, reason };
      return this.closed;
    }
    const closedUntil = later(now, probeMs);
    const mine = await this.lanes.update(this.key, { $set: { closedUntil } }, { closedUntil: seen });
    this.closed = { closedUntil, reason };
    return mine ? { at: now.getTime(), probe: true } : this.closed;
  }

  private async close(failure: DeliveryFailure): Promise<void> {
    const now = this.clock.now();
    const { reason } = failure;
    const seen = await this.lanes.get(this.key);
    const closings = (seen?.closings ?? 0) + 1;
    const closedUntil = later(now, closedFor(failure, closings));
    this.closed = { closedUntil, reason };
    this.turns = [];
    this.troubled.clear();
    const state = { closedUntil, closings, reason, usedAt: now };
    await this.lanes.upsert(this.key, { $set: state }, { _id: this.key, free: now.getTime(), usedAt: now });
  }

  private async open(): Promise<void> {
    this.closed = undefined;
    await this.lanes.update(this.key, { $unset: { closedUntil: true, closings: true, reason: true } });
  }
}
