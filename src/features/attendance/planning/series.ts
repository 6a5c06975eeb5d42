import { DateTime } from 'luxon';
import { eventMark, type Turn } from '../../../bot/feature.js';
import { addMonths, type Day, dayAt } from '../../../kernel/dates.js';
import type { Context } from '../context.js';
import type { Meeting } from '../meetings/model.js';
import type { Committee } from '../model.js';
import { dayOf, dueOccurrences, instantsOf, type Occurrence } from './occurrences.js';
import type { Plan } from './plan.js';
import { insertDraft } from './register.js';
import { type Series, seriesSpec } from './series-model.js';
import type { SeriesPlan } from './series-plan.js';
import { minutesBetween, usualReplyBy } from './times.js';

/** Occurrences are made so far ahead. */
const monthsAhead = 6;
const mostAtOnce = 30;
const mostSeries = 50;

/** Keeps a series and makes its first occurrences; the first of them is what is shown. Idempotent for an event. */
export async function beginSeries(
  context: Context,
  turn: Turn,
  committee: Committee,
  plan: Plan,
  { rule, first, until, skip }: SeriesPlan,
): Promise<Meeting> {
  const id = eventMark(turn.inbound);
  const { title, start, end, place, link, agenda, maybeAllowed } = plan;
  const phase = { index: 0, day: first };
  const series: Series = {
    _id: id,
    rev: 1,
    committeeId: committee._id,
    title,
    time: DateTime.fromJSDate(start, { zone: context.zone }).toFormat('HH:mm'),
    minutes: minutesBetween(start, end),
    ...(place !== undefined && { place }),
    ...(link !== undefined && { link }),
    agenda: [...agenda],
    maybeAllowed,
    rule,
    phase,
    ...(until !== undefined && { until }),
    skip,
    // The first one is made as it was asked for, whatever is to be left out.
    next: { index: 1, day: dayOf({ rule, phase }, 1) },
    state: 'open',
    by: turn.person.id,
    createdAt: turn.now,
  };
  const all = context.store.collection(seriesSpec);
  await all.insert(series);
  const meeting = await insertDraft(context, turn, occurrenceId(id, 0), committee, plan, { id, at: first, index: 0 });
  const stored = (await all.get(id)) ?? series;
  await extend(context, stored, turn.now);
  return meeting;
}

export function occurrenceId(seriesId: string, index: number): string {
  return `${seriesId}-${index}`;
}

/** Makes what is due of all series. Resolves with how many occurrences were made. */
export async function extendAll(context: Context, now: Date): Promise<number> {
  const all = context.store.collection(seriesSpec);
  const { items } = await all.find({
    filter: { state: 'open', 'next.day': { $lte: horizonAt(context, now) } },
    sort: [['next.day', 1]],
    limit: mostSeries,
  });
  let made = 0;
  for (const series of items) made += await extend(context, series, now);
  return made;
}

function horizonAt(context: Context, now: Date): Day {
  return addMonths(dayAt(now, context.zone), monthsAhead);
}

/** Each occurrence has its id from the series and its number: made twice, it is the same. */
async function extend(context: Context, series: Series, now: Date): Promise<number> {
  const committee = await context.committees.get(series.committeeId);
  if (!committee) return 0;
  const { made, next, ended } = dueOccurrences(series, horizonAt(context, now), mostAtOnce);
  const today = dayAt(now, context.zone);
  const toCome = made.filter(({ day }) => day >= today);
  for (const occurrence of toCome) await makeOccurrence(context, series, committee, occurrence, now);
  await context.store
    .collection(seriesSpec)
    .update(series._id, { $set: { next, ...(ended && { state: 'ended' }) }, $inc: { rev: 1 } }, { rev: series.rev });
  return toCome.length;
}

async function makeOccurrence(
  context: Context,
  series: Series,
  committee: Committee,
  { index, day }: Occurrence,
  now: Date,
): Promise<void> {
  const { start, end } = instantsOf(series, day, context.zone);
  const plan: Plan = {
    title: series.title,
    start,
    end,
    ...(series.place && { place: series.place }),
    ...(series.link && { link: series.link }),
    agenda: series.agenda,
    replyBy: usualReplyBy(start, now, context.zone),
    maybeAllowed: series.maybeAllowed,
  };
  const planner = { now, person: { id: series.by } };
  await insertDraft(context, planner, occurrenceId(series._id, index), committee, plan, {
    id: series._id,
    at: day,
    index,
  });
}

/** Days before an occurrence that it is invited to by itself, once somebody has invited to one of its series. */
const inviteDaysAhead = 28;

/** Drafts of series that invite by themselves and are near enough. */
export async function dueDrafts(context: Context, now: Date, limit: number): Promise<readonly Meeting[]> {
  const until = new Date(now.getTime() + inviteDaysAhead * 86_400_000);
  const { items } = await context.meetings.find({
    filter: { state: 'draft', start: { $gt: now, $lte: until }, 'series.id': { $exists: true } },
    sort: [['start', 1]],
    limit,
  });
  const ids = [...new Set(items.flatMap(({ series }) => series?.id ?? []))];
  if (ids.length === 0) return [];
  const all = await context.store.collection(seriesSpec).find({ filter: { _id: { $in: ids } }, limit: ids.length });
  const inviting = new Set(all.items.filter(({ invitesSince }) => invitesSince).map(({ _id }) => _id));
  return items.filter((meeting) => inviting.has(meeting.series?.id ?? ''));
}

/** From now on the others of the series are invited to by themselves. */
export async function invitesFromNowOn(context: Context, meeting: Meeting, now: Date): Promise<void> {
  if (!meeting.series) return;
  const change = { $set: { invitesSince: now }, $inc: { rev: 1 } };
  await context.store.collection(seriesSpec).update(meeting.series.id, change, { invitesSince: null });
}
