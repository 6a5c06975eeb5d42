import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { inject } from 'vitest';
import type { Topology } from './mongo-setup.js';

/** Obtaining a mongod may mean downloading it: give this to `beforeAll`. */
export const mongoSetupMs = 300_000;

export interface MongoDatabase {
  /** With the name of a fresh database. */
  readonly uri: string;
  drop(): Promise<void>;
}

/** A fresh database on the shared server. Rejects with an explanation of how to get a mongod if none can be had. */
export async function freshDatabase(topology: Topology = 'standalone'): Promise<MongoDatabase> {
  const server = await fromBroker(topology);
  const name = `test-${randomUUID().slice(0, 18)}`;
  const uri = withDatabase(server, name);
  return {
    uri,
    async drop() {
      const client = new MongoClient(uri);
      await client.db(name).dropDatabase();
      await client.close();
    },
  };
}

/** Another database on the same servers; who logs in still does so where they did. */
function withDatabase(server: string, name: string): string {
  const [, hosts = '', database = '', options = ''] =
    /^(mongodb.*?:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(server) ?? [];
  const query = new URLSearchParams(options);
  if (hosts.includes('@') && !query.has('authSource')) query.set('authSource', database || 'admin');
  return `${hosts}/${name}?${query}`;
}

/** The path of a real mongod, for tests that start and stop one themselves. */
export function mongodPath(): Promise<string> {
  return fromBroker('mongod');
}

async function fromBroker(what: Topology | 'mongod'): Promise<string> {
  const response = await fetch(`${inject('mongoBroker')}/${what}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
