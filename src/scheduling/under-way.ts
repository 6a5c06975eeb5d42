import { errorName } from '../kernel/errors.js';
import { within } from '../kernel/timeout.js';
import type { Logger } from '../ports/logger.js';

/**
 * Work under way, by name. Each piece is waited for only so long: what takes longer goes on by itself, holds up nothing
 * else, and is not begun again before it has ended.
 */
export class UnderWay {
  private readonly works = new Map<string, Promise<unknown>>();

  constructor(
    private readonly patienceMs: number,
    private readonly logger: Logger,
  ) {}

  /** `late`: it goes on. `busy`: it does so since an earlier call, and was not begun again. Rejects as the work does, if in time. */
  async attend<T>(name: string, begin: () => Promise<T>): Promise<T | 'late' | 'busy'> {
    if (this.works.has(name)) return 'busy';
    const work = begin();
    const over = work.then(
      () => this.works.delete(name),
      () => this.works.delete(name),
    );
    this.works.set(name, over);
    const result = await within(this.patienceMs, work);
    if (result === 'late') {
      this.logger.warn({ work: name, afterMs: this.patienceMs }, 'still at work; the others do not wait for it');
      void work.catch((error: unknown) =>
        this.logger.error({ work: name, reason: errorName(error) }, 'late work failed'),
      );
    }
    return result;
  }

  /** Waits for what is under way, but no longer than this. */
  async settle(milliseconds: number): Promise<void> {
    await within(milliseconds, Promise.all(this.works.values()));
  }
}
