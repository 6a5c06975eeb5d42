import type { Change } from '../ports/document-store.js';
import { checkFieldIsFree, copyOf, isPlainObject, pathParts, type Stored, storableValue } from './documents.js';
import { compareTexts, compareValues } from './order.js';

type Operator = keyof Change;
const operators: readonly Operator[] = ['$set', '$unset', '$inc', '$max', '$min', '$push', '$addToSet', '$pull'];

/** One operator on one field. */
interface Step {
  readonly operator: Operator;
  readonly path: string;
  readonly operand: unknown;
}

/**
 * A change as both stores can make it: copied, checked, without operators that are undefined. Throws on unknown
 * operators, values that are undefined, the fields `_id` and the stores' own, and two operators that meet in one field.
 */
export function checkedChange(change: Change): Change {
  const steps = stepsOf(change);
  if (steps.length === 0) throw new TypeError('change: nothing to change');
  checkNoneMeet(steps.map((step) => step.path));
  const checked: Record<string, Record<string, unknown>> = {};
  for (const { operator, path, operand } of steps) {
    checked[operator] = { ...checked[operator], [path]: operand };
  }
  return checked as Change;
}

/** The document after a (checked) change. Throws where MongoDB would: counting up a text, adding to what is no list. */
export function changed(document: Stored, change: Change): Stored {
  const copy = copyOf(document) as Stored;
  // In MongoDB's order, which shows where two steps make the same list longer.
  for (const step of [...stepsOf(change)].sort((a, b) => comparePaths(a.path, b.path))) applyStep(copy, step);
  return copy;
}

function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  const differing = left.findIndex((part, index) => part !== right[index]);
  const [one = '', other = ''] = [left[differing], right[differing]];
  const numeric = /^\d+$/.test(one) && /^\d+$/.test(other);
  return numeric ? Number(one) - Number(other) : compareTexts(one, other);
}

function stepsOf(change: Change): readonly Step[] {
  if (!isPlainObject(change)) throw new TypeError('change: an object of operators is needed');
  return Object.entries(change)
    .filter(([, fields]) => fields !== undefined)
    .flatMap(([operator, fields]) => {
      if (!isOperator(operator) || !isPlainObject(fields)) throw new TypeError('change: unknown operator');
      return Object.entries(fields).map(([path, operand]) => checkedStep(operator, path, operand));
    });
}

function isOperator(name: string): name is Operator {
  return (operators as readonly string[]).includes(name);
}

function checkedStep(operator: Operator, path: string, operand: unknown): Step {
  const [root = ''] = pathParts(path);
  checkFieldIsFree(root);
  if (root === '_id') throw new TypeError('change: _id never changes');
  if (operand === undefined) throw new TypeError(`${path}: ${operator} to undefined; use $unset to remove a field`);
  if (!fitsOperator(operator, operand)) throw new TypeError(`${path}: ${operator} does not take this`);
  return { operator, path, operand: operator === '$unset' ? true : storableValue(operand, path) };
}

function fitsOperator(operator: Operator, operand: unknown): boolean {
  switch (operator) {
    case '$inc':
      return typeof operand === 'number';
    case '$max':
    case '$min':
      return typeof operand === 'number' || operand instanceof Date;
    case '$pull':
      return isPlainObject(operand) ? Object.values(operand).every(isLeaf) : isLeaf(operand);
    case '$set':
    case '$unset':
    case '$push':
    case '$addToSet':
      return true;
  }
}

function isLeaf(value: unknown): boolean {
  return !Array.isArray(value) && !isPlainObject(value);
}

function checkNoneMeet(paths: readonly string[]): void {
  const sorted = paths.map((path) => `${path}.`).sort();
  const meeting = sorted.findIndex((path, index) => index > 0 && path.startsWith(sorted[index - 1] ?? ''));
  if (meeting > 0) throw new TypeError(`${sorted[meeting]}: two operators change the same field`);
}

/** A list is filled up with null, but not without end. */
const farthestBehind = 1_000;

/** What holds a field: an object, or a list whose positions are its fields. */
type Holder = Record<string, unknown>;

function applyStep(document: Holder, { operator, path, operand }: Step): void {
  const parts = pathParts(path);
  const field = parts[parts.length - 1] ?? '';
  const holder = holderOf(document, parts, operator);
  if (!holder) return;
  if (operator === '$unset') {
    removeField(holder, field);
    return;
  }
  checkPart(holder, field);
  if (operator === '$pull' && !Object.hasOwn(holder, field)) return;
  setField(holder, field, newValue(operator, holder[field], operand, path));
}

function holderOf(document: Holder, parts: readonly string[], operator: Operator): Holder | undefined {
  const makeMissing = operator !== '$unset' && operator !== '$pull';
  let holder: Holder = document;
  for (const part of parts.slice(0, -1)) {
    if (operator !== '$unset') checkPart(holder, part);
    if (!Object.hasOwn(holder, part)) {
      if (!makeMissing) return undefined;
      setField(holder, part, {});
    }
    const next = holder[part];
    if (!isPlainObject(next) && !Array.isArray(next)) {
      if (operator === '$unset') return undefined;
      throw new TypeError(`${parts.join('.')}: the way leads through a field that is no object`);
    }
    holder = next as Holder;
  }
  return holder;
}

/** A list has positions only. */
function checkPart(holder: Holder, part: string): void {
  if (Array.isArray(holder) && !/^\d+$/.test(part)) throw new TypeError(`${part}: no position in a list`);
}

function setField(holder: Holder, field: string, value: unknown): void {
  if (!Array.isArray(holder)) {
    holder[field] = value;
    return;
  }
  const position = Number(field);
  if (position > holder.length + farthestBehind) throw new TypeError(`${field}: too far behind the end of a list`);
  while (holder.length < position) holder.push(null);
  holder[position] = value;
}

/** A position in a list cannot go without moving the others: it becomes null, as in MongoDB. */
function removeField(holder: Holder, field: string): void {
  if (!Object.hasOwn(holder, field)) return;
  if (Array.isArray(holder)) holder[Number(field)] = null;
  else delete holder[field];
}

function newValue(operator: Operator, old: unknown, operand: unknown, path: string): unknown {
  switch (operator) {
    case '$set':
      return operand;
    case '$inc':
      return increased(old, operand as number, path);
    case '$max':
      return old === undefined || compareValues(operand, old) > 0 ? operand : old;
    case '$min':
      return old === undefined || compareValues(operand, old) < 0 ? operand : old;
    case '$push':
      return [...listAt(old, path), operand];
    case '$addToSet': {
      const list = listAt(old, path);
      return list.some((item) => same(item, operand)) ? list : [...list, operand];
    }
    case '$pull':
      return listAt(old, path).filter((item) => !isPulled(item, operand));
    case '$unset':
      return undefined;
  }
}

function increased(old: unknown, by: number, path: string): number {
  if (old === undefined) return by;
  if (typeof old !== 'number') throw new TypeError(`${path}: $inc on a field that is no number`);
  return old + by;
}

function listAt(old: unknown, path: string): readonly unknown[] {
  if (old === undefined) return [];
  if (!Array.isArray(old)) throw new TypeError(`${path}: the field is no list`);
  return old;
}

/** An object pulls every object whose fields have these values; a scalar pulls its equals. */
function isPulled(item: unknown, operand: unknown): boolean {
  if (!isPlainObject(operand)) return same(item, operand);
  if (!isPlainObject(item)) return false;
  return Object.entries(operand).every(([key, value]) => same(item[key], value) || (value === null && !(key in item)));
}

/** Alike to the letter, the order of keys included, as MongoDB compares documents. */
function same(a: unknown, b: unknown): boolean {
  if (a instanceof Date || b instanceof Date) {
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return a === b;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return left.length === right.length && left.every(([key, value], i) => key === right[i]?.[0] && same(value, b[key]));
}
