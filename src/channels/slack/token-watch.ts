import type { Logger } from '../../ports/logger.js';
import { logReason } from './errors.js';

export interface TokenWatchOptions {
  /** Seconds between tries while Slack refuses the token: the first, doubled each time up to the last. */
  readonly pause: { readonly first: number; readonly last: number };
  readonly logger: Logger;
  /** Calls Slack; what it answers is heard like every other call's answer. */
  readonly ask: () => Promise<void>;
}

/**
 * Whether Slack takes the bot's token, as far as its latest answers say. While it does not, nothing goes out: /readyz says
 * so, and Slack is asked again from time to time, for an operator may give the same token its rights back.
 */
export class TokenWatch {
  private refused: string | undefined;
  private again: NodeJS.Timeout | undefined;
  private tries = 0;
  private stopped = false;

  constructor(private readonly options: TokenWatchOptions) {}

  get isTaken(): boolean {
    return this.refused === undefined;
  }

  /** After every call: the code with which Slack refused the token, or undefined if it took it. */
  heard(refused: string | undefined): void {
    if (refused === undefined) {
      if (this.refused !== undefined) this.options.logger.info({}, 'slack takes the token again');
      this.refused = undefined;
      this.tries = 0;
      clearTimeout(this.again);
      this.again = undefined;
      return;
    }
    if (this.refused === undefined) this.options.logger.error({ reason: refused }, 'slack refuses the token');
    this.refused = refused;
    this.later();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.again);
    this.again = undefined;
  }

  private later(): void {
    if (this.stopped || this.again !== undefined) return;
    const { first, last } = this.options.pause;
    const seconds = Math.min(first * 2 ** this.tries, last);
    this.tries += 1;
    this.again = setTimeout(() => {
      this.again = undefined;
      this.options.ask().catch((error: unknown) => {
        this.options.logger.warn({ reason: logReason(error) }, 'slack still does not take the token');
        if (this.refused !== undefined) this.later();
      });
    }, seconds * 1_000);
    this.again.unref();
  }
}
