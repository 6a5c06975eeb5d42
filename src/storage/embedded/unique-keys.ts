import type { Index } from '../../ports/document-store.js';
import type { Stored } from '../documents.js';
import { valuesAt } from '../filters.js';

interface UniqueIndex {
  /** Names the fields in a conflict. */
  readonly name: string;
  readonly paths: readonly string[];
  readonly sparse: boolean;
  readonly taken: Map<string, string>;
}

/**
 * The unique keys of one collection, with MongoDB's meaning (missing counts as null, each item of a list is a key,
 * sparse: only documents that have all fields), which NeDB's own unique indexes do not share.
 */
export class UniqueKeys {
  readonly #indexes: readonly UniqueIndex[];

  constructor(indexes: readonly Index[]) {
    this.#indexes = indexes
      .filter(({ unique }) => unique)
      .map(({ fields, sparse }) => {
        const paths = fields.map(([path]) => path);
        return { name: paths.join(', '), paths, sparse: sparse ?? false, taken: new Map<string, string>() };
      });
  }

  /** Whether no key needs to be unique. */
  get none(): boolean {
    return this.#indexes.length === 0;
  }

  /** The fields whose key another document has, if there is one. */
  conflict(document: Stored): string | undefined {
    return this.#indexes.find(({ taken, ...index }) =>
      keysOf(index, document).some((key) => (taken.get(key) ?? document._id) !== document._id),
    )?.name;
  }

  /** The first who has a key keeps it. */
  add(document: Stored): void {
    for (const index of this.#indexes) {
      for (const key of keysOf(index, document)) if (!index.taken.has(key)) index.taken.set(key, document._id);
    }
  }

  remove(document: Stored): void {
    for (const index of this.#indexes) {
      for (const key of keysOf(index, document)) {
        if (index.taken.get(key) === document._id) index.taken.delete(key);
      }
    }
  }
}

function keysOf({ paths, sparse }: Omit<UniqueIndex, 'taken'>, document: Stored): readonly string[] {
  const values = paths.map((path) => valuesAt(document, path));
  if (sparse && values.some((found) => found.every((value) => value === undefined))) return [];
  const combinations = values.reduce<readonly (readonly unknown[])[]>(
    (all, found) => all.flatMap((begun) => keyParts(found).map((value) => [...begun, value])),
    [[]],
  );
  return [...new Set(combinations.map((parts) => JSON.stringify(parts)))];
}

/** What a field contributes: a scalar itself, each item of a list; an empty list differs from null. */
function keyParts(found: readonly unknown[]): readonly unknown[] {
  if (found.length === 0) return [null];
  const items = found.filter((value) => !Array.isArray(value));
  return items.length === 0 ? [['empty']] : items.map(keyPart);
}

function keyPart(value: unknown): unknown {
  if (value instanceof Date) return { date: value.getTime() };
  return value ?? null;
}
