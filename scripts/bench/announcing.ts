import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { Dispatcher } from '../../src/delivery/dispatcher.js';
import { documentedLimits } from '../../src/delivery/limits.js';
import { createOutbox } from '../../src/delivery/outbox.js';
import type { Account, ChannelName } from '../../src/messages/inbound.js';
import { systemClock } from '../../src/ports/clock.js';
import type { DocumentStore } from '../../src/ports/document-store.js';
import { randomIds } from '../../src/ports/ids.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { Messenger } from '../../src/ports/messenger.js';
import type { OutboxEntry } from '../../src/ports/outbox.js';
import type { Person } from '../../src/ports/people.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { type ReplicaSet, replicaSet } from '../replica-set.js';
import { deliverySpecs } from './delivery-specs.js';
import { type Result, result, timed } from './result.js';

const tools = { clock: systemClock, ids: randomIds, logger: silentLogger };
const batch = 'bench:announcement';
const shared = 'bench:contents';

/** Messages to each platform at its documented pace: eight seconds of it. */
const paced: Readonly<Record<'slack' | 'teams', number>> = {
  slack: 8 * documentedLimits.slackPerSecond,
  teams: 8 * documentedLimits.teamsPerSecond,
};
const processes = 2;
/** How long a platform takes for a message. */
const platformMs = 150;
const recipients = 100_000;
/** Of the comparison, scaled up. */
const compared = 10_000;
const atOnce = 1_000;
const few = 250;
const many = 2_000;

/** What an announcement takes on MongoDB. */
export async function announcing(): Promise<readonly Result[]> {
  const replicas = await replicaSet();
  try {
    return [...(await pace(replicas)), await memory(replicas), await expansion(replicas)];
  } finally {
    await replicas.stop();
  }
}

/** Two processes send to both platforms at once: the first message, and how much of what is allowed is used. */
async function pace(replicas: ReplicaSet): Promise<readonly Result[]> {
  return withStore(replicas, async (store) => {
    const sent = new Map<ChannelName, number[]>();
    const dispatchers = Array.from({ length: processes }, () => dispatcherOn(store, platform(sent)));
    for (const dispatcher of dispatchers) dispatcher.start();
    const outbox = createOutbox({ store, clock: systemClock, onEnqueued: () => dispatchers[0]?.wake() });
    const roundTrip = await timed(() => store.ping());
    const begun = performance.now();
    await outbox.enqueue([...entriesOn('slack', paced.slack), ...entriesOn('teams', paced.teams)]);
    await until(async () => (await outbox.counts(batch)).sent === paced.slack + paced.teams);
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
    const first = Math.min(...[...sent.values()].flat()) - begun;
    return [
      result('announcement-first', 'ms', { value: first, baseline: roundTrip }, { of: 'value', is: '<=', than: 1_000 }),
      rateOf('slack', sent, documentedLimits.slackPerSecond),
      rateOf('teams', sent, documentedLimits.teamsPerSecond),
    ];
  });
}

function rateOf(channel: ChannelName, sent: ReadonlyMap<ChannelName, readonly number[]>, allowed: number): Result {
  const times = [...(sent.get(channel) ?? [])].sort((a, b) => a - b);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000;
  const measured = { value: (times.length - 1) / seconds, baseline: allowed };
  return result(`announcement-rate-${channel}`, '1/s', measured, { of: 'ratio', is: '>=', than: 0.9 });
}

/** What is in use while many wait, against few: it does not grow with the recipients. */
async function memory(replicas: ReplicaSet): Promise<Result> {
  const measured = { value: await megabytesFor(replicas, many), baseline: await megabytesFor(replicas, few) };
  return result('announcement-memory', 'MB', measured, { of: 'ratio', is: '<=', than: 1.25 });
}

async function megabytesFor(replicas: ReplicaSet, count: number): Promise<number> {
  const uri = replicas.database();
  await withStore(replicas, (store) => outboxOn(store).enqueue(entriesOn('playground', count)), uri);
  const script = fileURLToPath(new URL('./children/sender.js', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', script, uri, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the sender ended with ${code}`);
  return Number(printed);
}

/** A shared announcement for everybody, against plain documents of its size. */
async function expansion(replicas: ReplicaSet): Promise<Result> {
  const seconds = await withStore(replicas, async (store) => {
    const outbox = outboxOn(store);
    const taken = await timed(async () => {
      await outbox.share(shared, {
        kind: 'bench',
        summary: 'Neu dabei: Kita Sonnenschein',
        blocks: [{ type: 'text', text: 'Die Kita Sonnenschein ist neu dabei. '.repeat(20) }],
      });
      for (let start = 0; start < recipients; start += atOnce) {
        await outbox.enqueue(Array.from({ length: atOnce }, (_, index) => entryFor(`p${start + index}`, { shared })));
      }
    });
    return taken / 1_000;
  });
  const plain = (await plainInserts(replicas.database())) * (recipients / compared);
  const measured = { value: seconds, baseline: plain / 1_000 };
  return result('announcement-expansion', 's', measured, { of: 'value', is: '<=', than: 20 });
}

async function plainInserts(uri: string): Promise<number> {
  const client = new MongoClient(uri, { writeConcern: { w: 'majority', journal: true } });
  try {
    await client.connect();
    const plain = client.db().collection<{ _id: string; text: string }>('plain');
    return await timed(async () => {
      for (let start = 0; start < compared; start += atOnce) {
        await plain.insertMany(
          Array.from({ length: atOnce }, (_, index) => ({ _id: `p${start + index}`, text: 'x'.repeat(300) })),
          { ordered: false },
        );
      }
    });
  } finally {
    await client.close();
  }
}

async function withStore<T>(
  replicas: ReplicaSet,
  work: (store: DocumentStore) => Promise<T>,
  uri = replicas.database(),
): Promise<T> {
  const store = createMongoStore({ uri, clock: systemClock, logger: silentLogger });
  try {
    await store.start(deliverySpecs);
    return await work(store);
  } finally {
    await store.stop();
  }
}

function outboxOn(store: DocumentStore) {
  return createOutbox({ store, clock: systemClock, onEnqueued: () => undefined });
}

function dispatcherOn(store: DocumentStore, messenger: Messenger): Dispatcher {
  return new Dispatcher({
    ...tools,
    store,
    people: { get: async (id) => personOf(id) },
    messenger: () => messenger,
  });
}

/** Takes its time, and notes when messages came. */
function platform(sent: Map<ChannelName, number[]>): Messenger {
  return {
    async send({ channel, realm }, _view, key) {
      sent.set(channel, [...(sent.get(channel) ?? []), performance.now()]);
      await new Promise((resolve) => setTimeout(resolve, platformMs));
      return { channel, realm, parts: { key } };
    },
    update: async () => {},
    find: async () => 'unknown',
  };
}

function entriesOn(channel: ChannelName, count: number): readonly OutboxEntry[] {
  const view = { kind: 'bench', summary: 'Einladung', blocks: [] };
  return Array.from({ length: count }, (_, index) => entryFor(`${channel}-${index}`, view));
}

function entryFor(personId: string, view: OutboxEntry['view']): OutboxEntry {
  return { key: `bench:${personId}`, personId, view, due: new Date(), batch };
}

function personOf(id: string): Person {
  const [channel = ''] = id.split('-');
  const account: Account = { channel: channel as ChannelName, realm: 'bench', user: id };
  return { id, name: id, language: 'de', accounts: [account], coordinator: false, chairs: [], reachable: account };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('not sent within a minute');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
