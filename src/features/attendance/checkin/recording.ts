import type { Turn } from '../../../bot/feature.js';
import type { Context } from '../context.js';
import { changeMeeting } from '../meetings/finding.js';
import type { Invitation, Presence } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { replyOf } from '../replies/parties.js';
import { keepRepresentations } from './representations.js';
import { expectedOf, rowsOf } from './rows.js';

/** Corrections kept for one person. */
const mostLogged = 20;
const mostAttempts = 10;
const atOnce = 20;

/** Who notes it, and when. */
export type Noting = Pick<Turn, 'now'> & { readonly person: { readonly id: string } };

/** What "was there" means for a person: deputies came as such, guests as guests. */
export function presenceFor({ role }: Pick<Invitation, 'role'>, wanted: Presence): Presence {
  if (wanted !== 'present' && wanted !== 'deputy') return wanted;
  if (role === 'guest') return 'guest';
  return role === 'deputy' ? 'deputy' : wanted;
}

/**
 * Notes for one person what the one who noted it saw changing: if somebody else was quicker with another word, theirs
 * stays, and the row as it is now comes back. Undefined: it is as wanted. Who was represented by a deputy, and that deputy,
 * are noted together where nothing was noted yet.
 */
export async function note(
  context: Context,
  turn: Noting,
  row: Invitation,
  wanted: Presence,
  seen: Presence | undefined,
): Promise<Invitation | undefined> {
  const presence = presenceFor(row, wanted);
  const now = await written(context, turn, row, presence, seen);
  if (now && now.presence !== presence) return now;
  if (presence === 'deputy') await noteOtherSide(context, turn, row);
  return undefined;
}

/** Notes it whatever was noted before: a correction. */
export async function correct(context: Context, turn: Noting, row: Invitation, wanted: Presence): Promise<void> {
  let read: Invitation = row;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const other = await note(context, turn, read, wanted, read.presence);
    if (!other) return;
    read = other;
  }
}

/** Resolves with the row as it is after that. */
async function written(
  context: Context,
  { person, now: at }: Noting,
  row: Invitation,
  presence: Presence,
  seen: Presence | undefined,
): Promise<Invitation | undefined> {
  const read = await context.invitations.get(row._id);
  if (!read || read.presence === presence || read.presence !== seen) return read;
  const entry = { presence, by: person.id, at };
  const log = read.presenceLog ?? [];
  const isFull = log.length >= mostLogged;
  const changed = await context.invitations.update(
    row._id,
    isFull
      ? { $set: { presence, presenceLog: [...log.slice(1 - mostLogged), entry] } }
      : { $set: { presence }, $push: { presenceLog: entry } },
    { presence: seen ?? null },
  );
  return changed ?? context.invitations.get(row._id);
}

async function noteOtherSide(context: Context, turn: Noting, row: Invitation): Promise<void> {
  const other = row.standsInFor ?? row.sends;
  if (other === undefined) return;
  const found = await context.invitations.get(`${row.meetingId}:${other}`);
  if (found && found.presence === undefined) await written(context, turn, found, 'deputy', undefined);
}

/**
 * `yes`: everybody who said yes was there. `rest`: of whom nothing is noted was not. Nobody's word is overwritten. Resolves
 * with how many that were.
 */
export async function noteMany(
  context: Context,
  turn: Noting,
  meeting: Meeting,
  which: 'yes' | 'rest',
): Promise<number> {
  const open = expectedOf(meeting, await rowsOf(context, meeting)).filter(({ presence }) => presence === undefined);
  const meant = open.flatMap((row): readonly (readonly [Invitation, Presence])[] => {
    const reply = replyOf(meeting, row);
    if (which === 'yes') return reply === 'yes' ? [[row, 'present']] : [];
    return [[row, reply === 'no' ? 'excused' : 'absent']];
  });
  for (let from = 0; from < meant.length; from += atOnce) {
    const some = meant.slice(from, from + atOnce);
    await Promise.all(some.map(([row, presence]) => note(context, turn, row, presence, undefined)));
  }
  return meant.length;
}

/** After every change: the meeting counts as checked in from the first on, and reports follow. */
export async function checkedIn(context: Context, turn: Noting, meeting: Meeting): Promise<Meeting> {
  const now = await changeMeeting(context, meeting._id, ({ checkedInAt }) =>
    checkedInAt ? undefined : { $set: { checkedInAt: turn.now } },
  );
  await keepRepresentations(context, now ?? meeting);
  return now ?? meeting;
}
