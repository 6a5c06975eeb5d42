import cron from 'node-cron';
import { messageOf } from '../kernel/errors.js';
import { within } from '../kernel/timeout.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import { UnderWay } from './under-way.js';

export interface HeartbeatJob {
  readonly name: string;
  /** In a running bot it goes on by itself all the time: only `beat` runs it. */
  readonly byItself?: boolean;
  run(now: Date): Promise<{ readonly done: number; readonly failed: number }>;
}

export interface BeatSummary {
  /** The instant that the jobs took for now, ISO. */
  readonly at: string;
  readonly jobs: readonly { readonly name: string; readonly done: number; readonly failed: number }[];
  readonly failed: number;
}

/** More than any job takes that is well: a drain of the outbox ends within two minutes. */
const usualPatienceMs = 150_000;
/** How long it takes to stop at most: a message that is being sent is known or unclear by then. */
const graceMs = 70_000;

/**
 * Runs the jobs every minute, and at once when woken, never twice at the same time. Each job works out by itself what
 * is due, from the store: a beat that is missed or comes twice changes nothing. A job that fails or hangs holds up the
 * others once, and no longer than `patienceMs`: beats go on without it until it has ended.
 */
export class Heartbeat {
  private task: ReturnType<typeof cron.schedule> | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private woken = false;
  private readonly underWay: UnderWay;

  constructor(
    private readonly jobs: readonly HeartbeatJob[],
    private readonly clock: Clock,
    private readonly logger: Logger,
    patienceMs = usualPatienceMs,
  ) {
    this.underWay = new UnderWay(patienceMs, logger);
  }

  start(): void {
    this.task = cron.schedule('* * * * *', () => this.wake());
    this.wake();
  }

  /** Runs the jobs soon; several calls before they begin are one. */
  wake(): void {
    if (this.woken || !this.task) return;
    this.woken = true;
    void this.inTurn(async () => {
      this.woken = false;
      await this.runJobs(
        this.clock.now(),
        this.jobs.filter(({ byItself }) => !byItself),
      );
    });
  }

  /** Runs every job once for an instant, after what is running. A job that throws or is not done in time counts as one failure. */
  beat(now: Date): Promise<BeatSummary> {
    return this.inTurn(() => this.runJobs(now, this.jobs));
  }

  async stop(): Promise<void> {
    const task = this.task;
    this.task = undefined;
    await task?.destroy();
    await within(graceMs, Promise.all([this.running, this.underWay.settle(graceMs)]));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.running.then(work);
    this.running = next.catch((error: unknown) => this.logger.error({ reason: messageOf(error) }, 'beat failed'));
    return next;
  }

  private async runJobs(now: Date, jobs: readonly HeartbeatJob[]): Promise<BeatSummary> {
    const results: BeatSummary['jobs'][number][] = [];
    for (const job of jobs) results.push({ name: job.name, ...(await this.runJob(job, now)) });
    return { at: now.toISOString(), jobs: results, failed: results.reduce((sum, job) => sum + job.failed, 0) };
  }

  private async runJob(job: HeartbeatJob, now: Date): Promise<{ readonly done: number; readonly failed: number }> {
    try {
      const result = await this.underWay.attend(job.name, () => job.run(now));
      return typeof result === 'object' ? result : { done: 0, failed: 1 };
    } catch (error) {
      this.logger.error({ job: job.name, reason: messageOf(error) }, 'job failed');
      return { done: 0, failed: 1 };
    }
  }
}
