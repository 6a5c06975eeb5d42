import { messageOf, Unavailable } from '../kernel/errors.js';
import type { Account, ChannelName } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import type { Change, Collection, DocumentStore } from '../ports/document-store.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import { DeliveryFailure, type Messenger } from '../ports/messenger.js';
import type { People } from '../ports/people.js';
import { type Entry, outboxSpec } from './entry.js';

export interface DispatcherOptions {
  readonly store: DocumentStore;
  readonly people: Pick<People, 'get'>;
  /** Undefined where the channel is not set up. */
  readonly messenger: (channel: ChannelName) => Messenger | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** How many entries are claimed at once, 1 to 500. Twenty if left out: they are sent well within a lease. */
  readonly batchSize?: number;
}

/** Claiming in batches is several times faster than one by one. */
const usualBatchSize = 20;
const leaseMs = 120_000;
const mostAttempts = 8;
const firstPauseMs = 5_000;
const longestPauseMs = 3_600_000;
/** Slack's history may lag behind an accepted post by this much; only then is an unseen message taken for not accepted. */
const readBackLagMs = 30_000;

export interface Delivered {
  readonly done: number;
  readonly failed: number;
}

/**
 * Sends what is due, each message once. Before the platform is called, `sending` is written: a process that dies then
 * leaves a trace, and the message is looked for at the platform instead of being sent again.
 */
export class Dispatcher {
  private readonly entries: Collection<Entry>;
  private readonly holder: string;
  private readonly batchSize: number;
  private stopped = false;

  constructor(private readonly options: DispatcherOptions) {
    this.entries = options.store.collection(outboxSpec);
    this.holder = options.ids.next();
    this.batchSize = options.batchSize ?? usualBatchSize;
  }

  /** Takes nothing new; what is under way finishes. */
  stop(): void {
    this.stopped = true;
  }

  /** Sends everything that is due at this instant. */
  async drain(now: Date): Promise<Delivered> {
    let done = 0;
    let failed = 0;
    await this.takeOver(now);
    while (!this.stopped) {
      const batch = await this.claim(now);
      if (batch.length === 0) break;
      for (const entry of batch) {
        if (await this.deliver(entry, now)) done += 1;
        else failed += 1;
      }
    }
    return { done, failed };
  }

  private claim(now: Date): Promise<readonly Entry[]> {
    const due = new Date(now.getTime() + leaseMs);
    return this.entries.claim(
      { state: 'waiting', due: { $lte: now } },
      { $set: { state: 'leased', holder: this.holder, due, changedAt: now } },
      { limit: this.batchSize, sort: [['due', 1]] },
    );
  }

  /** What a dead process held: not begun goes back to the queue, begun is looked for at the platform. */
  private async takeOver(now: Date): Promise<void> {
    const expired = (state: Entry['state']) => ({ state, due: { $lte: now } });
    const requeue: Change = { $set: { state: 'waiting', due: now, changedAt: now } };
    while ((await this.entries.claim(expired('leased'), requeue, { limit: this.batchSize })).length > 0 && !this.stopped);

    const due = new Date(now.getTime() + leaseMs);
    const mine: Change = { $set: { holder: this.holder, due } };
    for (;;) {
      const begun = await this.entries.claim(expired('sending'), mine, { limit: this.batchSize });
      if (begun.length === 0 || this.stopped) return;
      for (const entry of begun) await this.readBack(entry, now);
    }
  }

  /** True if it was sent. */
  private async deliver(entry: Entry, now: Date): Promise<boolean> {
    const account = (await this.options.people.get(entry.personId))?.reachable;
    const messenger = account && this.options.messenger(account.channel);
    if (!account) return this.settle(entry, now, { state: 'failed', reason: 'unreachable' });
    // The channel may be on in another process, or again after the next start.
    if (!messenger) return this.retryLater({ ...entry, attempts: entry.attempts + 1 }, now, 'channel-off');

    const begun = await this.entries.update(
      entry._id,
      { $set: { state: 'sending', account, sendingSince: now, changedAt: now }, $inc: { attempts: 1 } },
      { state: 'leased', holder: this.holder },
    );
    // Another process took it over because ours was slow; it is theirs now.
    if (!begun) return true;
    return this.send(begun, account, messenger, now);
  }

  private async send(entry: Entry, account: Account, messenger: Messenger, now: Date): Promise<boolean> {
    try {
      const message = await messenger.send(account, entry.view, entry._id);
      return await this.settle(entry, now, { state: 'sent', message });
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      const failure = error instanceof DeliveryFailure ? error : new DeliveryFailure('unclear', messageOf(error));
      this.options.logger.warn({ key: entry._id, kind: failure.kind, reason: failure.reason }, 'not delivered');
      return this.afterFailure(entry, failure, now);
    }
  }

  private afterFailure(entry: Entry, failure: DeliveryFailure, now: Date): Promise<boolean> {
    switch (failure.kind) {
      case 'permanent':
        return this.settle(entry, now, { state: 'failed', reason: failure.reason });
      case 'unclear':
        return this.settle(entry, now, {
          state: 'sending',
          due: new Date(now.getTime() + readBackLagMs),
          reason: failure.reason,
        });
      case 'retry':
        return this.retryLater(entry, now, failure.reason, failure.retryAfterSeconds);
    }
  }

  private retryLater(entry: Entry, now: Date, reason: string, afterSeconds = 0): Promise<boolean> {
    if (entry.attempts >= mostAttempts) return this.settle(entry, now, { state: 'failed', reason });
    const doubled = Math.min(firstPauseMs * 2 ** (entry.attempts - 1), longestPauseMs);
    const pause = Math.max(doubled * (0.5 + Math.random() / 2), afterSeconds * 1000);
    const due = new Date(now.getTime() + pause);
    return this.settle(entry, now, { state: 'waiting', due, attempts: entry.attempts, reason });
  }

  /** Asks the platform whether a message whose sending was cut short is there. */
  private async readBack(entry: Entry, now: Date): Promise<void> {
    const { account, sendingSince = entry.changedAt } = entry;
    const messenger = account && this.options.messenger(account.channel);
    if (!account || !messenger) {
      await this.settle(entry, now, { state: 'unclear', reason: 'no-read-back' });
      return;
    }
    const found = await messenger.find(account, entry._id, sendingSince);
    if (found === 'unknown')
      await this.settle(entry, now, { state: 'unclear', reason: entry.reason ?? 'no-read-back' });
    else if (found === 'absent') await this.retryLater(entry, now, entry.reason ?? 'not-accepted');
    else await this.settle(entry, now, { state: 'sent', message: found });
  }

  /** Writes where it stands, if it still is ours. Resolves with whether it was sent. */
  private async settle(entry: Entry, now: Date, outcome: Partial<Entry> & { state: Entry['state'] }): Promise<boolean> {
    await this.entries.update(
      entry._id,
      { $set: { ...outcome, changedAt: now }, $unset: { holder: true } },
      { holder: this.holder },
    );
    return outcome.state === 'sent';
  }
}
