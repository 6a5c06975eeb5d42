import { z } from 'zod';
import { nameInitials, nameWords } from '../../kernel/names.js';
import { inAll } from '../../kernel/texts.js';
import type { CollectionSpec } from '../../ports/document-store.js';
import { specText, specTexts } from './spec-texts.js';
import { lifeStages, sectors } from './vocabulary.js';

export { lifeStages, sectors };

/** What of a contact may be published, each by its own consent. */
export const contactFields = ['name', 'email', 'phone'] as const;
export type ContactField = (typeof contactFields)[number];

const Contact = z.object({
  /** Id of the person, where they are known: so that they can see and erase it. */
  person: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  /** What the person agreed to have shown; `change` is the id of the change that notes it, and so who noted it. */
  consents: z.array(z.object({ field: z.enum(contactFields), at: z.date(), change: z.string() })),
});
export type Contact = z.infer<typeof Contact>;

const Signature = z.object({
  document: z.string(),
  /** Title and version as people read them. */
  title: z.string(),
  version: z.string(),
  /** ISO day. */
  day: z.string(),
});
export type Signature = z.infer<typeof Signature>;

const Notice = z.object({
  /** Day on which it was received, ISO. */
  received: z.string(),
  /** The last day as a partner, worked out by the agreement's rule, ISO. */
  end: z.string(),
});

/** What is recorded of a partner and can be edited. */
export const PartnerFacts = z.object({
  name: z.string(),
  /** The body that runs it: Träger. */
  provider: z.string().optional(),
  sectors: z.array(z.enum(sectors)),
  lifeStages: z.array(z.enum(lifeStages)),
  districts: z.array(z.string()),
  /** Short phrases, such as "Sprachförderung für Kita-Kinder". */
  offers: z.array(z.string()),
  description: z.string().optional(),
  contact: Contact.optional(),
  links: z.array(z.string()),
  languages: z.array(z.string()),
  /** Lower case; people with addresses there are taken to work for this partner, until the coordination says otherwise. */
  mailDomains: z.array(z.string()),
});
export type PartnerFacts = z.infer<typeof PartnerFacts>;

const PartnerDocument = PartnerFacts.extend({
  _id: z.string(),
  /** Counts changes. */
  rev: z.number().int(),
  /** Marks of the latest events that changed it: delivered again, each is the same change. */
  events: z.array(z.object({ mark: z.string(), rev: z.number().int(), fields: z.array(z.string()) })),
  changedAt: z.date(),
  signatures: z.array(Signature),
  notice: Notice.optional(),
  /** First day as a partner no more, ISO: the day after `notice.end`. For finding those who left. */
  left: z.string().optional(),
  /** The name as it is compared. */
  foldedName: z.string(),
  nameWords: z.array(z.string()),
  /** Letters that its words begin with. Since version 2. */
  initials: z.array(z.string()),
});
export type PartnerDocument = z.infer<typeof PartnerDocument>;

/** Partners of versions before 3 have been there from here on, as far as searching is concerned. */
const longAgo = new Date(0);

export const partnersSpec: CollectionSpec<PartnerDocument> = {
  name: 'partners',
  schema: PartnerDocument,
  version: 3,
  migrations: {
    1: (document) => ({ ...document, initials: [...nameInitials(String(document.name ?? ''))] }),
    2: (document) => ({
      offers: [],
      links: [],
      languages: [],
      signatures: [],
      rev: 0,
      events: [],
      changedAt: longAgo,
      ...document,
    }),
  },
  indexes: [
    { fields: [['foldedName', 1]] },
    { fields: [['nameWords', 1]] },
    { fields: [['initials', 1]] },
    { fields: [['mailDomains', 1]] },
    { fields: [['sectors', 1]] },
    { fields: [['lifeStages', 1]] },
    { fields: [['districts', 1]] },
    { fields: [['left', 1]], sparse: true },
    { fields: [['changedAt', 1]] },
    { fields: [['contact.person', 1]], sparse: true },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.kept) },
  personal: {
    personField: 'contact.person',
    label: inAll(specTexts, (t) => t.contact),
    purpose: inAll(specTexts, (t) => t.purposeContact),
    show: ({ name, contact }, language) => {
      const t = specText(language);
      const consents = contact?.consents.map(({ field }) => t.contactFields[field]) ?? [];
      return {
        [t.partner]: name,
        ...(contact?.name === undefined ? {} : { [t.contactFields.name]: contact.name }),
        ...(contact?.email === undefined ? {} : { [t.contactFields.email]: contact.email }),
        ...(contact?.phone === undefined ? {} : { [t.contactFields.phone]: contact.phone }),
        [t.published]: consents.length > 0 ? consents.join(', ') : t.nothing,
      };
    },
    erase: () => ({ $unset: { contact: true }, $inc: { rev: 1 } }),
  },
};

/** Everything that is derived from a name. */
export function named(name: string): Pick<PartnerDocument, 'name' | 'foldedName' | 'nameWords' | 'initials'> {
  const words = nameWords(name);
  return { name, foldedName: words.join(' '), nameWords: [...words], initials: [...nameInitials(name)] };
}

type FewFacts = Pick<PartnerFacts, 'name' | 'sectors' | 'lifeStages' | 'districts' | 'mailDomains'> &
  Partial<PartnerFacts>;

/** A new entry; what is not given is empty. */
export function partnerFrom(id: string, facts: FewFacts, now = new Date(0)): PartnerDocument {
  return {
    _id: id,
    offers: [],
    links: [],
    languages: [],
    ...facts,
    ...named(facts.name),
    rev: 0,
    events: [],
    changedAt: now,
    signatures: [],
  };
}

const PartnerChange = z.object({
  /** `PARTNER:REV`, the revision that it made. */
  _id: z.string(),
  partner: z.string(),
  by: z.string(),
  at: z.date(),
  /** Names of the fields that changed, and nothing of what they held. */
  fields: z.array(z.string()),
});
export type PartnerChange = z.infer<typeof PartnerChange>;

/** Stands for a person whose data was deleted. */
export const erased = 'erased';

/** Who changed what of a partner's entry, and when. */
export const partnerChangesSpec: CollectionSpec<PartnerChange> = {
  name: 'partner-changes',
  schema: PartnerChange,
  version: 1,
  indexes: [
    {
      fields: [
        ['partner', 1],
        ['at', -1],
      ],
    },
    { fields: [['by', 1]] },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptChanges) },
  personal: {
    personField: 'by',
    label: inAll(specTexts, (t) => t.changes),
    purpose: inAll(specTexts, (t) => t.purposeChanges),
    show: async ({ partner, at, fields }, language, { nameOf, zone }) => {
      const t = specText(language);
      return {
        [t.when]: t.instant(at, zone),
        [t.partner]: await nameOf(partner),
        [t.what]: fields.map((field) => t.fieldName(field)).join(', '),
      };
    },
    erase: () => ({ $set: { by: erased } }),
  },
};
