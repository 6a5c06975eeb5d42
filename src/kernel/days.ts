import { DateTime } from 'luxon';
import type { Language } from './texts.js';
import { localeOf } from './texts.js';

/** A calendar day without a time zone, as ISO text: `2026-11-10`. Compares as text. */
export type Day = string;

const utc = { zone: 'utc' };

/** The calendar day at an instant in a zone. */
export function dayAt(instant: Date, zone: string): Day {
  return isoDay(DateTime.fromJSDate(instant, { zone }));
}

/** The first instant of a day in a zone. */
export function startOfDay(day: Day, zone: string): Date {
  return DateTime.fromISO(day, { zone }).startOf('day').toJSDate();
}

export function addDays(day: Day, days: number): Day {
  return isoDay(DateTime.fromISO(day, utc).plus({ days }));
}

/** The same day so many months on, or the last of that month where it has no such day (31.01. + 1 = 28.02.). */
export function addMonths(day: Day, months: number): Day {
  return isoDay(DateTime.fromISO(day, utc).plus({ months }));
}

/** Whole days from one day to another; negative backwards. */
export function daysBetween(from: Day, to: Day): number {
  return DateTime.fromISO(to, utc).diff(DateTime.fromISO(from, utc), 'days').days;
}

/** The last day of the calendar month, quarter or year that a day lies in. */
export function endOf(unit: 'month' | 'quarter' | 'year', day: Day): Day {
  return isoDay(DateTime.fromISO(day, utc).endOf(unit));
}

/** The last day of the calendar quarter that a day lies in. */
export function endOfQuarter(day: Day): Day {
  return endOf('quarter', day);
}

/** 1 Monday to 7 Sunday. */
export function weekdayOf(day: Day): number {
  return DateTime.fromISO(day, utc).weekday;
}

export function yearOf(day: Day): number {
  return DateTime.fromISO(day, utc).year;
}

/** The day of these numbers, or undefined if the calendar has none such (31.02.). */
export function dayFrom(year: number, month: number, day: number): Day | undefined {
  const date = DateTime.utc(year, month, day);
  return date.isValid ? isoDay(date) : undefined;
}

/** 10.11.2026; 10 November 2026 in English. */
export function formatDay(day: Day, language: Language): string {
  const date = DateTime.fromISO(day, utc);
  return language === 'en' ? date.setLocale(localeOf(language)).toFormat('d MMMM yyyy') : date.toFormat('dd.MM.yyyy');
}

/** An instant by the clocks of a zone, to the minute: 10.11.2026, 09:05. */
export function formatInstant(instant: Date, zone: string, language: Language): string {
  const time = DateTime.fromJSDate(instant, { zone }).toFormat('HH:mm');
  return `${formatDay(dayAt(instant, zone), language)}, ${time}`;
}

function isoDay(date: DateTime): Day {
  return date.toFormat('yyyy-MM-dd');
}
