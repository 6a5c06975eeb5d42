import type { Context } from '../context.js';
import type { Invitation } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { releasedCard, roomCard } from './card.js';
import { batchOf, cardKey, inviteKey, movedRoomKey, roomKey } from './copies.js';
import { inviteesOf } from './invitees.js';
import type { LiveCards } from './live.js';
import { type Roster, rosterOf } from './roster.js';
import { reminderKeys, roomOf, sendCards } from './sending.js';

/**
 * What planning tells of a meeting, so that everybody concerned hears of it. Every call is idempotent and may be repeated
 * after it was cut short: messages have deterministic keys, and rows are written conditionally. Each works on the meeting as it is stored,
 * so the conditional write that changed it comes first. Rejects with `Unavailable` while the store cannot be reached.
 */
export interface Invitations {
  /** Invites members, standing deputies and guests of the committee, and its channel; those invited already stay so. */
  inviteAll(meeting: Meeting): Promise<void>;
  /** Tells all invited what moved, from what to what (`moved`), by whom; those who had said yes are asked again. */
  announceMove(meeting: Meeting): Promise<void>;
  /** Tells all invited that it does not take place (`cancelled`), and stops reminders. */
  announceCancellation(meeting: Meeting): Promise<void>;
  /** Who came to a committee, as member, deputy or guest, is invited to those of its meetings to come that are invited to. */
  inviteNewcomers(committeeId: string): Promise<void>;
  /** Whoever left a committee is no longer invited to those of its meetings to come; nor is who would have stood in for them. */
  releaseLeavers(committeeId: string, personIds: readonly string[]): Promise<void>;
  /** Something else on the card changed, such as the agenda or the link: all copies are rewritten, nobody is written to. */
  refresh(meetingId: string): Promise<void>;
}

const mostToCome = 200;

export function createInvitations(context: Context, live: LiveCards): Invitations {
  return {
    inviteAll: (meeting) => inviteAll(context, live, meeting),
    announceMove: (meeting) => announceMove(context, live, meeting),
    announceCancellation: (meeting) => announceCancellation(context, live, meeting),
    async inviteNewcomers(committeeId) {
      for (const meeting of await toCome(context, committeeId)) await inviteAll(context, live, meeting);
    },
    releaseLeavers: (committeeId, personIds) => releaseLeavers(context, live, committeeId, new Set(personIds)),
    refresh: (meetingId) => live.touch(meetingId),
  };
}

async function inviteAll(context: Context, live: LiveCards, meeting: Meeting): Promise<void> {
  const committee = meeting.committeeId === undefined ? undefined : await context.committees.get(meeting.committeeId);
  if (meeting.state !== 'invited' || !committee) return;
  await live.mark(meeting._id);
  await context.invitations.insertMany(await inviteesOf(context, meeting, committee));
  const roster = await rosterOf(context, meeting);
  const fresh = roster.rows.filter(isToInvite);
  const due = meeting.invitedAt ?? context.clock.now();
  await sendCards(context, roster, fresh, {
    due,
    lead: 'invitation',
    key: ({ personId }) => inviteKey(meeting._id, personId),
  });
  const room = committee.roomId === undefined ? undefined : await context.rooms().get(committee.roomId);
  if (room) {
    const view = roomCard(roster, { language: 'de', zone: context.zone });
    await context.outbox.enqueue([
      { key: roomKey(meeting._id, room.id), to: room.room, view, due, batch: batchOf(meeting) },
    ]);
  }
  await live.touch(meeting._id);
}

/** Whoever has got a card has been invited. */
function isToInvite({ role, cards, personId, presence }: Invitation): boolean {
  return role !== 'walk-in' && presence === undefined && !isErased(personId) && !(cards ?? []).some(isNoInvitation);
}

/** A card that was sent for another reason: nobody is invited on top of it. */
function isNoInvitation(key: string): boolean {
  return !key.includes(':invite:');
}

async function announceMove(context: Context, live: LiveCards, meeting: Meeting): Promise<void> {
  if (meeting.state !== 'invited') return;
  await live.mark(meeting._id);
  const before = await rosterOf(context, meeting);
  await context.outbox.cancelKeys(before.rows.flatMap(reminderKeys));
  for (const row of before.rows) {
    if (row.until.getTime() !== meeting.end.getTime()) {
      await context.invitations.update(row._id, { $set: { until: meeting.end } });
    }
  }
  await sendCards(context, before, before.rows.filter(isTold), {
    due: meeting.moved?.at ?? context.clock.now(),
    occasion: 'change',
    lead: 'moved',
    key: ({ personId }) => cardKey(meeting._id, `moved:${meeting.asked}`, personId),
  });
  await tellRoom(context, before, (roomId) => movedRoomKey(meeting, roomId));
  await live.touch(meeting._id);
}

async function announceCancellation(context: Context, live: LiveCards, meeting: Meeting): Promise<void> {
  if (meeting.state !== 'cancelled') return;
  await live.mark(meeting._id);
  const roster = await rosterOf(context, meeting);
  await context.outbox.cancelKeys(roster.rows.flatMap(reminderKeys));
  await sendCards(context, roster, roster.rows.filter(isTold), {
    due: meeting.cancelled?.at ?? context.clock.now(),
    occasion: 'change',
    lead: 'invitation',
    key: ({ personId }) => cardKey(meeting._id, 'cancelled', personId),
  });
  await tellRoom(context, roster, (roomId) => cardKey(meeting._id, 'room-cancelled', roomId));
  await live.touch(meeting._id);
}

/** The committee's channel hears of it too; its card is rewritten besides. */
async function tellRoom(context: Context, roster: Roster, key: (roomId: string) => string): Promise<void> {
  const { meeting } = roster;
  const roomId = await roomOf(context, meeting.committeeId);
  const room = roomId === undefined ? undefined : await context.rooms().get(roomId);
  if (!room) return;
  const view = roomCard(roster, { language: 'de', zone: context.zone, lead: 'moved' });
  await context.outbox.enqueue([
    {
      key: key(room.id),
      to: room.room,
      view,
      due: (meeting.cancelled ?? meeting.moved)?.at ?? context.clock.now(),
      occasion: 'change',
      batch: batchOf(meeting),
    },
  ]);
}

function isTold({ role, personId }: Invitation): boolean {
  return role !== 'walk-in' && !isErased(personId);
}

function isErased(personId: string): boolean {
  return personId.startsWith('erased:');
}

async function releaseLeavers(
  context: Context,
  live: LiveCards,
  committeeId: string,
  leaving: ReadonlySet<string>,
): Promise<void> {
  for (const meeting of await toCome(context, committeeId)) {
    const { rows } = await rosterOf(context, meeting);
    const gone = rows.filter(({ personId, role, standsInFor = '', presence }) => {
      const isLeaver = leaving.has(personId) || (role === 'deputy' && leaving.has(standsInFor));
      return isLeaver && presence === undefined;
    });
    if (gone.length === 0) continue;
    await live.mark(meeting._id);
    for (const row of gone) {
      const cards = row.cards ?? [];
      const view = releasedCard(meeting, { language: row.language ?? 'de', zone: context.zone });
      await context.outbox.cancelKeys(cards);
      await context.outbox.revise(cards.map((key) => ({ key, view })));
      await context.invitations.delete({ _id: row._id });
    }
    await live.touch(meeting._id);
  }
}

async function toCome(context: Context, committeeId: string): Promise<readonly Meeting[]> {
  const { items } = await context.meetings.find({
    filter: { committeeId, state: 'invited', start: { $gt: context.clock.now() } },
    sort: [['start', 1]],
    limit: mostToCome,
  });
  return items;
}
