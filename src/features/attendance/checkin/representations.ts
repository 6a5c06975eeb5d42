import { dayAt } from '../../../kernel/dates.js';
import type { Context } from '../context.js';
import type { Invitation } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import type { Representation } from '../meetings/representations.js';
import { replyOf } from '../replies/parties.js';
import { rowsOf } from './rows.js';

export type Represented = Representation['represented'];

/** Others may check in while it is worked out: so often it is looked at again. */
const mostRounds = 10;

/**
 * How each partner was represented, by what check-in says of its people. Deputies count for the partner they stand in
 * for; guests for nobody. Of whom nothing was noted was not there.
 */
export function representationsIn(
  meeting: Pick<Meeting, 'asked'>,
  rows: readonly Invitation[],
): ReadonlyMap<string, Represented> {
  const partnerOf = new Map(rows.map((row) => [row.personId, row.partnerId]));
  const grouped = new Map<string, Invitation[]>();
  for (const row of rows) {
    const partner = (row.standsInFor === undefined ? undefined : partnerOf.get(row.standsInFor)) ?? row.partnerId;
    if (partner === undefined || !counts(row)) continue;
    grouped.set(partner, [...(grouped.get(partner) ?? []), row]);
  }
  return new Map([...grouped].map(([partner, members]) => [partner, representedBy(meeting, members)]));
}

/** Who only came along counts where they were there; guests never do. */
function counts({ role, presence }: Invitation): boolean {
  if (role === 'guest') return false;
  return role !== 'walk-in' || presence === 'present' || presence === 'deputy';
}

function representedBy(meeting: Pick<Meeting, 'asked'>, rows: readonly Invitation[]): Represented {
  if (rows.some(({ presence }) => presence === 'present')) return 'yes';
  if (rows.some(({ presence }) => presence === 'deputy')) return 'by-deputy';
  const isExcused = (row: Invitation) =>
    row.presence === 'excused' || (row.presence === undefined && replyOf(meeting, row) === 'no');
  return rows.some(isExcused) ? 'excused' : 'no';
}

/**
 * Keeps what reports count in step with the check-in: looks again after writing until nothing differs, so that of two who
 * check in at once none leaves an old state behind.
 */
export async function keepRepresentations(context: Context, meeting: Meeting): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    const wanted = representationsIn(meeting, await rowsOf(context, meeting));
    const stored = await representationsOf(context, meeting);
    const day = dayAt(meeting.start, context.zone);
    const known = new Map(stored.map((each) => [each.partnerId, each]));
    const changed = [...wanted].filter(([partner, represented]) => {
      const now = known.get(partner);
      return now?.represented !== represented || now.day !== day;
    });
    const gone = stored.filter(({ partnerId }) => !wanted.has(partnerId));
    if (changed.length + gone.length === 0) return;
    for (const [partnerId, represented] of changed) {
      const fresh: Representation = {
        _id: `${meeting._id}:${partnerId}`,
        meetingId: meeting._id,
        partnerId,
        day,
        represented,
        ...(meeting.committeeId !== undefined && { committeeId: meeting.committeeId }),
      };
      await context.representations.upsert(fresh._id, { $set: { represented, day } }, fresh);
    }
    for (const { _id } of gone) await context.representations.delete({ _id });
  }
}

export async function representationsOf(
  context: Context,
  { _id }: Pick<Meeting, '_id'>,
): Promise<readonly Representation[]> {
  return (await context.representations.find({ filter: { meetingId: _id }, limit: 1_000 })).items;
}
