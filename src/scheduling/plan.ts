import { Cron } from 'croner';

const hourMs = 3_600_000;

/** When a schedule is due. */
export interface Pattern {
  /** As cron writes it: minute, hour, day of month, month, day of week. */
  readonly pattern: string;
  /** An occurrence missed by more hours than this is left out. */
  readonly lateHours: number;
}

/**
 * The last occurrence at or before an instant, by the clocks of a zone; undefined if there never was one. A fixed time
 * that is skipped in spring occurs when the clocks have moved on, one that comes twice in autumn occurs the first time.
 * What repeats within the hour ("every 15 minutes") occurs in each hour that passes. Throws if the pattern is none.
 */
export function lastOccurrence(pattern: string, now: Date, zone: string): Date | undefined {
  // croner looks for what lies before the instant.
  const justAfter = new Date(now.getTime() + 1);
  return cron(pattern, zone).previousRuns(1, justAfter)[0];
}

/**
 * The occurrence to make up for or to do now: the last one, unless it is older than the schedule itself or too late. Those
 * missed before it stay left out.
 */
export function dueOccurrence(schedule: Pattern, now: Date, existsSince: Date, zone: string): Date | undefined {
  const last = lastOccurrence(schedule.pattern, now, zone);
  return last && last >= existsSince && !isTooLate(schedule, last, now) ? last : undefined;
}

export function isTooLate({ lateHours }: Pattern, occurrence: Date, now: Date): boolean {
  return now.getTime() - occurrence.getTime() > lateHours * hourMs;
}

/** Throws if the pattern is none or never occurs. */
export function checkPattern(pattern: string, zone: string): void {
  if (cron(pattern, zone).nextRun() === null) throw new TypeError(`the pattern ${pattern} never occurs`);
}

function cron(pattern: string, timezone: string): Cron {
  return new Cron(pattern, { timezone, mode: '5-part', paused: true });
}
