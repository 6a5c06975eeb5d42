import { silentLogger } from '../../src/ports/logger.js';
import { createEmbeddedStore } from '../../src/storage/embedded/store.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { outboxContract } from '../contracts/outbox.js';
import { freshFolder } from '../support/folder.js';
import { freshDatabase } from '../support/mongo.js';

outboxContract('the embedded store', async () => {
  const folder = await freshFolder();
  const store = createEmbeddedStore({ folder: folder.path, logger: silentLogger });
  return {
    store,
    async close() {
      await store.stop();
      await folder.remove();
    },
  };
});

for (const topology of ['standalone', 'replica-set'] as const) {
  outboxContract(`MongoDB (${topology})`, async () => {
    const database = await freshDatabase(topology);
    const store = createMongoStore({ uri: database.uri, logger: silentLogger });
    return {
      store,
      async close() {
        await store.stop();
        await database.drop();
      },
    };
  });
}
