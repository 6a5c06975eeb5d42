import { localInstant, nthWeekday, publicHoliday, schoolHolidays } from '../../../kernel/calendar.js';
import { addDays, addMonths, type Day, weekdayOf, yearOf } from '../../../kernel/dates.js';
import type { Series, SeriesRule, Skip } from './series-model.js';
import { endAfter } from './times.js';

const lastOfMonth = -1;
const mostNth = 4;

/** What repeats a day: every so many weeks, or on the same weekday of every so many months. The fifth is the last. */
export function ruleFor(day: Day, kind: SeriesRule['kind'], every: number): SeriesRule {
  if (kind === 'weeks') return { kind, every };
  const nth = Math.ceil(Number(day.slice(8)) / 7);
  return { kind, every, nth: nth > mostNth ? lastOfMonth : nth, weekday: weekdayOf(day) };
}

/** The day of the occurrence with this number. */
export function dayOf({ rule, phase }: Pick<Series, 'rule' | 'phase'>, index: number): Day {
  const steps = index - phase.index;
  if (rule.kind === 'weeks') return addDays(phase.day, 7 * rule.every * steps);
  const month = addMonths(`${phase.day.slice(0, 8)}01`, rule.every * steps);
  return nthWeekday(yearOf(month), Number(month.slice(5, 7)), rule.weekday, rule.nth) ?? month;
}

/** Whether a day is left out. */
export function isSkipped(day: Day, skip: Skip): boolean {
  if (skip === 'none') return false;
  if (publicHoliday(day) !== undefined) return true;
  return skip === 'school' && schoolHolidays(day) !== undefined;
}

export interface Occurrence {
  readonly index: number;
  readonly day: Day;
}

/** What is to be made up to a day, at most so many, and what comes next. */
export function dueOccurrences(
  series: Pick<Series, 'rule' | 'phase' | 'next' | 'until' | 'skip'>,
  horizon: Day,
  most: number,
): { readonly made: readonly Occurrence[]; readonly next: Occurrence; readonly ended: boolean } {
  const made: Occurrence[] = [];
  let { index, day }: Occurrence = series.next;
  const isOver = () => series.until !== undefined && day > series.until;
  for (let step = 0; step < most && day <= horizon && !isOver(); step += 1) {
    if (!isSkipped(day, series.skip)) made.push({ index, day });
    index += 1;
    day = dayOf(series, index);
  }
  return { made, next: { index, day }, ended: isOver() };
}

/** Beginning and end by the clocks of the zone. */
export function instantsOf({ time, minutes }: Pick<Series, 'time' | 'minutes'>, day: Day, zone: string) {
  const start = localInstant(day, time, zone);
  return { start, end: endAfter(start, minutes) };
}
