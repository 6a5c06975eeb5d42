import { z } from 'zod';
import { inAll } from '../../../kernel/texts.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
import { specTexts } from '../spec-texts.js';

const Rate = z.object({ asked: z.number().int(), answered: z.number().int() });
export type Rate = z.infer<typeof Rate>;

/** By sector or life stage; null: too few to be shown. */
const GroupRate = z.object({ id: z.string(), rate: Rate.nullable() });
export type GroupRate = z.infer<typeof GroupRate>;

/** How many chose each answer, in the order of the question's answers; null: too few to be shown. */
const Counts = z.array(z.number().int()).nullable();

const QuestionResult = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('answers'),
    id: z.string(),
    total: Counts,
    groups: z.array(z.object({ sector: z.string(), counts: Counts })),
  }),
  z.object({
    type: z.literal('number'),
    id: z.string(),
    figures: z.object({ n: z.number().int(), mean: z.number(), median: z.number() }).nullable(),
  }),
  /** Read from the answers where they are shown: they change no more. Null: too few took part. */
  z.object({ type: z.literal('texts'), id: z.string(), n: z.number().int().nullable() }),
]);
export type QuestionResult = z.infer<typeof QuestionResult>;

/**
 * What a round came to, made once when it has closed and never again: only what may be shown, so that two looks, an
 * erasure or another setting in between never tell more.
 */
const Result = z.object({
  /** The round's. */
  _id: z.string(),
  /** Groups of fewer are hidden. */
  smallest: z.number().int(),
  overall: Rate,
  sectors: z.array(GroupRate),
  lifeStages: z.array(GroupRate),
  questions: z.array(QuestionResult),
});
export type Result = z.infer<typeof Result>;

export const resultsSpec: CollectionSpec<Result> = {
  name: 'round-results',
  schema: Result,
  version: 1,
  indexes: [],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptAnswers) },
  personal: 'none',
};
