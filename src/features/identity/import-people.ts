import { Conflict } from '../../kernel/errors.js';
import type { Change } from '../../ports/document-store.js';
import { type Context, isTrusted } from './context.js';
import { readRegister } from './coordination.js';
import { personForAddress, unmetPerson } from './find.js';
import type { ImportRow } from './import-rows.js';
import { changePerson, resolvePerson } from './joining.js';
import { type PersonDocument, searchable } from './model.js';
import { viaOf } from './reach.js';
import { isSame } from './speaking.js';

const batchSize = 500;
const accountsAtOnce = 1_000;
const sideBySide = 20;

/** What a row changes of somebody, by field; empty: nothing. */
export type RowChanges = Partial<Pick<PersonDocument, 'name' | 'partner' | 'phone' | 'chosenChannel'>>;

/** A row beside whoever is known at its address. */
export interface Beside {
  readonly row: ImportRow;
  readonly person?: PersonDocument;
  readonly changes: RowChanges;
}

/** Holds rows against the people known, in batches. */
export async function besideKnown(context: Context, rows: readonly ImportRow[]): Promise<readonly Beside[]> {
  const beside: Beside[] = [];
  for (let start = 0; start < rows.length; start += batchSize) {
    const some = rows.slice(start, start + batchSize);
    const known = await knownAt(
      context,
      some.map(({ address }) => address),
    );
    for (const row of some) {
      const person = known.get(row.address);
      beside.push(person ? { row, person, changes: changesOf(person, row) } : { row, changes: {} });
    }
  }
  return beside;
}

/** Stores them. May be done again: what is stored already changes nothing. */
export async function takeOver(context: Context, rows: readonly ImportRow[]): Promise<void> {
  const all = await besideKnown(context, rows);
  const fresh = all.filter(({ person }) => !person).map(({ row }) => row);
  for (let start = 0; start < fresh.length; start += batchSize) {
    await addAll(context, fresh.slice(start, start + batchSize));
  }
  const changed = all.flatMap(({ row, person, changes }) =>
    person && Object.keys(changes).length > 0 ? [{ row, id: person._id }] : [],
  );
  for (let start = 0; start < changed.length; start += sideBySide) {
    const some = changed.slice(start, start + sideBySide);
    await Promise.all(some.map(({ row, id }) => change(context, id, row)));
  }
}

async function addAll(context: Context, rows: readonly ImportRow[]): Promise<void> {
  try {
    await context.people.insertMany(rows.map((row) => newPerson(context, row)));
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    // Somebody came to be known at one of the addresses meanwhile: one by one, then.
    for (const row of rows) await change(context, (await personForAddress(context, row.address, row.name))._id, row);
  }
}

function newPerson(context: Context, row: ImportRow): PersonDocument {
  const person = { ...unmetPerson(context.ids.next(), row.name, context.clock.now()), address: row.address };
  const { name: _, ...changes } = changesOf(person, row);
  const via = viaOf({ ...person, ...changes });
  return { ...person, ...changes, ...(via && { via }) };
}

async function change(context: Context, id: string, row: ImportRow): Promise<void> {
  await changePerson(context, id, (read): Change | undefined => {
    const { name, ...changes } = changesOf(read, row);
    if (name === undefined && Object.keys(changes).length === 0) return undefined;
    const via = viaOf({ ...read, ...changes });
    return {
      $set: { ...changes, ...(name !== undefined && searchable(name)), ...(via && { via }) },
      ...(changes.partner && { $unset: { request: true, noPartner: true, askAgain: true } }),
    };
  });
}

/** Whoever has written to the bot keeps the name that the platform shows. */
function changesOf(person: PersonDocument, { name, partner, phone, channel }: ImportRow): RowChanges {
  const isMet = person.reachable !== undefined;
  return {
    ...(!isMet && person.name !== name && { name }),
    ...(partner && !(person.partner && isSame(person.partner, partner)) && { partner }),
    ...(phone !== undefined && person.phone !== phone && { phone }),
    ...(channel && person.chosenChannel !== channel && { chosenChannel: channel }),
  };
}

/** As `byEmail`, for many at once. */
async function knownAt(context: Context, addresses: readonly string[]): Promise<ReadonlyMap<string, PersonDocument>> {
  const register = await readRegister(context);
  const ids = new Map<string, string>();
  const named = await context.people.find({ filter: { address: { $in: addresses } }, limit: batchSize });
  for (const { address, _id } of named.items) if (address !== undefined) ids.set(address, _id);
  let after: string | undefined;
  do {
    const page = await context.accounts.find({
      filter: { email: { $in: addresses } },
      limit: accountsAtOnce,
      ...(after !== undefined && { after }),
    });
    for (const account of page.items) {
      if (account.email !== undefined && isTrusted(context, register, account))
        ids.set(account.email, account.personId);
    }
    after = page.next;
  } while (after !== undefined);
  return resolved(context, ids);
}

async function resolved(
  context: Context,
  ids: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, PersonDocument>> {
  const wanted = [...new Set(ids.values())];
  const found = new Map<string, PersonDocument>();
  for (let start = 0; start < wanted.length; start += batchSize) {
    const some = wanted.slice(start, start + batchSize);
    const { items } = await context.people.find({ filter: { _id: { $in: some } }, limit: batchSize });
    for (const person of items) {
      const current = person.mergedInto === undefined ? person : await resolvePerson(context, person._id);
      if (current && current.unfinished !== 'erasure') found.set(person._id, current);
    }
  }
  return new Map(
    [...ids].flatMap(([address, id]) => {
      const person = found.get(id);
      return person ? [[address, person] as const] : [];
    }),
  );
}
