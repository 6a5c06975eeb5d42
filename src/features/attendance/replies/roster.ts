import type { Context } from '../context.js';
import type { Invitation } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
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

export async function rowsOf(context: Context, meetingId: string): Promise<readonly Invitation[]> {
  return (await context.invitations.find({ filter: { meetingId }, limit: mostInvited })).items;
}

/** Everybody invited, with the names that their cards show. */
export async function rosterOf(context: Context, meeting: Meeting): Promise<Roster> {
  const rows = await rowsOf(context, meeting._id);
  return rosterFrom(context, meeting, rows, rows);
}

/** As `rosterOf`, with the names alone that the card of one person shows. */
export async function rosterFor(
  context: Context,
  meeting: Meeting,
  ids: readonly string[],
  read = rowsOf(context, meeting._id),
): Promise<Roster> {
  const rows = await read;
  return rosterFrom(
    context,
    meeting,
    rows,
    rows.filter(({ personId }) => ids.includes(personId)),
  );
}

/** For the channel's card, which names nobody who is invited. */
export async function rosterForRoom(context: Context, meeting: Meeting, read: Promise<readonly Invitation[]>) {
  return rosterFrom(context, meeting, await read, []);
}

async function rosterFrom(
  context: Context,
  meeting: Meeting,
  rows: readonly Invitation[],
  shown: readonly Invitation[],
): Promise<Roster> {
  const parties = partiesOf(meeting, rows);
  const wanted = new Set(shown.map(({ personId }) => personId));
  const senders = rows.filter(({ sends }) => sends !== undefined && wanted.has(sends)).map(({ personId }) => personId);
  const ids = new Set([...actorsOf(meeting), ...senders, ...shown.flatMap((row) => [...namedOn(row, parties)])]);
  const names = await namesOf(context, [...ids]);
  return { meeting, rows, parties, counts: countsOf(meeting, parties), names };
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
