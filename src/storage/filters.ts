import type { Filter } from '../ports/document-store.js';
import { checkFieldIsFree, isPlainObject, pathParts, type Stored } from './documents.js';
import { compareValues, kindOf } from './order.js';

type Test = (document: Stored) => boolean;

/** One condition on one field, taken apart. */
export interface Comparison {
  readonly path: string;
  readonly operator: Operator;
  readonly operand: unknown;
}
type Operator = '$eq' | '$in' | '$nin' | '$ne' | '$gt' | '$gte' | '$lt' | '$lte' | '$exists';
const operators: ReadonlySet<string> = new Set(['$in', '$nin', '$ne', '$gt', '$gte', '$lt', '$lte', '$exists']);

/**
 * Refuses a filter that the port does not know, before a store sees it: unknown operators, values that are no scalars,
 * and conditions that are undefined, which one store would leave out and so match everything.
 */
export function checkFilter(filter: Filter): void {
  parse(filter);
}

/** The filter as a function, with MongoDB's meaning: a list matches by its elements, null matches what is missing. */
export function matcher(filter: Filter): Test {
  const { all, anyOf } = parse(filter);
  const tests = all.map(testOf);
  const alternatives = anyOf?.map(matcher);
  return (document) =>
    tests.every((holds) => holds(document)) && (!alternatives || alternatives.some((holds) => holds(document)));
}

/** What must hold of single fields, for choosing an index; alternatives are left out. */
export function comparisons(filter: Filter): readonly Comparison[] {
  return parse(filter).all;
}

function parse(filter: Filter): { all: readonly Comparison[]; anyOf?: readonly Filter[] } {
  if (!isPlainObject(filter)) throw new TypeError('filter: an object is needed');
  const { $or: anyOf, ...fields } = filter as Readonly<Record<string, unknown>>;
  const all = Object.entries(fields).flatMap(([path, condition]) => comparisonsOf(path, condition));
  if (!('$or' in filter)) return { all };
  if (!Array.isArray(anyOf) || anyOf.length === 0) throw new TypeError('$or: a list of filters is needed');
  for (const alternative of anyOf) checkFilter(alternative);
  return { all, anyOf };
}

function comparisonsOf(path: string, condition: unknown): readonly Comparison[] {
  const [root] = pathParts(path);
  checkFieldIsFree(root ?? '');
  if (isScalar(condition)) return [{ path, operator: '$eq', operand: condition }];
  if (!isPlainObject(condition)) throw new TypeError(`${path}: a condition must be a scalar or operators`);
  const parts = Object.entries(condition);
  if (parts.length === 0) throw new TypeError(`${path}: a condition without an operator`);
  return parts.map(([operator, operand]) => {
    checkOperand(path, operator, operand);
    return { path, operator: operator as Operator, operand };
  });
}

function checkOperand(path: string, operator: string, operand: unknown): void {
  if (!operators.has(operator)) throw new TypeError(`${path}: unknown operator`);
  const fits =
    operator === '$in' || operator === '$nin'
      ? Array.isArray(operand) && operand.every(isScalar)
      : operator === '$exists'
        ? typeof operand === 'boolean'
        : isScalar(operand);
  if (!fits) throw new TypeError(`${path}: ${operator} does not take this`);
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

/** Every value that a path leads to, lists and each of their items; undefined stands for a field that is missing. */
export function valuesAt(document: Stored, path: string): readonly unknown[] {
  return reached(document, pathParts(path));
}

function testOf({ path, operator, operand }: Comparison): Test {
  const parts = pathParts(path);
  const some = (holds: (value: unknown) => boolean): Test => {
    return (document) => reached(document, parts).some(holds);
  };
  const none = (holds: (value: unknown) => boolean): Test => {
    return (document) => !reached(document, parts).some(holds);
  };
  switch (operator) {
    case '$eq':
      return some(equals(operand));
    case '$ne':
      return none(equals(operand));
    case '$in':
      return some(isOneOf(operand));
    case '$nin':
      return none(isOneOf(operand));
    case '$exists':
      return operand === true ? some(isThere) : none(isThere);
    case '$gt':
      return some(compares(operand, (order) => order > 0));
    case '$gte':
      return some(compares(operand, (order) => order >= 0));
    case '$lt':
      return some(compares(operand, (order) => order < 0));
    case '$lte':
      return some(compares(operand, (order) => order <= 0));
  }
}

const isThere = (value: unknown) => value !== undefined;
const equals = (operand: unknown) => compares(operand, (order) => order === 0);
const isOneOf = (operands: unknown) => {
  const tests = (operands as readonly unknown[]).map(equals);
  return (value: unknown) => tests.some((holds) => holds(value));
};
function compares(operand: unknown, holds: (order: number) => boolean): (value: unknown) => boolean {
  const kind = kindOf(operand);
  return (value) => kindOf(value) === kind && holds(compareValues(value, operand));
}

function reached(document: Stored, parts: readonly string[]): readonly unknown[] {
  const found: unknown[] = [];
  follow(document, parts, 0, found);
  return found;
}

function follow(value: unknown, parts: readonly string[], depth: number, found: unknown[]): void {
  const part = parts[depth];
  if (part === undefined) {
    found.push(value);
    if (Array.isArray(value)) found.push(...value);
  } else if (Array.isArray(value)) {
    followList(value, parts, depth, found);
  } else if (isPlainObject(value) && Object.hasOwn(value, part)) {
    follow(value[part], parts, depth + 1, found);
  } else {
    found.push(undefined);
  }
}

/** A list is entered by position (`tags.0`), and through each object in it (`accounts.user`). */
function followList(list: readonly unknown[], parts: readonly string[], depth: number, found: unknown[]): void {
  const position = Number(parts[depth]);
  if (Number.isInteger(position) && position >= 0 && position < list.length) {
    if (depth + 1 === parts.length) found.push(list[position]);
    else follow(list[position], parts, depth + 1, found);
  }
  for (const item of list) if (isPlainObject(item)) follow(item, parts, depth, found);
}
