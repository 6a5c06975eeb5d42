import { Refusal } from '../kernel/errors.js';
import type { Json } from '../kernel/json.js';
import type { Clock } from '../ports/clock.js';
import type { DocumentStore } from '../ports/document-store.js';
import type { Logger } from '../ports/logger.js';
import { askOwner, openFolder } from './embedded/folder.js';
import type { Handler, Operation } from './embedded/handover.js';

export interface StorageOptions {
  /** MongoDB; the embedded store if left out. */
  readonly mongodbUri?: string;
  /** The embedded store's folder. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A store, and the way for other processes to reach the one that has it. */
export interface Storage {
  readonly store: DocumentStore;
  /** What another process may hand over. MongoDB needs none of it: there every process opens the store by itself. */
  onRequest(name: Operation, handler: Handler): void;
  close(): Promise<void>;
}

/** Rejects with `FolderTaken` if another process has the embedded store. The store still is to be started. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { mongodbUri, dataDir, clock, logger } = options;
  if (mongodbUri !== undefined) {
    const { createMongoStore } = await import('./mongo/store.js');
    const store = fromAddress(() => createMongoStore({ uri: mongodbUri, clock, logger }));
    return { store, onRequest() {}, close: () => store.stop() };
  }
  const { createEmbeddedStore } = await import('./embedded/store.js');
  const owner = await openFolder(dataDir);
  const store = createEmbeddedStore({ folder: dataDir, clock, logger });
  return {
    store,
    onRequest: (name, handler) => owner.onRequest(name, handler),
    async close() {
      await store.stop();
      await owner.release();
    },
  };
}

/** Nothing is called yet: what fails here is the address. The driver's own words may repeat parts of it. */
function fromAddress<T>(create: () => T): T {
  try {
    return create();
  } catch {
    throw new Refusal(
      'MONGODB_URI: Das ist keine Verbindungsadresse, die MongoDB versteht. Schreiben Sie sie zum Beispiel so: mongodb://127.0.0.1:27017/dorfbote',
      'storage.mongodb-address',
    );
  }
}

/** Hands an operation to the process that has the embedded store; `nobody` if none has, or if there is no such store. */
export async function handOver(
  options: Pick<StorageOptions, 'mongodbUri' | 'dataDir'>,
  name: Operation,
  argument: Json,
  timeoutMs: number,
): Promise<Json | 'nobody'> {
  return options.mongodbUri === undefined ? askOwner(options.dataDir, name, argument, timeoutMs) : 'nobody';
}
