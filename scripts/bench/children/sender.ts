import { Dispatcher } from '../../../src/delivery/dispatcher.js';
import { outboxSpec } from '../../../src/delivery/entry.js';
import { systemClock } from '../../../src/ports/clock.js';
import { randomIds } from '../../../src/ports/ids.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { createMongoStore } from '../../../src/storage/mongo/store.js';
import { deliverySpecs } from '../delivery-specs.js';

/**
 * A process of its own that sends what waits in a database, to a platform that takes everything at once, and prints how
 * many megabytes were in use at most. Takes the database's address and how many messages there are. Wants `--expose-gc`.
 */
const [uri = '', count = '0'] = process.argv.slice(2);
const lookMs = 200;
const mostDrains = 10;
const store = createMongoStore({ uri, clock: systemClock, logger: silentLogger });
await store.start(deliverySpecs);
const dispatcher = new Dispatcher({
  store,
  clock: systemClock,
  ids: randomIds,
  logger: silentLogger,
  people: {
    get: async (id) => {
      const account = { channel: 'playground', realm: 'bench', user: id } as const;
      return { id, name: id, language: 'de', accounts: [account], coordinator: false, chairs: [], reachable: account };
    },
  },
  messenger: () => ({
    send: async ({ channel, realm }, _view, key) => ({ channel, realm, parts: { key } }),
    update: async () => {},
    find: async () => 'unknown',
  }),
});
let most = 0;
const looking = setInterval(() => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  most = Math.max(most, (heapUsed + external) / 1e6);
}, lookMs);
let sent = 0;
for (let drains = 0; drains < mostDrains && sent < Number(count); drains += 1) {
  sent += (await dispatcher.drain(new Date())).done;
}
clearInterval(looking);
const kept = await store.collection(outboxSpec).count({ state: 'sent' });
await store.stop();
if (kept !== Number(count)) throw new Error(`only ${kept} of ${count} messages were sent`);
console.log(most);
