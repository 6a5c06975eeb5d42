import type { Clock } from '../ports/clock.js';
import type { Change, Collection, Filter } from '../ports/document-store.js';
import type { Entry, State } from './entry.js';

/** As many at once as the store takes. */
const most = 500;

/** What has not begun to go out, and lies in no cover. */
const notOut: readonly State[] = ['waiting', 'held', 'leased', 'letter'];

/** Decisions about messages that are there: cancelled, sent again, told by post. Rejects with `Unavailable`. */
export class Cancelling {
  constructor(
    private readonly entries: Collection<Entry>,
    private readonly clock: Clock,
  ) {}

  /** Resolves with how many were cancelled. */
  batch(batch: string): Promise<number> {
    return this.cancel({ batch });
  }

  async keys(keys: readonly string[]): Promise<number> {
    let cancelled = 0;
    for (const some of inPieces(keys)) cancelled += await this.cancel({ _id: { $in: some } });
    return cancelled;
  }

  /** Resolves with how many are sent once more. */
  async retry(batch: string, keys?: readonly string[]): Promise<number> {
    const change = { $set: { attempts: 0, due: this.clock.now() }, $unset: afresh };
    const held = { occasion: 'clock', personId: { $ne: null } } as const;
    let again = 0;
    for (const some of whichOf(batch, keys)) {
      again += await this.change({ ...some, state: 'failed', ...held }, withState(change, 'held'));
      again += await this.change({ ...some, state: 'failed' }, withState(change, 'waiting'));
    }
    return again;
  }

  /** False if it is not unclear. */
  async resend(key: string): Promise<boolean> {
    const change = { $set: { attempts: 0, due: this.clock.now(), occasion: 'press' }, $unset: afresh };
    return (await this.change({ _id: key, state: 'unclear' }, withState(change, 'waiting'))) > 0;
  }

  async noteInformed(batch: string, keys?: readonly string[]): Promise<number> {
    let informed = 0;
    for (const some of whichOf(batch, keys)) {
      const change = { $unset: { holder: true, reason: true } } as const;
      informed += await this.change({ ...some, state: 'letter' }, withState(change, 'informed'));
    }
    return informed;
  }

  private async cancel(which: Filter): Promise<number> {
    let cancelled = 0;
    for (const state of notOut) {
      const change = { $unset: { holder: true, reason: true } } as const;
      cancelled += await this.change({ ...which, state }, withState(change, 'cancelled'));
    }
    // What is under way may yet come back: then it is not sent again.
    await this.change({ ...which, state: 'sending', revoked: null }, { $set: { revoked: true } });
    return cancelled;
  }

  /** Changes all that match, and no more than there were at the beginning: what comes back is another decision. */
  private async change(which: Filter, change: Change): Promise<number> {
    const there = await this.entries.count(which);
    const dated = 'state' in (change.$set ?? {}) ? { ...change.$set, changedAt: this.clock.now() } : change.$set;
    let changed = 0;
    while (changed < there) {
      const some = await this.entries.claim(which, { ...change, ...(dated && { $set: dated }) }, { limit: most });
      if (some.length === 0) break;
      changed += some.length;
    }
    return changed;
  }
}

const afresh = {
  reason: true,
  holder: true,
  tryingSince: true,
  sendingSince: true,
  looks: true,
  account: true,
  bundle: true,
  place: true,
  revoked: true,
} as const;

function withState(change: Change, state: State): Change {
  return { ...change, $set: { ...change.$set, state } };
}

function whichOf(batch: string, keys: readonly string[] | undefined): readonly Filter[] {
  return keys ? inPieces(keys).map((some) => ({ batch, _id: { $in: some } })) : [{ batch }];
}

function inPieces(keys: readonly string[]): readonly (readonly string[])[] {
  const pieces: (readonly string[])[] = [];
  for (let start = 0; start < keys.length; start += most) pieces.push(keys.slice(start, start + most));
  return pieces;
}
