import { createHash } from 'node:crypto';
import type { View } from '../../../messages/view.js';
import type { Invitation } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { type CardOptions, type Lead, personCard, roomCard } from './card.js';
import type { Roster } from './roster.js';

const markLength = 16;

/** What a message is to show from now on. */
export interface Revision {
  readonly key: string;
  readonly view: View;
}

/** All messages of a meeting's invitations in the outbox. */
export function batchOf({ _id }: Pick<Meeting, '_id'>): string {
  return `meeting:${_id}`;
}

/** The key of a message that shows a person's card; `as` says what it was sent for. */
export function cardKey(meetingId: string, as: string, personId: string): string {
  return `meeting:${meetingId}:${as}:${personId}`;
}

export function inviteKey(meetingId: string, personId: string): string {
  return cardKey(meetingId, 'invite', personId);
}

export function roomKey(meetingId: string, roomId: string): string {
  return cardKey(meetingId, 'room', roomId);
}

/** The key under which the channel hears of the last move. */
export function movedRoomKey({ _id, asked }: Pick<Meeting, '_id' | 'asked'>, roomId: string): string {
  return cardKey(_id, `room-moved:${asked}`, roomId);
}

/** What a message was sent for, by its key. */
export function leadOf(key: string, meetingId: string): Lead {
  const [as = ''] = key.slice(`meeting:${meetingId}:`.length).split(':');
  const leads: Readonly<Record<string, Lead>> = {
    moved: 'moved',
    deputy: 'deputy',
    remind: 'reminder',
    undecided: 'reminder-maybe',
  };
  return leads[as] ?? 'invitation';
}

/** What all messages with this person's card are to show. */
export function revisionsOf(roster: Roster, row: Invitation, zone: string): readonly Revision[] {
  const options: CardOptions = { language: row.language ?? 'de', zone };
  return (row.cards ?? []).map((key) => ({
    key,
    view: personCard(roster, row, { ...options, lead: leadOf(key, roster.meeting._id) }),
  }));
}

/** What the messages in the committee's channel are to show. */
export function roomRevisions(roster: Roster, roomId: string, zone: string): readonly Revision[] {
  const { meeting } = roster;
  const options: CardOptions = { language: 'de', zone };
  const moved: Revision = {
    key: movedRoomKey(meeting, roomId),
    view: roomCard(roster, { ...options, lead: 'moved' }),
  };
  return [{ key: roomKey(meeting._id, roomId), view: roomCard(roster, options) }, ...(meeting.moved ? [moved] : [])];
}

/** Names what views show, to tell whether they change. */
export function markOf(revisions: readonly { readonly view: View }[]): string {
  const views = JSON.stringify(revisions.map(({ view }) => view));
  return createHash('sha256').update(views).digest('base64url').slice(0, markLength);
}
