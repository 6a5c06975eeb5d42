import type { View } from '../messages/view.js';
import type { Clock } from '../ports/clock.js';
import type { Change, Collection } from '../ports/document-store.js';
import { asStored } from './attachments.js';
import type { Contents } from './contents.js';
import type { Entry } from './entry.js';
import { coalesceMs, later } from './timing.js';

/** Revisions written at the same time. */
const atOnce = 16;

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
    const changes = revisions.map(({ key, view }) => ({ key, change: this.changeTo(view) }));
    let known = 0;
    for (let start = 0; start < changes.length; start += atOnce) {
      const some = changes.slice(start, start + atOnce);
      const found = await Promise.all(some.map(({ key, change }) => this.entries.update(key, change, { cover: null })));
      known += found.filter((entry) => entry !== undefined).length;
    }
    return known;
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
      // The first of several revisions says when: however many follow, the message is not put off by them.
      $min: { rewrite: later(this.clock.now(), coalesceMs) },
    };
  }
}
