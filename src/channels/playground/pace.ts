import type { Clock } from '../../ports/clock.js';
import { limits } from './limits.js';

/** A bucket of tokens for each person: nobody floods the bot. */
export class Pace {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly clock: Clock) {}

  /** Whether one more event is fine now. */
  allows(slug: string): boolean {
    const now = this.clock.now().getTime();
    const before = this.buckets.get(slug) ?? { tokens: limits.burst, at: now };
    const refilled = (Math.max(0, now - before.at) / 1000) * limits.perSecond;
    const tokens = Math.min(limits.burst, before.tokens + refilled);
    this.buckets.set(slug, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
