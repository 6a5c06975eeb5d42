import type { HeldMeeting, MeetingEntry, Meetings, NextMeeting } from '../../ports/meetings.js';
import { nextOfEach } from './committees/coming.js';
import type { Context } from './context.js';
import { meetingName } from './meeting-views.js';
import { changeMeeting } from './meetings/finding.js';
import type { Meeting } from './meetings/model.js';
import { leads } from './permissions.js';
import { changeTo, ofItsOwn, targetOf } from './planning/changing.js';
import { agendaFrom, limits } from './planning/plan.js';
import type { Invitations } from './replies/invitations.js';

const mostHeld = 50;
const mostPresent = 500;
const mostCommittees = 100;
/** A meeting that ended lately began at most so long before. */
const dayMs = 86_400_000;

/** Meetings as other rooms see them. */
export function meetingsForOthers(context: Context, invitations: Invitations): Meetings {
  return {
    heldSince: (since, now) => heldSince(context, since, now),
    nextOfChairs: (now) => nextOfChairs(context, now),
    entry: async (id) => {
      const meeting = await context.meetings.get(id);
      return meeting && entryOf(meeting);
    },
    addAgendaItem: async (id, title, { person, at, event }) => {
      const before = await context.meetings.get(id);
      if (!before || before.state === 'cancelled' || before.end <= at) return 'gone';
      if (!leads(person, before.committeeId)) return 'refused';
      const has = ({ agenda }: Meeting) => agenda.some((item) => item.title === title);
      if (has(before)) return before.event === event ? 'added' : 'there';
      if (before.agenda.length >= limits.items) return 'full';
      const changed = await changeMeeting(context, id, (read) => {
        if (has(read) || read.agenda.length >= limits.items) return undefined;
        const titles = [...read.agenda.map((item) => item.title), title];
        const agenda = agendaFrom(titles, read.agenda, () => context.ids.next());
        const target = { ...targetOf(read), agenda };
        return ofItsOwn(read, target, changeTo(read, target, { by: person.id, at, event }));
      });
      if (changed?.state === 'invited') await invitations.refresh(id);
      if (!changed) return 'gone';
      if (!has(changed)) return 'full';
      return changed.event === event ? 'added' : 'there';
    },
  };
}

function entryOf(meeting: Meeting): MeetingEntry {
  const { _id, number, start } = meeting;
  return { id: _id, number, name: meetingName(meeting), start };
}

async function heldSince(context: Context, since: Date, now: Date): Promise<readonly HeldMeeting[]> {
  const { items } = await context.meetings.find({
    filter: { state: 'invited', start: { $gte: new Date(since.getTime() - dayMs), $lt: now } },
    sort: [['start', -1]],
    limit: mostHeld,
  });
  const ended = items.filter(({ end, checkedInAt }) => end > since && end <= now && checkedInAt !== undefined);
  const asking = await committeesAsking(context, ended);
  const held: HeldMeeting[] = [];
  for (const meeting of ended.filter(({ committeeId = '' }) => asking.has(committeeId))) {
    const { items: there } = await context.invitations.find({ filter: { meetingId: meeting._id }, limit: mostPresent });
    const present = there.filter(({ presence }) => presence === 'present' || presence === 'deputy');
    held.push({ ...entryOf(meeting), present: present.map(({ personId }) => personId) });
  }
  return held;
}

async function committeesAsking({ committees }: Context, meetings: readonly Meeting[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(meetings.flatMap(({ committeeId }) => committeeId ?? []))];
  if (ids.length === 0) return new Set();
  const { items } = await committees.find({ filter: { _id: { $in: ids } }, limit: ids.length });
  return new Set(items.filter(({ asksAfter }) => asksAfter).map(({ _id }) => _id));
}

async function nextOfChairs(context: Context, now: Date): Promise<readonly NextMeeting[]> {
  const { items } = await context.committees.find({ sort: [['foldedName', 1]], limit: mostCommittees });
  const chaired = items.filter(({ chairId }) => chairId !== undefined);
  const next = await nextOfEach(context, chaired, now);
  return chaired.flatMap(({ _id, chairId }) => {
    const meeting = next.get(_id);
    return meeting && meeting.start > now && chairId !== undefined ? [{ ...entryOf(meeting), chairId }] : [];
  });
}
