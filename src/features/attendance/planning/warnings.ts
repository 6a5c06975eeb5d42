import { publicHoliday, schoolHolidays, schoolHolidaysKnownUntil } from '../../../kernel/calendar.js';
import { dayAt, daysBetween, weekdayOf } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import { planningTexts } from './texts.js';

/** Days before a meeting by which people want to know of it. */
const shortNoticeDays = 7;
const saturday = 6;
const mostCollisions = 5;
const mostLookedAt = 60;
const longestMs = 24 * 3_600_000;

/** What speaks against a date, a sentence each: nothing that would keep anybody from it. */
export async function warningsFor(
  context: Context,
  meeting: Meeting,
  language: Language,
  now: Date,
): Promise<readonly string[]> {
  return [
    ...dayWarnings(meeting, context.zone, language, now),
    ...(await collisionWarnings(context, meeting, language)),
  ];
}

/** Of the day alone: holidays, school holidays, weekends, short notice. */
export function dayWarnings(
  { start }: Pick<Meeting, 'start'>,
  zone: string,
  language: Language,
  now: Date,
): readonly string[] {
  const t = planningTexts[language];
  const day = dayAt(start, zone);
  const holiday = publicHoliday(day);
  const school = schoolHolidays(day);
  const notice = daysBetween(dayAt(now, zone), day);
  return [
    ...(holiday === undefined ? [] : [t.onHoliday(holiday)]),
    ...(school === undefined ? [] : [t.inSchoolHolidays(school)]),
    ...(day > schoolHolidaysKnownUntil ? [t.schoolHolidaysUnknown] : []),
    ...(weekdayOf(day) >= saturday ? [t.onWeekend] : []),
    ...(start > now && notice < shortNoticeDays ? [t.shortNotice(notice)] : []),
  ];
}

/** Other meetings of the network at the same time, with how many people belong to both. */
async function collisionWarnings(context: Context, meeting: Meeting, language: Language): Promise<readonly string[]> {
  const t = planningTexts[language];
  const others = await meetingsAtTheTime(context, meeting);
  if (others.length === 0) return [];
  const mine = await membersOf(context, meeting);
  const warnings: string[] = [];
  for (const other of others.slice(0, mostCollisions)) {
    const shared = (await membersOf(context, other)).filter((id) => mine.includes(id)).length;
    const line = meetingLine(other, language, context.zone);
    warnings.push(shared > 0 ? t.collidesFor(line, shared) : t.collides(line));
  }
  return warnings;
}

async function meetingsAtTheTime(context: Context, { _id, start, end }: Meeting): Promise<readonly Meeting[]> {
  const { items } = await context.meetings.find({
    filter: { state: { $in: ['draft', 'invited'] }, start: { $gt: new Date(start.getTime() - longestMs), $lt: end } },
    sort: [['start', -1]],
    limit: mostLookedAt,
  });
  return items.filter((other) => other._id !== _id && other.end > start);
}

async function membersOf(context: Context, { committeeId }: Meeting): Promise<readonly string[]> {
  if (committeeId === undefined) return [];
  return (await context.committees.get(committeeId))?.memberIds ?? [];
}
