import type { ChannelName } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import type { DocumentStore } from '../ports/document-store.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import type { Messenger } from '../ports/messenger.js';
import type { People } from '../ports/people.js';
import { Contents, contentsSpec } from './contents.js';
import { type Drained, DrainRun } from './drain.js';
import { outboxSpec } from './entry.js';
import { Ledger } from './ledger.js';
import { type Gaps, Pace, platformGaps, realWait, type Wait } from './pacing.js';
import { drainMs, later } from './timing.js';

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
  /** How far messages are kept apart; what the platforms bear if left out. */
  readonly gaps?: Readonly<Record<ChannelName, Gaps>>;
  /** How time passes; in reality if left out. */
  readonly wait?: Wait;
}

/** Claiming in batches is several times faster than one by one. */
const usualBatchSize = 20;

/**
 * Sends what is due, each message once. Where nobody can tell whether the platform accepted a message, it is `unclear`
 * and never sent again by itself.
 */
export class Dispatcher {
  private readonly ledger: Ledger;
  private readonly contents: Contents;
  private readonly pace: Pace;
  private readonly wait: Wait;
  private stopped = false;

  constructor(private readonly options: DispatcherOptions) {
    this.wait = options.wait ?? realWait;
    this.ledger = new Ledger(options.store.collection(outboxSpec), options.clock);
    this.contents = new Contents(options.store.collection(contentsSpec));
    this.pace = new Pace(options.gaps ?? platformGaps, this.wait);
  }

  /** Takes nothing new; what is under way finishes. */
  stop(): void {
    this.stopped = true;
  }

  /**
   * Sends what is due at this instant, each entry once at most, until nothing is left or a beat's time is up: the next
   * drain goes on from there. Rejects with `Unavailable` if the store cannot be reached.
   */
  async drain(at: Date): Promise<Drained> {
    const { clock, ids, batchSize = usualBatchSize } = this.options;
    const ends = later(clock.now(), drainMs);
    const run = new DrainRun({
      ...this.options,
      ledger: this.ledger,
      pace: this.pace,
      wait: this.wait,
      compose: (entry) => this.contents.compose(entry),
      holder: ids.next(),
      inTime: () => !this.stopped && clock.now() < ends,
    });
    await this.ledger.catchUp();
    while (run.goesOn() && (await this.ledger.requeueExpired(batchSize)) > 0);
    await run.cutShort(batchSize);
    await run.due(at, batchSize);
    return run.drained();
  }
}
