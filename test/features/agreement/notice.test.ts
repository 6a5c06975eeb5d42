import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comingEnds, fromNotice, toEnd } from '../../../src/features/agreement/notice.js';
import { addDays, daysBetween, endOfQuarter } from '../../../src/kernel/dates.js';

const rule = { days: 28, passage: 'laufzeit-2' };
const day = fc.integer({ min: 0, max: 365 * 60 }).map((days) => addDays('2000-01-01', days));

describe('the notice period', () => {
  it.each([
    ['2026-12-03', '2026-12-31', 'exactly 28 days still count'],
    ['2026-12-04', '2027-03-31', '27 days do not'],
    ['2026-09-02', '2026-09-30', 'in September'],
    ['2026-09-03', '2026-12-31', 'a day too late in September'],
    ['2027-03-03', '2027-03-31', 'the last day in a common year'],
    ['2028-03-03', '2028-03-31', 'the last day in a leap year'],
    ['2028-02-29', '2028-03-31', 'on the leap day'],
    ['2027-06-02', '2027-06-30', 'in June'],
    ['2026-12-31', '2027-03-31', 'on the last day of a quarter'],
    ['2027-01-01', '2027-03-31', 'on the first day of a quarter'],
  ])('given on %s ends on %s: %s', (notice, end) => {
    expect(fromNotice(notice, rule).end).toBe(end);
  });

  it('names the end that was missed and its last day', () => {
    expect(fromNotice('2026-12-04', rule).missed).toEqual({ end: '2026-12-31', lastNotice: '2026-12-03' });
    expect(fromNotice('2026-12-03', rule).missed).toBeUndefined();
  });

  it('always ends at the end of a quarter, after 28 days at least and at the first chance', () => {
    fc.assert(
      fc.property(day, (notice) => {
        const { end, days, lastNotice } = fromNotice(notice, rule);
        expect(end).toBe(endOfQuarter(end));
        expect(days).toBe(daysBetween(notice, end));
        expect(days).toBeGreaterThanOrEqual(28);
        expect(days).toBeLessThan(28 + 92);
        expect(daysBetween(lastNotice, end)).toBe(28);
        expect(fromNotice(lastNotice, rule).end).toBe(end);
        expect(fromNotice(addDays(lastNotice, 1), rule).end > end).toBe(true);
      }),
    );
  });

  it('is worked out backwards from a wished-for end', () => {
    expect(toEnd('2027-06-30', '2026-11-23', rule)).toMatchObject({
      end: '2027-06-30',
      lastNotice: '2027-06-02',
      exact: true,
    });
    expect(toEnd('2027-07-01', '2026-11-23', rule)).toMatchObject({ end: '2027-06-30', exact: true });
    expect(toEnd('2027-05-15', '2026-11-23', rule)).toMatchObject({
      end: '2027-03-31',
      lastNotice: '2027-03-03',
      exact: false,
      after: { end: '2027-06-30', lastNotice: '2027-06-02' },
    });
  });

  it('says what can still be reached if the last day is over', () => {
    expect(toEnd('2026-12-31', '2026-12-04', rule).late).toEqual({ end: '2027-03-31', lastNotice: '2027-03-03' });
    expect(toEnd('2026-12-31', '2026-12-03', rule).late).toBeUndefined();
    expect(toEnd('2020-06-30', '2026-11-23', rule)).toMatchObject({
      lastNotice: '2020-06-02',
      late: { end: '2026-12-31' },
    });
  });

  it('never promises an end later than wished for', () => {
    fc.assert(
      fc.property(day, day, (wanted, today) => {
        const found = toEnd(wanted, today, rule);
        expect(found.end <= wanted).toBe(true);
        expect(daysBetween(found.end, wanted)).toBeLessThan(92);
        expect(fromNotice(found.lastNotice, rule).end).toBe(found.end);
      }),
    );
  });

  it('lists the next ends that can still be reached', () => {
    expect(comingEnds('2026-12-03', rule)[0]).toEqual({ end: '2026-12-31', lastNotice: '2026-12-03' });
    expect(comingEnds('2026-12-04', rule).map(({ end }) => end)).toEqual([
      '2027-03-31',
      '2027-06-30',
      '2027-09-30',
      '2027-12-31',
    ]);
  });
});
