import { z } from 'zod';
import network from '../../content/sample-network.json' with { type: 'json' };
import type { DocumentStore } from '../../ports/document-store.js';
import { PartnerFacts, partnerFrom, partnersSpec } from './model.js';

const SamplePartners = z.object({ partners: z.array(PartnerFacts.extend({ slug: z.string() })) });

/** Loads the invented organisations of the sample network; those that are there already are left as they are. */
export async function seedSamplePartners(store: DocumentStore): Promise<{ readonly added: number }> {
  const { partners } = SamplePartners.parse(network);
  const documents = partners.map(({ slug, ...facts }) => partnerFrom(`sample-partner-${slug}`, facts));
  const { inserted } = await store.collection(partnersSpec).insertMany(documents);
  return { added: inserted.length };
}
