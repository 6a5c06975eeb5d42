import { randomUUID } from 'node:crypto';
import type * as mongods from '../test/support/mongod.js';
import { fromTests } from './bench/from-tests.js';

/** A MongoDB replica set to work on, with databases of our own. */
export interface ReplicaSet {
  /** The address of a database that nobody has used yet. */
  database(): string;
  stop(): Promise<void>;
}

/** The one that `MONGODB_TEST_URI` names, or one of our own for as long as it takes. */
export async function replicaSet(): Promise<ReplicaSet> {
  const given = process.env.MONGODB_TEST_URI;
  if (given) return { database: () => freshIn(given), stop: async () => undefined };
  const { binaryAt, obtainMongod } = await fromTests<typeof mongods>('mongod');
  const { MongoMemoryReplSet } = await import('mongodb-memory-server-core');
  const binary = await binaryAt(await obtainMongod());
  const server = await MongoMemoryReplSet.create({ binary, replSet: { count: 1, storageEngine: 'wiredTiger' } });
  return {
    database: () => freshIn(server.getUri()),
    stop: async () => {
      await server.stop({ doCleanup: true, force: true });
    },
  };
}

function freshIn(server: string): string {
  const uri = new URL(server);
  uri.pathname = `/work-${randomUUID().slice(0, 18)}`;
  return uri.href;
}
