import { z } from 'zod';
import type { Turn } from '../../bot/feature.js';
import { inAll } from '../../kernel/texts.js';
import type { Collection, CollectionSpec, DocumentStore } from '../../ports/document-store.js';
import { type EntryValues, entryValuesIn } from './entry.js';
import { addressesInOld, contactAddresses, withoutContact } from './proposed-contacts.js';
import { specText, specTexts } from './spec-texts.js';

const PartnerInput = z.object({
  _id: z.string(),
  by: z.string(),
  at: z.date(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  /** Of a contact among the values. Since version 2. */
  addresses: z.array(z.string()),
});
type PartnerInput = z.infer<typeof PartnerInput>;

/** What somebody filled in that could not be stored yet, so that nothing is lost. */
export const partnerInputsSpec: CollectionSpec<PartnerInput> = {
  name: 'partner-inputs',
  schema: PartnerInput,
  version: 2,
  migrations: { 1: (document) => ({ ...document, ...addressesInOld([document.values]) }) },
  indexes: [{ fields: [['by', 1]] }, { fields: [['addresses', 1]], sparse: true }],
  retention: { days: 7, field: 'at' },
  personal: {
    personField: 'by',
    address: {
      path: 'addresses',
      erase: ({ values }) => ({ $set: { values: withoutContact(values), addresses: [] } }),
    },
    label: inAll(specTexts, (t) => t.inputs),
    purpose: inAll(specTexts, (t) => t.purposeInputs),
    show: ({ values, at }, language, { zone }) => {
      const t = specText(language);
      return { [t.when]: t.instant(at, zone), [t.name]: [values.name ?? ''].flat().join(' ') };
    },
    erase: 'delete',
  },
};

/** Keeps begun entries until they are stored. */
export class Inputs {
  private readonly inputs: Collection<PartnerInput>;

  constructor(store: DocumentStore) {
    this.inputs = store.collection(partnerInputsSpec);
  }

  /** What was filled in under an id by this person; nobody sees another's. */
  async get(turn: Turn, id: string): Promise<EntryValues | undefined> {
    const input = await this.inputs.get(id);
    return input?.by === turn.person.id ? entryValuesIn(input.values) : undefined;
  }

  async keep(turn: Turn, id: string, values: EntryValues): Promise<void> {
    const stored = Object.fromEntries(
      Object.entries(values).map(([field, value]) => [field, typeof value === 'string' ? value : [...(value ?? [])]]),
    );
    const kept = { values: stored, at: turn.now, addresses: contactAddresses([stored]) };
    const fresh = { _id: id, by: turn.person.id, ...kept };
    const before = await this.inputs.get(id);
    if (before && before.by !== turn.person.id) return;
    await this.inputs.upsert(id, { $set: kept }, fresh);
  }
}
