import { z } from 'zod';
import { fold } from '../../kernel/fold.js';
import { inAll } from '../../kernel/texts.js';
import type { Collection, CollectionSpec } from '../../ports/document-store.js';
import { texts } from './texts.js';

export const committeeKinds = ['steering', 'conference', 'working-group'] as const;
export type CommitteeKind = (typeof committeeKinds)[number];

const Committee = z.object({
  _id: z.string(),
  /** Counts changes: two who edit at once do not overwrite each other. */
  rev: z.number().int().optional(),
  name: z.string(),
  /** For sorting and comparing. */
  foldedName: z.string(),
  kind: z.enum(committeeKinds),
  /** Person ids; whoever chairs is a member too. */
  memberIds: z.array(z.string()),
  chairId: z.string().optional(),
  /** Who comes for a member who cannot: a standing deputy, at most one a member. */
  deputies: z.array(z.object({ memberId: z.string(), deputyId: z.string() })).optional(),
  /** Person ids of those who are invited without belonging to it. */
  guestIds: z.array(z.string()).optional(),
  /** Whether one reply per partner suffices; it does if left out. */
  onePerPartner: z.boolean().optional(),
  /** Whether „Vielleicht“ may be replied; it may if left out. */
  maybeAllowed: z.boolean().optional(),
  /** Whether those who were at its meetings are asked a question afterwards; they are not if left out. */
  asksAfter: z.boolean().optional(),
  /** What changed it last, and whom that concerned. */
  last: z.object({ event: z.string(), concerned: z.array(z.string()) }).optional(),
  /** The known room that gets a card of each meeting. */
  roomId: z.string().optional(),
});
export type Committee = z.infer<typeof Committee>;

export const committeesSpec: CollectionSpec<Committee> = {
  name: 'committees',
  schema: Committee,
  version: 1,
  indexes: [
    { fields: [['foldedName', 1]], unique: true },
    // For listing: by name alone the order is not total.
    {
      fields: [
        ['foldedName', 1],
        ['_id', 1],
      ],
    },
    { fields: [['memberIds', 1]] },
    { fields: [['chairId', 1]] },
    { fields: [['guestIds', 1]] },
    { fields: [['deputies.memberId', 1]] },
    { fields: [['deputies.deputyId', 1]] },
    { fields: [['last.concerned', 1]] },
  ],
  retention: { keep: 'until-deleted', why: inAll(texts, (t) => t.kept) },
  personal: {
    personField: 'memberIds',
    alsoIn: ['chairId', 'guestIds', 'deputies.memberId', 'deputies.deputyId', 'last.concerned'],
    label: inAll(texts, (t) => t.committeesLabel),
    purpose: inAll(texts, (t) => t.purpose),
    show: (committee, language) => ({ [texts[language].committee]: committee.name }),
    erase: (committee, personId) => ({
      $pull: { memberIds: personId, ...(committee.guestIds && { guestIds: personId }) },
      $inc: { rev: 1 },
      ...(committee.deputies && { $set: { deputies: deputiesWithout(committee.deputies, personId) } }),
      $unset: { last: true, ...(committee.chairId === personId && { chairId: true }) },
    }),
  },
};

type Deputies = NonNullable<Committee['deputies']>;

/** Whoever goes has no deputy any more, and is nobody's. */
export function deputiesWithout(deputies: Deputies, personId: string): Deputies {
  return deputies.filter(({ memberId, deputyId }) => memberId !== personId && deputyId !== personId);
}

/** Whom a member sends when they cannot come, as long as nobody else is named. */
export function standingDeputy({ deputies }: Committee, memberId: string): string | undefined {
  return deputies?.find((one) => one.memberId === memberId)?.deputyId;
}

export function committeeFrom(committee: Omit<Committee, 'foldedName'>): Committee {
  return { ...committee, foldedName: fold(committee.name) };
}

const mostChairs = 100;
const mostCommittees = 1_000;

/** Names the committees that a person chairs; for those who need to know what a person may do. */
export function committeesChairedBy(
  committees: Collection<Committee>,
): (personId: string) => Promise<readonly string[]> {
  return async (personId) => {
    const { items } = await committees.find({ filter: { chairId: personId }, limit: mostChairs });
    return items.map((committee) => committee._id);
  };
}

/** Names the members of committees, each once; for those who write to them. */
export function committeeMembers(
  committees: Collection<Committee>,
): (ids: readonly string[]) => Promise<readonly string[]> {
  return async (ids) => {
    const { items } = await committees.find({ filter: { _id: { $in: ids } }, limit: mostCommittees });
    return [...new Set(items.flatMap((committee) => committee.memberIds))];
  };
}

/** Names committees by their ids, as many as somebody chooses from; for those who write to them. */
export function committeeNames(
  committees: Collection<Committee>,
): () => Promise<readonly { readonly id: string; readonly name: string }[]> {
  return async () => {
    const { items } = await committees.find({ sort: [['foldedName', 1]], limit: mostChairs });
    return items.map(({ _id, name }) => ({ id: _id, name }));
  };
}
