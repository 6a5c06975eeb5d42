import type { Recipient } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import type { Change, Collection, Filter } from '../ports/document-store.js';
import type { DeliveryFailure, Messenger } from '../ports/messenger.js';
import type { Bundles } from './bundles.js';
import type { Composed } from './contents.js';
import type { Entry } from './entry.js';
import { failureOf, within } from './failures.js';
import type { Wait } from './pacing.js';
import { coalesceMs, later, rewriteLeaseMs, rewriteLookMs, rewritePause } from './timing.js';

export interface RewritingOptions {
  readonly entries: Collection<Entry>;
  readonly bundles: Pick<Bundles, 'passOn'>;
  readonly compose: (entry: Entry) => Promise<Composed | undefined>;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly longestMs: number;
}

/**
 * Messages that are out and show something older than they are to. One process at a time rewrites a message, and what it
 * is to show is read just before: the latest wins. Updates may repeat, so what failed or is not known is done again.
 * Rejects with `Unavailable`.
 */
export class Rewriting {
  constructor(private readonly options: RewritingOptions) {}

  /** Takes messages to be rewritten. */
  claim(rewriter: string, limit: number): Promise<readonly Entry[]> {
    const now = this.options.clock.now();
    return this.options.entries.claim(
      { rewrite: { $lte: now }, message: { $exists: true }, $or: free(now) },
      { $set: { rewriter, rewriting: later(now, rewriteLeaseMs) } },
      { limit, sort: [['rewrite', 1]] },
    );
  }

  /** In how many milliseconds the next is due, if that is soon. */
  async soon(): Promise<number | undefined> {
    const now = this.options.clock.now();
    const { items } = await this.options.entries.find({
      filter: { rewrite: { $lte: later(now, coalesceMs) }, message: { $exists: true }, $or: free(now) },
      sort: [['rewrite', 1]],
      limit: 1,
    });
    const due = items[0]?.rewrite;
    return due && Math.max(due.getTime() - now.getTime(), 1);
  }

  /** Settles what needs no call: a part shows in its cover, and what shows the latest already needs nothing. */
  async settled(entry: Entry): Promise<boolean> {
    if (entry.bundle !== undefined) {
      await this.options.bundles.passOn(entry);
      await this.done(entry);
      return true;
    }
    if (entry.shown !== entry.revision) return false;
    await this.done(entry);
    return true;
  }

  /** Rewrites one message; resolves with what went wrong. */
  async rewrite(entry: Entry, messenger: Messenger): Promise<DeliveryFailure | undefined> {
    const { compose, longestMs, wait } = this.options;
    const composed = await compose(entry);
    if (!composed || !entry.message) {
      await this.giveUp(entry, composed ? 'no-message' : 'no-contents');
      return undefined;
    }
    try {
      await within(longestMs, wait, messenger.update(entry.message, composed.view));
    } catch (error) {
      const failure = failureOf(error);
      await this.putOff(entry, failure);
      return failure;
    }
    await this.done(entry, composed.edition);
    return undefined;
  }

  /** It failed: tried again after a while, or never. */
  async putOff(entry: Entry, failure: DeliveryFailure): Promise<void> {
    const now = this.options.clock.now();
    const { rewriteTries: tries = 0, rewriteSince: since = now } = entry;
    const pause = failure.kind === 'permanent' ? undefined : rewritePause(tries + 1, since, failure, now);
    if (pause === undefined) return this.giveUp(entry, failure.reason);
    const tried = { rewriteTries: tries + 1, rewriteSince: since };
    await this.write(entry, { $set: { rewrite: later(now, pause), ...tried }, $unset: ours });
  }

  /** Its lane has no room, or is closed until then. */
  async release(entry: Entry, until = later(this.options.clock.now(), rewriteLookMs)): Promise<void> {
    await this.write(entry, { $set: { rewrite: until }, $unset: ours });
  }

  /** It still waits for its turn. */
  async renew(entry: Entry): Promise<void> {
    await this.write(entry, { $set: { rewriting: later(this.options.clock.now(), rewriteLeaseMs) } });
  }

  private async giveUp(entry: Entry, outdated: string): Promise<void> {
    const change = { $set: { outdated }, $unset: { ...ours, ...tried, rewrite: true as const } };
    (await this.write(entry, change, { revision: entry.revision })) || (await this.release(entry));
  }

  /** It shows this revision; if there is a newer one by now, that is still to come. */
  private async done(entry: Entry, edition?: number): Promise<void> {
    const shows = { shown: entry.revision, ...(edition !== undefined && { edition }) };
    const through = { ...ours, ...tried, outdated: true as const };
    const latest = await this.write(
      entry,
      { $set: shows, $unset: { ...through, rewrite: true } },
      { revision: entry.revision },
    );
    if (latest) return;
    const rewrite = later(this.options.clock.now(), coalesceMs);
    await this.write(entry, { $set: { ...shows, rewrite }, $unset: through });
  }

  /** Undefined if somebody else took it over meanwhile. */
  private write({ _id, rewriter }: Entry, change: Change, where: Filter = {}): Promise<Entry | undefined> {
    return this.options.entries.update(_id, change, { ...where, rewriter: rewriter ?? null });
  }
}

/** Where a message stands, for the pace of its lane; where that is not known, by itself. */
export function placeOf({ _id, account, message }: Entry): Recipient | undefined {
  return account ?? (message && { channel: message.channel, realm: message.realm, conversation: _id });
}

function free(now: Date): readonly Filter[] {
  return [{ rewriting: null }, { rewriting: { $lte: now } }];
}

const ours = { rewriter: true, rewriting: true } as const;
const tried = { rewriteTries: true, rewriteSince: true } as const;
