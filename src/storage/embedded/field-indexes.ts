import type { Filter } from '../../ports/document-store.js';
import type { Stored } from '../documents.js';
import { type Comparison, comparisons, matcher, valuesAt } from '../filters.js';

/** The documents that hold one value in a field. */
interface Bucket {
  readonly value: unknown;
  readonly documents: Set<Stored>;
}

/** A field's values, by a text that tells each from all others. */
type FieldIndex = Map<string, Bucket>;

/**
 * The documents of one collection in memory, by their id and by the values of some fields. Taking one out costs the same
 * however many hold the same value, such as all messages of an announcement. Documents are not to be changed.
 */
export class FieldIndexes {
  readonly #documents = new Map<string, Stored>();
  readonly #fields: ReadonlyMap<string, FieldIndex>;

  constructor(fields: readonly string[]) {
    this.#fields = new Map(fields.map((field) => [field, new Map()]));
  }

  all(): readonly Stored[] {
    return [...this.#documents.values()];
  }

  get(id: string): Stored | undefined {
    return this.#documents.get(id);
  }

  /** Puts a document in the place of what was there under its id. */
  put(document: Stored): void {
    this.drop(document._id);
    this.#documents.set(document._id, document);
    for (const [path, index] of this.#fields) add(index, path, document);
  }

  drop(id: string): void {
    const document = this.#documents.get(id);
    if (!document) return;
    this.#documents.delete(id);
    for (const [path, index] of this.#fields) remove(index, path, document);
  }

  /** The documents that match, in no order. */
  matching(filter: Filter): readonly Stored[] {
    const matches = matcher(filter);
    const found = new Set<Stored>();
    for (const documents of this.#candidates(filter)) {
      for (const document of documents) if (matches(document)) found.add(document);
    }
    return [...found];
  }

  /** The fewest documents among which an index knows all that match; without one, all there are. */
  #candidates(filter: Filter): readonly Iterable<Stored>[] {
    const conditions = comparisons(filter);
    const exact = conditions.flatMap((condition) => this.#exact(condition) ?? []);
    const fewest = exact.sort((a, b) => a.count - b.count)[0];
    if (fewest) return fewest.documents;
    const range = conditions.find(
      ({ path, operator, operand }) => this.#fields.has(path) && isRange(operator, operand),
    );
    return range ? this.#within(range) : [this.#documents.values()];
  }

  #exact({
    path,
    operator,
    operand,
  }: Comparison): { count: number; documents: readonly Iterable<Stored>[] } | undefined {
    if (operator !== '$eq' && operator !== '$in') return undefined;
    const wanted: readonly unknown[] = operator === '$eq' ? [operand] : (operand as readonly unknown[]);
    // What is missing stands in no index.
    if (wanted.includes(null)) return undefined;
    if (path === '_id') {
      const documents = wanted.flatMap((id) => this.#documents.get(String(id)) ?? []);
      return { count: documents.length, documents: [documents] };
    }
    const index = this.#fields.get(path);
    if (!index) return undefined;
    const buckets = wanted.flatMap((value) => index.get(keyOf(value) ?? '')?.documents ?? []);
    return { count: buckets.reduce((sum, { size }) => sum + size, 0), documents: buckets };
  }

  #within({ path, operator, operand }: Comparison): readonly Iterable<Stored>[] {
    const holds = matcher({ value: { [operator]: operand } } as Filter);
    const buckets = [...(this.#fields.get(path)?.values() ?? [])];
    return buckets.filter(({ value }) => holds({ _id: path, value })).map(({ documents }) => documents);
  }
}

function add(index: FieldIndex, path: string, document: Stored): void {
  for (const value of valuesAt(document, path)) {
    const key = keyOf(value);
    if (key === undefined) continue;
    const bucket = index.get(key);
    if (bucket) bucket.documents.add(document);
    else index.set(key, { value, documents: new Set([document]) });
  }
}

function remove(index: FieldIndex, path: string, document: Stored): void {
  for (const value of valuesAt(document, path)) {
    const key = keyOf(value);
    const bucket = key === undefined ? undefined : index.get(key);
    if (key === undefined || !bucket) continue;
    bucket.documents.delete(document);
    if (bucket.documents.size === 0) index.delete(key);
  }
}

/** Undefined for what no condition on a value can mean: lists and objects as a whole, and what is missing. */
function keyOf(value: unknown): string | undefined {
  if (value instanceof Date) return `date:${value.getTime()}`;
  return typeof value === 'object' || value === undefined ? undefined : `${typeof value}:${String(value)}`;
}

function isRange(operator: Comparison['operator'], operand: unknown): boolean {
  const compares = operator === '$gt' || operator === '$gte' || operator === '$lt' || operator === '$lte';
  return compares && operand !== null;
}
