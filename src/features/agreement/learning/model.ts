import { createHash } from 'node:crypto';
import { z } from 'zod';
import { inAll } from '../../../kernel/texts.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
import { topicOf } from '../topics.js';
import { texts } from './texts.js';

/** How often something was asked in a month. Nobody's question, and no word of it. */
const AskedMatter = z.object({
  _id: z.string(),
  /** `2026-11` */
  month: z.string(),
  /** Id of the matter, or of what the agreement is silent on. */
  about: z.string(),
  answered: z.boolean(),
  count: z.number().int(),
  /** When it was asked last. */
  at: z.date(),
});
export type AskedMatter = z.infer<typeof AskedMatter>;

const keptDays = 400;

export const askedSpec: CollectionSpec<AskedMatter> = {
  name: 'agreement-asked',
  schema: AskedMatter,
  version: 1,
  indexes: [{ fields: [['month', 1]] }],
  retention: { days: keptDays, field: 'at' },
  personal: 'none',
};

export const verdicts = ['helped', 'not-helped'] as const;
export type Verdict = (typeof verdicts)[number];
export const complaints = ['wrong-passage', 'incomplete', 'unclear'] as const;
export type Complaint = (typeof complaints)[number];

/** What somebody thought of one answer. Text and question only where they chose to send them. */
const Opinion = z.object({
  _id: z.string(),
  /** Gone once the person is erased: the count stays. */
  personId: z.string().optional(),
  about: z.string(),
  verdict: z.enum(verdicts),
  reason: z.enum(complaints).optional(),
  text: z.string().optional(),
  question: z.string().optional(),
  /** It has a text or a question to read. */
  hasWords: z.boolean(),
  at: z.date(),
});
export type Opinion = z.infer<typeof Opinion>;

export const opinionsSpec: CollectionSpec<Opinion> = {
  name: 'agreement-opinions',
  schema: Opinion,
  version: 1,
  indexes: [
    { fields: [['personId', 1]], sparse: true },
    {
      fields: [
        ['about', 1],
        ['verdict', 1],
        ['at', 1],
      ],
    },
    {
      fields: [
        ['hasWords', 1],
        ['at', -1],
      ],
    },
  ],
  retention: { days: keptDays, field: 'at' },
  personal: {
    personField: 'personId',
    label: inAll(texts, (t) => t.opinionsLabel),
    purpose: inAll(texts, (t) => t.opinionsPurpose),
    show: (opinion, language) => {
      const t = texts[language];
      return {
        [t.topicColumn]: topicOf(opinion.about) ?? opinion.about,
        [t.verdict]: opinion.verdict === 'helped' ? t.helped : t.notHelped,
        ...(opinion.reason && { [t.reason]: t[opinion.reason] }),
        ...(opinion.text !== undefined && { [t.remark]: opinion.text }),
        ...(opinion.question !== undefined && { [t.question]: opinion.question }),
      };
    },
    erase: () => ({ $unset: { personId: true, text: true, question: true }, $set: { hasWords: false } }),
  },
};

/** One opinion for each person and answer, however often they press; the id tells neither. */
export function opinionId(personId: string, answer: string): string {
  return createHash('sha256')
    .update(JSON.stringify([personId, answer]))
    .digest('base64url');
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}
