import type { Filter as MongoFilter } from 'mongodb';
import type { Change, CollectionSpec, Document, Filter } from '../../ports/document-store.js';
import { revisionField, type Stored, versionField } from '../documents.js';
import { checkFilter } from '../filters.js';
import type { Paging, SortKey } from '../paging.js';

export type Condition = MongoFilter<Stored>;

/** The port's filter, checked; MongoDB reads it as it is. */
export function asCondition(filter: Filter): Condition {
  checkFilter(filter);
  return filter as Condition;
}

export function allOf(...conditions: readonly Condition[]): Condition {
  const telling = conditions.filter((condition) => Object.keys(condition).length > 0);
  if (telling.length === 0) return {};
  return telling.length === 1 && telling[0] ? telling[0] : { $and: telling };
}

/** Documents that this version understands: its own and newer ones. */
export function current<T extends Document>(spec: CollectionSpec<T>): Condition {
  return spec.version === 1 ? {} : { [versionField]: { $gte: spec.version } };
}

/** The change, which also counts the revision. */
export function asUpdate(change: Change): Record<string, unknown> {
  return { ...change, $inc: { ...change.$inc, [revisionField]: 1 } };
}

/** What lies behind the last document of the page before: greater in the first key, or alike in it and so on. */
export function behind({ sort, after }: Paging): Condition {
  if (!after) return {};
  const branches: Condition[] = [];
  const alike: Condition[] = [];
  for (const [index, key] of sort.entries()) {
    const value = after[index];
    for (const beyond of beyondOf(key, value)) branches.push(allOf(...alike, beyond));
    alike.push({ [key[0]]: value } as Condition);
  }
  return branches.length === 1 && branches[0] ? branches[0] : { $or: branches };
}

/** Sort order puts missing and null first, then these, each within itself; a comparison never leaves its bracket. */
const brackets = ['number', 'string', 'bool', 'date'] as const;

function beyondOf([path, direction]: SortKey, value: unknown): readonly Condition[] {
  const within = { [path]: direction === 1 ? { $gt: value } : { $lt: value } } as Condition;
  if (path === '_id') return [within];
  if (value === null) return direction === 1 ? [{ [path]: { $ne: null } } as Condition] : [];
  const place = brackets.indexOf(bracketOf(value));
  if (direction === -1) {
    const before = brackets.slice(0, place);
    return [within, ...ofTypes(path, before), { [path]: null } as Condition];
  }
  return [within, ...ofTypes(path, brackets.slice(place + 1))];
}

function ofTypes(path: string, types: readonly string[]): readonly Condition[] {
  return types.length > 0 ? [{ [path]: { $type: types } } as Condition] : [];
}

function bracketOf(value: unknown): (typeof brackets)[number] {
  if (value instanceof Date) return 'date';
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'bool' : 'string';
}

export function asSort(sort: readonly SortKey[]): [string, 1 | -1][] {
  return sort.map(([path, direction]) => [path, direction]);
}
