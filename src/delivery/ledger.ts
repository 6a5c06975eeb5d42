import { Unavailable } from '../kernel/errors.js';
import { type Recipient, recipientKey } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import type { Change, Collection } from '../ports/document-store.js';
import type { Entry } from './entry.js';
import type { Lines } from './lines.js';
import { later, lookLater, type Outcome, type Times } from './timing.js';

/** Beyond it the oldest are forgotten: they are looked for at the platform. */
const mostKept = 1_000;

/** Tried by none: any drain may take it. */
const nobody = '';

export interface Claim {
  readonly holder: string;
  /** Left out: what is in none yet. */
  readonly lane?: string;
  readonly at: Date;
  /** Also what the same holder tried before. */
  readonly again?: boolean;
}

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
    private readonly lines: Lines,
    private readonly times: Times,
  ) {}

  /** Takes what is due at an instant in one lane, or what is in none yet; by default not what the same holder tried. */
  claimDue(claim: Claim, limit: number): Promise<readonly Entry[]> {
    const { holder, lane, at, again = false } = claim;
    const now = this.clock.now();
    return this.entries.claim(
      { state: 'waiting', lane: lane ?? null, due: { $lte: at }, ...(!again && { holder: { $ne: holder } }) },
      { $set: { state: 'leased', holder, due: later(now, this.times.leaseMs), changedAt: now, begun: true } },
      {
        limit,
        sort: [
          ['lane', 1],
          ['due', 1],
        ],
      },
    );
  }

  /** The lanes in which something is due, up to so many. */
  async lanesDue(at: Date, most: number): Promise<readonly string[]> {
    const lanes: string[] = [];
    while (lanes.length < most) {
      const { items } = await this.entries.find({
        filter: { state: 'waiting', lane: { $gt: lanes.at(-1) ?? '' }, due: { $lte: at } },
        sort: [
          ['lane', 1],
          ['due', 1],
        ],
        limit: 1,
      });
      const lane = items[0]?.lane;
      if (lane === undefined) break;
      lanes.push(lane);
    }
    return lanes;
  }

  /** Holds on to a claimed entry that still waits for its turn. */
  async renew(entry: Entry): Promise<void> {
    const due = later(this.clock.now(), this.times.leaseMs);
    await this.entries.update(entry._id, { $set: { due } }, { state: 'leased', holder: entry.holder ?? null });
  }

  /** What a dead holder had not begun goes back to the queue. Resolves with how many. */
  async requeueExpired(limit: number): Promise<number> {
    const now = this.clock.now();
    const requeued = await this.entries.claim(
      { state: 'leased', due: { $lte: now } },
      { $set: { state: 'waiting', due: now, changedAt: now } },
      { limit, sort: [['due', 1]] },
    );
    return requeued.length;
  }

  /** Takes what was cut short long enough ago that the platform shows it, if it has it. */
  claimCutShort(holder: string, limit: number, again = false): Promise<readonly Entry[]> {
    const now = this.clock.now();
    return this.entries.claim(
      {
        state: 'sending',
        due: { $lte: now },
        sendingSince: { $lte: later(now, -this.times.historyLagMs) },
        ...(!again && { holder: { $ne: holder } }),
      },
      { $set: { holder, due: later(now, this.times.lookLeaseMs), changedAt: now }, $inc: { looks: 1 } },
      { limit, sort: [['due', 1]] },
    );
  }

  /** Notes that sending begins. Undefined if the entry is not ours any more, or if the note took too long to be safe. */
  async begin(entry: Entry, account: Recipient, edition?: number): Promise<Entry | undefined> {
    const now = this.clock.now();
    const begun = await this.noteSending(entry, account, now, edition);
    if (!begun || this.clock.now().getTime() - now.getTime() <= this.times.slowestBeginMs) return begun;
    await this.settle(begun, { state: 'waiting', due: now });
    return undefined;
  }

  private async noteSending(entry: Entry, account: Recipient, now: Date, edition?: number): Promise<Entry | undefined> {
    const due = later(now, this.times.sendingLeaseMs);
    const shows = { shown: entry.revision, ...(edition !== undefined && { edition }) };
    const conversation = recipientKey(account);
    try {
      return await this.entries.update(
        entry._id,
        {
          $set: { state: 'sending', account, conversation, sendingSince: now, due, changedAt: now, looks: 0, ...shows },
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

  /** What was not begun goes back, due at once or, where it may only be looked for, then. */
  release(entry: Entry, lane?: string, reason?: string, until = this.clock.now()): Promise<void> {
    if (entry.state === 'sending') return this.settle(entry, lookLater(until, reason));
    const where = { ...(lane !== undefined && { lane }), ...(reason === undefined ? { holder: nobody } : { reason }) };
    return this.settle(entry, { state: 'waiting', due: this.clock.now(), ...where });
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
    const written = await this.entries.update(
      entry._id,
      { $set: { ...outcome, changedAt: this.clock.now() }, ...cleared(outcome) },
      { state: entry.state, holder: entry.holder ?? null, attempts: entry.attempts },
    );
    if (written?.followed && !isOpen(outcome)) await this.lines.wakeNext(entry);
  }

  private keep(entry: Entry, outcome: Outcome): void {
    this.kept.set(entry._id, { entry, outcome });
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size > mostKept) this.kept.delete(oldest);
  }
}

/** A message that is through with has no holder and no place in its line, and a sent one no reason why it is not. */
function cleared(outcome: Outcome): Pick<Change, '$unset'> {
  if (isOpen(outcome)) return {};
  const { state } = outcome;
  return { $unset: { holder: true, line: true, begun: true, lane: true, ...(state === 'sent' && { reason: true }) } };
}

function isOpen({ state }: Outcome): boolean {
  return state === 'waiting' || state === 'sending';
}
