import type { Invitation, ReplyKind } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';

/** Those who answer together: a partner's people where one reply suffices, else one person and who stands in for them. */
export interface Party {
  readonly key: string;
  readonly partnerId?: string;
  readonly rows: readonly Invitation[];
  /** The best of their replies; absent while nobody of them has answered. */
  readonly reply?: ReplyKind;
  /** Whose reply that is. */
  readonly by?: Invitation;
}

/** Replies by party; `people` are the persons who come, which may be more. */
export interface Counts {
  readonly yes: number;
  readonly maybe: number;
  readonly no: number;
  readonly open: number;
  readonly people: number;
}

type Asked = Pick<Meeting, 'asked' | 'onePerPartner'>;

/** What a person has answered to what is asked now: who had said yes to another date is asked again. */
export function replyOf(meeting: Pick<Meeting, 'asked'>, { reply, repliedTo }: Invitation): ReplyKind | undefined {
  const isOld = repliedTo !== undefined && repliedTo !== meeting.asked;
  return reply === 'yes' && isOld ? undefined : reply;
}

/** Everybody who was asked, by party; those who just came along were not. */
export function partiesOf(meeting: Asked, rows: readonly Invitation[]): readonly Party[] {
  const asked = rows.filter(wasAsked);
  const byPerson = new Map(asked.map((row) => [row.personId, row]));
  const grouped = new Map<string, Invitation[]>();
  for (const row of asked) {
    const key = partyKey(meeting, row, byPerson);
    grouped.set(key, [...(grouped.get(key) ?? []), row]);
  }
  return [...grouped].map(([key, members]) => partyFrom(meeting, key, members, byPerson));
}

/** The party that a person answers with. */
export function partyWith(parties: readonly Party[], personId: string): Party | undefined {
  return parties.find(({ rows }) => rows.some((row) => row.personId === personId));
}

export function countsOf(meeting: Asked, parties: readonly Party[]): Counts {
  const count = (reply: ReplyKind | undefined) => parties.filter((party) => party.reply === reply).length;
  const rows = parties.flatMap((party) => party.rows);
  return {
    yes: count('yes'),
    maybe: count('maybe'),
    no: count('no'),
    open: count(undefined),
    people: rows.filter((row) => replyOf(meeting, row) === 'yes').length,
  };
}

/** Who is to be reminded of those who have not answered: standing deputies only once they are sent; each once. */
export function silentIn(meeting: Asked, parties: readonly Party[]): readonly Invitation[] {
  const byPerson = new Map(parties.flatMap(({ rows }) => rows).map((row) => [row.personId, row]));
  const silent = parties
    .filter(({ reply }) => reply === undefined)
    .flatMap(({ rows }) => {
      const sent = rows.flatMap((row) => (isSending(row) ? (byPerson.get(row.sends) ?? []) : []));
      return [...rows.filter((row) => isAsked(row, rows)), ...sent];
    });
  return [...new Set(silent)].filter((row) => replyOf(meeting, row) === undefined);
}

/** Who said maybe, where nobody of their party has decided. */
export function undecidedIn(meeting: Asked, parties: readonly Party[]): readonly Invitation[] {
  return parties
    .filter(({ reply }) => reply === 'maybe')
    .flatMap(({ rows }) => rows.filter((row) => replyOf(meeting, row) === 'maybe'));
}

/** Guests who are first met at the check-in were not. */
function wasAsked({ role, presence, reply, cards }: Invitation): boolean {
  return role !== 'walk-in' && !(role === 'guest' && presence !== undefined && reply === undefined && !cards);
}

function isAsked(row: Invitation, party: readonly Invitation[]): boolean {
  if (row.personId.startsWith('erased:')) return false;
  return row.role !== 'deputy' || party.some(({ sends }) => sends === row.personId);
}

function partyKey(meeting: Asked, row: Invitation, byPerson: ReadonlyMap<string, Invitation>): string {
  const standsFor = row.role === 'deputy' && row.standsInFor !== undefined ? byPerson.get(row.standsInFor) : undefined;
  const counted = standsFor ?? row;
  if (meeting.onePerPartner && counted.partnerId !== undefined && counted.role !== 'guest') {
    return `partner:${counted.partnerId}`;
  }
  return `person:${counted.personId}`;
}

const strongest: readonly ReplyKind[] = ['yes', 'maybe', 'no'];

function partyFrom(
  meeting: Asked,
  key: string,
  rows: readonly Invitation[],
  byPerson: ReadonlyMap<string, Invitation>,
): Party {
  const partnerId = rows.find((row) => row.partnerId !== undefined)?.partnerId;
  const base = { key, rows, ...(partnerId !== undefined && { partnerId }) };
  const answering = rows.flatMap((row) => (isSending(row) ? (byPerson.get(row.sends) ?? []) : row));
  // Who had said yes to another date is asked again, whatever a colleague said who left it to them.
  const isAskedAgain = answering.some((row) => row.reply === 'yes' && replyOf(meeting, row) === undefined);
  for (const reply of isAskedAgain ? strongest.slice(0, 1) : strongest) {
    const by = answering.find((row) => replyOf(meeting, row) === reply);
    if (by) return { ...base, reply, by };
  }
  return base;
}

/** Who sends somebody leaves the answer to them, even if those come for somebody else as well. */
function isSending(row: Invitation): row is Invitation & { readonly sends: string } {
  return row.reply === 'no' && row.sends !== undefined;
}
