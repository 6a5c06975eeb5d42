import type { Turn } from '../../../bot/feature.js';
import { idsOf, type Person } from '../../../ports/people.js';
import type { Context } from '../context.js';
import { type Invitation, invitationId } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { partiesOf, replyOf, silentIn } from './parties.js';

/** Somebody's meetings to come are looked at so far ahead. */
const mostInvitations = 200;
const mostLed = 50;

/** A meeting that somebody is invited to. */
export interface Coming {
  readonly meeting: Meeting;
  readonly row: Invitation;
  /** They have not answered what is asked now, and still can. */
  readonly needsAnswer: boolean;
}

/** Somebody under every id that they ever had here. */
export type Known = Pick<Person, 'id' | 'formerIds'>;

/** The row of somebody for a meeting; undefined if they are not invited. */
export async function rowIn(context: Context, meetingId: string, person: Known): Promise<Invitation | undefined> {
  for (const id of idsOf(person)) {
    const row = await context.invitations.get(invitationId(meetingId, id));
    if (row) return row;
  }
  return undefined;
}

/** What somebody is invited to and is not over, soonest first; each meeting once. */
export async function comingOf(context: Context, person: Known, now: Date): Promise<readonly Coming[]> {
  const { items } = await context.invitations.find({
    filter: { personId: { $in: [...idsOf(person)] }, until: { $gt: now } },
    sort: [['until', 1]],
    limit: mostInvitations,
  });
  const invited = items.filter(({ role }) => role !== 'walk-in');
  const rows = [...new Map(invited.toReversed().map((row) => [row.meetingId, row])).values()];
  if (rows.length === 0) return [];
  const ids = rows.map(({ meetingId }) => meetingId);
  const meetings = await context.meetings.find({ filter: { _id: { $in: ids } }, limit: mostInvitations });
  const byId = new Map(meetings.items.map((meeting) => [meeting._id, meeting]));
  const coming = await Promise.all(
    rows.flatMap((row) => {
      const meeting = byId.get(row.meetingId);
      return meeting?.state !== 'invited' || meeting.end <= now ? [] : [comingTo(context, meeting, row, now)];
    }),
  );
  return coming.sort((one, other) => one.meeting.start.getTime() - other.meeting.start.getTime());
}

/** Meetings to come that a person leads: as chair those of their committees, as coordinator all. */
export async function ledBy(context: Context, { person, now }: Turn): Promise<readonly Meeting[]> {
  const { items } = await context.meetings.find({
    filter: {
      state: 'invited',
      start: { $gt: now },
      ...(!person.coordinator && { committeeId: { $in: [...person.chairs] } }),
    },
    sort: [['start', 1]],
    limit: mostLed,
  });
  return items;
}

async function comingTo(context: Context, meeting: Meeting, row: Invitation, now: Date): Promise<Coming> {
  const isOpen = meeting.replyBy > now && replyOf(meeting, row) === undefined;
  return { meeting, row, needsAnswer: isOpen && (await isWanted(context, meeting, row)) };
}

/** Whether nobody of their party has answered, and a standing deputy has been sent. */
async function isWanted(context: Context, meeting: Meeting, row: Invitation): Promise<boolean> {
  const { partnerId, standsInFor } = row;
  const isAlone = (partnerId === undefined || !meeting.onePerPartner) && standsInFor === undefined;
  if (isAlone) return true;
  const together = [
    { personId: row.personId },
    { sends: row.personId },
    ...(partnerId === undefined ? [] : [{ partnerId }]),
    ...(standsInFor === undefined ? [] : [{ personId: standsInFor }]),
  ];
  const { items } = await context.invitations.find({ filter: { meetingId: meeting._id, $or: together }, limit: 1_000 });
  return silentIn(meeting, partiesOf(meeting, items)).some(({ _id }) => _id === row._id);
}
