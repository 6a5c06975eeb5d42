import { z } from 'zod';
import { inAll } from '../../../kernel/texts.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import type { Meeting } from '../meetings/model.js';
import { seriesTexts } from './series-texts.js';

export const seriesRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('weeks'), every: z.number().int().min(1).max(52) }),
  z.object({
    kind: z.literal('months'),
    every: z.number().int().min(1).max(12),
    /** 1 to 4, or -1 for the last. */
    nth: z.number().int().min(-1).max(4),
    /** 1 Monday to 7 Sunday. */
    weekday: z.number().int().min(1).max(7),
  }),
]);
export type SeriesRule = z.infer<typeof seriesRule>;

export const skips = ['none', 'public', 'school'] as const;
export type Skip = (typeof skips)[number];

const SeriesDocument = z.object({
  _id: z.string(),
  rev: z.number().int(),
  committeeId: z.string(),
  /** What every occurrence is made with; times by local clocks, so that 14:00 stays 14:00. */
  title: z.string(),
  time: z.string(),
  minutes: z.number().int(),
  place: z.string().optional(),
  link: z.string().optional(),
  agenda: z.array(z.string()),
  maybeAllowed: z.boolean(),
  rule: seriesRule,
  /** The occurrence from which the rule counts, and its day. */
  phase: z.object({ index: z.number().int(), day: z.string() }),
  /** No occurrence after this day. */
  until: z.string().optional(),
  /** Days that are left out: none, public holidays, or school holidays as well. */
  skip: z.enum(skips),
  /** The next occurrence to be made, and its day. */
  next: z.object({ index: z.number().int(), day: z.string() }),
  state: z.enum(['open', 'ended']),
  /** Since somebody invited to one: the others follow by themselves, some weeks ahead. */
  invitesSince: z.date().optional(),
  by: z.string(),
  createdAt: z.date(),
  /** A change to many occurrences under way: finished by whoever comes across it. */
  pending: z
    .object({
      event: z.string(),
      /** `align`: what was changed singly becomes like the series again. */
      kind: z.enum(['edit', 'end', 'align']),
      from: z.number().int(),
      /** The occurrence that was edited: it takes the change whatever was changed of it alone. */
      chosen: z.number().int().optional(),
      by: z.string(),
      at: z.date(),
      /** Fields of the template that the change is about. */
      fields: z.array(z.string()),
      reason: z.string().optional(),
    })
    .optional(),
  /** The event of the last such change. */
  event: z.string().optional(),
});
export type Series = z.infer<typeof SeriesDocument>;

export const seriesSpec: CollectionSpec<Series> = {
  name: 'meeting-series',
  schema: SeriesDocument,
  version: 1,
  indexes: [
    {
      fields: [
        ['state', 1],
        ['next.day', 1],
      ],
    },
    { fields: [['pending.at', 1]], sparse: true },
    { fields: [['committeeId', 1]] },
  ],
  retention: { keep: 'until-deleted', why: inAll(seriesTexts, (t) => t.kept) },
  personal: 'none',
};

/** The series that a meeting is an occurrence of. */
export async function seriesOf(context: Context, { series }: Pick<Meeting, 'series'>): Promise<Series | undefined> {
  return series && context.store.collection(seriesSpec).get(series.id);
}
