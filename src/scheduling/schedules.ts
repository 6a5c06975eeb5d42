import { errorName } from '../kernel/errors.js';
import { inTime } from '../kernel/timeout.js';
import type { Logger } from '../ports/logger.js';
import type { HeartbeatJob } from './heartbeat.js';
import { Ledger, type LedgerParts, leaseMs, mostLateHours, type Row } from './ledger.js';
import { checkPattern, dueOccurrence, isTooLate, type Pattern } from './plan.js';
import { UnderWay } from './under-way.js';

/** What is done at certain times; the features' `Schedule` has this shape. */
export interface Schedule extends Pattern {
  /** `room.what`, unique. */
  readonly name: string;
  run(occurrence: Date, now: Date): Promise<void>;
}

export interface SchedulesOptions extends LedgerParts {
  readonly schedules: readonly Schedule[];
  readonly logger: Logger;
  readonly zone: string;
  /** How long a beat waits for one schedule; it goes on after that, beside the others. */
  readonly patienceMs?: number;
  /** A run that takes longer is taken for failed. */
  readonly longestRunMs?: number;
  readonly renewEveryMs?: number;
}

type Done = { readonly done: number; readonly failed: number };

const usualPatienceMs = 100_000;
const usualLongestRunMs = 600_000;
/** So many rows of one schedule in one beat; the next beat goes on. */
const mostRows = 100;
const graceMs = 10_000;

/**
 * The heartbeat's job that runs what features do at certain times, each occurrence once over all processes. What was cut
 * short or failed is begun again until it is too late for it. Throws if a schedule is wrong: a programming error.
 */
export class Schedules implements HeartbeatJob {
  readonly name = 'schedules';
  private readonly ledger: Ledger;
  private readonly underWay: UnderWay;
  private stopped = false;

  constructor(private readonly options: SchedulesOptions) {
    checkSchedules(options.schedules, options.zone);
    this.ledger = new Ledger(options);
    this.underWay = new UnderWay(options.patienceMs ?? usualPatienceMs, options.logger);
  }

  async run(now: Date): Promise<Done> {
    const all = await Promise.all(this.options.schedules.map((schedule) => this.attend(schedule, now)));
    return {
      done: all.reduce((sum, { done }) => sum + done, 0),
      failed: all.reduce((sum, { failed }) => sum + failed, 0),
    };
  }

  /** Begins nothing new, and waits a while for what is under way. What is cut off is taken up after the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.underWay.settle(graceMs);
  }

  /** One that cannot be done leaves the others alone. */
  private async attend(schedule: Schedule, now: Date): Promise<Done> {
    try {
      const result = await this.underWay.attend(schedule.name, () => this.sweep(schedule, now));
      return typeof result === 'object' ? result : { done: 0, failed: 1 };
    } catch (error) {
      this.options.logger.error({ schedule: schedule.name, reason: errorName(error) }, 'schedule not worked out');
      return { done: 0, failed: 1 };
    }
  }

  /** Opens the row of the occurrence that is due, then does every row that nobody else does, the oldest first. */
  private async sweep(schedule: Schedule, now: Date): Promise<Done> {
    const since = await this.ledger.existsSince(schedule, now);
    const due = dueOccurrence(schedule, now, since, this.options.zone);
    if (due) await this.ledger.open(schedule.name, due);
    const sum = { done: 0, failed: 0 };
    for (let rows = 0; rows < mostRows && !this.stopped; rows += 1) {
      const row = await this.ledger.take(schedule.name, now);
      if (!row) break;
      sum[await this.deal(schedule, row, now)] += 1;
    }
    return sum;
  }

  private async deal(schedule: Schedule, row: Row, now: Date): Promise<keyof Done> {
    if (isTooLate(schedule, row.occurrence, now)) {
      await this.ledger.leave(row);
      this.options.logger.error({ row: row._id, attempts: row.attempts - 1 }, 'given up: too late for it');
      return 'failed';
    }
    return (await this.ran(schedule, row, now)) ? this.finished(row) : this.failed(row);
  }

  private async ran(schedule: Schedule, row: Row, now: Date): Promise<boolean> {
    const { renewEveryMs = leaseMs / 4, longestRunMs = usualLongestRunMs, logger } = this.options;
    const renewing = setInterval(() => void this.renew(row), renewEveryMs);
    try {
      await inTime(longestRunMs, schedule.run(row.occurrence, now), () => new TookTooLong());
      return true;
    } catch (error) {
      logger.error({ row: row._id, attempts: row.attempts, reason: errorName(error) }, 'schedule failed');
      return false;
    } finally {
      clearInterval(renewing);
    }
  }

  private async finished(row: Row): Promise<'done'> {
    const mine = await this.ledger.finish(row);
    if (!mine) this.options.logger.warn({ row: row._id }, 'taken over by another process while it was done');
    return 'done';
  }

  private async failed(row: Row): Promise<'failed'> {
    await this.ledger.putOff(row);
    return 'failed';
  }

  private async renew(row: Row): Promise<void> {
    const { logger } = this.options;
    try {
      if (!(await this.ledger.renew(row))) logger.warn({ row: row._id }, 'lease lost to another process');
    } catch (error) {
      logger.warn({ row: row._id, reason: errorName(error) }, 'lease not renewed');
    }
  }
}

class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

function checkSchedules(schedules: readonly Schedule[], zone: string): void {
  const names = new Set<string>();
  for (const { name, pattern, lateHours } of schedules) {
    if (names.has(name)) throw new TypeError(`schedule ${name}: declared twice`);
    names.add(name);
    checkPattern(pattern, zone);
    if (!(lateHours >= 1 && lateHours <= mostLateHours)) {
      throw new TypeError(`schedule ${name}: lateHours is 1 to ${mostLateHours}`);
    }
  }
}
