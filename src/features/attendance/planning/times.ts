import { addWorkingDays, localInstant } from '../../../kernel/calendar.js';
import { type Day, dayAt, readDay } from '../../../kernel/dates.js';

/** Minutes that a meeting lasts if nobody says otherwise. */
export const usualMinutes = 90;
/** Working days before it by which replies are wanted, and the hour of that day. */
const usualReplyDays = 2;
const replyTime = '18:00';
const minuteMs = 60_000;

/** `14`, `14 Uhr`, `9.30`, `14:00` as HH:MM; `none` if no clock shows it (25:00), undefined if it is no time at all. */
export function readTime(typed: string): string | 'none' | undefined {
  const [, hours = '', minutes = '00'] =
    /^(?:um )?(\d{1,2})(?:[:.h](\d{2}))?(?: ?(?:uhr|h))?$/i.exec(typed.trim()) ?? [];
  if (hours === '') return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59) return 'none';
  return `${hours.padStart(2, '0')}:${minutes}`;
}

export interface TypedWhen {
  readonly day: string;
  readonly start: string;
  /** Of „14 bis 16 Uhr“. */
  readonly end?: string;
}

const timeShape =
  /^(.*?)[\s,]*(?:um |ab |von |at )?(\d{1,2}(?:[:.]\d{2})?)(?: ?uhr)?(?: ?(?:-|–|bis|to) ?(\d{1,2}(?:[:.]\d{2})?))?(?: ?uhr)?$/i;

/**
 * Takes „12.11. 14 Uhr“, „Do, 12.11.2026, 14:00-15:30“ apart into the day and the times, as they were typed. Without a
 * time, all of it is the day.
 */
export function splitWhen(typed: string, today: Day): TypedWhen {
  const text = typed.trim();
  if (readDay(text, today) !== undefined) return { day: text, start: '' };
  const [, day = '', start = '', end] = timeShape.exec(text) ?? [];
  if (day.trim() === '') return { day: text, start: '' };
  return { day: day.trim().replace(/,$/, ''), start, ...(end !== undefined && { end }) };
}

/** Two working days before, in the evening; its beginning where that would be over. */
export function usualReplyBy(start: Date, now: Date, zone: string): Date {
  const by = localInstant(addWorkingDays(dayAt(start, zone), -usualReplyDays), replyTime, zone);
  return by > now ? by : start;
}

/** Until the evening of a day, or the beginning of the meeting if that is sooner. */
export function replyUntil(day: Day, start: Date, zone: string): Date {
  const evening = localInstant(day, replyTime, zone);
  return evening < start ? evening : start;
}

/** The end by the clocks: so many minutes after a local time, also where the clocks change that day. */
export function endAfter(start: Date, minutes: number): Date {
  return new Date(start.getTime() + minutes * minuteMs);
}

export function minutesBetween(start: Date, end: Date): number {
  return Math.round((end.getTime() - start.getTime()) / minuteMs);
}
