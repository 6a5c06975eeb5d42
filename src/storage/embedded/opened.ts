import type { CollectionSpec, Document } from '../../ports/document-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Stored } from '../documents.js';
import { expiriesOf, isOlder, upToDate } from '../specs.js';
import { DataFile } from './data-file.js';
import { Turns } from './turns.js';
import { UniqueKeys } from './unique-keys.js';

const secondMs = 1_000;

/** One collection while the store runs: its file, its unique keys, and the turns that writers take. */
export class Opened {
  readonly turns = new Turns();

  private constructor(
    readonly file: DataFile,
    readonly keys: UniqueKeys,
    private readonly spec: CollectionSpec<never>,
  ) {}

  /** Opens a (whole) file: migrates what an older version wrote, and learns the unique keys. */
  static async open(path: string, spec: CollectionSpec<never>, logger: Logger): Promise<Opened> {
    const file = await DataFile.open(path, indexedFields(spec), logger);
    await migrate(file, spec, logger);
    const keys = new UniqueKeys(spec.indexes);
    const doubles = file.all().filter((document) => {
      const taken = keys.conflict(document) !== undefined;
      keys.add(document);
      return taken;
    });
    if (doubles.length > 0) {
      logger.error({ collection: spec.name, documents: doubles.length }, 'documents share keys that must be unique');
    }
    return new Opened(file, keys, spec);
  }

  /** Writes new documents, whose keys must be free. */
  async insert(documents: readonly Stored[]): Promise<void> {
    for (const document of documents) this.keys.add(document);
    await this.file.insert(documents);
  }

  /** Writes the new state of a document, whose keys must be free. */
  async replace(old: Stored, fresh: Stored): Promise<void> {
    await this.file.replace(fresh);
    this.keys.remove(old);
    this.keys.add(fresh);
  }

  async remove(documents: readonly Stored[]): Promise<number> {
    await this.file.remove(documents.map((document) => document._id));
    for (const document of documents) this.keys.remove(document);
    return documents.length;
  }

  /** Deletes what has expired; resolves with how many. */
  async sweep(now: Date): Promise<number> {
    let swept = 0;
    for (const { field, seconds } of expiriesOf(this.spec)) {
      const expired = { [field]: { $lte: new Date(now.getTime() - seconds * secondMs) } };
      swept += await this.turns.take(async () => this.remove(this.file.matching(expired)));
    }
    return swept;
  }
}

/** Candidates are found by the first field of each index, and expired documents by theirs. */
function indexedFields<T extends Document>(spec: CollectionSpec<T>): readonly string[] {
  const first = spec.indexes.flatMap(({ fields }) => fields[0]?.[0] ?? []);
  return [...new Set([...first, ...expiriesOf(spec).map(({ field }) => field)])].filter((path) => path !== '_id');
}

/** One document after the other: a process that is killed meanwhile leaves the rest to the next start. */
async function migrate(file: DataFile, spec: CollectionSpec<never>, logger: Logger): Promise<void> {
  const older = file.all().filter((document) => isOlder(spec, document));
  for (const document of older) await file.replace(upToDate(spec, document));
  if (older.length > 0) {
    logger.info({ collection: spec.name, documents: older.length, to: spec.version }, 'documents migrated');
  }
}
