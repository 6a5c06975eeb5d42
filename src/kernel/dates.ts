import { DateTime } from 'luxon';
import type { Language } from './texts.js';
import { localeOf } from './texts.js';

/** A calendar day without a time zone, as ISO text: `2026-11-10`. Compares as text. */
export type Day = string;

/** The calendar day at an instant in a zone. */
export function dayAt(instant: Date, zone: string): Day {
  return DateTime.fromJSDate(instant, { zone }).toFormat('yyyy-MM-dd');
}

/** The first instant of a day in a zone. */
export function startOfDay(day: Day, zone: string): Date {
  return DateTime.fromISO(day, { zone }).startOf('day').toJSDate();
}

export function addDays(day: Day, days: number): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

/** Whole days from one day to another; negative backwards. */
export function daysBetween(from: Day, to: Day): number {
  const utc = { zone: 'utc' };
  return DateTime.fromISO(to, utc).diff(DateTime.fromISO(from, utc), 'days').days;
}

/** The last day of the calendar quarter that a day lies in. */
export function endOfQuarter(day: Day): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).endOf('quarter').toFormat('yyyy-MM-dd');
}

/** 10.11.2026; 10 November 2026 in English. */
export function formatDay(day: Day, language: Language): string {
  const date = DateTime.fromISO(day, { zone: 'utc' });
  return language === 'en' ? date.setLocale(localeOf(language)).toFormat('d MMMM yyyy') : date.toFormat('dd.MM.yyyy');
}

const months: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ['januar', 'jan', 'jänner', 'january'],
    ['februar', 'feb', 'february'],
    ['märz', 'maerz', 'mrz', 'mär', 'march', 'mar'],
    ['april', 'apr'],
    ['mai', 'may'],
    ['juni', 'jun', 'june'],
    ['juli', 'jul', 'july'],
    ['august', 'aug'],
    ['september', 'sep', 'sept'],
    ['oktober', 'okt', 'october', 'oct'],
    ['november', 'nov'],
    ['dezember', 'dez', 'december', 'dec'],
  ].flatMap((names, index) => names.map((name) => [name, index + 1])),
);

/** What a text that has the shape of a date means: a day, or one that does not exist (31.02.). */
export type ReadDay =
  | {
      readonly kind: 'day';
      readonly day: Day /** False if it was left to us to choose the year. */;
      readonly yearGiven: boolean;
    }
  | { readonly kind: 'impossible' };

/**
 * Reads a whole text as a day, as people write them: 10.11., 10.11.26, 10. November 2026, 2026-11-10, morgen,
 * Jahresende, 2 September 2026. Without a year: the next such day, today included. Undefined: not the shape of a date.
 */
export function readDay(text: string, today: Day): ReadDay | undefined {
  const folded = text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^(am|zum|bis|on|by) (?=\S)/, '');
  const relative = relativeDay(folded, today);
  if (relative) return { kind: 'day', day: relative, yearGiven: true };

  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(folded);
  if (iso) return calendarDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));

  const dotted = /^(\d{1,2})\. ?(\d{1,2})\.? ?(\d{4}|\d{2})?$/.exec(folded);
  if (dotted) return dayOf(dotted[1], Number(dotted[2]), dotted[3], today);

  const named = /^(\d{1,2})(?:\.|st|nd|rd|th)? ?(?:of )?(\p{L}+)\.?,? ?(\d{4}|\d{2})?$/u.exec(folded);
  if (named?.[2] && named[2] in months) return dayOf(named[1], months[named[2]] ?? 0, named[3], today);

  const english = /^(\p{L}+) (\d{1,2})(?:st|nd|rd|th)?,? ?(\d{4})?$/u.exec(folded);
  if (english?.[1] && english[1] in months) return dayOf(english[2], months[english[1]] ?? 0, english[3], today);

  const end = /^(?:ende|the end of|end of) (\p{L}+) ?(\d{4})?$/u.exec(folded);
  if (end?.[1] && end[1] in months) return monthEnd(months[end[1]] ?? 0, end[2], today);
  return undefined;
}

function relativeDay(text: string, today: Day): Day | undefined {
  const date = DateTime.fromISO(today, { zone: 'utc' });
  const iso = (value: DateTime) => value.toFormat('yyyy-MM-dd');
  switch (text) {
    case 'heute':
    case 'today':
    case 'sofort':
      return today;
    case 'morgen':
    case 'tomorrow':
      return addDays(today, 1);
    case 'übermorgen':
    case 'uebermorgen':
      return addDays(today, 2);
    case 'monatsende':
    case 'ende des monats':
      return iso(date.endOf('month'));
    case 'quartalsende':
    case 'ende des quartals':
      return iso(date.endOf('quarter'));
    case 'jahresende':
    case 'ende des jahres':
    case 'ende dieses jahres':
    case 'end of the year':
      return iso(date.endOf('year'));
    default:
      return undefined;
  }
}

function calendarDay(year: number, month: number, day: number, yearGiven = true): ReadDay {
  const date = DateTime.utc(year, month, day);
  return date.isValid ? { kind: 'day', day: date.toFormat('yyyy-MM-dd'), yearGiven } : { kind: 'impossible' };
}

function dayOf(dayText: string | undefined, month: number, yearText: string | undefined, today: Day): ReadDay {
  const day = Number(dayText);
  if (yearText) return calendarDay(fullYear(yearText), month, day);
  const thisYear = Number(today.slice(0, 4));
  // 29.02. may lie up to eight years ahead (1896, 1904): look for the next year that has the day and is not past.
  for (let year = thisYear; year <= thisYear + 8; year += 1) {
    const found = calendarDay(year, month, day, false);
    if (found.kind === 'day' && found.day >= today) return found;
  }
  return { kind: 'impossible' };
}

function monthEnd(month: number, yearText: string | undefined, today: Day): ReadDay {
  const lastDay = (year: number) => DateTime.utc(year, month, 1).endOf('month').toFormat('yyyy-MM-dd');
  if (yearText) return { kind: 'day', day: lastDay(Number(yearText)), yearGiven: true };
  const thisYear = Number(today.slice(0, 4));
  const day = lastDay(thisYear);
  return { kind: 'day', day: day >= today ? day : lastDay(thisYear + 1), yearGiven: false };
}

function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}
