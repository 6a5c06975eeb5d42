import { DateTime } from 'luxon';

const minuteMs = 60_000;
const daysBetweenLooks = 1;

interface Shift {
  /** The first instant after it. */
  readonly at: DateTime;
  readonly from: number;
  readonly to: number;
}

/**
 * The VTIMEZONE of a zone for the years from one instant to another: each change of the clocks by itself, as calendars
 * read it that know no zones.
 */
export function timeZoneBlock(zone: string, from: Date, until: Date): string {
  const first = DateTime.fromJSDate(from, { zone }).startOf('year').minus({ years: 1 });
  const last = DateTime.fromJSDate(until, { zone }).endOf('year').plus({ years: 1 });
  const shifts = shiftsBetween(first, last);
  const begin: Shift = { at: first, from: first.offset, to: first.offset };
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...[begin, ...shifts].flatMap(observance), 'END:VTIMEZONE'].join('\r\n');
}

function observance({ at, from, to }: Shift): readonly string[] {
  const kind = at.isInDST ? 'DAYLIGHT' : 'STANDARD';
  const local = at.toUTC().plus({ minutes: from });
  return [
    `BEGIN:${kind}`,
    `DTSTART:${local.toFormat("yyyyMMdd'T'HHmmss")}`,
    `TZOFFSETFROM:${offset(from)}`,
    `TZOFFSETTO:${offset(to)}`,
    `TZNAME:${offset(to)}`,
    `END:${kind}`,
  ];
}

function offset(minutes: number): string {
  const size = Math.abs(minutes);
  const digits = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}${digits(size % 60)}`;
}

/** Looks day by day, then closes in on the minute. */
function shiftsBetween(first: DateTime, last: DateTime): readonly Shift[] {
  const shifts: Shift[] = [];
  let day = first;
  while (day < last) {
    const next = day.plus({ days: daysBetweenLooks });
    if (next.offset !== day.offset) shifts.push({ at: momentOf(day, next), from: day.offset, to: next.offset });
    day = next;
  }
  return shifts;
}

function momentOf(before: DateTime, after: DateTime): DateTime {
  let low = before.toMillis();
  let high = after.toMillis();
  while (high - low > minuteMs) {
    const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs;
    if (DateTime.fromMillis(middle, { zone: before.zoneName ?? 'utc' }).offset === before.offset) low = middle;
    else high = middle;
  }
  return DateTime.fromMillis(high, { zone: before.zoneName ?? 'utc' });
}
