import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type Nedb from '@seald-io/nedb';
import { Unavailable } from '../../kernel/errors.js';
import type { Filter } from '../../ports/document-store.js';
import type { Logger } from '../../ports/logger.js';
import { isPlainObject, type Stored } from '../documents.js';
import { type Comparison, comparisons, matcher } from '../filters.js';
import { oneLine } from './salvage.js';

// The package exports its class as `module.exports`, which its types do not say.
const Datastore = createRequire(import.meta.url)('@seald-io/nedb') as typeof Nedb.default;

/** An index without documents: its line makes sure that a whole file is never empty, so that a lost content shows. */
const headerField = '_file';
/** The file is rewritten when it has this many lines more than twice those of the last rewriting. */
const spareLines = 1_000;

/**
 * One collection's file, read into memory at start and appended to by every write. NeDB keeps file and indexes; what a
 * filter means is decided by `filters.ts`, alike on every store. Writes are to be made one after the other.
 */
export class DataFile {
  readonly #file: string;
  readonly #logger: Logger;
  readonly #db: Nedb.default<Stored>;
  /** Fields by which NeDB finds candidates. */
  readonly #indexed: Set<string>;
  #lines = 0;
  #mostLines = 0;
  #dirty = false;
  /** A write failed half-way: the end of the file is unknown until it is rewritten. */
  #torn = false;

  private constructor(file: string, indexed: readonly string[], logger: Logger) {
    this.#file = file;
    this.#logger = logger;
    this.#indexed = new Set(indexed);
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
    for (const field of indexed) await opened.#db.ensureIndexAsync({ fieldName: field });
    opened.all().forEach((document) => {
      opened.#noteUnindexable(document);
    });
    opened.#noteRewritten();
    return opened;
  }

  /** Every document; not to be changed. */
  all(): readonly Stored[] {
    return this.#db.getAllData<Stored>();
  }

  async get(id: string): Promise<Stored | undefined> {
    const found: Stored | null = await this.#db.findOneAsync<Stored>({ _id: id });
    return found ?? undefined;
  }

  /** The documents that match, in no order; not to be changed. */
  async matching(filter: Filter): Promise<readonly Stored[]> {
    const matches = matcher(filter);
    const found = new Map<string, Stored>();
    // NeDB hands over its own document as `this`: collecting here copies nothing that the page will not hold.
    function collect(this: Stored): boolean {
      if (matches(this)) found.set(this._id, this);
      return false;
    }
    await this.#db.countAsync({ ...this.#candidates(filter), $where: collect });
    return [...found.values()];
  }

  async insert(documents: readonly Stored[]): Promise<void> {
    if (documents.length === 0) return;
    for (const document of documents) this.#noteUnindexable(document);
    await this.#write(documents.length, () => this.#db.insertAsync([...documents]));
  }

  async replace(document: Stored): Promise<void> {
    this.#noteUnindexable(document);
    await this.#write(1, () => this.#db.updateAsync({ _id: document._id }, document));
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#write(ids.length, () => this.#db.removeAsync({ _id: { $in: ids } }, { multi: true }));
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

  async #write(lines: number, write: () => Promise<unknown>): Promise<void> {
    if (this.#torn) await this.compact();
    this.#torn = true;
    await asStore(write, () => {
      this.#torn = false;
    });
    this.#torn = false;
    this.#dirty = true;
    this.#lines += lines;
    if (this.#lines > this.#mostLines) await this.#compactAside();
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

  /** One condition by which NeDB narrows the search; it must never leave out what the filter means. */
  #candidates(filter: Filter): Record<string, unknown> {
    const usable = comparisons(filter).filter(({ path }) => path === '_id' || this.#indexed.has(path));
    const best =
      usable.find(({ path, operator }) => path === '_id' && (operator === '$eq' || operator === '$in')) ??
      usable.find(({ operator, operand }) => operator === '$eq' && operand !== null) ??
      usable.find(({ operator, operand }) => operator === '$in' && !(operand as readonly unknown[]).includes(null)) ??
      usable.find(isRange);
    if (!best) return {};
    return { [best.path]: best.operator === '$eq' ? best.operand : { [best.operator]: best.operand } };
  }

  /** A list in a list lies in NeDB's index as a whole: then the index is not asked any more. */
  #noteUnindexable(document: Stored): void {
    for (const path of this.#indexed) if (holdsListsInLists(document, path.split('.'))) this.#indexed.delete(path);
  }
}

function isRange({ operator, operand }: Comparison): boolean {
  const compares = operator === '$gt' || operator === '$gte' || operator === '$lt' || operator === '$lte';
  return compares && (typeof operand === 'number' || operand instanceof Date);
}

function holdsListsInLists(value: unknown, parts: readonly string[], inList = false): boolean {
  if (Array.isArray(value)) return inList || value.some((item) => holdsListsInLists(item, parts, true));
  const [part, ...rest] = parts;
  return part !== undefined && isPlainObject(value) && holdsListsInLists(value[part], rest, inList);
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
