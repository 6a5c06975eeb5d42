import { z } from 'zod';
import { inAll } from '../../kernel/texts.js';
import type { CollectionSpec } from '../../ports/document-store.js';
import { type EntryValues, entryFields, entryValuesIn } from './entry.js';
import { entryTexts } from './entry-texts.js';
import { addressesInOld, isOfContact, withoutContact } from './proposed-contacts.js';
import { specText, specTexts } from './spec-texts.js';

const Proposal = z.object({
  /** The mark of the event that made it. */
  _id: z.string(),
  partner: z.string(),
  by: z.string(),
  at: z.date(),
  /** What the fields held when it was made, as marks. */
  base: z.record(z.string(), z.string()),
  /** What the changed fields are to hold. */
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  fields: z.array(z.string()),
  /** Of contacts among the values. Since version 2. */
  addresses: z.array(z.string()),
  state: z.enum(['open', 'accepted', 'declined']),
  /** Mark of the press that decided it. */
  decidedBy: z.string().optional(),
});
export type Proposal = z.infer<typeof Proposal>;

/** Changes that a partner's own people propose. */
export const proposalsSpec: CollectionSpec<Proposal> = {
  name: 'partner-proposals',
  schema: Proposal,
  version: 2,
  migrations: { 1: (document) => ({ ...document, ...addressesInOld([document.values]) }) },
  indexes: [
    {
      fields: [
        ['state', 1],
        ['at', 1],
      ],
    },
    { fields: [['by', 1]] },
    { fields: [['addresses', 1]], sparse: true },
  ],
  retention: { days: 180, field: 'at' },
  personal: {
    personField: 'by',
    address: {
      path: 'addresses',
      erase: ({ values, fields }) => ({
        $set: { values: withoutContact(values), fields: fields.filter((field) => !isOfContact(field)), addresses: [] },
      }),
    },
    label: inAll(specTexts, (t) => t.proposals),
    purpose: inAll(specTexts, (t) => t.purposeProposals),
    show: async ({ partner, at, fields }, language, { nameOf, zone }) => {
      const t = specText(language);
      return {
        [t.when]: t.instant(at, zone),
        [t.partner]: await nameOf(partner),
        [t.what]: entryFields
          .flatMap((field) => (fields.includes(field) ? [entryTexts[language][field]] : []))
          .join(', '),
      };
    },
    erase: 'delete',
  },
};

/** The proposed values of the fields that it changes; a field that is to become empty is in `fields` alone. */
export function proposedValues({ values }: Proposal): EntryValues {
  return entryValuesIn(values);
}
