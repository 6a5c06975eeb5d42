import type { Collection, CollectionSpec, Document } from '../ports/document-store.js';
import { checkSpec } from './specs.js';

interface Known<C> {
  readonly spec: CollectionSpec<never>;
  collection?: C;
}

/** The collections of one store: the same spec gives the same collection, two specs of one name are a mistake. */
export function knownSpecs<C extends Collection<never>>() {
  const known = new Map<string, Known<C>>();

  function entryOf<T extends Document>(spec: CollectionSpec<T>): Known<C> {
    const own = spec as unknown as CollectionSpec<never>;
    const entry = known.get(spec.name);
    if (entry && entry.spec !== own) throw new TypeError(`collection ${spec.name}: declared twice`);
    if (entry) return entry;
    checkSpec(spec);
    const added: Known<C> = { spec: own };
    known.set(spec.name, added);
    return added;
  }

  return {
    add: (spec: CollectionSpec<never>): void => {
      entryOf(spec);
    },
    collection<T extends Document>(spec: CollectionSpec<T>, make: (spec: CollectionSpec<never>) => C): C {
      const entry = entryOf(spec);
      entry.collection ??= make(entry.spec);
      return entry.collection;
    },
    all: (): readonly CollectionSpec<never>[] => [...known.values()].map(({ spec }) => spec),
  };
}
