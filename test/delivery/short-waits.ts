import { realWait, type Wait } from '../../src/delivery/pacing.js';
import type { DocumentStore } from '../../src/ports/document-store.js';
import type { FixedClock } from '../support/clock.js';
import { Activity } from './virtual-time.js';

/** Milliseconds. */
const longestShortWait = 2_000;

/**
 * Short waits pass at once, by the clock, but never while the store is still at work: else a slow disk would look like
 * hours. Time-outs and the renewal of leases are those of real life.
 */
export class ShortWaits {
  private readonly activity = new Activity();

  constructor(private readonly clock: FixedClock) {}

  watch(store: DocumentStore): DocumentStore {
    return this.activity.watch(store);
  }

  readonly wait: Wait = async (milliseconds, signal) => {
    if (milliseconds > longestShortWait) return realWait(milliseconds, signal);
    await this.activity.quiet();
    this.clock.advance({ minutes: milliseconds / 60_000 });
    signal?.throwIfAborted();
  };
}
