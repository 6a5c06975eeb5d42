import { z } from 'zod';
import { inAll } from '../../../kernel/texts.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
import { specTexts } from '../spec-texts.js';

/** What one person submitted to an anonymous round, sealed until it closes. Nothing here leads to who it was. */
const Ballot = z.object({
  /** Random, and another one each time it is moved. */
  _id: z.string(),
  roundId: z.string(),
  sealed: z.string(),
});
export type Ballot = z.infer<typeof Ballot>;

export const ballotsSpec: CollectionSpec<Ballot> = {
  name: 'ballots',
  schema: Ballot,
  version: 1,
  indexes: [
    {
      fields: [
        ['roundId', 1],
        ['_id', 1],
      ],
    },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptBallots) },
  personal: 'none',
};

/** The store's half of the key to an open round's drafts and ballots; destroyed when it closes. */
const RoundKey = z.object({
  /** The round's. */
  _id: z.string(),
  half: z.string(),
});
export type RoundKey = z.infer<typeof RoundKey>;

export const roundKeysSpec: CollectionSpec<RoundKey> = {
  name: 'round-keys',
  schema: RoundKey,
  version: 1,
  indexes: [],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptBallots) },
  personal: 'none',
};
