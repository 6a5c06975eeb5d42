/** Fields that the stores keep for themselves; features neither write nor see them. */
export const versionField = '_v';
/** Counts the changes, so that a migration never overwrites one. */
export const revisionField = '_r';
/** Who claimed the document last. */
export const claimField = '_claim';

/** A document as it lies in a store: what the feature wrote, and the stores' own fields. */
export type Stored = { readonly _id: string } & Record<string, unknown>;

const longestId = 1_000;
const deepestNesting = 50;
/** Half of a character: no UTF-8 can carry it. */
const loneSurrogate = /\p{Surrogate}/u;
const loneSurrogates = /\p{Surrogate}/gu;
const storeFields: ReadonlySet<string> = new Set([versionField, revisionField, claimField]);

/**
 * A copy of a document as both stores can keep it: JSON values and Dates, well-formed text, fields that are undefined
 * left out, `_id` first. Throws on anything else, naming the field and never its value: that is a programming error.
 */
export function storable(document: { readonly _id: string }): Stored {
  const { _id, ...rest } = document;
  checkId(_id);
  for (const field of Object.keys(rest)) checkFieldIsFree(field);
  return { _id, ...(storableValue(rest, 'document') as Record<string, unknown>) };
}

export function checkId(id: unknown): asserts id is string {
  const fits = typeof id === 'string' && id.length > 0 && id.length <= longestId && id !== '__proto__';
  if (!fits || loneSurrogate.test(id)) throw new TypeError(`_id: a text of 1 to ${longestId} characters is needed`);
}

/** Refuses the stores' own fields at the root of a document or as the first part of a path. */
export function checkFieldIsFree(field: string): void {
  if (storeFields.has(field)) throw new TypeError(`${field}: this field is reserved for the store`);
}

/** Takes a stored document apart: what the feature wrote, and the stores' own fields. */
export function splitStored(stored: Stored): { document: Stored; own: Record<string, unknown> } {
  const isOwn = ([field]: [string, unknown]) => storeFields.has(field);
  const entries = Object.entries(stored);
  return {
    document: Object.fromEntries(entries.filter((entry) => !isOwn(entry))) as Stored,
    own: Object.fromEntries(entries.filter(isOwn)),
  };
}

/** A copy of one value that goes into a document. `where` names it in errors. */
export function storableValue(value: unknown, where: string, depth = 0): unknown {
  if (depth > deepestNesting) throw new TypeError(`${where}: nested more than ${deepestNesting} deep`);
  if (typeof value === 'string') return value.replace(loneSurrogates, '\ufffd');
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return new Date(value);
  if (Array.isArray(value)) return value.map((item, index) => storableValue(item, `${where}.${index}`, depth + 1));
  if (isPlainObject(value)) return storableObject(value, where, depth);
  throw new TypeError(`${where}: neither a JSON value nor a valid Date`);
}

function storableObject(object: Record<string, unknown>, where: string, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    checkKey(key, where);
    copy[key] = storableValue(value, `${where}.${key}`, depth + 1);
  }
  return copy;
}

function checkKey(key: string, where: string): void {
  const forbidden = key === '__proto__' || key.startsWith('$') || /[.\0]/.test(key) || loneSurrogate.test(key);
  if (forbidden) throw new TypeError(`${where}: a key must not begin with "$", hold "." or NUL, or be "__proto__"`);
}

/** The parts of a dotted path. Throws if it is none. */
export function pathParts(path: string): readonly string[] {
  const parts = path.split('.');
  for (const part of parts) {
    if (part === '') throw new TypeError('path: an empty part');
    checkKey(part, 'path');
  }
  return parts;
}

/** An independent copy of a value that came from a store. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Date) return new Date(value);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]));
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
