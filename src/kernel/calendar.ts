import { getHolidays } from 'feiertagejs';
import { DateTime } from 'luxon';
import { addDays, addMonths, type Day, dayAt, dayFrom, endOf, weekdayOf, yearOf } from './days.js';
import { schoolHolidaysOfNrw } from './school-holidays.js';

/** Working hours by local clocks: from the first on, up to but not including the second. */
const opens = 8;
const closes = 17;
/** How long before the school holidays run out somebody should add the next ones. */
const noticeMonths = 6;
const saturday = 6;

/** The public holiday of Nordrhein-Westfalen on a day, by its German name. */
export function publicHoliday(day: Day): string | undefined {
  return getHolidays(yearOf(day), 'NW')
    .find((holiday) => holiday.dateString === day)
    ?.translate('de');
}

/** The school holidays of Nordrhein-Westfalen that a day lies in, e.g. „Herbstferien“. Nothing is known after `schoolHolidaysKnownUntil`. */
export function schoolHolidays(day: Day): string | undefined {
  return schoolHolidaysOfNrw.find(({ from, until }) => from <= day && day <= until)?.name;
}

/** The last day of the last school holidays that are known. */
export const schoolHolidaysKnownUntil: Day = schoolHolidaysOfNrw.reduce(
  (latest, { until }) => (until > latest ? until : latest),
  '',
);

/** Whether it is time to look for the dates that the ministry has published since. */
export function schoolHolidaysRunOut(today: Day): boolean {
  return addMonths(today, noticeMonths) > schoolHolidaysKnownUntil;
}

/** Monday to Friday, and no public holiday. School holidays are working days. */
export function isWorkingDay(day: Day): boolean {
  return weekdayOf(day) < saturday && publicHoliday(day) === undefined;
}

/** From 8 to 17 o'clock by the clocks of a zone, on a working day. */
export function isWorkingTime(instant: Date, zone: string): boolean {
  const { hour } = DateTime.fromJSDate(instant, { zone });
  return hour >= opens && hour < closes && isWorkingDay(dayAt(instant, zone));
}

/** The instant itself if it is working time, else 8 o'clock of the day on which work begins next. */
export function nextWorkingTime(instant: Date, zone: string): Date {
  if (isWorkingTime(instant, zone)) return instant;
  const today = dayAt(instant, zone);
  const yesterday = addDays(today, -1);
  const opensToday = localInstant(today, '08:00', zone);
  const day = addWorkingDays(instant < opensToday ? yesterday : today, 1);
  return localInstant(day, '08:00', zone);
}

/** So many working days on, or back if negative; the day itself for 0. What is no working day does not count. */
export function addWorkingDays(day: Day, days: number): Day {
  const step = Math.sign(days);
  let reached = day;
  for (let left = Math.abs(days); left > 0; ) {
    reached = addDays(reached, step);
    if (isWorkingDay(reached)) left -= 1;
  }
  return reached;
}

/**
 * The nth such weekday (1 Monday to 7 Sunday) of a month, 1 to 5, or -1 for the last. Undefined where the month has no
 * fifth one.
 */
export function nthWeekday(year: number, month: number, weekday: number, n: number): Day | undefined {
  const first = dayFrom(year, month, 1);
  if (first === undefined) return undefined;
  const last = endOf('month', first);
  if (n === -1) return addDays(last, -((weekdayOf(last) - weekday + 7) % 7));
  const day = addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n - 1));
  return day <= last ? day : undefined;
}

/**
 * The instant of a day and a time (`HH:MM`) by the clocks of a zone. A time that is skipped in spring moves forward by
 * what was skipped; of a time that comes twice in autumn it is the first.
 */
export function localInstant(day: Day, time: string, zone: string): Date {
  const possible = DateTime.fromISO(`${day}T${time}`, { zone }).getPossibleOffsets();
  return new Date(Math.min(...possible.map((each) => each.toMillis())));
}
