import { z } from 'zod';
import { inAll } from '../../../kernel/texts.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
import { specTexts } from './spec-texts.js';

/** How one partner was represented at one meeting: what reports count, without persons. Written at check-in. */
const Representation = z.object({
  /** `MEETING:PARTNER`. */
  _id: z.string(),
  meetingId: z.string(),
  committeeId: z.string().optional(),
  partnerId: z.string(),
  /** The meeting's day, ISO. */
  day: z.string(),
  represented: z.enum(['yes', 'by-deputy', 'excused', 'no']),
});
export type Representation = z.infer<typeof Representation>;

export const representationsSpec: CollectionSpec<Representation> = {
  name: 'representations',
  schema: Representation,
  version: 1,
  indexes: [
    { fields: [['meetingId', 1]] },
    {
      fields: [
        ['committeeId', 1],
        ['day', 1],
      ],
    },
    { fields: [['day', 1]] },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptRepresentations) },
  personal: 'none',
};
