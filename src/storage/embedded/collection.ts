import { Conflict } from '../../kernel/errors.js';
import type { Change, Collection, CollectionSpec, Document, Filter, Page, Query } from '../../ports/document-store.js';
import { changed, checkedChange } from '../changes.js';
import { checkId, copyOf, type Stored, storable, versionField } from '../documents.js';
import { checkFilter, matcher } from '../filters.js';
import {
  checkedCount,
  cutPage,
  firstInOrder,
  isBehind,
  largestClaim,
  largestInsert,
  pagingOf,
  totalSort,
} from '../paging.js';
import { asFeatureSees, pairCounts, stamped, upToDate, valueToTally } from '../specs.js';
import type { Opened } from './opened.js';

/** One collection in the folder. `open` rejects with `Unavailable` while the store does not run. */
export function embeddedCollection<T extends Document>(
  spec: CollectionSpec<T>,
  open: () => Promise<Opened>,
): Collection<T> {
  const see = (stored: Stored): T => asFeatureSees(spec, copyOf(stored) as Stored);

  /** Everything that `work` reads and writes is one step for all other writers. */
  async function inTurn<R>(work: (opened: Opened) => Promise<R>): Promise<R> {
    const opened = await open();
    return opened.turns.take(() => work(opened));
  }

  async function find({ filter = {}, ...query }: Query = {}): Promise<Page<T>> {
    const paging = pagingOf(spec.name, query);
    const { file } = await open();
    const found = file.matching(filter);
    const behind = found.filter((document) => isBehind(document, paging));
    const page = cutPage(firstInOrder(behind, paging.sort, paging.limit + 1), paging);
    return { ...page, items: page.items.map(see) };
  }

  function refuseTaken(opened: Opened, document: Stored): void {
    const fields = opened.keys.conflict(document);
    if (fields !== undefined) throw new Conflict(`${spec.name}: ${fields}`);
  }

  async function insert(opened: Opened, document: Stored): Promise<'inserted' | 'existed'> {
    if (opened.file.get(document._id)) return 'existed';
    refuseTaken(opened, document);
    await opened.insert([document]);
    return 'inserted';
  }

  async function insertMany(opened: Opened, documents: readonly Stored[]) {
    const fresh = new Map<string, Stored>();
    const existed: string[] = [];
    let conflict: string | undefined;
    for (const document of documents) {
      const taken = opened.keys.conflict(document);
      if (fresh.has(document._id) || opened.file.get(document._id)) existed.push(document._id);
      else if (taken !== undefined) conflict = taken;
      else {
        fresh.set(document._id, document);
        opened.keys.add(document);
      }
    }
    await opened.insert([...fresh.values()]);
    if (conflict !== undefined) throw new Conflict(`${spec.name}: ${conflict}`);
    return { inserted: [...fresh.keys()], existed };
  }

  function made(old: Stored, by: Change): Stored {
    const current = upToDate(spec, old);
    return { ...changed(current, by), [versionField]: current[versionField] };
  }

  async function change(opened: Opened, old: Stored, by: Change): Promise<Stored> {
    const fresh = made(old, by);
    refuseTaken(opened, fresh);
    await opened.replace(old, fresh);
    return fresh;
  }

  async function update(opened: Opened, id: string, by: Change, where: Filter): Promise<Stored | undefined> {
    const old = opened.file.get(id);
    return old && matcher(where)(upToDate(spec, old)) ? change(opened, old, by) : undefined;
  }

  async function upsert(opened: Opened, made: Stored, by: Change): Promise<Stored> {
    const found = await update(opened, made._id, by, {});
    if (found) return found;
    await insert(opened, made);
    return made;
  }

  async function claim(opened: Opened, filter: Filter, by: Change, limit: number, sort: Query['sort']) {
    const found = firstInOrder(opened.file.matching(filter), totalSort(sort ?? []), limit);
    if (opened.keys.none) {
      const fresh = found.map((document) => made(document, by));
      await opened.file.replaceMany(fresh);
      return fresh.map(see);
    }
    const claimed: T[] = [];
    for (const document of found) claimed.push(see(await change(opened, document, by)));
    return claimed;
  }

  return {
    async get(id) {
      checkId(id);
      const found = (await open()).file.get(id);
      return found ? see(found) : undefined;
    },
    find,
    findOne: async (filter) => (await find({ filter, limit: 1 })).items[0],
    async count(filter = {}) {
      checkFilter(filter);
      return (await open()).file.matching(filter).length;
    },
    async tally(filter, path) {
      checkFilter(filter);
      const counts = new Map<string | undefined, number>();
      for (const document of (await open()).file.matching(filter)) {
        const value = valueToTally(document[path]);
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return counts;
    },
    async crossTally(filter, [one, other]) {
      checkFilter(filter);
      const found = (await open()).file.matching(filter);
      return pairCounts(found.map((document) => ({ first: document[one], second: document[other], count: 1 })));
    },
    async insert(document) {
      const stored = stamped(spec, document);
      return inTurn((opened) => insert(opened, stored));
    },
    async insertMany(documents) {
      if (documents.length > largestInsert) throw new RangeError(`insertMany: at most ${largestInsert} documents`);
      const stored = documents.map((document) => stamped(spec, document));
      return inTurn((opened) => insertMany(opened, stored));
    },
    async update(id, by, where = {}) {
      checkId(id);
      checkFilter(where);
      const checked = checkedChange(by);
      const found = await inTurn((opened) => update(opened, id, checked, where));
      return found ? see(found) : undefined;
    },
    async upsert(id, by, fresh) {
      if (fresh._id !== id) throw new TypeError(`collection ${spec.name}: upsert with two ids`);
      const checked = checkedChange(by);
      const made = stamped(spec, changed(storable(fresh), checked) as unknown as T);
      return see(await inTurn((opened) => upsert(opened, made, checked)));
    },
    async claim(filter, by, { limit, sort }) {
      checkFilter(filter);
      const checked = checkedChange(by);
      const count = checkedCount(limit, largestClaim);
      return inTurn((opened) => claim(opened, filter, checked, count, sort));
    },
    async delete(filter) {
      checkFilter(filter);
      return inTurn(async (opened) => opened.remove(opened.file.matching(filter)));
    },
  };
}
