import { createHash } from 'node:crypto';
import { z } from 'zod';
import { inAll } from '../../../kernel/texts.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
import { specTexts } from '../spec-texts.js';

/** What a partner answered in a named round; it may change until the round closes. */
const PartnerAnswer = z.object({
  /** Made from the round and the partner. */
  _id: z.string(),
  /** Counts changes: of two who answer at once the second is told. */
  rev: z.number().int(),
  roundId: z.string(),
  partnerId: z.string(),
  /** Question id → answer. */
  values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  /** Who answered, or entered it; gone with their data. */
  by: z.string().optional(),
  /** Said on the phone. */
  onBehalf: z.boolean(),
});
export type PartnerAnswer = z.infer<typeof PartnerAnswer>;

export const partnerAnswersSpec: CollectionSpec<PartnerAnswer> = {
  name: 'partner-answers',
  schema: PartnerAnswer,
  version: 1,
  indexes: [{ fields: [['roundId', 1]] }, { fields: [['by', 1]] }],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptPartnerAnswers) },
  personal: {
    personField: 'by',
    label: inAll(specTexts, (t) => t.namedAnswers),
    show: ({ values }, language) => ({
      [specTexts[language].answer]: Object.values(values).flat().map(String).join('; '),
    }),
    erase: () => ({ $unset: { by: true } }),
  },
};

export function partnerAnswerId(roundId: string, partnerId: string): string {
  return createHash('sha256').update(`${roundId}:partner:${partnerId}`).digest('base64url');
}

/** Under whose name the coordination office writes down what a partner says on the phone. */
export function phonedBy(partnerId: string): string {
  return `for:${partnerId}`;
}
