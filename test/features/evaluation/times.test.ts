import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { goalsOfQuarter } from '../../../src/features/evaluation/rounds/templates.js';
import { closingOf, decentInstant, nextOpening, reminderTimes } from '../../../src/features/evaluation/rounds/times.js';
import { isWorkingDay, isWorkingTime, schoolHolidays } from '../../../src/kernel/calendar.js';
import { addMonths, dayAt, daysBetween } from '../../../src/kernel/dates.js';

const zone = 'Europe/Berlin';
/** Two years with both changes of the clocks. */
const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });

describe('when rounds ask', () => {
  it('is a decent hour: working time, outside the school holidays, never earlier than asked for', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const at = decentInstant(instant, zone);
        expect(at >= instant).toBe(true);
        expect(isWorkingTime(at, zone)).toBe(true);
        expect(schoolHolidays(dayAt(at, zone))).toBeUndefined();
      }),
    );
  });

  it('closes at a midnight, as many days on by the calendar as it is open', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 90 }), (openedAt, days) => {
        const closing = DateTime.fromJSDate(closingOf(openedAt, days, zone), { zone });
        expect([closing.hour, closing.minute]).toEqual([0, 0]);
        expect(daysBetween(dayAt(openedAt, zone), closing.toISODate() ?? '')).toBe(days);
      }),
    );
  });

  it('reminds at nine on decent days while it is open, with at least three days between', () => {
    fc.assert(
      fc.property(instants, (openedAt) => {
        const closesAt = closingOf(openedAt, 21, zone);
        const days = reminderTimes({ openedAt, closesAt, remindAfterDays: [7, 14] }, zone).map((at) => {
          expect(at < closesAt).toBe(true);
          expect(DateTime.fromJSDate(at, { zone }).hour).toBe(9);
          return dayAt(at, zone);
        });
        for (const day of days) expect(isWorkingDay(day) && schoolHolidays(day) === undefined).toBe(true);
        const [first, second] = days;
        if (first && second) expect(daysBetween(first, second)).toBeGreaterThanOrEqual(3);
      }),
    );
  });

  it('repeats from the day of the first round, always later than the round before, and leaves out what was missed', () => {
    const repeats = fc.constantFrom('monthly', 'quarterly', 'half-yearly', 'yearly');
    fc.assert(
      fc.property(instants, instants, repeats, fc.integer({ min: 2, max: 20 }), (a, b, every, occurrence) => {
        const [begin, now] = a < b ? [a, b] : [b, a];
        const first = dayAt(begin, zone);
        const next = nextOpening(first, every, { occurrence, now, zone });
        expect(next > now).toBe(true);
        expect(dayAt(next, zone) > first).toBe(true);
      }),
    );
  });
});

describe('the short round', () => {
  it('asks about all eight goals in any four quarters one after the other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), (months) => {
        const asked: (readonly number[])[] = [];
        for (let quarter = 0; quarter < 8; quarter += 1) {
          asked.unshift(goalsOfQuarter(addMonths('2026-01-15', months + 3 * quarter), asked));
          if (asked.length >= 4) {
            expect(asked.slice(0, 4).flat().toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
          }
        }
      }),
    );
  });

  it('follows the quarter when nothing was asked before', () => {
    expect(goalsOfQuarter('2026-08-01', [])).toEqual([5, 6]);
    expect(goalsOfQuarter('2026-11-01', [[5, 6]])).toEqual([7, 8]);
  });
});
