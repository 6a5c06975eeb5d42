import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorkingDays,
  isWorkingDay,
  isWorkingTime,
  localInstant,
  nextWorkingTime,
  nthWeekday,
  publicHoliday,
  schoolHolidays,
  schoolHolidaysKnownUntil,
  schoolHolidaysRunOut,
} from '../../src/kernel/calendar.js';
import { addDays, type Day, daysBetween, weekdayOf } from '../../src/kernel/days.js';
import { schoolHolidaysOfNrw } from '../../src/kernel/school-holidays.js';

const berlin = 'Europe/Berlin';
const at = (text: string) => new Date(text);
const anyDay = fc.integer({ min: 0, max: 365 * 12 }).map((days) => addDays('2024-01-01', days));

function daysOf(year: number): readonly Day[] {
  const first = `${year}-01-01`;
  return Array.from({ length: daysBetween(first, `${year + 1}-01-01`) }, (_, index) => addDays(first, index));
}

describe('public holidays of Nordrhein-Westfalen', () => {
  it('are these eleven in 2026', () => {
    const found = daysOf(2026).flatMap((day) => (publicHoliday(day) === undefined ? [] : [[day, publicHoliday(day)]]));
    expect(found).toEqual([
      ['2026-01-01', 'Neujahrstag'],
      ['2026-04-03', 'Karfreitag'],
      ['2026-04-06', 'Ostermontag'],
      ['2026-05-01', 'Tag der Arbeit'],
      ['2026-05-14', 'Christi Himmelfahrt'],
      ['2026-05-25', 'Pfingstmontag'],
      ['2026-06-04', 'Fronleichnam'],
      ['2026-10-03', 'Tag der Deutschen Einheit'],
      ['2026-11-01', 'Allerheiligen'],
      ['2026-12-25', '1. Weihnachtstag'],
      ['2026-12-26', '2. Weihnachtstag'],
    ]);
  });

  it('leave out what is celebrated elsewhere', () => {
    expect(publicHoliday('2026-01-06')).toBeUndefined();
    expect(publicHoliday('2026-10-31')).toBeUndefined();
    expect(publicHoliday('2026-11-18')).toBeUndefined();
  });

  it('move with Easter, also to its latest day', () => {
    expect(publicHoliday('2038-04-26')).toBe('Ostermontag');
    expect(publicHoliday('2038-06-24')).toBe('Fronleichnam');
  });
});

describe('school holidays of Nordrhein-Westfalen', () => {
  it.each([
    ['2026-10-16', undefined],
    ['2026-10-17', 'Herbstferien'],
    ['2026-10-31', 'Herbstferien'],
    ['2026-11-01', undefined],
    ['2026-12-31', 'Weihnachtsferien'],
    ['2027-01-06', 'Weihnachtsferien'],
    ['2027-05-18', 'Pfingstferien'],
    ['2030-08-06', 'Sommerferien'],
    ['2030-08-07', undefined],
  ])('on %s: %s', (day, name) => {
    expect(schoolHolidays(day)).toBe(name);
  });

  it('are in order, do not overlap, and last as long as such holidays do', () => {
    for (const [index, { name, from, until }] of schoolHolidaysOfNrw.entries()) {
      const before = schoolHolidaysOfNrw[index - 1];
      if (before) expect(from > before.until).toBe(true);
      const days = daysBetween(from, until) + 1;
      const [least, most] = name === 'Sommerferien' ? [44, 44] : name === 'Pfingstferien' ? [1, 4] : [13, 17];
      expect(days, `${name} from ${from}`).toBeGreaterThanOrEqual(least);
      expect(days, `${name} from ${from}`).toBeLessThanOrEqual(most);
    }
  });

  it('are known until the summer of 2030, and ask to be continued half a year before', () => {
    expect(schoolHolidaysKnownUntil).toBe('2030-08-06');
    expect(schoolHolidaysRunOut('2030-02-06')).toBe(false);
    expect(schoolHolidaysRunOut('2030-02-07')).toBe(true);
  });
});

describe('working days', () => {
  it('are Monday to Friday without public holidays, school holidays or not', () => {
    expect(['2026-11-09', '2026-11-13', '2026-10-20', '2026-12-24'].map(isWorkingDay)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['2026-11-14', '2026-11-15', '2026-12-25', '2026-06-04'].map(isWorkingDay)).toEqual(Array(4).fill(false));
  });

  it.each([
    ['2026-11-10', 0, '2026-11-10'],
    ['2026-11-14', 0, '2026-11-14'],
    ['2026-11-13', 1, '2026-11-16'],
    ['2026-12-23', 2, '2026-12-28'],
    ['2027-01-04', -2, '2026-12-30'],
    ['2026-04-02', 1, '2026-04-07'],
    ['2028-02-28', 2, '2028-03-01'],
  ])('from %s, %i on: %s', (day, days, expected) => {
    expect(addWorkingDays(day, days)).toBe(expected);
  });

  it('lead there and back again', () => {
    fc.assert(
      fc.property(anyDay.filter(isWorkingDay), fc.integer({ min: 1, max: 60 }), (day, days) => {
        const there = addWorkingDays(day, days);
        expect(isWorkingDay(there)).toBe(true);
        expect(addWorkingDays(there, -days)).toBe(day);
      }),
    );
  });
});

describe('working time', () => {
  it.each([
    ['2026-11-10T07:59:59+01:00', false],
    ['2026-11-10T08:00:00+01:00', true],
    ['2026-11-10T16:59:59+01:00', true],
    ['2026-11-10T17:00:00+01:00', false],
    ['2026-11-14T10:00:00+01:00', false],
    ['2026-12-25T10:00:00+01:00', false],
    ['2026-07-01T08:00:00+02:00', true],
    ['2026-07-01T07:30:00+02:00', false],
  ])('at %s: %s', (instant, expected) => {
    expect(isWorkingTime(at(instant), berlin)).toBe(expected);
  });

  it.each([
    ['at once, if it is working time', '2026-11-10T12:34:56+01:00', '2026-11-10T12:34:56+01:00'],
    ['early in the morning', '2026-11-10T03:00:00+01:00', '2026-11-10T08:00:00+01:00'],
    ['in the evening', '2026-11-10T19:00:00+01:00', '2026-11-11T08:00:00+01:00'],
    ['on a Friday evening', '2026-11-13T17:00:00+01:00', '2026-11-16T08:00:00+01:00'],
    ['over Christmas', '2026-12-24T18:00:00+01:00', '2026-12-28T08:00:00+01:00'],
    ['over Easter and the change of clocks', '2027-03-25T18:00:00+01:00', '2027-03-30T08:00:00+02:00'],
    ['on the Sunday when clocks go back', '2026-10-25T02:30:00+01:00', '2026-10-26T08:00:00+01:00'],
  ])('begins next %s', (_when, instant, expected) => {
    expect(nextWorkingTime(at(instant), berlin)).toEqual(at(expected));
  });

  it('begins next at an instant that is working time, and not before the one asked for', () => {
    const anyInstant = fc.date({
      min: at('2026-01-01T00:00:00Z'),
      max: at('2030-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const next = nextWorkingTime(instant, berlin);
        expect(isWorkingTime(next, berlin)).toBe(true);
        expect(next.getTime()).toBeGreaterThanOrEqual(instant.getTime());
      }),
    );
  });
});

describe('the nth weekday of a month', () => {
  it.each([
    [2026, 11, 2, 1, '2026-11-03'],
    [2026, 11, 7, 1, '2026-11-01'],
    [2026, 11, 2, 4, '2026-11-24'],
    [2026, 11, 1, 5, '2026-11-30'],
    [2026, 11, 2, 5, undefined],
    [2026, 11, 2, -1, '2026-11-24'],
    [2028, 2, 2, 5, '2028-02-29'],
    [2028, 2, 2, -1, '2028-02-29'],
    [2026, 2, 6, -1, '2026-02-28'],
    [2026, 13, 1, 1, undefined],
  ])('%i-%i, weekday %i, number %i: %s', (year, month, weekday, n, expected) => {
    expect(nthWeekday(year, month, weekday, n)).toBe(expected);
  });

  it('is that weekday, in that month, in that week of it', () => {
    const numbers = fc.tuple(
      fc.integer({ min: 2024, max: 2040 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 4 }),
    );
    fc.assert(
      fc.property(numbers, ([year, month, weekday, n]) => {
        const day = nthWeekday(year, month, weekday, n) ?? '';
        expect(weekdayOf(day)).toBe(weekday);
        expect(day.slice(0, 7)).toBe(`${year}-${String(month).padStart(2, '0')}`);
        expect(Math.ceil(Number(day.slice(8)) / 7)).toBe(n);
      }),
    );
  });
});

describe('the instant of a day and a time', () => {
  it.each([
    ['in winter', '2026-11-10', '14:00', '2026-11-10T14:00:00+01:00'],
    ['in summer', '2026-07-10', '14:00', '2026-07-10T14:00:00+02:00'],
    ['that is skipped in spring: moved forward', '2027-03-28', '02:30', '2027-03-28T03:30:00+02:00'],
    ['that comes twice in autumn: the first', '2026-10-25', '02:30', '2026-10-25T02:30:00+02:00'],
    ['just before the repeated hour', '2026-10-25', '01:59', '2026-10-25T01:59:00+02:00'],
    ['just after it', '2026-10-25', '03:00', '2026-10-25T03:00:00+01:00'],
  ])('%s', (_when, day, time, expected) => {
    expect(localInstant(day, time, berlin)).toEqual(at(expected));
  });
});
