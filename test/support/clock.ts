import type { Clock } from '../../src/ports/clock.js';

/** A clock that stands still until a test moves it. */
export interface FixedClock extends Clock {
  /** Moves to an instant, given as ISO text; backwards as well. */
  set(instant: string): void;
  advance(by: { readonly days?: number; readonly hours?: number; readonly minutes?: number }): void;
}

/** A Tuesday morning in Dinslaken, unless the test needs another. */
export const testNow = '2026-11-10T09:00:00+01:00';

export function fixedClock(instant: string = testNow): FixedClock {
  let now = new Date(instant);
  return {
    now: () => new Date(now),
    set: (next) => {
      now = new Date(next);
    },
    advance: ({ days = 0, hours = 0, minutes = 0 }) => {
      now = new Date(now.getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000);
    },
  };
}
