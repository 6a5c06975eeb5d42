import { Unavailable } from '../kernel/errors.js';
import type { ChannelName, Recipient } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import { DeliveryFailure, type Messenger } from '../ports/messenger.js';
import type { People } from '../ports/people.js';
import type { Composed } from './contents.js';
import type { Entry } from './entry.js';
import { allEnded, nameOf } from './failures.js';
import { Lane, type Task } from './lane.js';
import type { Ledger } from './ledger.js';
import { laneOf, type Pace, type Wait } from './pacing.js';
import { type Asked, lookFor, send } from './sending.js';
import { awaitAccount, awaitChannel, lookAgain, type Outcome, postponed, tryAgain } from './timing.js';

export interface DrainOptions {
  readonly ledger: Ledger;
  readonly pace: Pace;
  readonly wait: Wait;
  readonly people: Pick<People, 'get'>;
  readonly messenger: (channel: ChannelName) => Messenger | undefined;
  /** What an entry shows now; undefined if that is gone. */
  readonly compose: (entry: Entry) => Promise<Composed | undefined>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Under which this drain claims. */
  readonly holder: string;
  readonly inTime: () => boolean;
}

/** What waits for an account or a channel, for a later beat or for another process counts as neither. */
export interface Drained {
  readonly done: number;
  /** Not accepted this time, given up, or unclear. */
  readonly failed: number;
}

type Ask = (entry: Entry, account: Recipient, messenger: Messenger, post: DrainOptions) => Promise<Asked>;

/** One drain: claims in batches, and hands each entry to the lane of its workspace or tenant. */
export class DrainRun {
  private readonly lanes = new Map<string, Lane>();
  private done = 0;
  private failed = 0;
  private storeGone = false;

  constructor(private readonly options: DrainOptions) {}

  goesOn(): boolean {
    return !this.storeGone && this.options.inTime();
  }

  drained(): Drained {
    return { done: this.done, failed: this.failed };
  }

  /** Looks for what was cut short. */
  async cutShort(batchSize: number): Promise<void> {
    const { ledger, holder } = this.options;
    await this.inBatches(
      () => ledger.claimCutShort(holder, batchSize),
      async (entry) => {
        const { account, reason = 'no-read-back' } = entry;
        if (!account) return this.settle(entry, { state: 'unclear', reason });
        const messenger = this.options.messenger(account.channel);
        if (messenger) return this.task(entry, account, messenger, lookFor);
        return this.settle(entry, lookAgain(entry, 'channel-off', this.options.clock.now()));
      },
    );
  }

  /** Sends what is due. */
  async due(at: Date, batchSize: number): Promise<void> {
    const { ledger, holder } = this.options;
    await this.inBatches(
      () => ledger.claimDue(holder, at, batchSize),
      async (entry) => {
        const account = entry.to ?? (await this.reachable(entry));
        if (!account) return this.settle(entry, awaitAccount(entry, this.options.clock.now()));
        const messenger = this.options.messenger(account.channel);
        if (messenger) return this.task(entry, account, messenger, send);
        return this.settle(entry, awaitChannel(entry, this.options.clock.now()));
      },
    );
  }

  private async reachable({ personId }: Entry): Promise<Recipient | undefined> {
    return personId === undefined ? undefined : (await this.options.people.get(personId))?.reachable;
  }

  private async inBatches(
    claim: () => Promise<readonly Entry[]>,
    prepare: (entry: Entry) => Promise<Task | undefined>,
  ): Promise<void> {
    while (this.goesOn()) {
      const batch = await claim();
      if (batch.length === 0) return;
      const prepared = await allEnded(batch.map((entry) => this.guarded(entry, () => prepare(entry))));
      const tasks = prepared.filter((task) => task !== undefined);
      await allEnded([...byLane(tasks)].map(([key, ofLane]) => this.lane(key).run(ofLane)));
    }
  }

  private lane(key: string): Lane {
    const { clock, pace } = this.options;
    const lane = this.lanes.get(key) ?? new Lane({ clock, pace, goesOn: () => this.goesOn() });
    this.lanes.set(key, lane);
    return lane;
  }

  private task(entry: Entry, account: Recipient, messenger: Messenger, ask: Ask): Task {
    const { ledger } = this.options;
    return {
      account,
      run: () =>
        this.guarded(entry, async () => {
          const asked = await ask(entry, account, messenger, this.options);
          this.note(entry, asked);
          return asked.failure;
        }),
      postpone: async (until, reason) => {
        await this.guarded(entry, () => ledger.settle(entry, postponed(entry, until, reason)));
      },
      release: async () => {
        await this.guarded(entry, () => ledger.release(entry));
      },
    };
  }

  /** A store that is gone ends the drain; any other mistake must not hold up the other entries, now or ever again. */
  private async guarded<T>(entry: Entry, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Unavailable) {
        this.storeGone = true;
        throw error;
      }
      this.options.logger.error({ key: entry._id, reason: nameOf(error) }, 'delivery broken');
      return this.setAside(entry, new DeliveryFailure('retry', nameOf(error)));
    }
  }

  private async setAside(entry: Entry, failure: DeliveryFailure): Promise<undefined> {
    const now = this.options.clock.now();
    const outcome = entry.state === 'sending' ? lookAgain(entry, failure.reason, now) : tryAgain(entry, failure, now);
    await this.options.ledger.settle(entry, outcome);
    this.note(entry, { outcome, failure });
  }

  /** What the platform was not asked about. */
  private async settle(entry: Entry, outcome: Outcome): Promise<undefined> {
    await this.options.ledger.settle(entry, outcome);
    this.note(entry, { outcome });
  }

  private note(entry: Entry, { outcome, failure }: Asked): void {
    if (!outcome) return;
    const { state, reason = null } = outcome;
    if (state === 'sent') this.done += 1;
    if (!failure && state !== 'failed' && state !== 'unclear') return;
    this.failed += 1;
    this.options.logger.warn({ key: entry._id, state, reason }, 'not delivered');
  }
}

function byLane(tasks: readonly Task[]): ReadonlyMap<string, readonly Task[]> {
  const lanes = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = laneOf(task.account);
    const lane = lanes.get(key);
    if (lane) lane.push(task);
    else lanes.set(key, [task]);
  }
  return lanes;
}
