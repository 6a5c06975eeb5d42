import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, Unavailable } from '../../kernel/errors.js';
import { type Clock, systemClock } from '../../ports/clock.js';
import type { Collection, CollectionSpec, Document, DocumentStore } from '../../ports/document-store.js';
import type { Logger } from '../../ports/logger.js';
import { knownSpecs } from '../known-specs.js';
import { sideBySide } from '../side-by-side.js';
import { embeddedCollection } from './collection.js';
import { type FolderOwner, isOwnedHere, openFolder } from './folder.js';
import { Opened } from './opened.js';
import { dropDamagedCopies, salvage } from './salvage.js';

/** What was acknowledged reaches the disk within this time: a power cut costs no more. */
const syncMs = 1_000;
const sweepMs = 60_000;

export interface EmbeddedStoreOptions {
  /** Belongs to one process at a time; made if it is not there. */
  readonly folder: string;
  readonly clock?: Clock;
  readonly logger: Logger;
  /** How often expired documents are deleted; a minute, as MongoDB does it. */
  readonly sweepEveryMs?: number;
}

/**
 * The document store in a folder of files, one for each collection. Every acknowledged write survives kill -9.
 * `start` takes the folder, unless this process has it already, and rejects with `FolderTaken` if another one has.
 */
export function createEmbeddedStore(options: EmbeddedStoreOptions): DocumentStore {
  const { folder, clock = systemClock, logger, sweepEveryMs = sweepMs } = options;
  const specs = knownSpecs<Collection<never>>();
  const openings = new Map<string, Promise<Opened>>();
  const timers: NodeJS.Timeout[] = [];
  let owner: FolderOwner | undefined;
  let running = false;

  const fileOf = (name: string) => join(folder, `${name}.db`);

  async function openFile(spec: CollectionSpec<never>): Promise<Opened> {
    const file = fileOf(spec.name);
    await salvage(file, clock, logger);
    return Opened.open(file, spec, logger);
  }

  function opened(spec: CollectionSpec<never>): Promise<Opened> {
    if (!running) return Promise.reject(new Unavailable('store'));
    const known = openings.get(spec.name);
    if (known) return known;
    const opening = openFile(spec);
    openings.set(spec.name, opening);
    opening.catch(() => openings.delete(spec.name));
    return opening;
  }

  const everyOpened = (): Promise<readonly Opened[]> => Promise.all(openings.values());

  async function syncAll(): Promise<void> {
    for (const { file } of await everyOpened()) await file.sync();
  }

  async function sweepAll(): Promise<void> {
    const now = clock.now();
    let expired = 0;
    for (const collection of await everyOpened()) expired += await collection.sweep(now);
    const copies = await dropDamagedCopies(folder, now);
    if (expired + copies > 0) logger.debug({ expired, damagedCopies: copies }, 'expired data deleted');
  }

  /** Upkeep that fails is told and tried again at the next beat. */
  function every(milliseconds: number, what: string, work: () => Promise<void>): void {
    let busy = false;
    const beat = async () => {
      if (busy) return;
      busy = true;
      try {
        await work();
      } catch (error) {
        logger.error({ what, error: messageOf(error) }, 'upkeep of the store failed');
      } finally {
        busy = false;
      }
    };
    timers.push(setInterval(() => void beat(), milliseconds).unref());
  }

  async function settle(): Promise<void> {
    for (const collection of await everyOpened()) await collection.turns.over();
  }

  async function openAll(startSpecs: readonly CollectionSpec<never>[]): Promise<void> {
    for (const spec of startSpecs) specs.add(spec);
    await sideBySide(startSpecs, opened);
    await sweepAll();
    every(syncMs, 'sync', syncAll);
    every(sweepEveryMs, 'sweep', sweepAll);
  }

  async function stop(): Promise<void> {
    running = false;
    for (const timer of timers.splice(0)) clearInterval(timer);
    await settle();
    await syncAll();
    openings.clear();
    await owner?.release();
    owner = undefined;
  }

  return {
    collection<T extends Document>(spec: CollectionSpec<T>): Collection<T> {
      const make = (known: CollectionSpec<never>) =>
        embeddedCollection(known, () => opened(known)) as Collection<never>;
      return specs.collection(spec, make) as unknown as Collection<T>;
    },
    async start(startSpecs) {
      if (running) return;
      if (!(await isOwnedHere(folder))) owner = await openFolder(folder);
      running = true;
      try {
        await openAll(startSpecs);
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
    async ping() {
      if (!running) throw new Unavailable('store');
    },
    async compact(collections) {
      for (const [name, opening] of openings) {
        if (collections && !collections.includes(name)) continue;
        const { file, turns } = await opening;
        await turns.take(() => file.compact());
      }
      if (collections) return;
      // What was erased may still stand in a copy that was set aside: better no copy than a promise not kept.
      const copies = await dropDamagedCopies(folder, 'all');
      if (copies > 0) logger.info({ copies }, 'copies of damaged files deleted, since something was erased');
    },
    async clear() {
      if (!running) throw new Unavailable('store');
      for (const spec of specs.all()) {
        const collection = await opened(spec);
        await collection.turns.take(async () => {
          await collection.remove(collection.file.matching({}));
          await collection.file.compact();
        });
      }
      await dropUnknownFiles();
      await dropDamagedCopies(folder, 'all');
    },
  };

  /** Files of collections that no feature declares any more. */
  async function dropUnknownFiles(): Promise<void> {
    const known = new Set(specs.all().map(({ name }) => `${name}.db`));
    const files = (await readdir(folder)).filter((name) => /\.db(~|\.salvaged)?$/.test(name));
    for (const file of files) if (!known.has(file)) await unlink(join(folder, file));
  }
}
