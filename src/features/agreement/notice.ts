import { addDays, addMonths, type Day, daysBetween, endOfQuarter } from '../../kernel/dates.js';
import type { NoticeRule } from './document.js';

/** A day on which the agreement can end for a partner, and the last day of notice for it. */
export interface End {
  readonly end: Day;
  readonly lastNotice: Day;
}

/** What a day of notice leads to. */
export interface FromNotice extends End {
  readonly notice: Day;
  /** Days from the day of notice to the end. */
  readonly days: number;
  /** The end of the quarter in which notice is given, if it is too near to count. */
  readonly missed?: End;
}

/** What a wished-for end asks for. */
export interface ToEnd extends End {
  readonly wanted: Day;
  /** The wished-for day is itself an end of a quarter, or the day after one ("ab 1. Juli"). */
  readonly exact: boolean;
  /** The next possible end, where the wished-for day is none. */
  readonly after?: End;
  /** The last day of notice is over: the end that can still be reached from today. */
  readonly late?: End;
}

/** The last day of notice for the end of the quarter that a day lies in: so many days before, itself included. */
function endAround(day: Day, rule: NoticeRule): End {
  const end = endOfQuarter(day);
  return { end, lastNotice: addDays(end, -rule.days) };
}

/**
 * The earliest end after notice on a day: the first end of a calendar quarter at least `rule.days` days later, counted
 * from the day of notice. An end exactly so many days later still counts.
 */
export function fromNotice(notice: Day, rule: NoticeRule): FromNotice {
  const here = endAround(notice, rule);
  let found = here;
  while (found.lastNotice < notice) found = endAround(addDays(found.end, 1), rule);
  return { ...found, notice, days: daysBetween(notice, found.end), ...(found !== here && { missed: here }) };
}

/** The last day of notice for being out by a wished-for day: for the last end of a quarter that is not later. */
export function toEnd(wanted: Day, today: Day, rule: NoticeRule): ToEnd {
  const here = endAround(wanted, rule);
  const isEnd = here.end === wanted;
  const chosen = isEnd ? here : endAround(addMonths(here.end, -3), rule);
  const exact = isEnd || addDays(chosen.end, 1) === wanted;
  const late = chosen.lastNotice < today ? fromNotice(today, rule) : undefined;
  return {
    ...chosen,
    wanted,
    exact,
    ...(!exact && { after: here }),
    ...(late && { late: { end: late.end, lastNotice: late.lastNotice } }),
  };
}

/** The next ends that can still be reached from a day, soonest first. */
export function comingEnds(today: Day, rule: NoticeRule, count = 4): readonly End[] {
  const ends: End[] = [];
  let from = today;
  while (ends.length < count) {
    const { end, lastNotice } = fromNotice(from, rule);
    ends.push({ end, lastNotice });
    from = addDays(lastNotice, 1);
  }
  return ends;
}
