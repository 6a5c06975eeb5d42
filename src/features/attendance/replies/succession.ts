import type { Turn } from '../../../bot/feature.js';
import { meetingLine } from '../meeting-views.js';
import { type Invitation, invitationId } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import type { Replying } from './answering.js';
import { comingOf } from './coming.js';
import { inviteKey } from './copies.js';
import { partnerOf } from './invitees.js';
import { rosterOf } from './roster.js';
import { sendCards } from './sending.js';
import { successionTexts } from './succession-texts.js';

/**
 * Hands on the invitations to meetings that are to come: the successor is invited instead, and asked anew; what the other
 * had replied goes. First the successor comes in, then the other goes, so that it may be done again.
 */
export async function succeedInInvitations(
  context: Replying,
  turn: Turn,
  from: string,
  to: string,
): Promise<readonly string[]> {
  const t = successionTexts[turn.language];
  const successor = await context.people().get(to);
  if (!successor) return [];
  const moved: string[] = [];
  for (const { meeting, row } of await comingOf(context, { id: from }, turn.now)) {
    const partnerId = row.partnerId ?? partnerOf(successor);
    await context.live.mark(meeting._id);
    await context.invitations.insert({
      _id: invitationId(meeting._id, to),
      meetingId: meeting._id,
      personId: to,
      role: row.role,
      ...(partnerId !== undefined && { partnerId }),
      ...(row.standsInFor !== undefined && row.standsInFor !== to && { standsInFor: row.standsInFor }),
      language: successor.language,
      until: row.until,
    });
    await invite(context, meeting, to, turn.now);
    await handOver(context, row, from, to);
    await context.live.touch(meeting._id);
    moved.push(t.invitation(meetingLine(meeting, turn.language, context.zone, turn.today)));
  }
  return moved;
}

async function invite(context: Replying, meeting: Meeting, personId: string, due: Date): Promise<void> {
  const roster = await rosterOf(context, meeting);
  const rows = roster.rows.filter((row) => row.personId === personId);
  await sendCards(context, roster, rows, {
    due,
    occasion: 'change',
    lead: 'invitation',
    key: () => inviteKey(meeting._id, personId),
  });
}

/** Nothing more is sent to whoever goes; whoever sent them sends the successor. */
async function handOver(context: Replying, row: Invitation, from: string, to: string): Promise<void> {
  await context.outbox.cancelKeys(row.cards ?? []);
  const { items } = await context.invitations.find({
    filter: { meetingId: row.meetingId, $or: [{ sends: from }, { standsInFor: from }] },
  });
  for (const other of items) {
    const fields = {
      ...(other.sends === from && other.personId !== to && { sends: to }),
      ...(other.standsInFor === from && other.personId !== to && { standsInFor: to }),
    };
    if (Object.keys(fields).length > 0) await context.invitations.update(other._id, { $set: fields });
  }
  await context.invitations.delete({ _id: row._id });
}
