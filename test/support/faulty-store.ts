import type { Collection, DocumentStore } from '../../src/ports/document-store.js';

export type Call = keyof Collection<never>;

/**
 * The real store, with `before` called ahead of every call of a collection: it may count, or reject as a store does
 * that has just gone.
 */
export function watched(
  store: DocumentStore,
  before: (collection: string, call: Call) => void | Promise<void>,
): DocumentStore {
  return {
    ...delegating(store),
    collection: (spec) => {
      const real = store.collection(spec);
      return new Proxy(real, {
        get:
          (target, call: Call) =>
          async (...given: never[]) => {
            await before(spec.name, call);
            return (target[call] as (...given: never[]) => unknown)(...given);
          },
      });
    },
  };
}

function delegating(store: DocumentStore): Omit<DocumentStore, 'collection'> {
  return {
    start: (specs) => store.start(specs),
    stop: () => store.stop(),
    ping: () => store.ping(),
    compact: (collections) => store.compact(collections),
    clear: () => store.clear(),
  };
}
