import type { CollectionSpec, Document } from '../../ports/document-store.js';
import type { Context } from './context.js';
import { noteUnnoted, withdrawCoordination } from './coordination.js';
import { changePerson, idsOf, resolvePerson } from './joining.js';
import { accountsSpec, coordinationSpec, type PersonDocument, peopleSpec } from './model.js';

const batchSize = 100;
const mostAliases = 1_000;

/** A feature's collection without its document type: here it is handled by its declaration only. */
export function untyped(spec: CollectionSpec<never>): CollectionSpec<Document> {
  return spec as unknown as CollectionSpec<Document>;
}

/** Under what a person is found: their ids, former ones among them, the keys of their accounts, their e-mail addresses. */
export interface Handles {
  readonly ids: readonly string[];
  readonly accounts: readonly string[];
  readonly addresses: readonly string[];
}

export async function handlesOf(context: Context, ids: readonly string[]): Promise<Handles> {
  const { items } = await context.accounts.find({ filter: { personId: { $in: [...ids] } }, limit: mostAliases });
  const people = await Promise.all(ids.map((id) => context.people.get(id)));
  const addresses = [...items.map(({ email }) => email), ...people.map((person) => person?.address)];
  return {
    ids,
    accounts: items.map((account) => account._id),
    addresses: [...new Set(addresses.flatMap((address) => address?.toLowerCase() ?? []))],
  };
}

/** By what a collection names a person in one of its paths. */
export function handlesIn(spec: CollectionSpec<Document>, path: string, handles: Handles): readonly string[] {
  if (spec.personal !== 'none' && spec.personal.address?.path === path) return handles.addresses;
  return spec.personal !== 'none' && spec.personal.holds === 'account' ? handles.accounts : handles.ids;
}

/** The paths of a collection by which a person is found. */
export function personPaths({ personal }: CollectionSpec<Document>): readonly string[] {
  if (personal === 'none') return [];
  return [personal.personField, ...(personal.alsoIn ?? []), ...(personal.address ? [personal.address.path] : [])];
}

/**
 * Writes down that a person is to be forgotten; from then on nothing shows them any more. The last coordinator is not:
 * somebody must be left to hand over to.
 */
export async function beginErasure(
  context: Context,
  personId: string,
  event: string,
): Promise<'begun' | 'gone' | 'last-coordinator'> {
  const person = await resolvePerson(context, personId);
  if (!person) return 'gone';
  if ((await withdrawCoordination(context, person, { by: person._id, event, lasting: false })) === 'last-one')
    return 'last-coordinator';
  const marked = await changePerson(context, person._id, () => ({ $set: { unfinished: 'erasure' } }));
  return marked ? 'begun' : 'gone';
}

/**
 * Deletes everything that every collection holds about a person, as the collections declare it; the person comes last,
 * so that whoever finds them can go on where a crash cut it short. `compact` frees what the files still hold.
 */
export async function finishErasure(context: Context, personId: string, compact = true): Promise<void> {
  const person = await context.people.get(personId);
  if (person?.unfinished !== 'erasure') return;
  // What is noted later would name them again.
  await noteUnnoted(context);
  const ids = await everyIdOf(context, person);
  const handles = await handlesOf(context, ids);
  const last = [accountsSpec.name, coordinationSpec.name, peopleSpec.name];
  for (const spec of context.specs().map(untyped)) {
    if (!last.includes(spec.name)) await eraseIn(context, spec, handles);
  }
  await eraseIn(context, accountsSpec as unknown as CollectionSpec<Document>, handles);
  await eraseIn(context, coordinationSpec as unknown as CollectionSpec<Document>, handles);
  for (const id of ids.filter((former) => former !== personId)) await context.people.delete({ _id: id });
  await context.people.delete({ _id: personId });
  if (compact) await context.store.compact();
}

async function everyIdOf(context: Context, person: PersonDocument): Promise<readonly string[]> {
  const former = await context.people.find({ filter: { mergedInto: person._id }, limit: mostAliases });
  return [...new Set([...idsOf(person), ...former.items.flatMap(idsOf)])];
}

async function eraseIn(context: Context, spec: CollectionSpec<Document>, handles: Handles): Promise<void> {
  if (spec.personal === 'none') return;
  const { address } = spec.personal;
  const collection = context.store.collection(spec);
  for (const path of personPaths(spec)) {
    const erase = address?.path === path ? address.erase : spec.personal.erase;
    for (const id of handlesIn(spec, path, handles)) {
      if (erase === 'delete') await collection.delete({ [path]: id });
      else await changeAll(collection, path, id, erase);
    }
  }
}

async function changeAll(
  collection: ReturnType<Context['store']['collection']>,
  path: string,
  id: string,
  erase: Exclude<Exclude<CollectionSpec['personal'], 'none'>['erase'], 'delete'>,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await collection.find({ filter: { [path]: id }, limit: batchSize, ...(after && { after }) });
    for (const document of page.items) await collection.update(document._id, erase(document, id));
    after = page.next;
  } while (after !== undefined);
}
