import type { z } from 'zod';
import type { Language, Translated } from '../kernel/texts.js';

/** A stored document: JSON values and `Date`s. No key holds "." or begins with "$". */
export interface Document {
  readonly _id: string;
}

/** What a field, named by its dotted path, must be. An array field matches if one of its elements does. */
export type Condition =
  | Scalar
  | {
      readonly $in?: readonly Scalar[];
      readonly $nin?: readonly Scalar[];
      readonly $ne?: Scalar;
      readonly $gt?: Scalar;
      readonly $gte?: Scalar;
      readonly $lt?: Scalar;
      readonly $lte?: Scalar;
      readonly $exists?: boolean;
    };
type Scalar = string | number | boolean | Date | null;

/**
 * All conditions hold; with `$or`, one of its filters as well. An empty filter matches everything, so a condition that
 * is undefined is refused with a TypeError: it must not quietly match everything too. `null` matches what is missing.
 */
export type Filter =
  | { readonly [path: string]: Condition | undefined }
  | { readonly $or: readonly Filter[]; readonly [path: string]: unknown };

/**
 * Field operators; each names its fields by dotted path. Setting to undefined is refused: `$unset` removes. `$push` and
 * `$addToSet` add one item; `$pull` takes a scalar, or an object of scalars that the pulled objects hold.
 */
export interface Change {
  readonly $set?: Readonly<Record<string, unknown>>;
  readonly $unset?: Readonly<Record<string, true>>;
  readonly $inc?: Readonly<Record<string, number>>;
  readonly $max?: Readonly<Record<string, number | Date>>;
  readonly $min?: Readonly<Record<string, number | Date>>;
  readonly $push?: Readonly<Record<string, unknown>>;
  readonly $addToSet?: Readonly<Record<string, unknown>>;
  readonly $pull?: Readonly<Record<string, unknown>>;
}

export interface Query {
  readonly filter?: Filter;
  /**
   * Default: by `_id`, which is always added as the last key (in the direction of the key before), so that the order is
   * total. Sort fields hold scalars; missing and null come first.
   */
  readonly sort?: readonly (readonly [path: string, direction: 1 | -1])[];
  /** 1 to 1,000; default 100. */
  readonly limit?: number;
  /** `next` of the page before, with the same filter and sort. Another list's cursor is refused with a `Refusal`. */
  readonly after?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor of the next page; absent on the last. */
  readonly next?: string;
}

/** How many documents have this pair of values. */
export interface PairCount {
  readonly values: readonly [string | undefined, string | undefined];
  readonly count: number;
}

/** Every call rejects with `Unavailable` while the store cannot be reached. */
export interface Collection<T extends Document> {
  get(id: string): Promise<T | undefined>;
  find(query?: Query): Promise<Page<T>>;
  findOne(filter: Filter): Promise<T | undefined>;
  count(filter?: Filter): Promise<number>;
  /**
   * How many documents there are by the value of a field that holds texts or numbers, which count under their decimal
   * text; those without it count under `undefined`.
   * Each matching document is met once, however many change meanwhile: the filter is on fields that never change, and an
   * index declared on these alone serves it.
   */
  tally(filter: Readonly<Record<string, string>>, path: string): Promise<ReadonlyMap<string | undefined, number>>;
  /** As `tally`, by the values of two fields at once: one entry for each pair that there is, in no particular order. */
  crossTally(filter: Readonly<Record<string, string>>, paths: readonly [string, string]): Promise<readonly PairCount[]>;
  /** `existed`: a document with this `_id` was there already; nothing changed. Rejects with `Conflict` on another unique index. */
  insert(document: T): Promise<'inserted' | 'existed'>;
  /** Up to 1,000 at once, each on its own as `insert`; resolves with the ids that were inserted and that existed. */
  insertMany(
    documents: readonly T[],
  ): Promise<{ readonly inserted: readonly string[]; readonly existed: readonly string[] }>;
  /**
   * Compare-and-set: changes the document if it also matches `where`, atomically; resolves with the changed document,
   * or undefined if it was not there or did not match. Rejects with `Conflict` on a unique index.
   */
  update(id: string, change: Change, where?: Filter): Promise<T | undefined>;
  /** Changes the document, or makes it from `fresh` (with the change applied) if it is not there. */
  upsert(id: string, change: Change, fresh: T): Promise<T>;
  /** Changes up to `limit` (1 to 500) matching documents in sort order, each atomically, and resolves with those it changed. */
  claim(
    filter: Filter,
    change: Change,
    options: { readonly limit: number; readonly sort?: Query['sort'] },
  ): Promise<readonly T[]>;
  /** Deletes what matches; resolves with how many. */
  delete(filter: Filter): Promise<number>;
}

export interface Index {
  readonly fields: readonly (readonly [path: string, direction: 1 | -1])[];
  readonly unique?: boolean;
  /** Only documents that have all fields are in it (for optional unique fields). */
  readonly sparse?: boolean;
  /** Documents go this many seconds after the date in the (single) field. */
  readonly expireAfterSeconds?: number;
}

/** A feature's declaration of what it stores. Indexes, validation, retention, Auskunft and erasure derive from it. */
export interface CollectionSpec<T extends Document = Document> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** Schema version, from 1. */
  readonly version: number;
  /**
   * From version n to n+1, under key n; applied at start and when read. Neighbouring versions run side by side: a
   * migration only adds fields; what the version before still reads goes one version later.
   */
  readonly migrations?: Readonly<Record<number, (document: Record<string, unknown>) => Record<string, unknown>>>;
  readonly indexes: readonly Index[];
  readonly retention: Retention;
  readonly personal: Personal<T>;
}

export type Retention =
  /** Deleted by the store this many days after the `Date` in `field`. */
  | { readonly days: number; readonly field: string }
  /** Kept until somebody deletes it; `why` is shown on the data protection page. */
  | { readonly keep: 'until-deleted'; readonly why: Translated };

/** What else it takes to show a document to its person. */
export interface Wording {
  /** The network's time zone. */
  readonly zone: string;
  /** How an administrative act of this kind is worded. */
  readonly act: (kind: string) => string;
  /** The name of what an id stands for today, a person or a partner; the id itself if it is nobody's. */
  readonly nameOf: (id: string) => Promise<string>;
}

/** Labels and values as a person reads them. */
export type Shown = Readonly<Record<string, string>>;

export type Personal<T extends Document> =
  | 'none'
  | {
      /** Path of the field that holds the person's id. */
      readonly personField: string;
      /** What `personField` holds: the person's id (default) or, in a channel's collection, the key of one of their accounts. */
      readonly holds?: 'person' | 'account';
      /** Further paths that may hold the person's id, e.g. whom a message to somebody else is about. Indexed too. */
      readonly alsoIn?: readonly string[];
      /** Where it may hold an e-mail address of the person, in lower case, whether or not they are known yet. Indexed too. */
      readonly address?: {
        readonly path: string;
        /** Erased: changed so that nothing of whom the address is remains. */
        readonly erase: (document: T, address: string) => Change;
      };
      /** What it is kept for, as the data protection page says it. */
      readonly purpose?: Translated;
      /** Heading under which `meine daten` shows it. */
      readonly label: Translated;
      /** The document as its person reads it. */
      readonly show: (document: T, language: Language, wording: Wording) => Shown | Promise<Shown>;
      /** Erased: deleted, or changed so that it no longer points to the person. */
      readonly erase: 'delete' | ((document: T, personId: string) => Change);
    };

export interface DocumentStore {
  /** The same spec gives the same collection. Known specs get their indexes at `start`. */
  collection<T extends Document>(spec: CollectionSpec<T>): Collection<T>;
  start(specs: readonly CollectionSpec<never>[]): Promise<void>;
  stop(): Promise<void>;
  /** Resolves if it answers within a second; rejects with `Unavailable`. */
  ping(): Promise<void>;
  /**
   * Frees what deleted data still occupies, so that erased data is gone from the files; with names, only in these
   * collections.
   */
  compact(collections?: readonly string[]): Promise<void>;
  /** Empties everything (`seed -- --reset`). */
  clear(): Promise<void>;
}
