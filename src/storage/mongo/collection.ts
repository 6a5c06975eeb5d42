import { type AnyBulkWriteOperation, type Collection as MongoCollection, ObjectId } from 'mongodb';
import { Unavailable } from '../../kernel/errors.js';
import type { Change, Collection, CollectionSpec, Document, Filter, Page, Query } from '../../ports/document-store.js';
import { changed, checkedChange } from '../changes.js';
import { checkId, claimField, pathParts, type Stored, storable } from '../documents.js';
import { checkedCount, cutPage, largestClaim, largestInsert, pagingOf, totalSort } from '../paging.js';
import { asFeatureSees, isOlder, pairCounts, stamped, valueToTally } from '../specs.js';
import { guarded, operationMs } from './connection.js';
import { bulkErrors, isDuplicateId } from './errors.js';
import { tallyIndex } from './indexes.js';
import { migrateBatch } from './migration.js';
import { allOf, asCondition, asSort, asUpdate, behind, type Condition, current } from './queries.js';

/** How often a call tries again when others keep changing the same documents in between. */
const attempts = 8;
const bounded = { maxTimeMS: operationMs };

/** One collection on MongoDB. `ready` settles once its documents are migrated and its indexes made. */
export function mongoCollection<T extends Document>(
  spec: CollectionSpec<T>,
  raw: MongoCollection<Stored>,
  ready: () => Promise<void>,
): Collection<T> {
  const see = (stored: Stored): T => asFeatureSees(spec, stored);
  /** Every call: ready first, then bounded and with its errors translated. */
  const call = async <R>(work: () => Promise<R>): Promise<R> => {
    await ready();
    return guarded(spec.name, work);
  };

  async function find({ filter = {}, ...query }: Query = {}): Promise<Page<T>> {
    const paging = pagingOf(spec.name, query);
    const condition = allOf(asCondition(filter), behind(paging));
    const found = await raw
      .find(condition, { ...bounded, sort: asSort(paging.sort), limit: paging.limit + 1 })
      .toArray();
    const page = cutPage(found, paging);
    return { ...page, items: page.items.map(see) };
  }

  async function tally(filter: Readonly<Record<string, string>>, path: string) {
    const [field = ''] = pathParts(path);
    const hint = tallyIndex(spec, Object.keys(filter));
    const groups = await raw
      .aggregate<{ _id: unknown; count: number }>(
        [{ $match: asCondition(filter) }, { $group: { _id: `$${field}`, count: { $sum: 1 } } }],
        { ...bounded, ...(hint !== undefined && { hint }) },
      )
      .toArray();
    const counts = new Map<string | undefined, number>();
    for (const { _id, count } of groups) {
      const value = valueToTally(_id);
      counts.set(value, (counts.get(value) ?? 0) + count);
    }
    return counts;
  }

  async function crossTally(filter: Readonly<Record<string, string>>, [one, other]: readonly [string, string]) {
    const hint = tallyIndex(spec, Object.keys(filter));
    const [first = ''] = pathParts(one);
    const [second = ''] = pathParts(other);
    const groups = await raw
      .aggregate<{ _id: { first?: unknown; second?: unknown }; count: number }>(
        [
          { $match: asCondition(filter) },
          { $group: { _id: { first: `$${first}`, second: `$${second}` }, count: { $sum: 1 } } },
        ],
        { ...bounded, ...(hint !== undefined && { hint }) },
      )
      .toArray();
    return pairCounts(groups.map(({ _id, count }) => ({ first: _id.first, second: _id.second, count })));
  }

  async function insertStored(document: Stored): Promise<'inserted' | 'existed'> {
    try {
      await raw.insertOne(document);
      return 'inserted';
    } catch (error) {
      if (isDuplicateId(error)) return 'existed';
      throw error;
    }
  }

  async function insertMany(documents: readonly T[]) {
    if (documents.length > largestInsert) throw new RangeError(`insertMany: at most ${largestInsert} documents`);
    const stored = documents.map((document) => stamped(spec, document));
    const refused = stored.length > 0 ? await refusedOf(stored) : new Set<number>();
    const ids = stored.map((document) => document._id);
    return {
      inserted: ids.filter((_id, index) => !refused.has(index)),
      existed: ids.filter((_id, index) => refused.has(index)),
    };
  }

  /** Positions of the documents that existed; throws if one was refused for anything else. */
  async function refusedOf(stored: readonly Stored[]): Promise<ReadonlySet<number>> {
    try {
      await raw.insertMany(stored, { ordered: false });
      return new Set();
    } catch (error) {
      const refused = bulkErrors(error);
      if (!refused.every(({ onId }) => onId)) throw error;
      return new Set(refused.map(({ index }) => index));
    }
  }

  async function changeStored(id: string, change: Change, where: Condition): Promise<Stored | undefined> {
    const condition = allOf({ _id: id }, current(spec), where);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const found = await raw.findOneAndUpdate(condition, asUpdate(change), { ...bounded, returnDocument: 'after' });
      if (found) return found;
      if (!(await migrated([id]))) return undefined;
    }
    return undefined;
  }

  /** Brings documents of an older version up to date; tells whether there were any. */
  async function migrated(ids: readonly string[]): Promise<boolean> {
    if (spec.version === 1) return false;
    const found = await raw.find({ _id: { $in: ids } }, bounded).toArray();
    const older = found.filter((stored) => isOlder(spec, stored));
    if (older.length > 0) await migrateBatch(spec, raw, older);
    return older.length > 0;
  }

  async function upsert(id: string, change: Change, fresh: T): Promise<T> {
    if (fresh._id !== id) throw new TypeError(`collection ${spec.name}: upsert with two ids`);
    const made = stamped(spec, changed(storable(fresh), change) as unknown as T);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const found = await changeStored(id, change, {});
      if (found) return see(found);
      if ((await insertStored(made)) === 'inserted') return see(made);
    }
    throw new Unavailable('store');
  }

  async function claim(filter: Filter, change: Change, limit: number, sort: Query['sort']): Promise<readonly T[]> {
    const order = asSort(totalSort(sort ?? []));
    const condition = asCondition(filter);
    const claimed: Stored[] = [];
    for (let attempt = 0; attempt < attempts && claimed.length < limit; attempt += 1) {
      const others = claimed.length === 0 ? {} : { _id: { $nin: claimed.map((stored) => stored._id) } };
      const candidates = await raw
        .find(allOf(condition, others), { ...bounded, sort: order, limit: limit - claimed.length })
        .toArray();
      if (candidates.length === 0) break;
      const mine = await claimOf(candidates, condition, change);
      claimed.push(...mine);
      // Nobody came in between: what is still missing is not there.
      if (mine.length === candidates.length) break;
    }
    return claimed.map(see);
  }

  /** Changes those candidates that still match, all under one mark, and reads back which they were. */
  async function claimOf(candidates: readonly Stored[], condition: Condition, change: Change) {
    const older = candidates.filter((stored) => isOlder(spec, stored));
    if (older.length > 0) await migrateBatch(spec, raw, older);
    const mark = new ObjectId().toHexString();
    const update = asUpdate({ ...change, $set: { ...change.$set, [claimField]: mark } });
    const ids = candidates.map((stored) => stored._id);
    const steps: AnyBulkWriteOperation<Stored>[] = ids.map((id) => ({
      updateOne: { filter: allOf({ _id: id }, current(spec), condition), update },
    }));
    await raw.bulkWrite(steps, { ordered: false });
    const found = await raw.find({ _id: { $in: ids }, [claimField]: mark }, bounded).toArray();
    const byId = new Map(found.map((stored) => [stored._id, stored]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  return {
    get: (id) =>
      call(async () => {
        checkId(id);
        const found = await raw.findOne({ _id: id }, bounded);
        return found ? see(found) : undefined;
      }),
    find: (query) => call(() => find(query)),
    findOne: (filter) => call(async () => (await find({ filter, limit: 1 })).items[0]),
    count: (filter = {}) => call(() => raw.countDocuments(asCondition(filter), bounded)),
    tally: (filter, path) => call(() => tally(filter, path)),
    crossTally: (filter, paths) => call(() => crossTally(filter, paths)),
    insert: (document) => call(() => insertStored(stamped(spec, document))),
    insertMany: (documents) => call(() => insertMany(documents)),
    update: (id, change, where = {}) =>
      call(async () => {
        checkId(id);
        const found = await changeStored(id, checkedChange(change), asCondition(where));
        return found ? see(found) : undefined;
      }),
    upsert: (id, change, fresh) => call(() => upsert(id, checkedChange(change), fresh)),
    claim: (filter, change, { limit, sort }) =>
      call(() => claim(filter, checkedChange(change), checkedCount(limit, largestClaim), sort)),
    delete: (filter) => call(async () => (await raw.deleteMany(asCondition(filter), bounded)).deletedCount),
  };
}
