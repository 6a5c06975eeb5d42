import type { Wait } from './pacing.js';

/** Wakes one who waits for something to happen; what happens before they wait is not missed. */
export class Bell {
  private rung = false;
  private sleeper: AbortController | undefined;

  constructor(private readonly wait: Wait) {}

  readonly ring = (): void => {
    this.rung = true;
    this.sleeper?.abort();
  };

  /** Resolves when it rings, after so many milliseconds at the latest. */
  async heard(milliseconds: number): Promise<void> {
    if (!this.rung) await this.sleep(milliseconds);
    this.rung = false;
  }

  private async sleep(milliseconds: number): Promise<void> {
    const sleeper = new AbortController();
    this.sleeper = sleeper;
    try {
      await this.wait(milliseconds, sleeper.signal);
    } catch (error) {
      if (!sleeper.signal.aborted) throw error;
    } finally {
      this.sleeper = undefined;
    }
  }
}
