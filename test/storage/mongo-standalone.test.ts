import { silentLogger } from '../../src/ports/logger.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { documentStoreContract } from '../contracts/document-store.js';
import { freshDatabase } from '../support/mongo.js';

documentStoreContract('MongoDB on a standalone server', async () => {
  const database = await freshDatabase('standalone');
  const store = createMongoStore({ uri: database.uri, logger: silentLogger });
  return {
    store,
    close: async () => {
      await store.stop();
      await database.drop();
    },
  };
});
