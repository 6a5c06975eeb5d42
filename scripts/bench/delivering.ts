import { readConfig } from '../../src/config/config.js';
import { Dispatcher } from '../../src/delivery/dispatcher.js';
import { outboxSpec } from '../../src/delivery/entry.js';
import { createOutbox } from '../../src/delivery/outbox.js';
import { systemClock } from '../../src/ports/clock.js';
import type { CollectionSpec } from '../../src/ports/document-store.js';
import { randomIds } from '../../src/ports/ids.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { Messenger } from '../../src/ports/messenger.js';
import type { Person } from '../../src/ports/people.js';
import { openStorage } from '../../src/storage/index.js';
import { median, type Result, result, timed } from './result.js';
import { type BenchStore, storeKinds } from './stores.js';

/** As many as an announcement to a town; fewer where each takes longer, so that the bench stays short. */
const messages = { embedded: 1_000, mongodb: 300 };
const rounds = 3;
/** A claim from the embedded store costs little more than a message; from MongoDB it is a round trip. */
const leastRatio = { embedded: 1, mongodb: 2 };

/** Deliveries a second with claims in batches, against claims one by one. The platform answers at once. */
export async function delivering(): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const { kind, open } of storeKinds()) {
    const inBatches: number[] = [];
    const oneByOne: number[] = [];
    // In turns, so that whatever else the machine does meets both.
    for (let round = 0; round < rounds; round += 1) {
      oneByOne.push(await rate(open, messages[kind], 1));
      inBatches.push(await rate(open, messages[kind]));
    }
    const measured = { value: median(inBatches), baseline: median(oneByOne) };
    results.push(result(`deliveries-${kind}`, '1/s', measured, { of: 'ratio', is: '>=', than: leastRatio[kind] }));
  }
  return results;
}

async function rate(open: () => Promise<BenchStore>, count: number, batchSize?: number): Promise<number> {
  const store = await open();
  try {
    return await deliveriesASecond(store.settings, count, batchSize);
  } finally {
    await store.remove();
  }
}

async function deliveriesASecond(
  settings: Readonly<Record<string, string>>,
  count: number,
  batchSize?: number,
): Promise<number> {
  const tools = { clock: systemClock, ids: randomIds, logger: silentLogger };
  const storage = await openStorage({ ...readConfig(settings), ...tools });
  const { store } = storage;
  try {
    await store.start([outboxSpec as unknown as CollectionSpec<never>]);
    const due = new Date();
    await createOutbox({ store, clock: systemClock, onEnqueued: () => {} }).enqueue(
      Array.from({ length: count }, (_, index) => ({
        key: `bench:${index}`,
        personId: `person-${index}`,
        view: { kind: 'bench', summary: 'Einladung', blocks: [{ type: 'text', text: 'Bitte antworten Sie.' }] },
        due,
      })),
    );
    const dispatcher = new Dispatcher({
      ...tools,
      store,
      people: { get: async (id) => personOf(id) },
      messenger: () => instantly,
      ...(batchSize !== undefined && { batchSize }),
    });
    const took = await timed(() => dispatcher.drain(new Date()));
    const sent = await store.collection(outboxSpec).count({ state: 'sent' });
    if (sent !== count) throw new Error(`only ${sent} of ${count} messages were delivered`);
    return (count * 1_000) / took;
  } finally {
    await storage.close();
  }
}

/** On the playground, which wants no pauses between messages. */
function personOf(id: string): Person {
  const account = { channel: 'playground', realm: 'bench', user: id } as const;
  return { id, name: id, language: 'de', accounts: [account], coordinator: false, chairs: [], reachable: account };
}

/** A platform that takes everything at once: what is measured is our own work. */
const instantly: Messenger = {
  send: async ({ channel, realm }, _view, key) => ({ channel, realm, parts: { key } }),
  update: async () => {},
  find: async () => 'unknown',
};
