import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { Entry } from './entry.js';
import { nameOf } from './failures.js';

export type OnProgress = (batches: readonly string[]) => Promise<void> | void;

export interface ProgressOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onProgress?: OnProgress;
}

/** Told no more often than this. */
const everyMs = 2_000;

/**
 * Tells of the batches whose messages have changed: the first at once, then all together every while. What listens may
 * be slow or fail without holding up deliveries.
 */
export class Progress {
  private readonly batches = new Set<string>();
  private toldAt = 0;
  private telling: Promise<void> | undefined;

  constructor(private readonly options: ProgressOptions) {}

  note({ batch }: Entry): void {
    if (batch === undefined || !this.options.onProgress) return;
    this.batches.add(batch);
  }

  /** Whether there is something to tell. */
  isDue(): boolean {
    return this.batches.size > 0;
  }

  /** Tells if it is time to. */
  tell(): void {
    if (this.batches.size === 0 || this.telling) return;
    if (this.options.clock.now().getTime() - this.toldAt >= everyMs) void this.flush();
  }

  /** Tells what has not been told yet. */
  async flush(): Promise<void> {
    await this.telling;
    if (this.batches.size === 0) return;
    this.telling = this.tellNow();
    await this.telling;
  }

  private async tellNow(): Promise<void> {
    const batches = [...this.batches];
    this.batches.clear();
    this.toldAt = this.options.clock.now().getTime();
    try {
      await this.options.onProgress?.(batches);
    } catch (error) {
      this.options.logger.warn({ reason: nameOf(error) }, 'progress not shown');
    } finally {
      this.telling = undefined;
    }
  }
}
