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

/** Under what a person is found: their ids, former ones among them, and the keys of their accounts. */
export interface Handles {
  readonly ids: readonly string[];
  readonly accounts: readonly string[];
}

export async function handlesOf(context: Context, ids: readonly string[]): Promise<Handles> {
  const { items } = await context.accounts.find({ filter: { personId: { $in: [...ids] } }, limit: mostAliases });
  return { ids, accounts: items.map((account) => account._id) };
}

/** By what a collection names a person. */
export function handlesIn(spec: CollectionSpec<Document>, handles: Handles): readonly string[] {
  return spec.personal !== 'none' && spec.personal.holds === 'account' ? handles.accounts : handles.ids;
}

/** The paths of a collection that may hold a person's id. */
export function personPaths(spec: CollectionSpec<Document>): readonly string[] {
  return spec.personal === 'none' ? [] : [spec.personal.personField, ...(spec.personal.alsoIn ?? [])];
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
  const { erase } = spec.personal;
  const collection = context.store.collection(spec);
  for (const path of personPaths(spec)) {
    for (const id of handlesIn(spec, handles)) {
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
