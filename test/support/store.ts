import type { CollectionSpec, DocumentStore } from '../../src/ports/document-store.js';
import { silentLogger } from '../../src/ports/logger.js';
import { createEmbeddedStore } from '../../src/storage/embedded/store.js';
import { fixedClock } from './clock.js';
import { freshFolder } from './folder.js';

export interface TemporaryStore {
  readonly store: DocumentStore;
  close(): Promise<void>;
}

/** The real embedded store in a folder that goes with it. */
export async function openTemporaryStore(specs: readonly unknown[]): Promise<TemporaryStore> {
  const folder = await freshFolder();
  const store = createEmbeddedStore({ folder: folder.path, clock: fixedClock(), logger: silentLogger });
  await store.start(specs as readonly CollectionSpec<never>[]);
  return {
    store,
    async close() {
      await store.stop();
      await folder.remove();
    },
  };
}
