import type { Clock } from '../ports/clock.js';
import type { Collection } from '../ports/document-store.js';
import type { Content } from './contents.js';
import type { Entry, State } from './entry.js';
import { coalesceMs, formingMs, later } from './timing.js';

const copiesAtOnce = 500;
const contentsAtOnce = 20;
/**
 * In the order in which a message goes through them, so that none slips by. What waits is composed when it goes; a letter
 * when it is read.
 */
const composedBefore: readonly State[] = ['leased', 'bundled', 'sending', 'unclear', 'sent'];

/** Marks the copies of shared contents that changed, to be rewritten. Rejects with `Unavailable`. */
export class Spreading {
  constructor(
    private readonly entries: Collection<Entry>,
    private readonly contents: Collection<Content>,
    private readonly clock: Clock,
  ) {}

  /** Goes on until all copies are marked, or time is up: the next goes on from there. Resolves with how many were. */
  async spread(goesOn: () => boolean): Promise<number> {
    const now = this.clock.now();
    const changed = await this.contents.claim(
      { spread: { $lte: now } },
      { $set: { spread: later(now, formingMs) } },
      { limit: contentsAtOnce, sort: [['spread', 1]] },
    );
    let marked = 0;
    for (const content of changed) marked += await this.markCopies(content, goesOn);
    return marked;
  }

  /** In how many milliseconds the next are due, if that is soon. */
  async soon(): Promise<number | undefined> {
    const now = this.clock.now();
    const { items } = await this.contents.find({
      filter: { spread: { $lte: later(now, coalesceMs) } },
      sort: [['spread', 1]],
      limit: 1,
    });
    const due = items[0]?.spread;
    return due && Math.max(due.getTime() - now.getTime(), 1);
  }

  private async markCopies({ _id: shared, edition, spread, view }: Content, goesOn: () => boolean): Promise<number> {
    let marked = 0;
    for (const state of composedBefore) {
      for (let some = copiesAtOnce; some === copiesAtOnce; marked += some) {
        if (!goesOn()) return marked;
        some = await this.mark(shared, state, edition, view.summary);
      }
    }
    // Unless it changed once more: then all copies are to be marked again.
    await this.contents.update(shared, { $unset: { spread: true } }, { edition, spread: spread ?? null });
    return marked;
  }

  private async mark(shared: string, state: State, edition: number, summary: string): Promise<number> {
    const copies = await this.entries.claim(
      { shared, state, edition: { $lt: edition } },
      { $set: { edition, summary }, $inc: { revision: 1 }, $min: { rewrite: this.clock.now() } },
      { limit: copiesAtOnce },
    );
    return copies.length;
  }
}
