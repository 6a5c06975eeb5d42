import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../ports/clock.js';
import { limits } from './limits.js';

export interface SignedRequest {
  readonly body: Buffer;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  /** Slack's `x-slack-retry-num`, which is not signed. */
  readonly retry: string | undefined;
}

export type Verdict = 'good' | 'missing' | 'bad-timestamp' | 'stale' | 'bad-signature' | 'replayed';

/**
 * Checks Slack's request signatures, before Bolt checks them once more: Bolt takes time stamps from the future and
 * time stamps that are no numbers, and takes the same request any number of times.
 */
export class Signatures {
  /** Signature → until when it is remembered, in seconds; oldest first. */
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly secret: string,
    private readonly clock: Clock,
  ) {}

  /** A good signature is good once; `forget` allows it again after a request that failed. */
  check(request: SignedRequest): Verdict {
    const { timestamp, signature } = request;
    if (!timestamp || !signature) return 'missing';
    if (!/^[1-9]\d{0,11}$/.test(timestamp)) return 'bad-timestamp';
    const now = this.clock.now().getTime() / 1_000;
    if (Math.abs(now - Number(timestamp)) > limits.request.age) return 'stale';
    if (!matches(signature, this.expected(timestamp, request.body))) return 'bad-signature';
    return this.remember(memoryKey(request), now) ? 'good' : 'replayed';
  }

  /** The request was not dealt with: Slack may send it again within the same second, with the same signature. */
  forget(request: SignedRequest): void {
    this.seen.delete(memoryKey(request));
  }

  private expected(timestamp: string, body: Buffer): string {
    const hash = createHmac('sha256', this.secret).update(`v0:${timestamp}:`).update(body).digest('hex');
    return `v0=${hash}`;
  }

  private remember(key: string, now: number): boolean {
    const until = this.seen.get(key);
    if (until !== undefined && until > now) return false;
    this.tidy(now);
    this.seen.delete(key);
    // A time stamp may lie in the future by as much as in the past.
    this.seen.set(key, now + 2 * limits.request.age);
    return true;
  }

  private tidy(now: number): void {
    for (const [key, until] of this.seen) {
      if (until > now && this.seen.size < limits.request.remembered) return;
      this.seen.delete(key);
    }
  }
}

/**
 * A redelivery within the same second carries the same signature; its number tells it from a replay. The number is not
 * signed, so a replayer may invent it three times over: what is then delivered is an event that was dealt with before.
 */
function memoryKey(request: SignedRequest): string {
  const retry = /^[1-3]$/.test(request.retry ?? '') ? request.retry : '0';
  return `${request.signature}:${retry}`;
}

function matches(given: string, expected: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
