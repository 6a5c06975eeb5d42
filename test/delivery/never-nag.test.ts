import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Grant, mayDisturb, type Verdict } from '../../src/delivery/never-nag.js';
import { isWorkingTime } from '../../src/kernel/calendar.js';
import { addDays, dayAt, weekdayOf } from '../../src/kernel/dates.js';

const zone = 'Europe/Berlin';
const hour = 3_600_000;
const begun = new Date('2026-01-01T00:00:00Z').getTime();
const ask = (at: string, grants: readonly Grant[] = [], more: { pausedUntil?: Date; by?: string } = {}): Verdict =>
  mayDisturb({ at: new Date(at), zone, grants, by: 'new', ...more });
const granted = (...days: string[]): readonly Grant[] => days.map((day) => ({ day, by: day }));

describe('when the clock may disturb somebody', () => {
  it('is on working days from 8 to 17 o’clock', () => {
    expect(ask('2026-11-10T08:00:00+01:00')).toMatchObject({ go: true });
    expect(ask('2026-11-10T16:59:00+01:00')).toMatchObject({ go: true });
    const tomorrow = { go: false, until: new Date('2026-11-11T08:00:00+01:00'), reason: 'outside-hours' };
    expect(ask('2026-11-10T17:00:00+01:00')).toEqual(tomorrow);
    expect(ask('2026-11-11T07:59:00+01:00')).toEqual(tomorrow);
  });

  it('is neither at the weekend nor on a public holiday', () => {
    const monday = new Date('2026-11-16T08:00:00+01:00');
    expect(ask('2026-11-14T10:00:00+01:00')).toMatchObject({ go: false, until: monday });
    const afterEaster = new Date('2027-03-30T08:00:00+02:00');
    expect(ask('2027-03-26T10:00:00+01:00')).toMatchObject({ go: false, until: afterEaster });
  });

  it('is once a day, and tomorrow again', () => {
    const until = new Date('2026-11-11T08:00:00+01:00');
    expect(ask('2026-11-10T15:00:00+01:00', granted('2026-11-10'))).toEqual({ go: false, until, reason: 'one-a-day' });
    expect(ask('2026-11-11T08:00:00+01:00', granted('2026-11-10'))).toMatchObject({ go: true });
  });

  it('is on three days a week, and on Monday again', () => {
    const until = new Date('2026-11-16T08:00:00+01:00');
    const three = granted('2026-11-09', '2026-11-10', '2026-11-11');
    expect(ask('2026-11-12T09:00:00+01:00', three)).toEqual({ go: false, until, reason: 'three-a-week' });
    expect(ask('2026-11-16T08:00:00+01:00', three)).toMatchObject({ go: true });
  });

  it('counts weeks from Monday, also across the turn of the year', () => {
    const three = granted('2026-12-28', '2026-12-29', '2026-12-30');
    expect(ask('2026-12-31T09:00:00+01:00', three)).toMatchObject({ go: false, reason: 'three-a-week' });
    expect(ask('2027-01-04T09:00:00+01:00', three)).toMatchObject({ go: true });
  });

  it('is not during a pause, and then not before work begins', () => {
    const pausedUntil = new Date('2026-11-14T00:00:00+01:00');
    const until = new Date('2026-11-16T08:00:00+01:00');
    expect(ask('2026-11-10T10:00:00+01:00', [], { pausedUntil })).toEqual({ go: false, until, reason: 'paused' });
  });

  it('lets a bundle that was granted its day try again, and moves its grant if that fails until tomorrow', () => {
    const grants = [{ day: '2026-11-10', by: 'new' }];
    expect(ask('2026-11-10T15:00:00+01:00', grants)).toEqual({ go: true, grants });
    expect(ask('2026-11-11T09:00:00+01:00', grants)).toEqual({ go: true, grants: [{ day: '2026-11-11', by: 'new' }] });
  });

  it('never is more often than that, whatever is asked when', () => {
    const wishes = fc.array(
      fc.record({ hours: fc.integer({ min: 0, max: 24 * 90 }), by: fc.integer({ min: 0, max: 40 }) }),
      { minLength: 1, maxLength: 200 },
    );
    fc.assert(
      fc.property(wishes, (all) => {
        let grants: readonly Grant[] = [];
        for (const { hours, by } of all) {
          const at = new Date(begun + hours * hour);
          const verdict = mayDisturb({ at, zone, grants, by: `bundle-${by}` });
          if (verdict.go) grants = verdict.grants;
          if (verdict.go) expect(isWorkingTime(at, zone)).toBe(true);
          else expect(isWorkingTime(verdict.until, zone) && verdict.until > at).toBe(true);
        }
        const days = grants.map(({ day }) => day);
        expect(new Set(days).size).toBe(days.length);
        const mondays = days.map((day) => addDays(day, 1 - weekdayOf(day)));
        for (const monday of mondays) expect(mondays.filter((each) => each === monday).length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 200 },
    );
  });

  it('comes: who asks again at the instant that was named gets their turn, if nobody else came first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 365 }), fc.array(fc.integer({ min: 0, max: 6 })), (hours, taken) => {
        let at = new Date(begun + hours * hour);
        const grants = [...new Set(taken)].map((back) => ({ day: addDays(dayAt(at, zone), -back), by: `old-${back}` }));
        for (let tries = 0; tries < 4; tries += 1) {
          const verdict = mayDisturb({ at, zone, grants, by: 'new' });
          if (verdict.go) return;
          at = verdict.until;
        }
        throw new Error('it never came');
      }),
      { numRuns: 200 },
    );
  });
});
