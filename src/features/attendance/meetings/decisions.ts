import { z } from 'zod';
import { inAll } from '../../../kernel/texts.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
import { specTexts } from './spec-texts.js';

/** A decision of a meeting, for everybody to find. */
const Decision = z.object({
  _id: z.string(),
  meetingId: z.string(),
  committeeId: z.string().optional(),
  agendaItem: z.string().optional(),
  /** Its place in the minutes of its meeting, from 1; never given again. */
  place: z.number().int(),
  /** The committee and the meeting's number, so that it can be shown by itself. */
  committeeName: z.string().optional(),
  meetingNumber: z.number().int(),
  text: z.string(),
  /** Stems and beginnings of its words, for searching. */
  words: z.array(z.string()),
  /** Strategic goal 1 to 8, our counting. */
  goal: z.number().int().optional(),
  day: z.string(),
  createdAt: z.date(),
  by: z.string(),
});
export type Decision = z.infer<typeof Decision>;

export const decisionsSpec: CollectionSpec<Decision> = {
  name: 'decisions',
  schema: Decision,
  version: 1,
  indexes: [
    { fields: [['meetingId', 1]] },
    {
      fields: [
        ['words', 1],
        ['day', -1],
      ],
    },
    {
      fields: [
        ['committeeId', 1],
        ['day', -1],
      ],
    },
    {
      fields: [
        ['goal', 1],
        ['day', -1],
      ],
    },
    { fields: [['day', -1]] },
    { fields: [['by', 1]] },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptDecisions) },
  personal: {
    personField: 'by',
    label: inAll(specTexts, (t) => t.decisions),
    show: (decision, language) => ({ [specTexts[language].decision]: decision.text }),
    erase: () => ({ $set: { by: 'erased' } }),
  },
};
