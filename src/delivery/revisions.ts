import { isDeepStrictEqual } from 'node:util';
import type { View } from '../messages/view.js';
import type { Clock } from '../ports/clock.js';
import type { Change, Collection } from '../ports/document-store.js';
import { asSent, asStored } from './attachments.js';
import type { Contents } from './contents.js';
import type { Entry, State } from './entry.js';
import { coalesceMs, later } from './timing.js';

/** Revisions written at the same time. */
const atOnce = 16;
const mostLooks = 3;

/** What has not been composed, or never will be shown anywhere but on a page. */
const composedLater: readonly State[] = ['waiting', 'held', 'forming', 'letter', 'informed', 'failed', 'cancelled'];

export interface Revision {
  readonly key: string;
  readonly view: View;
}

/**
 * Notes what messages are to show from now on. Whatever their state: what is not out yet is composed when it goes, and
 * what is out is rewritten once, with whatever it is to show by then. Rejects with `Unavailable`.
 */
export class Revisions {
  constructor(
    private readonly entries: Collection<Entry>,
    private readonly contents: Contents,
    private readonly clock: Clock,
  ) {}

  /** Resolves with whether anything changed. */
  share(id: string, view: View): Promise<boolean> {
    const now = this.clock.now();
    return this.contents.put(id, view, now, later(now, coalesceMs));
  }

  /** Resolves with how many of these messages there are. */
  async revise(revisions: readonly Revision[]): Promise<number> {
    const changes = revisions.map(({ key, view }) => ({ key, view, change: this.changeTo(view) }));
    let known = 0;
    for (let start = 0; start < changes.length; start += atOnce) {
      const some = changes.slice(start, start + atOnce);
      const found = await Promise.all(
        some.map(async ({ key, view, change }) => (await this.holds(key, view)) || this.write(key, change)),
      );
      known += found.filter((done) => done).length;
    }
    return known;
  }

  /** Whether a message is to show that already: then nothing is rewritten. */
  private async holds(key: string, view: View): Promise<boolean> {
    const entry = await this.entries.get(key);
    if (!entry?.view || entry.cover) return false;
    return isDeepStrictEqual(asSent({ ...entry, view: entry.view }), asSent(asStored(view)));
  }

  /** Only what may be out is marked to be rewritten; between two looks a message may go from the one to the other. */
  private async write(key: string, change: Change): Promise<boolean> {
    // The first of several revisions says when: however many follow, the message is not put off by them.
    const marked = { ...change, $min: { rewrite: later(this.clock.now(), coalesceMs) } };
    for (let look = 0; look < mostLooks; look += 1) {
      if (await this.entries.update(key, marked, { state: { $nin: composedLater }, cover: null })) return true;
      if (await this.entries.update(key, change, { state: { $in: composedLater }, cover: null })) return true;
    }
    return (await this.entries.update(key, marked, { cover: null })) !== undefined;
  }

  private changeTo(view: View): Change {
    const { view: own, pictures, files } = asStored(view);
    return {
      $set: { view: own, summary: view.summary, ...(pictures && { pictures }), ...(files && { files }) },
      $unset: {
        shared: true,
        below: true,
        edition: true,
        ...(!pictures && { pictures: true as const }),
        ...(!files && { files: true as const }),
      },
      $inc: { revision: 1 },
    };
  }
}
