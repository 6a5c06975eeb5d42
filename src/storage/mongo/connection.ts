import { MongoClient, type MongoClientOptions, ServerType, type TopologyDescription } from 'mongodb';
import { Unavailable } from '../../kernel/errors.js';
import { inTime } from '../../kernel/timeout.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import { translated } from './errors.js';

/** Where documents go if the address names no database. */
const usualDatabase = 'dorfbote';
/** Chat platforms want their answer in three seconds: a server that is gone is given up before that. */
const selectionMs = 2_000;
const socketMs = 4_000;
/** No call takes longer, whatever the driver tries meanwhile. */
const callMs = 5_000;
/** What the server itself gives an operation. */
export const operationMs = 3_500;
/** Building indexes and migrating at start may take their time. */
const patientMs = 600_000;

const options: MongoClientOptions = {
  appName: 'dorfbote',
  serverSelectionTimeoutMS: selectionMs,
  connectTimeoutMS: selectionMs,
  socketTimeoutMS: socketMs,
  waitQueueTimeoutMS: selectionMs,
  maxPoolSize: 50,
  retryReads: true,
  retryWrites: true,
  readPreference: 'primary',
  // Acknowledged means: on the disks of a majority. A standalone server is its own majority.
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: operationMs },
  ignoreUndefined: false,
};

/** For requests: everything is bounded. */
export function promptClient(uri: string): MongoClient {
  return new MongoClient(uri, options);
}

/** For start and clean-up only. */
export function patientClient(uri: string): MongoClient {
  return new MongoClient(uri, { ...options, socketTimeoutMS: patientMs, maxPoolSize: 4 });
}

export function databaseName(uri: string): string {
  const name = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(uri)?.[1];
  return name ? decodeURIComponent(name) : usualDatabase;
}

/** Runs one call: its errors translated, its time bounded. */
export async function guarded<T>(collection: string, call: () => Promise<T>, milliseconds = callMs): Promise<T> {
  try {
    return await inTime(milliseconds, call(), () => new Unavailable('store'));
  } catch (error) {
    throw translated(error, collection);
  }
}

/** The same without a bound of its own, for work at start. */
export async function guardedPatiently<T>(collection: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translated(error, collection);
  }
}

/** Says once when the store is gone, and once when it is back, with how long it was away. */
export function reportOutages(client: MongoClient, clock: Clock, logger: Logger): void {
  let goneSince: Date | undefined;
  let seen = false;
  client.on('topologyDescriptionChanged', ({ newDescription }) => {
    const reachable = takesWrites(newDescription);
    if (reachable && goneSince) {
      const seconds = Math.round((clock.now().getTime() - goneSince.getTime()) / 1_000);
      logger.info({ seconds }, 'store is back');
      goneSince = undefined;
    } else if (!reachable && seen && !goneSince) {
      goneSince = clock.now();
      logger.warn({}, 'store is gone');
    }
    seen ||= reachable;
  });
  client.on('topologyClosed', () => {
    seen = false;
    goneSince = undefined;
  });
}

function takesWrites(topology: TopologyDescription): boolean {
  const writable: readonly string[] = [
    ServerType.Standalone,
    ServerType.RSPrimary,
    ServerType.Mongos,
    ServerType.LoadBalancer,
  ];
  return [...topology.servers.values()].some((server) => writable.includes(server.type));
}
