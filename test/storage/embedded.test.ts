import { silentLogger } from '../../src/ports/logger.js';
import { createEmbeddedStore } from '../../src/storage/embedded/store.js';
import { documentStoreContract } from '../contracts/document-store.js';
import { freshFolder } from '../support/folder.js';

documentStoreContract('the embedded store', async () => {
  const folder = await freshFolder();
  const store = createEmbeddedStore({ folder: folder.path, logger: silentLogger });
  return {
    store,
    close: async () => {
      await store.stop();
      await folder.remove();
    },
  };
});
