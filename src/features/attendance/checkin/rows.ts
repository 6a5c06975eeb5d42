import type { Turn } from '../../../bot/feature.js';
import type { Context } from '../context.js';
import { type Invitation, invitationId } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { replyOf } from '../replies/parties.js';
import { checkinTexts } from './texts.js';

const mostRows = 1_000;

/** One person of a meeting as lists and reports name them. */
export interface Listed {
  readonly row: Invitation;
  readonly name: string;
  /** The partner they speak for, by name. */
  readonly partner?: string;
}

/** Everybody who was invited to a meeting or came to it. */
export async function rowsOf(context: Context, { _id }: Pick<Meeting, '_id'>): Promise<readonly Invitation[]> {
  return (await context.invitations.find({ filter: { meetingId: _id }, limit: mostRows })).items;
}

/** Those who are there to be checked in: standing deputies only once they are sent, say yes or came. */
export function expectedOf(meeting: Meeting, rows: readonly Invitation[]): readonly Invitation[] {
  const sent = new Set(rows.flatMap(({ sends }) => sends ?? []));
  return rows.filter(
    (row) =>
      row.role !== 'deputy' || row.presence !== undefined || sent.has(row.personId) || replyOf(meeting, row) === 'yes',
  );
}

/** With names, by partner and then by name; those without a partner last. The order stays while people are checked in. */
export async function named(
  context: Context,
  rows: readonly Invitation[],
  language: Turn['language'],
): Promise<readonly Listed[]> {
  const names = await context.people().names([...new Set(rows.map(({ personId }) => personId))]);
  const partners = await partnerNames(
    context,
    rows.flatMap(({ partnerId }) => partnerId ?? []),
  );
  const listed = rows.map((row): Listed => {
    const partner = row.partnerId === undefined ? undefined : partners.get(row.partnerId);
    const name = names.get(row.personId) ?? checkinTexts[language].nameless;
    return { row, name, ...(partner !== undefined && { partner }) };
  });
  return listed.sort(byPartner);
}

/** The names of partners by their ids. */
export async function partnerNames(context: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all([...new Set(ids)].map((id) => context.directory.get(id)));
  return new Map(found.flatMap((partner) => (partner ? [[partner.id, partner.name] as const] : [])));
}

/** The row of somebody who comes to a meeting without having been invited; the one there is if they were. */
export async function rowFor(
  context: Context,
  meeting: Meeting,
  personId: string,
  role: 'walk-in' | 'guest',
): Promise<Invitation> {
  const _id = invitationId(meeting._id, personId);
  const known = await context.invitations.get(_id);
  if (known) return known;
  const partner = (await context.people().get(personId))?.partner;
  const partnerId = partner?.confirmed ? partner.id : undefined;
  const fresh: Invitation = {
    _id,
    meetingId: meeting._id,
    personId,
    role,
    until: meeting.end,
    ...(partnerId !== undefined && { partnerId }),
  };
  await context.invitations.insert(fresh);
  return (await context.invitations.get(_id)) ?? fresh;
}

function byPartner(one: Listed, other: Listed): number {
  const last = '\uffff';
  return (
    (one.partner ?? last).localeCompare(other.partner ?? last, 'de') ||
    one.name.localeCompare(other.name, 'de') ||
    one.row._id.localeCompare(other.row._id)
  );
}
