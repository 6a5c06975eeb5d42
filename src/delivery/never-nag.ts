import { isWorkingTime, nextWorkingTime } from '../kernel/calendar.js';
import { addDays, type Day, dayAt, startOfDay, weekdayOf } from '../kernel/dates.js';

/** Days in a week, Monday to Sunday, on which the clock's messages reach a person. */
const mostAWeek = 3;
/** Older ones say nothing about any instant that a drain may still be for. */
const mostGrants = 60;

/** On this day a person gets a bundle, and which: at most one a day and three a week. */
export interface Grant {
  readonly day: Day;
  /** The key of the bundle. */
  readonly by: string;
}

export interface Asked {
  readonly at: Date;
  readonly zone: string;
  /** The person's pause. */
  readonly pausedUntil?: Date | undefined;
  /** What the person has been granted so far. */
  readonly grants: readonly Grant[];
  /** The key of the bundle that wants to go. */
  readonly by: string;
}

export type Verdict =
  /** It may go now; `grants` holds its own. */
  | { readonly go: true; readonly grants: readonly Grant[] }
  /** Not before `until`, an instant at which work is done. */
  | { readonly go: false; readonly until: Date; readonly reason: Reason };
export type Reason = 'paused' | 'outside-hours' | 'one-a-day' | 'three-a-week';

/** Whether something that the clock sends may disturb a person at an instant. A bundle tried again on another day moves its grant there. */
export function mayDisturb({ at, zone, pausedUntil, grants, by }: Asked): Verdict {
  const notBefore = (instant: Date, reason: Reason): Verdict => {
    return { go: false, until: nextWorkingTime(instant, zone), reason };
  };
  if (pausedUntil && pausedUntil > at) return notBefore(pausedUntil, 'paused');
  if (!isWorkingTime(at, zone)) return notBefore(at, 'outside-hours');
  const day = dayAt(at, zone);
  const others = grants.filter((grant) => grant.by !== by);
  if (others.some((grant) => grant.day === day)) return notBefore(startOfDay(addDays(day, 1), zone), 'one-a-day');
  const monday = mondayOf(day);
  const thisWeek = others.filter((grant) => mondayOf(grant.day) === monday);
  if (thisWeek.length >= mostAWeek) return notBefore(startOfDay(addDays(monday, 7), zone), 'three-a-week');
  return { go: true, grants: [...others, { day, by }].slice(-mostGrants) };
}

/** Weeks as ISO 8601 counts them. */
function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekdayOf(day));
}
