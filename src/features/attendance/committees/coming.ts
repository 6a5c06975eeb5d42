import type { Language } from '../../../kernel/texts.js';
import type { Context } from '../context.js';
import { meetingTexts } from '../meeting-texts.js';
import { meetingLine } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import type { Committee } from '../model.js';
import { seriesSpec } from '../planning/series-model.js';

type Named = Pick<Committee, '_id'>;

/** Hours that a meeting may last: one under way has begun at most so long ago. */
const longest = 24;
const mostLookedAt = 300;
const mostPlanned = 500;

/** Those to come that people are invited to, or that a series will invite them to, soonest first. */
export async function nextMeetings(
  context: Context,
  committee: Named,
  now: Date,
  limit: number,
): Promise<readonly Meeting[]> {
  const filter = { ...coming(now), committeeId: committee._id };
  const { items } = await context.meetings.find({ filter, sort: [['start', 1]], limit });
  return [...items, ...(await plannedOf(context, [committee], now))].toSorted(byStart).slice(0, limit);
}

/** The next meeting of each committee that has one, by the committee's id. */
export async function nextOfEach(
  context: Context,
  committees: readonly Named[],
  now: Date,
): Promise<ReadonlyMap<string, Meeting>> {
  if (committees.length === 0) return new Map();
  const filter = { ...coming(now), committeeId: { $in: committees.map(({ _id }) => _id) } };
  const { items } = await context.meetings.find({ filter, sort: [['start', 1]], limit: mostLookedAt });
  const all = [...items, ...(await plannedOf(context, committees, now))].toSorted(byStart);
  return new Map(all.toReversed().map((meeting) => [meeting.committeeId ?? '', meeting]));
}

/** Drafts to come of series that invite by themselves: everybody may count on them. */
export async function plannedOf(
  context: Context,
  committees: readonly Named[],
  now: Date,
): Promise<readonly Meeting[]> {
  if (committees.length === 0) return [];
  const { items } = await context.meetings.find({
    filter: {
      committeeId: { $in: committees.map(({ _id }) => _id) },
      start: { $gt: now },
      state: 'draft',
      'series.id': { $exists: true },
    },
    sort: [['start', 1]],
    limit: mostPlanned,
  });
  const ids = [...new Set(items.flatMap(({ series }) => series?.id ?? []))];
  if (ids.length === 0) return [];
  const series = await context.store
    .collection(seriesSpec)
    .find({ filter: { _id: { $in: ids } }, limit: Math.min(ids.length, mostPlanned) });
  const announced = new Set(series.items.filter(({ invitesSince }) => invitesSince).map(({ _id }) => _id));
  return items.filter((meeting) => announced.has(meeting.series?.id ?? ''));
}

/** One of those in a line; what is not invited to yet is planned. */
export function comingLine(meeting: Meeting, language: Language, zone: string, today?: string): string {
  if (meeting.state !== 'draft') return meetingLine(meeting, language, zone, today);
  return `${meetingLine({ ...meeting, state: 'invited' }, language, zone, today)} · ${meetingTexts[language].planned}`;
}

function coming(now: Date) {
  return { state: 'invited', end: { $gte: now }, start: { $gte: hoursBefore(now, longest) } };
}

function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * 3_600_000);
}

function byStart(one: Meeting, other: Meeting): number {
  return one.start.getTime() - other.start.getTime();
}
