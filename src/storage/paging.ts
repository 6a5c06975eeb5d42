import { createHash } from 'node:crypto';
import { Refusal } from '../kernel/errors.js';
import type { Query } from '../ports/document-store.js';
import { checkFieldIsFree, isPlainObject, pathParts, type Stored } from './documents.js';
import { compareValues } from './order.js';
import { texts } from './texts.js';

export type SortKey = readonly [path: string, direction: 1 | -1];

/** A query's page, worked out: in which order, how many, behind which document. */
export interface Paging {
  readonly sort: readonly SortKey[];
  readonly limit: number;
  /** The sort values of the last document of the page before, `_id` last. */
  readonly after?: readonly unknown[];
  /** What the cursor of this order begins with: a cursor of another list is told apart by it. */
  readonly mark: string;
}

const longestPage = 1_000;
export const largestClaim = 500;
export const largestInsert = 1_000;
const usualPage = 100;
const mostSortKeys = 5;
const longestCursor = 8_000;

/** Throws a RangeError on an impossible limit or order, and a Refusal on a cursor that is not of this list. */
export function pagingOf(collection: string, query: Query): Paging {
  const sort = totalSort(query.sort ?? []);
  const limit = checkedCount(query.limit ?? usualPage, longestPage);
  const mark = markOf(collection, sort);
  return query.after === undefined
    ? { sort, limit, mark }
    : { sort, limit, mark, after: readCursor(query.after, mark, sort.length) };
}

export function checkedCount(count: number, most: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new RangeError(`limit: from 1 to ${most}`);
}

/** The order with `_id` as its last key, in the direction of the key before, so that one index serves it both ways. */
export function totalSort(keys: readonly SortKey[]): readonly SortKey[] {
  if (keys.length > mostSortKeys) throw new RangeError(`sort: at most ${mostSortKeys} keys`);
  for (const [path, direction] of keys) {
    checkFieldIsFree(pathParts(path)[0] ?? '');
    if (direction !== 1 && direction !== -1) throw new RangeError('sort: the direction is 1 or -1');
  }
  if (new Set(keys.map(([path]) => path)).size < keys.length) throw new RangeError('sort: a field twice');
  const byId = keys.findIndex(([path]) => path === '_id');
  if (byId >= 0) return keys.slice(0, byId + 1);
  return [...keys, ['_id', keys.at(-1)?.[1] ?? 1]];
}

/** Takes one document more than the page holds, to know whether there is a next one. */
export function cutPage(found: readonly Stored[], paging: Paging): { items: readonly Stored[]; next?: string } {
  const items = found.slice(0, paging.limit);
  const last = items.at(-1);
  return found.length > paging.limit && last ? { items, next: cursorAt(last, paging) } : { items };
}

/** The first documents in an order, without sorting all the others. */
export function firstInOrder(documents: readonly Stored[], sort: readonly SortKey[], count: number): readonly Stored[] {
  const compare = compareBy(sort);
  const first: Stored[] = [];
  for (const document of documents) {
    const last = first[count - 1];
    if (last && compare(document, last) >= 0) continue;
    first.splice(placeFor(document, first, compare), 0, document);
    if (first.length > count) first.pop();
  }
  return first;
}

type Compare = (a: Stored, b: Stored) => number;

function compareBy(sort: readonly SortKey[]): Compare {
  const keys = sort.map(([path, direction]) => ({ parts: path.split('.'), direction }));
  return (a, b) => {
    for (const { parts, direction } of keys) {
      const order = compareValues(sortValue(a, parts), sortValue(b, parts)) * direction;
      if (order !== 0) return order;
    }
    return 0;
  };
}

function placeFor(document: Stored, sorted: readonly Stored[], compare: Compare): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const there = sorted[middle];
    if (there && compare(there, document) <= 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Whether a document lies behind the cursor. */
export function isBehind(document: Stored, { sort, after }: Paging): boolean {
  if (!after) return true;
  for (const [index, [path, direction]] of sort.entries()) {
    const order = compareValues(sortValue(document, path.split('.')), after[index]) * direction;
    if (order !== 0) return order > 0;
  }
  return false;
}

/** A sort field holds a scalar or is missing (which counts as null). Throws on lists, objects, and ways through lists. */
function sortValue(document: Stored, parts: readonly string[]): unknown {
  let value: unknown = document;
  for (const part of parts) {
    if (Array.isArray(value)) throw new TypeError(`${parts.join('.')}: no sorting through a list`);
    value = isPlainObject(value) && Object.hasOwn(value, part) ? value[part] : null;
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value ?? null;
  throw new TypeError(`${parts.join('.')}: no sorting by a list or an object`);
}

function markOf(collection: string, sort: readonly SortKey[]): string {
  return createHash('sha256')
    .update(JSON.stringify([collection, sort]))
    .digest('base64url')
    .slice(0, 8);
}

function cursorAt(document: Stored, { sort, mark }: Paging): string {
  const values = sort.map(([path]) => {
    const value = sortValue(document, path.split('.'));
    return value instanceof Date ? [value.getTime()] : value;
  });
  return Buffer.from(JSON.stringify([mark, ...values])).toString('base64url');
}

function readCursor(cursor: string, mark: string, keys: number): readonly unknown[] {
  const values = decoded(cursor);
  const fits = values?.[0] === mark && values.length === keys + 1 && typeof values.at(-1) === 'string';
  if (!values || !fits) throw new Refusal(texts.de.staleList, 'storage.bad-cursor');
  return values.slice(1).map(readValue);
}

function decoded(cursor: string): readonly unknown[] | undefined {
  if (typeof cursor !== 'string' || cursor.length > longestCursor) return undefined;
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(read) ? read : undefined;
  } catch {
    // No JSON: somebody else's text, refused by the caller like any other that does not fit.
    return undefined;
  }
}

function readValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const date = new Date(Array.isArray(value) ? Number(value[0]) : Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  throw new Refusal(texts.de.staleList, 'storage.bad-cursor');
}
