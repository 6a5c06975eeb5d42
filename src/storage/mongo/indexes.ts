import { isDeepStrictEqual } from 'node:util';
import {
  type CreateIndexesOptions,
  type IndexDescription,
  type IndexDescriptionInfo,
  type Collection as MongoCollection,
  MongoServerError,
} from 'mongodb';
import type { CollectionSpec, Document, Index } from '../../ports/document-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Stored } from '../documents.js';
import { expiriesOf } from '../specs.js';

const noSuchCollection = 26;
const noSuchIndex = 27;
/** Indexes that others made are left alone. */
const ownPrefix = 'bot_';

interface Wanted {
  readonly key: Record<string, 1 | -1>;
  readonly options: CreateIndexesOptions & { readonly name: string };
}

/**
 * Makes the indexes that a spec declares. One that was declared differently before is made anew; one that is no longer
 * declared stays, since a neighbouring version may need it.
 */
export async function makeIndexes<T extends Document>(
  spec: CollectionSpec<T>,
  raw: MongoCollection<Stored>,
  logger: Logger,
): Promise<void> {
  const present = await existing(raw);
  const missing: IndexDescription[] = [];
  for (const { key, options } of wantedIndexes(spec)) {
    const old = present.find((index) => index.name === options.name || isDeepStrictEqual(index.key, key));
    if (old && isAlike(old, key, options)) continue;
    if (old?.name?.startsWith(ownPrefix)) {
      logger.info({ collection: spec.name, index: options.name }, 'index declared differently, made anew');
      await drop(raw, old.name);
    }
    missing.push({ key, ...options });
  }
  if (missing.length > 0) await raw.createIndexes(missing);
}

/** The index of these fields alone: a document never moves within it while they stay as they are. */
export function tallyIndex<T extends Document>(spec: CollectionSpec<T>, paths: readonly string[]): string | undefined {
  const index = spec.indexes.find(({ fields }) =>
    isDeepStrictEqual(fields.map(([path]) => path).sort(), [...paths].sort()),
  );
  return index && wantedIndex(index).options.name;
}

function wantedIndexes<T extends Document>(spec: CollectionSpec<T>): readonly Wanted[] {
  const expiries = expiriesOf(spec);
  const expiring = expiries.map(({ field, seconds }) => ({
    key: { [field]: 1 as const },
    options: { name: `${ownPrefix}expiry_${field}`, expireAfterSeconds: seconds },
  }));
  const expires = new Set(expiries.map(({ field }) => field));
  const plain = spec.indexes
    .filter(({ fields, unique }) => unique || fields.length > 1 || !expires.has(fields[0]?.[0] ?? ''))
    .map(wantedIndex);
  return [...plain, ...expiring];
}

/** `_id` at the end of an index that is not unique: so it also serves the order of pages. */
function wantedIndex({ fields, unique, sparse }: Index): Wanted {
  const last = fields.at(-1)?.[1] ?? 1;
  const key: Record<string, 1 | -1> = Object.fromEntries(fields);
  if (!unique && !('_id' in key)) key._id = last;
  const name = `${ownPrefix}${unique ? 'unique_' : ''}${fields.map(([path, direction]) => `${path}_${direction}`).join('_')}`;
  const only = sparse
    ? { partialFilterExpression: Object.fromEntries(fields.map(([path]) => [path, { $exists: true }])) }
    : {};
  return { key, options: { name, ...(unique ? { unique } : {}), ...only } };
}

async function existing(raw: MongoCollection<Stored>): Promise<readonly IndexDescriptionInfo[]> {
  try {
    return await raw.indexes();
  } catch (error) {
    const noCollectionYet = error instanceof MongoServerError && error.code === noSuchCollection;
    if (noCollectionYet) return [];
    throw error;
  }
}

function isAlike(old: IndexDescriptionInfo, key: Wanted['key'], options: Wanted['options']): boolean {
  return (
    isDeepStrictEqual(Object.entries(old.key), Object.entries(key)) &&
    Boolean(old.unique) === Boolean(options.unique) &&
    old.expireAfterSeconds === options.expireAfterSeconds &&
    isDeepStrictEqual(old.partialFilterExpression, options.partialFilterExpression)
  );
}

async function drop(raw: MongoCollection<Stored>, name: string): Promise<void> {
  try {
    await raw.dropIndex(name);
  } catch (error) {
    const goneAlready = error instanceof MongoServerError && error.code === noSuchIndex;
    if (!goneAlready) throw error;
  }
}
