import { z } from 'zod';
import network from '../../content/sample-network.json' with { type: 'json' };
import type { Account } from '../../messages/inbound.js';
import { accountKey } from '../../messages/inbound.js';
import type { DocumentStore } from '../../ports/document-store.js';
import {
  type AccountDocument,
  accountsSpec,
  type PersonDocument,
  peopleSpec,
  searchable,
  startOfUtcDay,
} from './model.js';

const SamplePerson = z.object({
  slug: z.string(),
  name: z.string(),
  /** What they do, in a few words. */
  title: z.string(),
  email: z.string(),
  /** Slug of the organisation they speak for; left out: the bot will ask. */
  partner: z.string().optional(),
  coordinator: z.boolean().optional(),
  /** One of those whom the playground offers to be. */
  playground: z.boolean().optional(),
});
type SamplePerson = z.infer<typeof SamplePerson>;

const sample = z
  .object({
    people: z.array(SamplePerson),
    partners: z.array(z.object({ slug: z.string(), name: z.string() })),
  })
  .parse(network);

/** Whom the playground offers to be, as plain data. Their accounts are `playground:local:<slug>`. */
export const samplePeople: readonly {
  readonly slug: string;
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly coordinator: boolean;
}[] = sample.people
  .filter((person) => person.playground)
  .map(({ slug, name, title, email, coordinator = false }) => ({ slug, name, title, email, coordinator }));

/** Loads the invented people of the sample network; those that are there already are left as they are. */
export async function seedSamplePeople(store: DocumentStore, now: Date): Promise<{ readonly added: number }> {
  const accounts = store.collection(accountsSpec);
  const { inserted } = await store
    .collection(peopleSpec)
    .insertMany(sample.people.map((person) => personDocument(person, now)));
  const shown = sample.people.filter((person) => person.playground);
  const { existed } = await accounts.insertMany(shown.map((person) => accountDocument(person, now)));
  // Whoever was in the playground before is joined with the sample's person at their next message.
  for (const key of existed) await accounts.update(key, { $unset: { joinedBy: true } });
  return { added: inserted.length };
}

function personDocument(person: SamplePerson, now: Date): PersonDocument {
  const partner = sample.partners.find(({ slug }) => slug === person.partner);
  return {
    _id: personId(person),
    rev: 0,
    createdAt: now,
    ...searchable(person.name),
    address: person.email,
    language: 'de',
    ...(partner && { partner: { id: `sample-partner-${partner.slug}`, name: partner.name } }),
    ...(person.playground ? { reachable: accountKey(accountOf(person)), via: 'playground' } : { via: 'address' }),
    firstSeen: startOfUtcDay(now),
    lastSeen: startOfUtcDay(now),
    absorbed: [],
  };
}

function accountDocument(person: SamplePerson, now: Date): AccountDocument {
  return {
    _id: accountKey(accountOf(person)),
    account: accountOf(person),
    personId: personId(person),
    name: person.name,
    email: person.email,
    guest: false,
    joinedBy: person.email,
    profileDue: now,
    lastSeen: startOfUtcDay(now),
  };
}

function accountOf(person: SamplePerson): Account {
  return { channel: 'playground', realm: 'local', user: person.slug };
}

function personId(person: SamplePerson): string {
  return `sample-person-${person.slug}`;
}
