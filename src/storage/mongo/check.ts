import { type MongoClient, MongoServerError } from 'mongodb';
import { databaseName, promptClient } from './connection.js';

export type MongoCheck =
  | {
      readonly ok: true;
      readonly kind: 'mongodb';
      readonly version: string;
      readonly topology: 'standalone' | 'replica-set' | 'sharded';
      /** Name of the replica set. */
      readonly set?: string;
    }
  | {
      readonly ok: false;
      readonly kind: 'mongodb';
      readonly problem: 'address' | 'login' | 'unreachable';
      /** The driver's name for it; never its message, which may repeat the address. */
      readonly reason: string;
    };

/** Asks a MongoDB who it is, and whether we may read. Changes nothing; answers within five seconds. */
export async function checkMongo(uri: string): Promise<MongoCheck> {
  let client: MongoClient | undefined;
  try {
    client = promptClient(uri);
    await client.connect();
    const admin = client.db('admin');
    const [hello, build] = await Promise.all([admin.command({ hello: 1 }), admin.command({ buildInfo: 1 })]);
    await client.db(databaseName(uri)).listCollections({}, { nameOnly: true }).toArray();
    return { ok: true, kind: 'mongodb', version: String(build.version), ...topologyOf(hello) };
  } catch (error) {
    return { ok: false, kind: 'mongodb', ...problemOf(error) };
  } finally {
    await client?.close();
  }
}

function topologyOf(hello: Readonly<Record<string, unknown>>) {
  if (typeof hello.setName === 'string') return { topology: 'replica-set', set: hello.setName } as const;
  return { topology: hello.msg === 'isdbgrid' ? 'sharded' : 'standalone' } as const;
}

/** Authentication failed, not authorised, and how hosted servers say the same. */
const loginCodes: readonly unknown[] = [13, 18, 8000];

function problemOf(error: unknown): { readonly problem: 'address' | 'login' | 'unreachable'; readonly reason: string } {
  const reason = error instanceof Error ? error.name : 'unknown';
  // By name: the driver and its parser of addresses have a class each.
  if (reason === 'MongoParseError') return { problem: 'address', reason };
  if (error instanceof MongoServerError && loginCodes.includes(error.code)) return { problem: 'login', reason };
  return { problem: 'unreachable', reason };
}
