import type { Context } from '../context.js';
import type { Meeting } from '../meetings/model.js';
import type { Committee } from '../model.js';

/** Those to come that are not cancelled, soonest first. */
export async function nextMeetings(
  context: Context,
  { _id }: Pick<Committee, '_id'>,
  now: Date,
  limit: number,
): Promise<readonly Meeting[]> {
  const filter = { ...coming(now), committeeId: _id };
  return (await context.meetings.find({ filter, sort: [['start', 1]], limit })).items;
}

/** Hours that a meeting may last: one under way has begun at most so long ago. */
const longest = 24;

function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * 3_600_000);
}

const mostLookedAt = 300;

/** The next meeting of each committee that has one, by the committee's id. */
export async function nextOfEach(
  context: Context,
  committees: readonly Pick<Committee, '_id'>[],
  now: Date,
): Promise<ReadonlyMap<string, Meeting>> {
  if (committees.length === 0) return new Map();
  const filter = { ...coming(now), committeeId: { $in: committees.map(({ _id }) => _id) } };
  const { items } = await context.meetings.find({ filter, sort: [['start', 1]], limit: mostLookedAt });
  return new Map(items.toReversed().map((meeting) => [meeting.committeeId ?? '', meeting]));
}

function coming(now: Date) {
  return { state: 'invited', end: { $gte: now }, start: { $gte: hoursBefore(now, longest) } };
}
