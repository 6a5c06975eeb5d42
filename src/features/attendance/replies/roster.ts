import type { Context } from '../context.js';
import type { Invitation, Meeting } from '../meetings/model.js';
import { type Counts, countsOf, type Party, partiesOf, partyWith } from './parties.js';

/** As many as a store gives at once; a network's largest conference is smaller. */
const mostInvited = 1_000;

/** A meeting with everybody invited, as its cards show it. */
export interface Roster {
  readonly meeting: Meeting;
  readonly rows: readonly Invitation[];
  readonly parties: readonly Party[];
  readonly counts: Counts;
  /** Names of those whom cards name. */
  readonly names: ReadonlyMap<string, string>;
}

/** Everybody invited, with the names that their cards show. */
export async function rosterOf(context: Context, meeting: Meeting): Promise<Roster> {
  const { items } = await context.invitations.find({ filter: { meetingId: meeting._id }, limit: mostInvited });
  const parties = partiesOf(meeting, items);
  const ids = new Set([...actorsOf(meeting), ...items.flatMap((row) => [...namedOn(row, parties)])]);
  const names = await namesOf(context, [...ids]);
  return { meeting, rows: items, parties, counts: countsOf(meeting, parties), names };
}

/** As `rosterOf`, with the names that this person's card shows alone. */
export async function rosterFor(context: Context, meeting: Meeting, ids: readonly string[]): Promise<Roster> {
  const { items } = await context.invitations.find({ filter: { meetingId: meeting._id }, limit: mostInvited });
  const parties = partiesOf(meeting, items);
  const own = items.find(({ personId }) => ids.includes(personId));
  const named = [...actorsOf(meeting), ...(own ? namedOn(own, parties) : [])];
  const names = await namesOf(context, [...new Set(named)]);
  return { meeting, rows: items, parties, counts: countsOf(meeting, parties), names };
}

function actorsOf({ moved, cancelled }: Meeting): readonly string[] {
  return [moved?.by, cancelled?.by].filter((id) => id !== undefined);
}

function namedOn(row: Invitation, parties: readonly Party[]): readonly string[] {
  const by = partyWith(parties, row.personId)?.by?.personId;
  return [row.standsInFor, row.sends, row.repliedBy, by === row.personId ? undefined : by].filter(
    (id) => id !== undefined,
  );
}

async function namesOf(context: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return ids.length === 0 ? new Map() : context.people().names(ids.slice(0, mostInvited));
}
