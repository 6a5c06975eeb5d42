import { z } from 'zod';
import { inAll } from '../../kernel/texts.js';
import type { CollectionSpec } from '../../ports/document-store.js';
import { specText, specTexts } from './spec-texts.js';

const Talk = z.object({
  _id: z.string(),
  partner: z.string(),
  /** Who wrote first. */
  from: z.string(),
  /** Who got it, and may answer. */
  to: z.array(z.string()),
  at: z.date(),
});
export type Talk = z.infer<typeof Talk>;

/** Who may answer whom after `Kontakt aufnehmen`; what was written stands in the messages alone. */
export const talksSpec: CollectionSpec<Talk> = {
  name: 'partner-talks',
  schema: Talk,
  version: 1,
  indexes: [{ fields: [['from', 1]] }, { fields: [['to', 1]] }],
  retention: { days: 90, field: 'at' },
  personal: {
    personField: 'from',
    alsoIn: ['to'],
    label: inAll(specTexts, (t) => t.talks),
    purpose: inAll(specTexts, (t) => t.purposeTalks),
    show: async ({ partner, at }, language, { nameOf, zone }) => {
      const t = specText(language);
      return { [t.when]: t.instant(at, zone), [t.partner]: await nameOf(partner) };
    },
    erase: 'delete',
  },
};
