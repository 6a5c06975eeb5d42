import { z } from 'zod';
import network from '../../content/sample-network.json' with { type: 'json' };
import type { DocumentStore } from '../../ports/document-store.js';
import { committeeFrom, committeeKinds, committeesSpec } from './model.js';

const SampleCommittees = z.object({
  committees: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      kind: z.enum(committeeKinds),
      chair: z.string().optional(),
      /** Slugs of sample people; whoever chairs is among them. */
      members: z.array(z.string()),
    }),
  ),
});

/** Loads the committees of the sample network; those that are there already are left as they are. */
export async function seedSampleCommittees(store: DocumentStore): Promise<{ readonly added: number }> {
  const { committees } = SampleCommittees.parse(network);
  const documents = committees.map(({ slug, name, kind, chair, members }) =>
    committeeFrom({
      _id: `sample-committee-${slug}`,
      name,
      kind,
      memberIds: members.map(samplePersonId),
      ...(chair === undefined ? {} : { chairId: samplePersonId(chair) }),
    }),
  );
  const { inserted } = await store.collection(committeesSpec).insertMany(documents);
  return { added: inserted.length };
}

function samplePersonId(slug: string): string {
  return `sample-person-${slug}`;
}
