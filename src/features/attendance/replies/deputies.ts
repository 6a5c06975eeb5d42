import { noticeView, typedAction } from '../../../bot/views.js';
import type { View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { type Invitation, invitationId } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { headline } from './card.js';
import { batchOf, cardKey } from './copies.js';
import { deputyTexts } from './deputy-texts.js';
import { deputyRow } from './invitees.js';
import { type Roster, rosterOf } from './roster.js';
import { sendCards } from './sending.js';

/**
 * Does what follows from the replies as they stand: whoever is sent is asked, whoever was sent and is not any more is told
 * so, and whoever sent somebody who cannot hears of it. Idempotent; resolves with the roster as it is then.
 */
export async function settleDeputies(context: Context, roster: Roster): Promise<Roster> {
  if (roster.meeting.state !== 'invited') return roster;
  const released = roster.rows.filter((row) => isReleased(roster, row));
  const sending = roster.rows.filter((row) => row.sends !== undefined && !isAppointed(roster, row));
  for (const row of released) await release(context, roster, row);
  for (const row of sending) await appoint(context, roster.meeting, row);
  for (const row of roster.rows) if (hasDeclined(roster, row)) await tellSender(context, roster, row);
  return released.length + sending.length > 0 ? rosterOf(context, roster.meeting) : roster;
}

/** Somebody who was sent once and is sent again is asked again. */
function appointmentKey({ _id }: Meeting, { sends = '', replyMark = '' }: Invitation): string {
  return cardKey(_id, `deputy:${replyMark}`, sends);
}

function appointmentsOf({ cards = [] }: Invitation): readonly string[] {
  return cards.filter((key) => key.includes(':deputy:'));
}

function senderOf({ rows }: Roster, { standsInFor }: Invitation): Invitation | undefined {
  return standsInFor === undefined ? undefined : rows.find(({ personId }) => personId === standsInFor);
}

function isAppointed({ rows, meeting }: Roster, sender: Invitation): boolean {
  const deputy = rows.find(({ personId }) => personId === sender.sends);
  return deputy?.cards?.includes(appointmentKey(meeting, sender)) ?? false;
}

function isReleased(roster: Roster, row: Invitation): boolean {
  return appointmentsOf(row).length > 0 && !roster.rows.some(({ sends }) => sends === row.personId);
}

function hasDeclined(roster: Roster, row: Invitation): boolean {
  return row.role === 'deputy' && row.reply === 'no' && senderOf(roster, row)?.sends === row.personId;
}

async function appoint(context: Context, meeting: Meeting, sender: Invitation): Promise<void> {
  const person = sender.sends === undefined ? undefined : await context.people().get(sender.sends);
  if (!person) return;
  await context.invitations.insert(deputyRow(meeting, person, sender));
  const id = invitationId(meeting._id, person.id);
  await context.invitations.update(id, { $set: { standsInFor: sender.personId } }, { role: 'deputy' });
  const roster = await rosterOf(context, meeting);
  await sendCards(
    context,
    roster,
    roster.rows.filter(({ _id }) => _id === id),
    { due: sender.repliedAt ?? context.clock.now(), lead: 'deputy', key: () => appointmentKey(meeting, sender) },
  );
}

/** Who came in only as this person's deputy is no longer asked; members and standing deputies stay invited. */
async function release(context: Context, roster: Roster, row: Invitation): Promise<void> {
  const appointments = appointmentsOf(row);
  const view = releasedView(context, roster, row);
  const waited = await context.outbox.cancelKeys(appointments);
  await context.outbox.revise(appointments.map((key) => ({ key, view })));
  const sender = senderOf(roster, row);
  if (waited < appointments.length) await tell(context, roster, row.personId, view, sender, 'released');
  const stays = row.role !== 'deputy' || row.presence !== undefined || (row.cards ?? []).some(isInvitation);
  if (!stays) await context.invitations.delete({ _id: row._id });
  for (const key of appointments) await context.invitations.update(row._id, { $pull: { cards: key } });
}

function isInvitation(key: string): boolean {
  return key.includes(':invite:');
}

function releasedView(context: Context, { meeting, names }: Roster, row: Invitation): View {
  const language = row.language ?? 'de';
  const t = deputyTexts[language];
  const line = headline(meeting, language, context.zone);
  // Members who were sent stand in for nobody in their own row.
  const sender = row.role === 'deputy' ? (names.get(row.standsInFor ?? '') ?? t.someone) : undefined;
  const text = sender === undefined ? t.releasedUnnamed(line) : t.released(line, sender);
  return noticeView('attendance.deputy-released', text, language, [typedAction('treffen', t.meetings)]);
}

/** Whoever sent them had better know at once: they send somebody else, or nobody comes. */
async function tellSender(context: Context, roster: Roster, deputy: Invitation): Promise<void> {
  const { meeting, names } = roster;
  const sender = senderOf(roster, deputy);
  if (!sender) return;
  const language = sender.language ?? 'de';
  const t = deputyTexts[language];
  const text = t.declined(headline(meeting, language, context.zone), names.get(deputy.personId) ?? t.someone);
  const payload = { meeting: meeting._id, asked: meeting.asked };
  const view = noticeView('attendance.deputy-declined', text, language, [
    { id: 'attendance.deputy', label: t.another, payload },
    { id: 'attendance.reply', label: t.comeMyself, payload: { ...payload, reply: 'yes' } },
  ]);
  await tell(context, roster, sender.personId, view, deputy, 'deputy-declined');
}

/** Once for the reply of somebody else that it follows from. */
async function tell(
  context: Context,
  { meeting }: Roster,
  personId: string,
  view: View,
  from: Invitation | undefined,
  as: string,
): Promise<void> {
  await context.outbox.enqueue([
    {
      key: cardKey(meeting._id, `${as}:${from?.replyMark ?? ''}`, personId),
      personId,
      ...(from && { about: [from.personId] }),
      view,
      due: from?.repliedAt ?? context.clock.now(),
      occasion: 'change',
      batch: batchOf(meeting),
    },
  ]);
}
