import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { serialize } from 'node:v8';
import type Nedb from '@seald-io/nedb';
import { Unavailable } from '../../kernel/errors.js';
import type { Filter } from '../../ports/document-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Stored } from '../documents.js';
import { FieldIndexes } from './field-indexes.js';
import { oneLine } from './salvage.js';

// The package exports its class as `module.exports`, which its types do not say.
const Datastore = createRequire(import.meta.url)('@seald-io/nedb') as typeof Nedb.default;

/** An index without documents: its line makes sure that a whole file is never empty, so that a lost content shows. */
const headerField = '_file';
/** The file is rewritten when it has this many lines more than twice those of the last rewriting. */
const spareLines = 1_000;

/**
 * One collection's file, read into memory at start and appended to by every write. NeDB keeps the file; what a filter
 * means is decided by `filters.ts`, alike on every store. Writes are to be made one after the other.
 */
export class DataFile {
  readonly #file: string;
  readonly #logger: Logger;
  readonly #db: Nedb.default<Stored>;
  /** What NeDB holds, as the documents themselves and not as copies. */
  readonly #held: FieldIndexes;
  #lines = 0;
  #mostLines = 0;
  #dirty = false;
  /** A write failed half-way: the end of the file is unknown until it is rewritten. */
  #torn = false;

  private constructor(file: string, indexed: readonly string[], logger: Logger) {
    this.#file = file;
    this.#logger = logger;
    this.#held = new FieldIndexes(indexed);
    this.#db = new Datastore<Stored>({
      filename: file,
      // What is damaged was sorted out before; anything that NeDB still cannot read must not go silently.
      corruptAlertThreshold: 0,
      modes: { fileMode: 0o600, dirMode: 0o700 },
      afterSerialization: oneLine,
      beforeDeserialization: (line) => line,
    });
  }

  static async open(file: string, indexed: readonly string[], logger: Logger): Promise<DataFile> {
    const opened = new DataFile(file, indexed, logger);
    await opened.#db.loadDatabaseAsync();
    await opened.#db.ensureIndexAsync({ fieldName: headerField, sparse: true });
    for (const document of opened.#db.getAllData<Stored>()) opened.#held.put(document);
    opened.#noteRewritten();
    return opened;
  }

  /** Every document; not to be changed. */
  all(): readonly Stored[] {
    return this.#held.all();
  }

  /** Not to be changed. */
  get(id: string): Stored | undefined {
    return this.#held.get(id);
  }

  /** The documents that match, in no order; not to be changed. */
  matching(filter: Filter): readonly Stored[] {
    return this.#held.matching(filter);
  }

  async insert(documents: readonly Stored[]): Promise<void> {
    if (documents.length === 0) return;
    await this.#write(idsOf(documents), () => this.#db.insertAsync([...documents]));
  }

  async replace(document: Stored): Promise<void> {
    await this.#write([document._id], () => this.#db.updateAsync({ _id: document._id }, document));
  }

  /** Replaces documents that are there. Those that change alike are written at once. */
  async replaceMany(documents: readonly Stored[]): Promise<void> {
    for (const { ids, by } of alike(documents, (id) => this.#held.get(id))) {
      await this.#write(ids, () => this.#db.updateAsync({ _id: { $in: [...ids] } }, by, { multi: true }));
    }
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#write(ids, () => this.#db.removeAsync({ _id: { $in: [...ids] } }, { multi: true }));
  }

  /** Rewrites the file without what is deleted or superseded. */
  async compact(): Promise<void> {
    await asStore(() => this.#db.compactDatafileAsync());
    this.#torn = false;
    this.#noteRewritten();
  }

  #noteRewritten(): void {
    this.#lines = this.all().length;
    this.#mostLines = spareLines + 2 * this.#lines;
  }

  /** Brings what was written from the system's memory to the disk. */
  async sync(): Promise<void> {
    if (!this.#dirty) return;
    // What is written while it syncs is dirty again.
    this.#dirty = false;
    try {
      await syncFile(this.#file);
    } catch (error) {
      this.#dirty = true;
      throw error;
    }
  }

  async #write(ids: readonly string[], write: () => Promise<unknown>): Promise<void> {
    if (this.#torn) await this.compact();
    this.#torn = true;
    try {
      await asStore(write, () => {
        this.#torn = false;
      });
    } finally {
      await this.#look(ids);
    }
    this.#torn = false;
    this.#dirty = true;
    this.#lines += ids.length;
    if (this.#lines > this.#mostLines) await this.#compactAside();
  }

  /** Sees what a write has made of documents: where it failed, NeDB may hold them nevertheless. */
  async #look(ids: readonly string[]): Promise<void> {
    const found: Stored[] = [];
    // NeDB hands over its own document as `this`: all else that it gives out are copies.
    function collect(this: Stored): boolean {
      found.push(this);
      return false;
    }
    await this.#db.countAsync({ _id: { $in: [...ids] }, $where: collect });
    for (const id of ids) this.#held.drop(id);
    for (const document of found) this.#held.put(document);
  }

  /** The write before is safe already: if this fails, the file is just longer than it need be. */
  async #compactAside(): Promise<void> {
    try {
      await this.compact();
    } catch (error) {
      this.#mostLines += spareLines;
      this.#logger.error({ file: basename(this.#file), code: codeOf(error) }, 'data file could not be compacted');
    }
  }
}

function idsOf(documents: readonly Stored[]): readonly string[] {
  return documents.map(({ _id }) => _id);
}

/** Documents that become what they are to be by the same fields set and taken away. */
interface Alike {
  readonly ids: string[];
  readonly by: { $set?: Record<string, unknown>; $unset?: Record<string, true> };
}

function alike(documents: readonly Stored[], now: (id: string) => Stored | undefined): readonly Alike[] {
  const kinds = new Map<string, Alike>();
  for (const document of documents) {
    const by = difference(now(document._id) ?? document, document);
    if (Object.keys(by).length === 0) continue;
    const mark = serialize(by).toString('base64');
    const kind = kinds.get(mark);
    if (kind) kind.ids.push(document._id);
    else kinds.set(mark, { ids: [document._id], by });
  }
  return [...kinds.values()];
}

function difference(old: Stored, fresh: Stored): Alike['by'] {
  const set = Object.entries(fresh).filter(([field, value]) => !isDeepStrictEqual(value, old[field]));
  const gone = Object.keys(old).filter((field) => !(field in fresh));
  return {
    ...(set.length > 0 && { $set: Object.fromEntries(set) }),
    ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map((field) => [field, true as const])) }),
  };
}

/** A full or broken disk is the store being unavailable; everything else is a mistake of ours, and nothing was written. */
async function asStore<R>(work: () => Promise<R>, onOther?: () => void): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) !== '') throw new Unavailable('store', { cause: error });
    onOther?.();
    throw error;
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Unavailable ? error.cause : error;
  return cause instanceof Error && 'syscall' in cause && 'code' in cause ? String(cause.code) : '';
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
