import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayAt,
  daysBetween,
  endOf,
  endOfQuarter,
  findDays,
  formatDay,
  readDay,
  startOfDay,
  weekdayOf,
} from '../../src/kernel/dates.js';

/** A Monday. */
const today = '2026-11-23';
const day = fc.integer({ min: 0, max: 365 * 200 }).map((days) => addDays('1950-01-01', days));

function read(text: string): string | undefined {
  const found = readDay(text, today);
  return found?.kind === 'day' ? found.day : found?.kind;
}

function found(text: string): readonly string[] {
  return findDays(text, today).map((one) => (one.kind === 'day' ? one.day : one.kind));
}

describe('calendar days', () => {
  it('belong to the zone: shortly after midnight in Berlin it is still the day before in UTC', () => {
    expect(dayAt(new Date('2026-11-22T23:30:00Z'), 'Europe/Berlin')).toBe('2026-11-23');
    expect(dayAt(new Date('2026-11-22T23:30:00Z'), 'UTC')).toBe('2026-11-22');
  });

  it('begin at the right instant on both sides of the clock changes', () => {
    expect(startOfDay('2027-03-28', 'Europe/Berlin').toISOString()).toBe('2027-03-27T23:00:00.000Z');
    expect(startOfDay('2027-03-29', 'Europe/Berlin').toISOString()).toBe('2027-03-28T22:00:00.000Z');
    expect(startOfDay('2026-10-26', 'Europe/Berlin').toISOString()).toBe('2026-10-25T23:00:00.000Z');
  });

  it('count a clock change as a day like any other', () => {
    expect(daysBetween('2027-03-27', '2027-03-29')).toBe(2);
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
  });

  it('know leap years, and centuries that are none', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01');
    expect(addDays('2100-02-28', 1)).toBe('2100-03-01');
    expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
    expect(endOf('month', '2028-02-03')).toBe('2028-02-29');
  });

  it('are shown as people write them in German and in English', () => {
    expect(formatDay('2026-12-03', 'de')).toBe('03.12.2026');
    expect(formatDay('2026-12-03', 'einfach')).toBe('03.12.2026');
    expect(formatDay('2026-12-03', 'en')).toBe('3 December 2026');
  });

  it('lie in a quarter that ends on one of four days, at most 91 days later', () => {
    fc.assert(
      fc.property(day, (one) => {
        const end = endOfQuarter(one);
        expect(['03-31', '06-30', '09-30', '12-31']).toContain(end.slice(5));
        expect(daysBetween(one, end)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(one, end)).toBeLessThanOrEqual(91);
      }),
    );
  });

  it('come back after adding and taking away days', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5_000, max: 5_000 }), (one, days) => {
        expect(addDays(addDays(one, days), -days)).toBe(one);
        expect(daysBetween(one, addDays(one, days))).toBe(days);
      }),
    );
  });
});

describe('reading a day', () => {
  it.each([
    ['10.11.', '2027-11-10'],
    ['23.11.', '2026-11-23'],
    ['24.11.', '2026-11-24'],
    ['10.11.26', '2026-11-10'],
    ['10.11.2026', '2026-11-10'],
    ['3. 12. 2026', '2026-12-03'],
    ['3.12 2026', '2026-12-03'],
    ['3.12', '2026-12-03'],
    ['am 3.12.', '2026-12-03'],
    ['bis zum 30.9.27', '2027-09-30'],
    ['10. November 2026', '2026-11-10'],
    ['10.November', '2027-11-10'],
    ['3 Dez 26', '2026-12-03'],
    ['3. Dez. 2026', '2026-12-03'],
    ['5. Dezmber', '2026-12-05'],
    ['1. Maerz', '2027-03-01'],
    ['1. März nächsten Jahres', '2027-03-01'],
    ['5. Dezember dieses Jahres', '2026-12-05'],
    ['ersten Juli', '2027-07-01'],
    ['einunddreißigsten Dezember 2026', '2026-12-31'],
    ['2026-11-10', '2026-11-10'],
    ['2026-1-5', '2026-01-05'],
    ['2/9/2026', '2026-09-02'],
    ['2 September 2026', '2026-09-02'],
    ['2nd of September 2026', '2026-09-02'],
    ['September 2, 2026', '2026-09-02'],
    ['Sept 30th, 2027', '2027-09-30'],
    ['on 5 May', '2027-05-05'],
    ['heute', '2026-11-23'],
    ['Morgen', '2026-11-24'],
    ['übermorgen', '2026-11-25'],
    ['uebermorgen', '2026-11-25'],
    ['gestern', '2026-11-22'],
    ['tomorrow', '2026-11-24'],
    ['in zwei Wochen', '2026-12-07'],
    ['in 14 Tagen', '2026-12-07'],
    ['in einem Monat', '2026-12-23'],
    ['in einem Jahr', '2027-11-23'],
    ['heute in drei Wochen', '2026-12-14'],
    ['vor drei Tagen', '2026-11-20'],
    ['two weeks from now', '2026-12-07'],
    ['two weeks ago', '2026-11-09'],
    ['nächste Woche', '2026-11-30'],
    ['Montag', '2026-11-30'],
    ['Freitag', '2026-11-27'],
    ['nächsten Dienstag', '2026-11-24'],
    ['letzten Montag', '2026-11-16'],
    ['next Friday', '2026-11-27'],
    ['Dienstag, den 1.12.2026', '2026-12-01'],
    ['Di 1.12.', '2026-12-01'],
    ['Sonnabend, 5.12.', '2026-12-05'],
    ['Monatsende', '2026-11-30'],
    ['Ende nächsten Monats', '2026-12-31'],
    ['Quartalsende', '2026-12-31'],
    ['nächstes Quartalsende', '2026-12-31'],
    ['Ende des nächsten Quartals', '2027-03-31'],
    ['Ende des zweiten Quartals', '2027-06-30'],
    ['3. Quartal 2027', '2027-09-30'],
    ['III. Quartal 2027', '2027-09-30'],
    ['Q1 2028', '2028-03-31'],
    ['the end of the second quarter 2027', '2027-06-30'],
    ['Jahresende', '2026-12-31'],
    ['zum Jahresende 2027', '2027-12-31'],
    ['Ende 2027', '2027-12-31'],
    ['end of 2027', '2027-12-31'],
    ['Ende nächsten Jahres', '2027-12-31'],
    ['end of the year', '2026-12-31'],
    ['Silvester', '2026-12-31'],
    ['Ende Juni 2027', '2027-06-30'],
    ['Ende Februar 2028', '2028-02-29'],
    ['Ende November', '2026-11-30'],
    ['Ende Oktober', '2027-10-31'],
    ['Anfang März', '2027-03-01'],
    ['Mitte Mai', '2027-05-15'],
    ['the end of June 2027', '2027-06-30'],
    ['Ende des Schuljahres', '2027-07-31'],
    ['Kita-Jahresende 2028', '2028-07-31'],
    ['6-9-2027', '2027-09-06'],
    ['20ter Juli 2027', '2027-07-20'],
    ['Märzende 2027', '2027-03-31'],
    ['Mitte 2027', '2027-06-30'],
    ['1. Halbjahr 2027', '2027-06-30'],
    ['H2 2027', '2027-12-31'],
    ['Quartalsende Q2 2027', '2027-06-30'],
    ['nächste Woche Mittwoch', '2026-12-02'],
    ['2 Haziran 2027', '2027-06-02'],
    ['2 червня 2027', '2027-06-02'],
    ['29.02.2028', '2028-02-29'],
    ['29.2.', '2028-02-29'],
  ])('%s is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each(['31.02.', '31.6.', '29.02.2027', '31. Juni', '0.0.', '32.1.2027', '2027-13-01', '30 February 2027'])(
    '%s has the shape of a date and is none',
    (text) => {
      expect(read(text)).toBe('impossible');
    },
  );

  it.each([
    '',
    'ohne Grund',
    'Juni',
    'ende',
    '1. Gruppe',
    '14.30 Uhr',
    '14.30',
    '3.50 €',
    'morgens',
    '10',
    'q5',
    '§ 8',
  ])('%j is no date', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('tells whether the year was left to us, and looks back where the past is meant', () => {
    expect(readDay('3.12.', today)).toEqual({ kind: 'day', day: '2026-12-03', yearGiven: false });
    expect(readDay('3.12.2026', today)).toEqual({ kind: 'day', day: '2026-12-03', yearGiven: true });
    expect(readDay('3.12.', today, { past: true })).toMatchObject({ day: '2025-12-03' });
    expect(readDay('3.11.', today, { past: true })).toMatchObject({ day: '2026-11-03' });
    expect(readDay('29.2.', today, { past: true })).toMatchObject({ day: '2024-02-29' });
  });

  it('reads back every day in every way of writing it', () => {
    const ways = ['de', 'en'] as const;
    fc.assert(
      fc.property(day, fc.constantFrom(...ways), (one, language) => {
        expect(read(formatDay(one, language))).toBe(one);
        expect(read(one)).toBe(one);
      }),
    );
  });

  it('reads a day without a year as the next such day within a year, except for 29 February', () => {
    fc.assert(
      fc.property(day, day, (now, other) => {
        fc.pre(!other.endsWith('02-29'));
        const text = `${Number(other.slice(8))}.${Number(other.slice(5, 7))}.`;
        const next = readDay(text, now);
        if (next?.kind !== 'day') throw new Error('not read');
        expect(next.day.slice(5)).toBe(other.slice(5));
        expect(daysBetween(now, next.day)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(now, next.day)).toBeLessThanOrEqual(365);
      }),
    );
  });

  it('never fails, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        expect(() => [readDay(text, today), findDays(text, today)]).not.toThrow();
      }),
    );
  });
});

describe('finding days in a sentence', () => {
  it.each([
    ['Unsere Kündigung geht am 3.12.2026 ein – wann endet sie?', ['2026-12-03']],
    ['Guten Morgen, wir kündigen am 04.12.2026, bis wann?', ['2026-12-04']],
    ['wenn wir Ende Juni 2027 raus sein wollen', ['2027-06-30']],
    ['Treffen am 3. Dez. 26, oder am 5.12.?', ['2026-12-03', '2026-12-05']],
    ['zum 1. Juli oder zum 30. September 2027', ['2027-07-01', '2027-09-30']],
    ['If we leave on 2 September 2026 or by the end of next year', ['2026-09-02', '2027-12-31']],
    ['um 14.30 Uhr am 3.12., es kostet 3.50 €', ['2026-12-03']],
    ['Version 1.2 vom 20.03.2018', ['2018-03-20']],
    ['wir kündigen im März 2027', ['month']],
    ['am 31.6. geht es nicht', ['impossible']],
    ['am Mittwoch, dem 1. September 2027, oder am Freitag', ['2027-09-01', '2026-11-27']],
    ['am 3.9.2027 (Freitag)', ['2027-09-03']],
    ['bis Dezember 2027 noch', ['month']],
    ['may we leave early?', []],
    ['in vier Gruppen', []],
    ['Paragraf 8a, 3 Kinder, 20 Leute', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('says where each stands, and gives a month its first and last day', () => {
    const [one] = findDays('Wir gehen  am 3.12.2026', today);
    expect(one).toMatchObject({ text: '3.12.2026', at: 13, until: 22 });
    expect(findDays('im Februar 2028', today)[0]).toMatchObject({ first: '2028-02-01', last: '2028-02-29' });
  });

  it('stays fast on 40,000 characters of nearly dates', () => {
    const begun = performance.now();
    for (const piece of ['12.3. ', 'ende ', '1', 'am 3.', 'in in in ', 'a']) {
      findDays(piece.repeat(Math.ceil(40_000 / piece.length)), today);
    }
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('counts weekdays from Monday', () => {
    expect(weekdayOf(today)).toBe(1);
    expect(weekdayOf('2026-11-29')).toBe(7);
  });
});
