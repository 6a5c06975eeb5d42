import { isPlainObject } from './documents.js';

/**
 * MongoDB's order over what a document may hold: missing and null, numbers, texts, objects, lists, booleans, dates.
 * Objects count as alike, and lists too: a sort field holds scalars.
 */
export function compareValues(a: unknown, b: unknown): number {
  const byKind = kindOf(a) - kindOf(b);
  if (byKind !== 0) return byKind;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  return compareNumbers(asNumber(a), asNumber(b));
}

/** The bracket within which values compare; those of different brackets are never less or greater in a filter. */
export function kindOf(value: unknown): number {
  if (value === undefined || value === null) return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  if (isPlainObject(value)) return 4;
  if (Array.isArray(value)) return 5;
  if (typeof value === 'boolean') return 6;
  return 7;
}

/** By code point, as MongoDB compares bytes of UTF-8; JavaScript's `<` puts emoji before some rare signs. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points beyond U+FFFF: they go behind all others. */
function codePointRank(unit: number): number {
  const surrogate = unit >= 0xd800 && unit <= 0xdfff;
  return surrogate ? unit + 0x10000 : unit;
}

function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Date ? value.getTime() : 0;
}

function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
