import type { Language } from '../../../kernel/texts.js';
import { idsOf, type Person } from '../../../ports/people.js';
import { plannedOf } from '../committees/coming.js';
import type { Context } from '../context.js';
import type { Invitation } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import type { Committee } from '../model.js';
import { calendarText } from './entries.js';
import { calendarTexts } from './texts.js';

const dayMs = 86_400_000;
/** How long past meetings stay in a feed. */
const pastDays = 180;
const refreshMinutes = 60;
const mostMeetings = 500;
const mostCommittees = 100;

/** Meetings that a person is invited to, but for those they do not come to, and those of their committees that are planned. */
export async function meetingsOf(context: Context, person: Person, now: Date): Promise<readonly Meeting[]> {
  const ids = idsOf(person);
  const since = new Date(now.getTime() - pastDays * dayMs);
  const rows: Invitation[] = [];
  for (const personId of ids) {
    const filter = { personId, until: { $gte: since } };
    rows.push(...(await context.invitations.find({ filter, sort: [['until', -1]], limit: mostMeetings })).items);
  }
  const wanted = rows.filter(({ reply, presence }) => reply !== 'no' && presence !== 'excused');
  const found = await byIds(context, [...new Set(wanted.map(({ meetingId }) => meetingId))]);
  const committees = await context.committees.find({
    filter: { memberIds: { $in: [...ids] } },
    limit: mostCommittees,
  });
  const planned = await plannedOf(context, committees.items, now);
  return inOrder([...found.filter(({ state }) => state !== 'draft'), ...planned]);
}

/** Meetings of a committee, past ones for a while, and those of its series that are planned. */
export async function meetingsOfCommittee(
  context: Context,
  committee: Committee,
  now: Date,
): Promise<readonly Meeting[]> {
  const since = new Date(now.getTime() - pastDays * dayMs);
  const { items } = await context.meetings.find({
    filter: { committeeId: committee._id, start: { $gte: since } },
    sort: [['start', 1]],
    limit: mostMeetings,
  });
  const shown = items.filter(({ state, invitedAt }) => state === 'invited' || (state === 'cancelled' && invitedAt));
  return inOrder([...shown, ...(await plannedOf(context, [committee], now))]);
}

async function byIds(context: Context, ids: readonly string[]): Promise<readonly Meeting[]> {
  if (ids.length === 0) return [];
  const some = ids.slice(0, mostMeetings);
  return (await context.meetings.find({ filter: { _id: { $in: some } }, limit: mostMeetings })).items;
}

function inOrder(meetings: readonly Meeting[]): readonly Meeting[] {
  const each = new Map(meetings.map((meeting) => [meeting._id, meeting]));
  return [...each.values()].sort((a, b) => a.start.getTime() - b.start.getTime());
}

/** What a feed says under its token's subject; undefined if there is nobody and nothing of that name any more. */
export async function feedOf(context: Context, subject: string, now: Date): Promise<string | undefined> {
  const [, kind, id = ''] = /^(person|committee):(.+)$/.exec(subject) ?? [];
  if (kind === 'person') return personalFeed(context, id, now);
  return kind === 'committee' ? committeeFeed(context, id, now) : undefined;
}

async function personalFeed(context: Context, id: string, now: Date): Promise<string | undefined> {
  const person = await context.people().get(id);
  if (!person) return undefined;
  const name = calendarTexts[person.language].feedName(context.networkName);
  return calendarText(await meetingsOf(context, person, now), feedOptions(context, person.language, name, now));
}

async function committeeFeed(context: Context, id: string, now: Date): Promise<string | undefined> {
  const committee = await context.committees.get(id);
  if (!committee) return undefined;
  const meetings = await meetingsOfCommittee(context, committee, now);
  return calendarText(meetings, feedOptions(context, 'de', committee.name, now));
}

function feedOptions({ zone }: Context, language: Language, name: string, now: Date) {
  return { zone, language, name, now, refreshMinutes };
}
