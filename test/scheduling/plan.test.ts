import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localInstant, nthWeekday } from '../../src/kernel/calendar.js';
import { addDays, type Day, endOf, weekdayOf } from '../../src/kernel/days.js';
import { checkPattern, dueOccurrence, lastOccurrence } from '../../src/scheduling/plan.js';

const berlin = 'Europe/Berlin';
/** Two years with four changes of the clocks, a leap day and two year ends. */
const first: Day = '2026-10-01';
const last: Day = '2028-09-30';
const springs: readonly Day[] = ['2027-03-28', '2028-03-26'];

const days: readonly Day[] = Array.from({ length: 731 }, (_, index) => addDays(first, index));
const dayOfMonth = (day: Day) => Number(day.slice(8));
const month = (day: Day) => Number(day.slice(5, 7));

/** Every occurrence from one day to another, found as the runner finds them: backwards, each the last before the one after it. */
function occurrences(pattern: string, firstDay = first, lastDay = last): readonly string[] {
  const from = localInstant(firstDay, '00:00', berlin);
  const found: string[] = [];
  let at = lastOccurrence(pattern, localInstant(lastDay, '23:59', berlin), berlin);
  while (at && at >= from) {
    found.unshift(at.toISOString());
    at = lastOccurrence(pattern, new Date(at.getTime() - 1), berlin);
  }
  return found;
}

const at = (time: string) => (day: Day) => localInstant(day, time, berlin).toISOString();

describe('the occurrences of two years', () => {
  it('end with the last day of the table', () => {
    expect(days.at(-1)).toBe(last);
  });

  it.each<[string, string, string, (day: Day) => boolean]>([
    ['daily', '0 8 * * *', '08:00', () => true],
    ['daily at midnight', '0 0 * * *', '00:00', () => true],
    ['daily just before midnight', '59 23 * * *', '23:59', () => true],
    ['daily, just before the clocks change', '59 1 * * *', '01:59', () => true],
    ['daily, just after the clocks have changed', '0 3 * * *', '03:00', () => true],
    ['on working days', '30 16 * * 1-5', '16:30', (day) => weekdayOf(day) < 6],
    ['weekly', '15 8 * * 1', '08:15', (day) => weekdayOf(day) === 1],
    ['on Sundays, when clocks change', '30 1 * * 0', '01:30', (day) => weekdayOf(day) === 7],
    ['monthly', '0 9 1 * *', '09:00', (day) => dayOfMonth(day) === 1],
    ['on the 31st, where there is one', '0 9 31 * *', '09:00', (day) => dayOfMonth(day) === 31],
    ['on the last day of the month', '0 9 L * *', '09:00', (day) => endOf('month', day) === day],
    ['quarterly', '0 8 1 1,4,7,10 *', '08:00', (day) => dayOfMonth(day) === 1 && month(day) % 3 === 1],
    ['on the leap day', '0 8 29 2 *', '08:00', (day) => day === '2028-02-29'],
    ['on the last day of the year', '55 23 31 12 *', '23:55', (day) => day.endsWith('-12-31')],
    [
      'on the first Tuesday of the month',
      '0 8 * * 2#1',
      '08:00',
      (day) => nthWeekday(Number(day.slice(0, 4)), month(day), 2, 1) === day,
    ],
  ])('%s (%s)', (_what, pattern, time, falls) => {
    expect(occurrences(pattern)).toEqual(days.filter(falls).map(at(time)));
  });

  it('daily at 02:30: once a day, at 3 o’clock where it is skipped, the first time where it comes twice', () => {
    const expected = days.map((day) => (springs.includes(day) ? at('03:00')(day) : at('02:30')(day)));
    const found = occurrences('30 2 * * *');
    expect(found).toEqual(expected);
    expect(found).toContain('2026-10-25T00:30:00.000Z');
    expect(found).not.toContain('2026-10-25T01:30:00.000Z');
  });

  it.each([
    ['every hour', '0 * * * *', 60, first, '2027-04-01'],
    ['every quarter of an hour in autumn', '*/15 * * * *', 15, '2026-10-24', '2026-10-26'],
    ['every quarter of an hour in spring', '*/15 * * * *', 15, '2028-03-25', '2028-03-27'],
  ])('%s (%s): at each that passes, also in the repeated hour', (_what, pattern, minutes, from, until) => {
    const begin = localInstant(from, '00:00', berlin).getTime();
    const end = localInstant(until, '23:59', berlin).getTime();
    const count = Math.floor((end - begin) / (minutes * 60_000)) + 1;
    const passed = Array.from({ length: count }, (_, index) =>
      new Date(begin + index * minutes * 60_000).toISOString(),
    );
    expect(occurrences(pattern, from, until)).toEqual(passed);
  });
});

describe('the last occurrence', () => {
  it('is the instant itself, to the millisecond', () => {
    const exact = new Date('2026-11-10T07:00:00.000Z');
    expect(lastOccurrence('0 8 * * *', exact, berlin)).toEqual(exact);
    const before = new Date(exact.getTime() - 1);
    expect(lastOccurrence('0 8 * * *', before, berlin)?.toISOString()).toBe('2026-11-09T07:00:00.000Z');
  });

  it('never lies ahead, and there is none between it and the instant', () => {
    const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2029-01-01'), noInvalidDate: true });
    const pattern = fc.constantFrom('30 2 * * *', '*/15 * * * *', '0 8 * * 1', '0 8 1 1,4,7,10 *');
    fc.assert(
      fc.property(instant, pattern, (now, each) => {
        const found = lastOccurrence(each, now, berlin) ?? new Date(Number.NaN);
        expect(found.getTime()).toBeLessThanOrEqual(now.getTime());
        const middle = new Date((found.getTime() + now.getTime()) / 2);
        expect(lastOccurrence(each, middle, berlin)).toEqual(found);
      }),
    );
  });
});

describe('what is due', () => {
  const daily = { pattern: '0 8 * * *', lateHours: 12 };
  const longAgo = new Date('2020-01-01');
  const due = (now: string, since = longAgo) => dueOccurrence(daily, new Date(now), since, berlin)?.toISOString();

  it.each([
    ['2026-11-10T07:59:59+01:00', undefined],
    ['2026-11-10T08:00:00+01:00', '2026-11-10T07:00:00.000Z'],
    ['2026-11-10T20:00:00+01:00', '2026-11-10T07:00:00.000Z'],
    ['2026-11-10T20:00:01+01:00', undefined],
  ])('at %s, up to twelve hours late: %s', (now, expected) => {
    expect(due(now)).toBe(expected);
  });

  it('is the last of several that were missed', () => {
    expect(due('2026-11-10T09:00:00+01:00')).toBe('2026-11-10T07:00:00.000Z');
  });

  it('is nothing from before the schedule existed', () => {
    expect(due('2026-11-10T09:00:00+01:00', new Date('2026-11-10T08:00:01+01:00'))).toBeUndefined();
    expect(due('2026-11-10T09:00:00+01:00', new Date('2026-11-10T08:00:00+01:00'))).toBe('2026-11-10T07:00:00.000Z');
  });
});

describe('a pattern', () => {
  it('of five parts is taken', () => {
    expect(() => checkPattern('0 8 * * 1', berlin)).not.toThrow();
  });

  it.each(['', 'täglich', '0 8 * *', '0 0 8 * * 1', '61 8 * * *', '0 8 30 2 *'])('%j is refused', (pattern) => {
    expect(() => checkPattern(pattern, berlin)).toThrow(/[Cc]ron|never occurs/);
  });
});
