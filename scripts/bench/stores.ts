import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';

/** A store of one measurement's own: the settings for it, and how it goes. */
export interface BenchStore {
  readonly settings: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

export interface StoreKind {
  readonly kind: 'embedded' | 'mongodb';
  open(): Promise<BenchStore>;
}

/** The kinds of store there are to measure: MongoDB where `MONGODB_TEST_URI` names one. */
export function storeKinds(): readonly StoreKind[] {
  const uri = process.env.MONGODB_TEST_URI;
  const embedded: StoreKind = { kind: 'embedded', open: freshFolder };
  return uri ? [embedded, { kind: 'mongodb', open: async () => freshDatabase(uri) }] : [embedded];
}

export async function freshFolder(): Promise<BenchStore> {
  const folder = await mkdtemp(join(tmpdir(), 'dorfbote-bench-'));
  return { settings: { DATA_DIR: folder }, remove: () => rm(folder, { recursive: true, force: true }) };
}

function freshDatabase(server: string): BenchStore {
  const name = `bench-${randomUUID().slice(0, 18)}`;
  const [, hosts = '', database = '', options = ''] =
    /^(mongodb.*?:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(server) ?? [];
  const query = new URLSearchParams(options);
  // Who logs in still does so where they did.
  if (hosts.includes('@') && !query.has('authSource')) query.set('authSource', database || 'admin');
  const uri = `${hosts}/${name}?${query}`;
  return {
    settings: { MONGODB_URI: uri },
    async remove() {
      const client = new MongoClient(uri);
      await client.db(name).dropDatabase();
      await client.close();
    },
  };
}
