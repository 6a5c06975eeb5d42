import type { Change } from '../../../ports/document-store.js';
import { type Meeting, type SeriesAspect, seriesAspects } from '../meetings/model.js';

/** What a meeting is to be from now on; `undefined` for a place or link takes it away. */
export type Target = Pick<Meeting, 'title' | 'start' | 'end' | 'agenda' | 'replyBy' | 'maybeAllowed'> & {
  readonly place: string | undefined;
  readonly link: string | undefined;
};

export interface Cause {
  readonly by: string;
  readonly at: Date;
  /** Mark of the event: delivered again, it changes nothing more. */
  readonly event: string;
}

export function targetOf({ title, start, end, agenda, replyBy, maybeAllowed, place, link }: Meeting): Target {
  return { title, start, end, agenda, replyBy, maybeAllowed, place, link };
}

/** Whether people have to be asked again: it is at another time or place. */
export function isMove(meeting: Pick<Meeting, 'start' | 'end' | 'place'>, target: Target): boolean {
  return (
    meeting.start.getTime() !== target.start.getTime() ||
    meeting.end.getTime() !== target.end.getTime() ||
    meeting.place !== target.place
  );
}

/** What to write so that a meeting becomes its target; undefined if it is that already. */
export function changeTo(meeting: Meeting, target: Target, { by, at, event }: Cause): Change | undefined {
  const moves = isMove(meeting, target);
  if (!moves && isSame(meeting, target)) return undefined;
  const { place, link, ...rest } = target;
  const $set = { ...rest, ...(place !== undefined && { place }), ...(link !== undefined && { link }), event };
  const gone = [
    ...(place === undefined && meeting.place !== undefined ? ['place'] : []),
    ...(link === undefined && meeting.link !== undefined ? ['link'] : []),
  ];
  const $unset = gone.length > 0 ? { $unset: Object.fromEntries(gone.map((field) => [field, true as const])) } : {};
  if (meeting.state === 'draft') return { $set, ...$unset };
  const { start: fromStart, end: fromEnd, place: fromPlace } = meeting;
  const moved = { at, by, fromStart, fromEnd, ...(fromPlace !== undefined && { fromPlace }) };
  return {
    $set: { ...$set, ...(moves && { moved }) },
    ...$unset,
    $inc: { sequence: 1, ...(moves && { asked: 1 }) },
    ...(moves && { $addToSet: { unfinished: 'moving' } }),
  };
}

/** Remembers what of an occurrence is changed for it alone: changes to its series leave that as it is. */
export function ofItsOwn(meeting: Meeting, target: Target, change: Change | undefined): Change | undefined {
  if (!change || !meeting.series) return change;
  const own = [...new Set([...(meeting.series.own ?? []), ...aspectsOf(meeting, target)])];
  return own.length === 0 ? change : { ...change, $set: { ...change.$set, 'series.own': own } };
}

function aspectsOf(meeting: Meeting, target: Target): readonly SeriesAspect[] {
  const differs: Readonly<Record<SeriesAspect, boolean>> = {
    title: meeting.title !== target.title,
    when: isMove(meeting, { ...target, place: meeting.place }),
    place: meeting.place !== target.place,
    link: meeting.link !== target.link,
    agenda: JSON.stringify(meeting.agenda) !== JSON.stringify(target.agenda),
    maybe: meeting.maybeAllowed !== target.maybeAllowed,
  };
  return seriesAspects.filter((aspect) => differs[aspect]);
}

function isSame(meeting: Meeting, target: Target): boolean {
  return (
    meeting.title === target.title &&
    meeting.link === target.link &&
    meeting.maybeAllowed === target.maybeAllowed &&
    meeting.replyBy.getTime() === target.replyBy.getTime() &&
    JSON.stringify(meeting.agenda) === JSON.stringify(target.agenda)
  );
}

/** What to write so that a meeting does not take place; a draft goes without anybody hearing of it. */
export function cancellation(meeting: Meeting, { by, at, event }: Cause, reason?: string): Change | undefined {
  if (meeting.state === 'cancelled') return undefined;
  const cancelled = { at, by, ...(reason !== undefined && reason !== '' && { reason }) };
  const $unset = meeting.inviteAt ? { $unset: { inviteAt: true as const } } : {};
  if (meeting.state === 'draft') return { $set: { state: 'cancelled', cancelled, event }, ...$unset };
  return {
    $set: { state: 'cancelled', cancelled, event },
    $inc: { sequence: 1 },
    $addToSet: { unfinished: 'cancelling' },
  };
}
