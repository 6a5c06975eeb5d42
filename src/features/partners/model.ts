import { z } from 'zod';
import { nameInitials, nameWords } from '../../kernel/names.js';
import { inAll } from '../../kernel/texts.js';
import type { CollectionSpec } from '../../ports/document-store.js';
import { texts } from './texts.js';

/** The agreement's five areas of work. */
export const sectors = ['erziehung', 'bildung', 'gesundheit', 'soziales', 'jugendhilfe'] as const;
/** From birth to the start of a career. */
export const lifeStages = ['geburt', 'fruehe-kindheit', 'kita', 'grundschule', 'jugend', 'berufseinstieg'] as const;

export const PartnerFacts = z.object({
  name: z.string(),
  sectors: z.array(z.enum(sectors)),
  lifeStages: z.array(z.enum(lifeStages)),
  districts: z.array(z.string()),
  /** Lower case; people with addresses there are taken to work for this partner, until the coordination says otherwise. */
  mailDomains: z.array(z.string()),
});

const PartnerDocument = PartnerFacts.extend({
  _id: z.string(),
  /** The name as it is compared. */
  foldedName: z.string(),
  nameWords: z.array(z.string()),
  /** Letters that its words begin with. Since version 2. */
  initials: z.array(z.string()),
});
export type PartnerDocument = z.infer<typeof PartnerDocument>;

export const partnersSpec: CollectionSpec<PartnerDocument> = {
  name: 'partners',
  schema: PartnerDocument,
  version: 2,
  migrations: {
    1: (document) => ({ ...document, initials: [...nameInitials(String(document.name ?? ''))] }),
  },
  indexes: [
    { fields: [['foldedName', 1]] },
    { fields: [['nameWords', 1]] },
    { fields: [['initials', 1]] },
    { fields: [['mailDomains', 1]] },
  ],
  retention: {
    keep: 'until-deleted',
    why: inAll(texts, (t) => t.kept),
  },
  personal: 'none',
};

export function partnerFrom(id: string, facts: z.infer<typeof PartnerFacts>): PartnerDocument {
  const words = nameWords(facts.name);
  const initials = [...nameInitials(facts.name)];
  return { _id: id, ...facts, foldedName: words.join(' '), nameWords: [...words], initials };
}
