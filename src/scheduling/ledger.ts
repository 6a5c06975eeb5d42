import { z } from 'zod';
import type { Clock } from '../ports/clock.js';
import type { Collection, CollectionSpec, DocumentStore } from '../ports/document-store.js';
import type { Ids } from '../ports/ids.js';
import { texts } from './texts.js';

const minute = 60_000;
/** A holder that does not renew its row for this long is taken for dead. */
export const leaseMs = 2 * minute;
/** After a failure it is tried again in a minute, then in two, four, …, at most in an hour. */
const firstPauseMs = minute;
const longestPauseMs = 60 * minute;
/** A row says that its occurrence is done: it is kept longer than an occurrence may be late. */
const keptDays = 100;
export const mostLateHours = 90 * 24;

const Row = z.object({
  /** `NAME:OCCURRENCE`, the occurrence as ISO instant. */
  _id: z.string(),
  schedule: z.string(),
  occurrence: z.date(),
  /** `left`: it failed until it was too late. */
  state: z.enum(['open', 'done', 'left']),
  /** Who works on it: only they may renew or finish it. */
  holder: z.string().optional(),
  /** Open: when it may be taken, because it is new, its holder is taken for dead, or it is time to try again. */
  due: z.date(),
  /** How often it was begun. */
  attempts: z.number().int(),
  changedAt: z.date(),
});
export type Row = z.infer<typeof Row>;

export const ledgerSpec: CollectionSpec<Row> = {
  name: 'schedule-occurrences',
  schema: Row,
  version: 1,
  indexes: [
    {
      fields: [
        ['schedule', 1],
        ['state', 1],
        ['due', 1],
      ],
    },
  ],
  retention: { days: keptDays, field: 'changedAt' },
  personal: 'none',
};

const Sighting = z.object({
  /** Name and pattern: with another pattern it is another schedule. */
  _id: z.string(),
  since: z.date(),
});
type Sighting = z.infer<typeof Sighting>;

export const sightingsSpec: CollectionSpec<Sighting> = {
  name: 'schedule-sightings',
  schema: Sighting,
  version: 1,
  indexes: [],
  retention: { keep: 'until-deleted', why: texts.keptSightings },
  personal: 'none',
};

export interface LedgerParts {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Which occurrences there were and what became of them: a row each, taken as a lease and finished after the work is done.
 * Several processes keep one ledger; the store alone decides who gets a row. Leases go by the clock, not by the instant
 * that a beat takes for now. Rejects with `Unavailable` while the store cannot be reached.
 */
export class Ledger {
  private readonly rows: Collection<Row>;
  private readonly sightings: Collection<Sighting>;

  constructor(private readonly parts: LedgerParts) {
    this.rows = parts.store.collection(ledgerSpec);
    this.sightings = parts.store.collection(sightingsSpec);
  }

  /** Since when a schedule exists: the earliest instant at which any process asked. */
  async existsSince({ name, pattern }: { readonly name: string; readonly pattern: string }, now: Date): Promise<Date> {
    const _id = `${name} ${pattern}`;
    const known = await this.sightings.get(_id);
    if (known && known.since <= now) return known.since;
    return (await this.sightings.upsert(_id, { $min: { since: now } }, { _id, since: now })).since;
  }

  /** Opens the row of an occurrence, unless there is one. */
  async open(schedule: string, occurrence: Date): Promise<void> {
    const now = this.parts.clock.now();
    const _id = `${schedule}:${occurrence.toISOString()}`;
    await this.rows.insert({ _id, schedule, occurrence, state: 'open', due: now, attempts: 0, changedAt: now });
  }

  /** Takes the oldest row that nobody works on, of an occurrence up to an instant. */
  async take(schedule: string, upTo: Date): Promise<Row | undefined> {
    const now = this.parts.clock.now();
    const free = { schedule, state: 'open', due: { $lte: now }, occurrence: { $lte: upTo } };
    const mine = { $set: { holder: this.parts.ids.next(), ...this.lease() }, $inc: { attempts: 1 } };
    return (await this.rows.claim(free, mine, { limit: 1, sort: [['occurrence', 1]] }))[0];
  }

  /** False: another process has taken the row over. */
  async renew(row: Row): Promise<boolean> {
    return this.change(row, this.lease());
  }

  /** False: another process has taken the row over. */
  async finish(row: Row): Promise<boolean> {
    return this.change(row, { state: 'done', changedAt: this.parts.clock.now() });
  }

  /** It failed: to be tried again after a while. */
  async putOff(row: Row): Promise<boolean> {
    const now = this.parts.clock.now();
    const pause = Math.min(firstPauseMs * 2 ** (row.attempts - 1), longestPauseMs);
    return this.change(row, { due: new Date(now.getTime() + pause), changedAt: now });
  }

  /** It is too late for it. */
  async leave(row: Row): Promise<boolean> {
    return this.change(row, { state: 'left', changedAt: this.parts.clock.now() });
  }

  private lease(): { readonly due: Date; readonly changedAt: Date } {
    const now = this.parts.clock.now();
    return { due: new Date(now.getTime() + leaseMs), changedAt: now };
  }

  private async change({ _id, holder }: Row, fields: Partial<Row>): Promise<boolean> {
    return (await this.rows.update(_id, { $set: fields }, { state: 'open', holder })) !== undefined;
  }
}
