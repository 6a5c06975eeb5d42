import { z } from 'zod';
import { formatInstant } from '../kernel/dates.js';
import { inAll, languages } from '../kernel/texts.js';
import { type Account, channelNames } from '../messages/inbound.js';
import type { CollectionSpec } from '../ports/document-store.js';
import { worksTexts } from './works-texts.js';

const StoredWork = z.object({
  /** The mark of the event that asked for it: delivered again, it asks for nothing new. */
  _id: z.string(),
  personId: z.string(),
  /** Where it was asked for, and is told of; where the person is reached best if left out. */
  to: z.object({ channel: z.enum(channelNames), realm: z.string(), user: z.string() }).optional(),
  channel: z.enum(channelNames),
  language: z.enum(languages),
  /** A key of some feature's `works`. */
  kind: z.string(),
  subject: z.string(),
  title: z.string(),
  /** What is typed to have it once more. */
  again: z.string(),
  state: z.enum(['open', 'done', 'failed']),
  /** How often it was begun. */
  tries: z.number().int(),
  /** Who is at it; nobody else begins it before `until`. */
  holder: z.string().optional(),
  until: z.date(),
  createdAt: z.date(),
});
export type Work = z.infer<typeof StoredWork> & { readonly to?: Account };

/** What it came to is a message of its own by then. */
const keptDays = 1;

export const worksSpec: CollectionSpec<Work> = {
  name: 'works',
  schema: StoredWork as unknown as z.ZodType<Work>,
  version: 1,
  indexes: [
    {
      fields: [
        ['state', 1],
        ['until', 1],
      ],
    },
    { fields: [['personId', 1]] },
  ],
  retention: { days: keptDays, field: 'createdAt' },
  personal: {
    personField: 'personId',
    label: inAll(worksTexts, (t) => t.label),
    show: ({ title, createdAt }, language, { zone }) => ({
      [worksTexts[language].what]: title,
      [worksTexts[language].since]: formatInstant(createdAt, zone, language),
    }),
    erase: 'delete',
  },
};
