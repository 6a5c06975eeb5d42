import { Unavailable } from '../kernel/errors.js';
import type { Recipient } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import type { Change, Collection } from '../ports/document-store.js';
import type { Entry } from './entry.js';
import { historyLagMs, later, leaseMs, lookLeaseMs, type Outcome, sendingLeaseMs, slowestBeginMs } from './timing.js';

/** Beyond it the oldest are forgotten: they are looked for at the platform. */
const mostKept = 1_000;

/**
 * Who holds which entry, and until when, by the clock; the instant that a drain is for only says what is due. Every
 * change is conditional: an entry that another process took over meanwhile stays theirs. Rejects with `Unavailable`.
 */
export class Ledger {
  /** What is known and could not be written while the store was away. */
  private readonly kept = new Map<string, { readonly entry: Entry; readonly outcome: Outcome }>();

  constructor(
    private readonly entries: Collection<Entry>,
    private readonly clock: Clock,
  ) {}

  /** Takes what is due at an instant and was not tried by the same holder before. */
  claimDue(holder: string, at: Date, limit: number): Promise<readonly Entry[]> {
    const now = this.clock.now();
    return this.entries.claim(
      { state: 'waiting', due: { $lte: at }, holder: { $ne: holder } },
      { $set: { state: 'leased', holder, due: later(now, leaseMs), changedAt: now } },
      { limit, sort: [['due', 1]] },
    );
  }

  /** What a dead holder had not begun goes back to the queue. Resolves with how many. */
  async requeueExpired(limit: number): Promise<number> {
    const now = this.clock.now();
    const requeued = await this.entries.claim(
      { state: 'leased', due: { $lte: now } },
      { $set: { state: 'waiting', due: now, changedAt: now } },
      { limit },
    );
    return requeued.length;
  }

  /** Takes what was cut short long enough ago that the platform shows it, if it has it. */
  claimCutShort(holder: string, limit: number): Promise<readonly Entry[]> {
    const now = this.clock.now();
    return this.entries.claim(
      {
        state: 'sending',
        due: { $lte: now },
        sendingSince: { $lte: later(now, -historyLagMs) },
        holder: { $ne: holder },
      },
      { $set: { holder, due: later(now, lookLeaseMs), changedAt: now }, $inc: { looks: 1 } },
      { limit, sort: [['due', 1]] },
    );
  }

  /** Notes that sending begins. Undefined if the entry is not ours any more, or if the note took too long to be safe. */
  async begin(entry: Entry, account: Recipient, edition?: number): Promise<Entry | undefined> {
    const now = this.clock.now();
    const begun = await this.noteSending(entry, account, now, edition);
    if (!begun || this.clock.now().getTime() - now.getTime() <= slowestBeginMs) return begun;
    await this.settle(begun, { state: 'waiting', due: now });
    return undefined;
  }

  private async noteSending(entry: Entry, account: Recipient, now: Date, edition?: number): Promise<Entry | undefined> {
    const due = later(now, sendingLeaseMs);
    const shows = { shown: entry.revision, ...(edition !== undefined && { edition }) };
    try {
      return await this.entries.update(
        entry._id,
        {
          $set: { state: 'sending', account, sendingSince: now, due, changedAt: now, looks: 0, ...shows },
          $inc: { attempts: 1 },
        },
        { state: 'leased', holder: entry.holder ?? null },
      );
    } catch (error) {
      // Perhaps it was noted all the same: then we still know that nothing was sent.
      const noted = { ...entry, state: 'sending', attempts: entry.attempts + 1 } as const;
      this.keep(noted, { state: 'waiting', due: now });
      throw error;
    }
  }

  /** What was not begun goes back, due at once. */
  release(entry: Entry): Promise<void> {
    return this.settle(entry, { state: entry.state === 'sending' ? 'sending' : 'waiting', due: this.clock.now() });
  }

  /** Writes what became of an entry, if it still is ours; kept for later if the store cannot be reached. */
  async settle(entry: Entry, outcome: Outcome): Promise<void> {
    try {
      await this.write(entry, outcome);
    } catch (error) {
      if (error instanceof Unavailable) this.keep(entry, outcome);
      throw error;
    }
  }

  /** Writes what was kept. */
  async catchUp(): Promise<void> {
    for (const [id, { entry, outcome }] of [...this.kept]) {
      await this.write(entry, outcome);
      this.kept.delete(id);
    }
  }

  private async write(entry: Entry, outcome: Outcome): Promise<void> {
    await this.entries.update(
      entry._id,
      { $set: { ...outcome, changedAt: this.clock.now() }, ...cleared(outcome) },
      { state: entry.state, holder: entry.holder ?? null, attempts: entry.attempts },
    );
  }

  private keep(entry: Entry, outcome: Outcome): void {
    this.kept.set(entry._id, { entry, outcome });
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size > mostKept) this.kept.delete(oldest);
  }
}

/** A message that is through with has no holder, and a sent one no reason why it is not. */
function cleared({ state }: Outcome): Pick<Change, '$unset'> {
  if (state === 'waiting' || state === 'sending') return {};
  return { $unset: { holder: true, ...(state === 'sent' && { reason: true }) } };
}
