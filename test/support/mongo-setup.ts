import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';

/**
 * Vitest's global set-up. It starts nothing but a small broker on the loopback address; the first test that asks it for
 * a MongoDB has it obtain the binary and start the server, the others share it. So runs without such tests cost nothing,
 * not even loading the packages.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = sharedServers();
  const broker = createServer((request, response) => void serve(request, response, servers));
  await new Promise<void>((listening) => broker.listen(0, '127.0.0.1', listening));
  project.provide('mongoBroker', `http://127.0.0.1:${(broker.address() as AddressInfo).port}`);
  return async () => {
    broker.closeAllConnections();
    broker.close();
    await servers.stop();
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    mongoBroker: string;
  }
}

export type Topology = 'standalone' | 'replica-set';

const storageEngine = 'wiredTiger' as const;

/** The server expires documents by its own clock; the tests' clocks stand still, long before it. */
const forgetsNothing = ['--setParameter', 'ttlMonitorEnabled=false'];

function sharedServers() {
  const stops: (() => Promise<unknown>)[] = [];
  const known = new Map<string, Promise<string>>();
  const once = (name: string, make: () => Promise<string>): Promise<string> => {
    const made = known.get(name) ?? make();
    known.set(name, made);
    return made;
  };

  const mongod = () => once('mongod', async () => (await import('./mongod.js')).obtainMongod());

  async function start(topology: Topology): Promise<string> {
    const given = await givenServer(topology);
    if (given) return given;
    const { binaryAt } = await import('./mongod.js');
    const { MongoMemoryReplSet, MongoMemoryServer } = await import('mongodb-memory-server-core');
    const binary = await binaryAt(await mongod());
    const server =
      topology === 'standalone'
        ? await MongoMemoryServer.create({ binary, instance: { storageEngine, args: forgetsNothing } })
        : await MongoMemoryReplSet.create({ binary, replSet: { count: 1, storageEngine, args: forgetsNothing } });
    stops.push(() => server.stop({ doCleanup: true, force: true }));
    return server.getUri();
  }

  return {
    answer: (what: string): Promise<string> | undefined => {
      if (what === '/mongod') return mongod();
      const topology = what.slice(1);
      const isKnown = topology === 'standalone' || topology === 'replica-set';
      return isKnown ? once(topology, () => start(topology)) : undefined;
    },
    stop: async () => {
      await Promise.allSettled(known.values());
      for (const stop of stops) await stop();
    },
  };
}

/** `MONGODB_TEST_URI`, if that server is of this kind. */
async function givenServer(topology: Topology): Promise<string | undefined> {
  const uri = process.env.MONGODB_TEST_URI;
  if (!uri) return undefined;
  const { MongoClient } = await import('mongodb');
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    const hello = await client.db('admin').command({ hello: 1 });
    return (hello.setName === undefined) === (topology === 'standalone') ? uri : undefined;
  } catch (error) {
    throw new Error('The server that MONGODB_TEST_URI names cannot be used.', { cause: error });
  } finally {
    await client.close();
  }
}

async function serve(request: IncomingMessage, response: ServerResponse, servers: ReturnType<typeof sharedServers>) {
  try {
    const answer = await servers.answer(request.url ?? '');
    response.writeHead(answer === undefined ? 404 : 200).end(answer);
  } catch (error) {
    response.writeHead(503).end(error instanceof Error ? error.message : String(error));
  }
}
