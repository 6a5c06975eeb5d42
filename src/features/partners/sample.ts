import { z } from 'zod';
import network from '../../content/sample-network.json' with { type: 'json' };
import type { DocumentStore } from '../../ports/document-store.js';
import type { SignedAgreement } from './context.js';
import {
  contactFields,
  type PartnerDocument,
  PartnerFacts,
  partnerChangesSpec,
  partnerFrom,
  partnersSpec,
} from './model.js';
import { changeId } from './register.js';

const SamplePartner = PartnerFacts.omit({ contact: true })
  .extend({
    slug: z.string(),
    contact: PartnerFacts.shape.contact.unwrap().omit({ person: true, consents: true }).optional(),
    /** What of the contact may be shown. */
    publish: z.array(z.enum(contactFields)).optional(),
    /** Day of signing, ISO. */
    signed: z.string().optional(),
  })
  .partial({ offers: true, links: true, languages: true });
type SamplePartner = z.infer<typeof SamplePartner>;

const sample = z
  .object({
    partners: z.array(SamplePartner),
    people: z.array(z.object({ slug: z.string(), email: z.string(), coordinator: z.boolean().optional() })),
  })
  .parse(network);

/** What a signature of the sample network is for. */
type Signed = Pick<SignedAgreement, 'id' | 'title' | 'version'>;

/** Loads the invented organisations of the sample network; those that are there already are left as they are. */
export async function seedSamplePartners(
  store: DocumentStore,
  options: { readonly now?: Date; readonly agreement?: Signed } = {},
): Promise<{ readonly added: number }> {
  const { now = new Date(0), agreement } = options;
  const documents = sample.partners.map((partner) => documentFor(partner, now, agreement));
  const { inserted } = await store.collection(partnersSpec).insertMany(documents);
  await store.collection(partnerChangesSpec).insertMany(
    documents.map(({ _id }) => ({
      _id: changeId(_id, 0),
      partner: _id,
      by: coordinatorId,
      at: now,
      fields: ['created'],
    })),
  );
  return { added: inserted.length };
}

const coordinatorId = `sample-person-${sample.people.find(({ coordinator }) => coordinator)?.slug}`;

function documentFor(partner: SamplePartner, now: Date, agreement: Signed | undefined): PartnerDocument {
  const { slug, contact, publish = [], signed, ...facts } = partner;
  const id = `sample-partner-${slug}`;
  const person = sample.people.find(({ email }) => email === contact?.email);
  return {
    ...partnerFrom(id, facts, now),
    ...(contact && {
      contact: {
        ...contact,
        ...(person && { person: `sample-person-${person.slug}` }),
        consents: publish.map((field) => ({ field, at: now, change: changeId(id, 0) })),
      },
    }),
    ...(signed !== undefined &&
      agreement && {
        signatures: [{ document: agreement.id, title: agreement.title, version: agreement.version, day: signed }],
      }),
  };
}
