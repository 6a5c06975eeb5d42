import { z } from 'zod';
import { formatInstant } from '../../../kernel/dates.js';
import { inAll } from '../../../kernel/texts.js';
import type { Change, CollectionSpec } from '../../../ports/document-store.js';
import { texts } from './texts.js';

/** A question that somebody sent to the coordination office, and the answer. */
const Inquiry = z.object({
  /** Mark of the event that sent it: delivered twice, it is one question. */
  _id: z.string(),
  /** Who asked. Gone once they are erased. */
  personId: z.string().optional(),
  /** Their name when they asked. */
  name: z.string().optional(),
  text: z.string(),
  at: z.date(),
  /** Nobody has answered yet. */
  open: z.boolean(),
  answer: z.string().optional(),
  answeredBy: z.string().optional(),
  answeredAt: z.date().optional(),
});
export type Inquiry = z.infer<typeof Inquiry>;

const keptDays = 180;

export const inquiriesSpec: CollectionSpec<Inquiry> = {
  name: 'agreement-inquiries',
  schema: Inquiry,
  version: 1,
  indexes: [
    { fields: [['personId', 1]], sparse: true },
    { fields: [['answeredBy', 1]], sparse: true },
    {
      fields: [
        ['open', 1],
        ['at', 1],
      ],
    },
  ],
  retention: { days: keptDays, field: 'at' },
  personal: {
    personField: 'personId',
    alsoIn: ['answeredBy'],
    label: inAll(texts, (t) => t.inquiriesLabel),
    purpose: inAll(texts, (t) => t.inquiriesPurpose),
    show: ({ text, at, answer }, language, { zone }) => {
      const t = texts[language];
      return {
        [t.question]: text,
        [t.sentAt]: formatInstant(at, zone, language),
        ...(answer !== undefined && { [t.answer]: answer }),
      };
    },
    erase: (inquiry, personId): Change =>
      inquiry.personId === personId
        ? { $unset: { personId: true, name: true, answer: true }, $set: { text: '', open: false } }
        : { $unset: { answeredBy: true } },
  },
};
