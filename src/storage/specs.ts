import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { CollectionSpec, Document, PairCount } from '../ports/document-store.js';
import { copyOf, pathParts, type Stored, splitStored, storable, versionField } from './documents.js';

/** Names serve as file names too. */
const nameShape = /^[a-z][a-zA-Z0-9_-]{0,59}$/;
const secondsPerDay = 86_400;
/** MongoDB takes no longer time: 68 years. */
const longestExpirySeconds = 2_147_483_647;

/** Throws if a spec cannot be served: a programming error, found at start. */
export function checkSpec<T extends Document>(spec: CollectionSpec<T>): void {
  const fail = (what: string): never => {
    throw new TypeError(`collection ${spec.name}: ${what}`);
  };
  if (!nameShape.test(spec.name)) fail('the name needs the shape of an identifier');
  if (!Number.isInteger(spec.version) || spec.version < 1) fail('the version counts from 1');
  for (let version = 1; version < spec.version; version += 1) {
    if (!spec.migrations?.[version]) fail(`no migration from version ${version}`);
  }
  for (const { fields, expireAfterSeconds } of spec.indexes) {
    if (fields.length === 0) fail('an index without fields');
    for (const [path] of fields) pathParts(path);
    if (expireAfterSeconds !== undefined && fields.length !== 1) fail('an index that expires has one field');
  }
  for (const { seconds } of expiriesOf(spec)) {
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > longestExpirySeconds) fail('an impossible expiry');
  }
}

/** Documents go this many seconds after the date in `field`. */
export interface Expiry {
  readonly field: string;
  readonly seconds: number;
}

/** Every expiry of a collection: by its indexes and by its retention; of two on one field, the sooner. */
export function expiriesOf<T extends Document>(spec: CollectionSpec<T>): readonly Expiry[] {
  const sooner = new Map<string, number>();
  const add = (field: string, seconds: number) => {
    sooner.set(field, Math.min(seconds, sooner.get(field) ?? seconds));
  };
  for (const { fields, expireAfterSeconds } of spec.indexes) {
    const field = fields[0]?.[0];
    if (field !== undefined && expireAfterSeconds !== undefined) add(field, expireAfterSeconds);
  }
  if ('days' in spec.retention) add(spec.retention.field, spec.retention.days * secondsPerDay);
  return [...sooner].map(([field, seconds]) => ({ field, seconds }));
}

/**
 * A new document as it is stored: valid by its schema, storable, stamped with the schema version. Throws on what the
 * schema refuses, changes or drops: a programming error.
 */
export function stamped<T extends Document>(spec: CollectionSpec<T>, document: T): Stored {
  const clean = storable(document);
  const result = spec.schema.safeParse(copyOf(clean));
  if (!result.success) throw new TypeError(`collection ${spec.name}: ${mistakes(result.error)}`);
  if (!isDeepStrictEqual(storable(result.data), clean)) {
    throw new TypeError(`collection ${spec.name}: the document has fields that its schema drops or changes`);
  }
  return { ...clean, [versionField]: spec.version };
}

/** Which fields are wrong and how, without their values. */
function mistakes(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')} (${issue.code})`).join(', ');
}

/** The document as its feature knows it: migrated if it is older, as it is if it is newer, without the stores' fields. */
export function asFeatureSees<T extends Document>(spec: CollectionSpec<T>, stored: Stored): T {
  return splitStored(upToDate(spec, stored)).document as unknown as T;
}

function versionOf(stored: Stored): number {
  const version = stored[versionField];
  return typeof version === 'number' ? version : 1;
}

export function isOlder<T extends Document>(spec: CollectionSpec<T>, stored: Stored): boolean {
  return versionOf(stored) < spec.version;
}

/** The stored document at the spec's version. What a newer process wrote stays as it is. */
export function upToDate<T extends Document>(spec: CollectionSpec<T>, stored: Stored): Stored {
  if (!isOlder(spec, stored)) return stored;
  const { document, own } = splitStored(stored);
  let migrated: Record<string, unknown> = copyOf(document) as Stored;
  for (let version = versionOf(stored); version < spec.version; version += 1) {
    migrated = migration(spec, version)(migrated);
  }
  return { ...storable({ ...migrated, _id: stored._id }), ...own, [versionField]: spec.version };
}

function migration<T extends Document>(spec: CollectionSpec<T>, version: number) {
  const step = spec.migrations?.[version];
  if (!step) throw new TypeError(`collection ${spec.name}: no migration from version ${version}`);
  return step;
}

/** Counts of pairs, from counts by whatever their fields hold. */
export function pairCounts(
  counted: Iterable<{ readonly first: unknown; readonly second: unknown; readonly count: number }>,
): readonly PairCount[] {
  const pairs = new Map<string, PairCount>();
  for (const { first, second, count } of counted) {
    const values = [valueToTally(first), valueToTally(second)] as const;
    const key = JSON.stringify(values);
    pairs.set(key, { values, count: count + (pairs.get(key)?.count ?? 0) });
  }
  return [...pairs.values()];
}

/** What a document is counted under: its text, its number in digits, or nothing. */
export function valueToTally(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}
