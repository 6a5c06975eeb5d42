import type { Clock } from '../ports/clock.js';
import type { Collection, Filter } from '../ports/document-store.js';
import type { Entry } from './entry.js';
import { behind } from './queueing.js';

/** How often it is looked again while the one before ends at the same moment. */
const mostLooks = 3;

/**
 * Keeps each recipient's messages in the order in which they were enqueued. A message waits for the one before it in its
 * line: not for one that is due later or held back on purpose, nor for one that is through with, failed or unclear.
 * Rejects with `Unavailable`.
 */
export class Lines {
  constructor(
    private readonly entries: Collection<Entry>,
    private readonly clock: Clock,
  ) {}

  /** The one it has to wait for, which was told that somebody waits. */
  async before(entry: Entry): Promise<Entry | undefined> {
    const { line, order } = entry;
    if (line === undefined || order === undefined) return undefined;
    for (let look = 0; look < mostLooks; look += 1) {
      const first = await this.lastUnfinished(line, order);
      if (!first) return undefined;
      if (await this.entries.update(first._id, { $set: { followed: true } }, this.unfinished())) return first;
    }
    return this.lastUnfinished(line, order);
  }

  /** One that was put behind `first` goes on at once if that ended meanwhile. */
  async recheck(entry: Entry, first: Entry): Promise<void> {
    const now = await this.entries.get(first._id);
    if (!now?.line || !(await this.before(entry))) await this.wake(entry._id);
  }

  /** The one that waits next in the line of a message that is through with goes on. */
  async wakeNext({ line, order }: Entry): Promise<void> {
    if (line === undefined || order === undefined) return;
    const { items } = await this.entries.find({
      filter: { line, order: { $gt: order }, state: 'waiting', lane: behind },
      sort: [
        ['line', 1],
        ['order', 1],
      ],
      limit: 1,
    });
    const [next] = items;
    if (next) await this.wake(next._id);
  }

  private async wake(id: string): Promise<void> {
    await this.entries.update(
      id,
      { $set: { due: this.clock.now() }, $unset: { lane: true, holder: true } },
      { state: 'waiting', lane: behind },
    );
  }

  private async lastUnfinished(line: string, order: number): Promise<Entry | undefined> {
    const { items } = await this.entries.find({
      filter: { line, order: { $lt: order }, ...this.unfinished() },
      sort: [
        ['line', -1],
        ['order', -1],
      ],
      limit: 1,
    });
    return items[0];
  }

  private unfinished(): Filter {
    const now = this.clock.now();
    return {
      $or: [
        { state: { $in: ['leased', 'sending'] } },
        { state: 'waiting', begun: true },
        { state: 'waiting', due: { $lte: now } },
      ],
    };
  }
}
