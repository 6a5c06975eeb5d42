import type { MongoClient, Collection as MongoCollection } from 'mongodb';
import { type Clock, systemClock } from '../../ports/clock.js';
import type { Collection, CollectionSpec, Document, DocumentStore } from '../../ports/document-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Stored } from '../documents.js';
import { knownSpecs } from '../known-specs.js';
import { sideBySide } from '../side-by-side.js';
import { mongoCollection } from './collection.js';
import { databaseName, guarded, guardedPatiently, patientClient, promptClient, reportOutages } from './connection.js';
import { makeIndexes } from './indexes.js';
import { migrateAll } from './migration.js';

const pingMs = 1_000;

export interface MongoStoreOptions {
  /** Names the servers, and the database (`dorfbote` if it names none). */
  readonly uri: string;
  readonly clock?: Clock;
  readonly logger: Logger;
}

/**
 * The document store on MongoDB, standalone or replica set. Several processes may share it. While no server answers,
 * every call rejects with `Unavailable` within five seconds, mostly two; when one is back, calls succeed again.
 */
export function createMongoStore({ uri, clock = systemClock, logger }: MongoStoreOptions): DocumentStore {
  const client = promptClient(uri);
  reportOutages(client, clock, logger);
  const name = databaseName(uri);
  const specs = knownSpecs<Collection<never>>();
  const preparations = new Map<string, Promise<void>>();

  const rawIn = (connected: MongoClient, spec: CollectionSpec<never>): MongoCollection<Stored> =>
    connected.db(name).collection<Stored>(spec.name);

  async function prepare(connected: MongoClient, spec: CollectionSpec<never>): Promise<void> {
    const raw = rawIn(connected, spec);
    await guardedPatiently(spec.name, async () => {
      await migrateAll(spec, raw, logger);
      await makeIndexes(spec, raw, logger);
    });
  }

  /** Once for each collection; again if it failed. */
  function prepared(connected: MongoClient, spec: CollectionSpec<never>): Promise<void> {
    const known = preparations.get(spec.name);
    if (known) return known;
    const preparation = prepare(connected, spec);
    preparations.set(spec.name, preparation);
    preparation.catch(() => preparations.delete(spec.name));
    return preparation;
  }

  async function onEveryCollection(work: (raw: MongoCollection<Stored>) => Promise<unknown>): Promise<void> {
    const patient = patientClient(uri);
    try {
      for (const spec of specs.all()) await guardedPatiently(spec.name, () => work(rawIn(patient, spec)));
    } finally {
      await patient.close();
    }
  }

  return {
    collection<T extends Document>(spec: CollectionSpec<T>): Collection<T> {
      const make = (known: CollectionSpec<never>) =>
        mongoCollection(known, rawIn(client, known), () => prepared(client, known)) as Collection<never>;
      return specs.collection(spec, make) as unknown as Collection<T>;
    },
    async start(startSpecs) {
      await guarded('start', () => client.connect());
      const patient = patientClient(uri);
      try {
        for (const spec of startSpecs) specs.add(spec);
        await sideBySide(startSpecs, (spec) => prepared(patient, spec));
      } finally {
        await patient.close();
      }
    },
    async stop() {
      await client.close();
    },
    async ping() {
      await guarded('ping', () => client.db(name).command({ ping: 1 }), pingMs);
    },
    // MongoDB reuses freed space by itself, and what was deleted cannot be read back through it.
    async compact() {},
    async clear() {
      await onEveryCollection((raw) => raw.deleteMany({}));
    },
  };
}
