import { idsOf, type Person } from '../../../ports/people.js';
import type { Context } from '../context.js';
import { type Invitation, invitationId } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import type { Committee } from '../model.js';

const lookedUpAtOnce = 50;
const mostInvited = 1_000;

interface Invitee {
  readonly personId: string;
  readonly role: Invitation['role'];
  readonly standsInFor?: string;
}

/** Rows for everybody whom a committee invites: members, their standing deputies, guests. Each person once. */
export async function inviteesOf(
  context: Context,
  meeting: Meeting,
  committee: Committee,
): Promise<readonly Invitation[]> {
  const { memberIds, chairId, deputies = [], guestIds = [] } = committee;
  const all: readonly Invitee[] = [
    ...memberIds.map((personId) => ({ personId, role: 'member' as const })),
    ...(chairId === undefined ? [] : [{ personId: chairId, role: 'member' as const }]),
    ...deputies.map(({ memberId, deputyId }) => ({
      personId: deputyId,
      role: 'deputy' as const,
      standsInFor: memberId,
    })),
    ...guestIds.map((personId) => ({ personId, role: 'guest' as const })),
  ];
  // The first mention counts: a member who is somebody's deputy comes as a member.
  const each = new Map(all.toReversed().map((invitee) => [invitee.personId, invitee]));
  const people = await peopleOf(context, [...each.keys()]);
  const invited = new Set(await invitedTo(context, meeting));
  return [...each.values()].flatMap((invitee) => {
    const person = people.get(invitee.personId);
    // Nobody is invited twice who was known here under another id before.
    const isNew = person && !idsOf(person).some((id) => invited.has(id));
    return isNew ? [rowFor(meeting, invitee, person, people)] : [];
  });
}

/** The row of somebody who stands in for somebody else at one meeting: they count for whom they stand in. */
export function deputyRow(meeting: Meeting, person: Person, sender: Invitation): Invitation {
  return {
    _id: invitationId(meeting._id, person.id),
    meetingId: meeting._id,
    personId: person.id,
    ...(sender.partnerId !== undefined && { partnerId: sender.partnerId }),
    role: 'deputy',
    standsInFor: sender.personId,
    language: person.language,
    until: meeting.end,
  };
}

/** The partner that a person counts for: one that the coordination has confirmed. */
export function partnerOf({ partner }: Pick<Person, 'partner'>): string | undefined {
  return partner?.confirmed ? partner.id : undefined;
}

function rowFor(
  meeting: Meeting,
  { role, standsInFor }: Invitee,
  person: Person,
  people: ReadonlyMap<string, Person>,
): Invitation {
  const counted = standsInFor === undefined ? person : (people.get(standsInFor) ?? person);
  const partnerId = partnerOf(counted);
  return {
    _id: invitationId(meeting._id, person.id),
    meetingId: meeting._id,
    personId: person.id,
    role,
    ...(partnerId !== undefined && { partnerId }),
    ...(standsInFor !== undefined && { standsInFor: counted.id }),
    language: person.language,
    until: meeting.end,
  };
}

async function invitedTo(context: Context, { _id }: Meeting): Promise<readonly string[]> {
  const { items } = await context.invitations.find({ filter: { meetingId: _id }, limit: mostInvited });
  return items.map(({ personId }) => personId);
}

async function peopleOf(context: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  const people = context.people();
  const known = new Map<string, Person>();
  for (let start = 0; start < ids.length; start += lookedUpAtOnce) {
    const some = ids.slice(start, start + lookedUpAtOnce);
    const found = await Promise.all(some.map(async (id) => [id, await people.get(id)] as const));
    for (const [id, person] of found) if (person) known.set(id, person);
  }
  return known;
}
