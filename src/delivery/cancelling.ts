import type { Clock } from '../ports/clock.js';
import type { Change, Collection, Filter } from '../ports/document-store.js';
import type { Bundles } from './bundles.js';
import type { Entry, State } from './entry.js';
import { inLine } from './queueing.js';

/** As many at once as the store takes. */
const most = 500;
/** Written at the same time. */
const usuallyAtOnce = 16;

/** What has not begun to go out, and lies in no cover. */
const notOut: readonly State[] = ['waiting', 'held', 'leased', 'letter'];

/** Decisions about messages that are there: cancelled, sent again, told by post. Rejects with `Unavailable`. */
export class Cancelling {
  constructor(
    private readonly entries: Collection<Entry>,
    private readonly bundles: Bundles,
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
    let again = 0;
    for (const some of whichOf(batch, keys)) {
      again += await this.each({ ...some, state: 'failed' }, (entry) => {
        const held = entry.occasion === 'clock' && entry.personId !== undefined;
        return this.sendAgain(entry, held ? { state: 'held' } : { state: 'waiting', ...inLine(entry) });
      });
    }
    return again;
  }

  /** False if it is not unclear. */
  async resend(key: string): Promise<boolean> {
    const entry = await this.entries.get(key);
    if (entry?.state !== 'unclear') return false;
    return this.sendAgain(entry, { state: 'waiting', occasion: 'press', ...inLine(entry) });
  }

  async noteInformed(batch: string, keys?: readonly string[]): Promise<number> {
    let informed = 0;
    for (const some of whichOf(batch, keys)) {
      const change = withState({ $unset: outOfLine }, 'informed');
      informed += await this.change({ ...some, state: 'letter' }, change);
    }
    return informed;
  }

  private async cancel(which: Filter): Promise<number> {
    let cancelled = 0;
    for (const state of notOut) {
      cancelled += await this.change({ ...which, state }, withState({ $unset: outOfLine }, 'cancelled'));
    }
    // One after the other: those in one cover would stand in each other's way.
    const cancelPart = (part: Entry) => this.bundles.cancel(part, `cancelling:${part._id}`);
    cancelled += await this.each({ ...which, state: 'bundled' }, cancelPart, 1);
    // What is under way may yet come back: then it is not sent again.
    await this.change({ ...which, state: 'sending', revoked: null }, { $set: { revoked: true } });
    return cancelled;
  }

  private async sendAgain(entry: Entry, how: Partial<Entry>): Promise<boolean> {
    const now = this.clock.now();
    const change = { $set: { attempts: 0, due: now, changedAt: now, ...how }, $unset: afresh };
    return (await this.entries.update(entry._id, change, { state: entry.state })) !== undefined;
  }

  /** Works on each that matches, page after page; resolves with how many it was done to. */
  private async each(which: Filter, work: (entry: Entry) => Promise<boolean>, atOnce = usuallyAtOnce): Promise<number> {
    let done = 0;
    let after: string | undefined;
    do {
      const page = await this.entries.find({ filter: which, limit: most, ...(after !== undefined && { after }) });
      for (let start = 0; start < page.items.length; start += atOnce) {
        const worked = await Promise.all(page.items.slice(start, start + atOnce).map(work));
        done += worked.filter((each) => each).length;
      }
      after = page.next;
    } while (after !== undefined);
    return done;
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

const outOfLine = { holder: true, reason: true, line: true, lane: true, begun: true } as const;

const afresh = {
  ...({ reason: true, holder: true, begun: true } as const),
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
