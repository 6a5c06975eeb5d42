import { createServer } from 'node:net';
import { MongoMemoryServer } from 'mongodb-memory-server-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stored } from '../../src/bot/feature.js';
import { Unavailable } from '../../src/kernel/errors.js';
import type { DocumentStore } from '../../src/ports/document-store.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { type FreshFolder, freshFolder } from '../support/folder.js';
import { logbook } from '../support/logbook.js';
import { mongodPath, mongoSetupMs } from '../support/mongo.js';
import { binaryAt } from '../support/mongod.js';
import { until } from '../support/until.js';
import { noteSpec } from './children/notes.js';

const longestMs = 5_500;

describe('a MongoDB that goes away and comes back', { timeout: 60_000 }, () => {
  let folder: FreshFolder;
  let port: number;
  let server: MongoMemoryServer | undefined;
  let store: DocumentStore;
  const log = logbook();
  beforeAll(async () => {
    folder = await freshFolder();
    port = await freePort();
  });
  afterAll(async () => {
    await stopServer();
    await folder.remove();
  });
  beforeEach(async () => {
    server ??= await startServer();
    log.lines.length = 0;
    store = createMongoStore({ uri: `mongodb://127.0.0.1:${port}/outage`, logger: log.logger });
    await store.start([stored(noteSpec)]);
    await store.clear();
  }, mongoSetupMs);
  afterEach(() => store?.stop());

  /** On the same port and the same files each time. */
  async function startServer(): Promise<MongoMemoryServer> {
    return MongoMemoryServer.create({
      binary: await binaryAt(await mongodPath()),
      instance: { port, portGeneration: false, dbPath: folder.path, storageEngine: 'wiredTiger' },
    });
  }

  async function stopServer(): Promise<void> {
    await server?.stop({ doCleanup: false, force: true });
    server = undefined;
  }

  function signal(name: NodeJS.Signals): void {
    const pid = server?.instanceInfo?.instance.mongodProcess?.pid;
    if (pid === undefined) throw new Error('the server does not run');
    process.kill(pid, name);
  }

  /** Every kind of call, each on its own. */
  function calls(): readonly (readonly [string, () => Promise<unknown>, number])[] {
    const notes = store.collection(noteSpec);
    const note = { _id: 'new', text: 't', count: 0 };
    return [
      ['ping', () => store.ping(), 1_500],
      ['get', () => notes.get('a'), longestMs],
      ['find', () => notes.find(), longestMs],
      ['count', () => notes.count(), longestMs],
      ['insert', () => notes.insert(note), longestMs],
      ['insertMany', () => notes.insertMany([note]), longestMs],
      ['update', () => notes.update('a', { $inc: { count: 1 } }), longestMs],
      ['upsert', () => notes.upsert('new', { $inc: { count: 1 } }, note), longestMs],
      ['claim', () => notes.claim({}, { $inc: { count: 1 } }, { limit: 1 }), longestMs],
      ['delete', () => notes.delete({ _id: 'new' }), longestMs],
    ];
  }

  async function expectAllUnavailable(): Promise<void> {
    const begun = performance.now();
    const outcomes = calls().map(async ([name, call, bound]) => {
      const error = await call().then(
        () => 'answered',
        (reason: unknown) => reason,
      );
      expect(error, name).toBeInstanceOf(Unavailable);
      expect(performance.now() - begun, name).toBeLessThan(bound);
    });
    await Promise.all(outcomes);
  }

  function answers(call: Promise<unknown>): Promise<boolean> {
    return call.then(
      () => true,
      () => false,
    );
  }

  it('fails cleanly while it was killed, then goes on by itself with everything acknowledged', async () => {
    const notes = store.collection(noteSpec);
    for (let index = 0; index < 50; index += 1) await notes.insert({ _id: `n${index}`, text: 't', count: index });
    signal('SIGKILL');
    await stopServer();
    await expectAllUnavailable();
    await expectAllUnavailable();
    server = await startServer();
    await until(
      () =>
        notes.count().then(
          (count) => count === 50,
          () => false,
        ),
      'a call succeeds',
    );
    for (const [name, call] of calls()) await expect(call(), name).resolves.not.toThrow();
    const said = log.lines.map(({ message }) => message);
    expect(said).toEqual(['store is gone', 'store is back']);
  });

  it('fails cleanly while it hangs, then goes on by itself', async () => {
    const notes = store.collection(noteSpec);
    await notes.insert({ _id: 'a', text: 't', count: 0 });
    signal('SIGSTOP');
    try {
      // The signal reaches the server's threads one after the other.
      await until(() => answers(store.ping()).then((answered) => !answered), 'the server hangs');
      await expectAllUnavailable();
    } finally {
      signal('SIGCONT');
    }
    await until(
      () =>
        notes.get('a').then(
          (note) => note !== undefined,
          () => false,
        ),
      'a call succeeds',
    );
  });

  it('is not reported as gone when the bot stops', async () => {
    await store.collection(noteSpec).count();
    await store.stop();
    expect(log.lines).toEqual([]);
  });

  it('refuses to start without a server, and starts once there is one', async () => {
    await stopServer();
    const other = createMongoStore({ uri: `mongodb://127.0.0.1:${port}/outage`, logger: log.logger });
    const begun = performance.now();
    await expect(other.start([stored(noteSpec)])).rejects.toThrow(Unavailable);
    expect(performance.now() - begun).toBeLessThan(longestMs);
    server = await startServer();
    await other.start([stored(noteSpec)]);
    expect(await other.collection(noteSpec).count()).toBe(0);
    await other.stop();
  });
});

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
