import {
  isWorkingDay,
  isWorkingTime,
  localInstant,
  nextWorkingTime,
  schoolHolidays,
} from '../../../kernel/calendar.js';
import { addDays, addMonths, type Day, dayAt, daysBetween, startOfDay } from '../../../kernel/dates.js';
import type { Round } from '../model.js';

/** When rounds open by themselves and people are reminded, by the clocks of the zone. */
const decentTime = '09:00';
/** Whole days that lie between two reminders at least. */
const leastGapDays = 3;
/** No school holidays are longer. */
const mostDaysOff = 120;

export const monthsOf = { monthly: 1, quarterly: 3, 'half-yearly': 6, yearly: 12 } as const satisfies Record<
  NonNullable<Round['repeats']>,
  number
>;

/** So many days lie between two of them at least. */
export function shortestDays(repeats: NonNullable<Round['repeats']>): number {
  const anyDay = '2026-02-01';
  return daysBetween(anyDay, addMonths(anyDay, monthsOf[repeats]));
}

/** A working day outside the school holidays. */
function isDecentDay(day: Day): boolean {
  return isWorkingDay(day) && schoolHolidays(day) === undefined;
}

/** The day itself if it is a working day outside the school holidays, else the next such day. */
export function decentDayFrom(day: Day): Day {
  let found = day;
  for (let days = 0; days < mostDaysOff && !isDecentDay(found); days += 1) found = addDays(found, 1);
  return found;
}

/** The instant itself if it is working time outside the school holidays, else the next decent hour. */
export function decentInstant(instant: Date, zone: string): Date {
  const day = dayAt(instant, zone);
  if (isWorkingTime(instant, zone) && isDecentDay(day)) return instant;
  const work = nextWorkingTime(instant, zone);
  const workDay = dayAt(work, zone);
  return isDecentDay(workDay) ? work : localInstant(decentDayFrom(workDay), decentTime, zone);
}

/** When a round opens on a day by itself. */
export function opensOn(day: Day, zone: string): Date {
  return localInstant(decentDayFrom(day), decentTime, zone);
}

/** The end of the last day, the day it opened being the first. */
export function closingOf(openedAt: Date, openDays: number, zone: string): Date {
  return startOfDay(addDays(dayAt(openedAt, zone), openDays), zone);
}

type Reminded = Pick<Round, 'openedAt' | 'closesAt' | 'remindAfterDays'>;

/** When those who have not finished are reminded: on decent days while it is open, with a gap between. */
export function reminderTimes({ openedAt, closesAt, remindAfterDays }: Reminded, zone: string): readonly Date[] {
  if (!openedAt || !closesAt) return [];
  const opened = dayAt(openedAt, zone);
  const days: Day[] = [];
  for (const after of remindAfterDays.toSorted((a, b) => a - b)) {
    const day = decentDayFrom(addDays(opened, after));
    const last = days.at(-1);
    if (last === undefined || daysBetween(last, day) >= leastGapDays) days.push(day);
  }
  return days.map((day) => localInstant(day, decentTime, zone)).filter((at) => at > openedAt && at < closesAt);
}

/** The next reminder after an instant; of several that were missed none is made up for but the one that was due. */
export function nextReminder(round: Reminded, after: Date, zone: string): Date | undefined {
  return reminderTimes(round, zone).find((at) => at > after);
}

/**
 * When the next round of a repetition opens: so many months after the first one was to, and not before `now`. What was
 * missed altogether is left out.
 *
 * @param first       the day on which the first round opened or was to
 * @param occurrence  which round it is, from 2
 */
export function nextOpening(
  first: Day,
  repeats: NonNullable<Round['repeats']>,
  { occurrence, now, zone }: { readonly occurrence: number; readonly now: Date; readonly zone: string },
): Date {
  const months = monthsOf[repeats];
  const today = dayAt(now, zone);
  let count = occurrence - 1;
  while (addMonths(first, months * count) <= today) count += 1;
  return opensOn(addMonths(first, months * count), zone);
}
