import type { ChannelName } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import type { DocumentStore } from '../ports/document-store.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { Messenger } from '../ports/messenger.js';
import type { People } from '../ports/people.js';
import { Bell } from './bell.js';
import { type Drained, type DrainOptions, DrainRun } from './drain.js';
import { outboxSpec } from './entry.js';
import { nameOf } from './failures.js';
import { Gate, lanesSpec } from './gate.js';
import { Ledger } from './ledger.js';
import { documentedLimits, type Limits, limitsOf } from './limits.js';
import { Lines } from './lines.js';
import { Conversations, realWait, type Wait } from './pacing.js';
import { type OnProgress, Progress } from './progress.js';
import { Rewriting } from './rewriting.js';
import { type Bounds, drainMs, later, type Times, timesFor, usualBounds } from './timing.js';
import { Upkeep } from './upkeep.js';

export interface DispatcherOptions {
  readonly store: DocumentStore;
  readonly people: Pick<People, 'get'>;
  /** Undefined where the channel is not set up. */
  readonly messenger: (channel: ChannelName) => Messenger | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** How many entries are claimed at once, 1 to 500. Twenty if left out. */
  readonly batchSize?: number;
  /** How much the platforms bear; what they say themselves if left out. */
  readonly limits?: Limits;
  /** How long things may take; what is usual, where left out. */
  readonly bounds?: Partial<Bounds>;
  /** Told of the batches whose messages changed, every two seconds at most, and once when they have come to rest. */
  readonly onProgress?: OnProgress;
  /** Whose clocks tell working hours, days and weeks; Europe/Berlin if left out. */
  readonly zone?: string;
  /** How time passes; in reality if left out. */
  readonly wait?: Wait;
}

/** Claiming in batches is several times faster than one by one. */
const usualBatchSize = 20;
const usualZone = 'Europe/Berlin';
/** After the store was gone. */
const recoverMs = 2_000;

/**
 * Sends what is due, each message once. Where nobody can tell whether the platform accepted a message, it is `unclear`
 * and never sent again by itself.
 */
export class Dispatcher {
  private readonly ledger: Ledger;
  private readonly upkeep: Upkeep;
  private readonly rewriting: Rewriting;
  private readonly lines: Lines;
  private readonly conversations: Conversations;
  private readonly limits: Limits;
  private readonly times: Times;
  private readonly gates = new Map<string, Gate>();
  private readonly progress: Progress;
  private readonly wait: Wait;
  private readonly bell: Bell;
  private following: Promise<void> | undefined;
  private run: DrainRun | undefined;
  private stopped = false;

  constructor(private readonly options: DispatcherOptions) {
    const { store, people, clock, logger, onProgress, limits = limitsOf(documentedLimits), bounds } = options;
    const { zone = usualZone } = options;
    const entries = store.collection(outboxSpec);
    this.wait = options.wait ?? realWait;
    this.bell = new Bell(this.wait);
    this.limits = limits;
    this.times = timesFor({ ...usualBounds, ...bounds });
    this.lines = new Lines(entries, clock);
    this.ledger = new Ledger(entries, clock, this.lines, this.times);
    this.conversations = new Conversations(entries, limits, clock);
    this.upkeep = new Upkeep({ store, people, clock, zone });
    this.rewriting = new Rewriting({
      entries,
      bundles: this.upkeep.bundles,
      compose: (entry) => this.upkeep.compose(entry),
      clock,
      wait: this.wait,
      longestMs: this.times.longestSendMs,
    });
    this.progress = new Progress({ clock, logger, ...(onProgress && { onProgress }) });
  }

  /** Sends from now on whatever becomes due, at once. */
  start(): void {
    this.following ??= this.follow();
  }

  /** Something was enqueued. */
  wake(): void {
    this.run?.wake();
    this.bell.ring();
  }

  /** Takes nothing new; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.following;
  }

  /**
   * Sends what is due at this instant, each entry once at most, until nothing is left or a beat's time is up: the next
   * drain goes on from there. Rejects with `Unavailable` if the store cannot be reached.
   */
  async drain(at: Date): Promise<Drained> {
    const now = this.options.clock.now();
    const ends = later(now, drainMs);
    const run = this.newRun({ at, inTime: () => !this.stopped && this.options.clock.now() < ends });
    await this.ledger.catchUp();
    try {
      await run.toEnd();
    } finally {
      await this.progress.flush();
    }
    return run.drained();
  }

  private newRun(more: Pick<DrainOptions, 'inTime'> & { readonly at?: Date }): DrainRun {
    const { batchSize = usualBatchSize, ids } = this.options;
    return new DrainRun({
      ...this.options,
      ...more,
      batchSize,
      ledger: this.ledger,
      lines: this.lines,
      conversations: this.conversations,
      limits: this.limits,
      times: this.times,
      gate: (lane, perSecond) => this.gate(lane, perSecond),
      wait: this.wait,
      compose: (entry) => this.upkeep.compose(entry),
      destinations: this.upkeep.destinations,
      upkeep: (round) => this.upkeep.round(round),
      rewriting: this.rewriting,
      soon: async () => (await this.upkeep.soon()) ?? this.rewriting.soon(),
      holder: ids.next(),
      progress: this.progress,
    });
  }

  private gate(lane: string, perSecond: number): Gate {
    const { store, clock } = this.options;
    const known = this.gates.get(lane) ?? new Gate(lane, perSecond, store.collection(lanesSpec), clock);
    this.gates.set(lane, known);
    return known;
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.ledger.catchUp();
        this.run = this.newRun({ inTime: () => !this.stopped });
        await this.run.follow();
      } catch (error) {
        this.options.logger.warn({ reason: nameOf(error) }, 'deliveries interrupted');
        if (!this.stopped) await this.bell.heard(recoverMs);
      }
    }
    await this.progress.flush();
  }
}
