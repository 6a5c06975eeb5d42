import { errorName, Unavailable } from '../kernel/errors.js';
import { DeliveryFailure } from '../ports/messenger.js';
import type { Wait } from './pacing.js';

/** Anything else could hold what somebody wrote. */
const code = /^[a-z0-9][a-z0-9-]{0,59}$/i;

/** Reasons that hold for the whole workspace or tenant, whomever the message was for. */
const ofRealm: ReadonlySet<string> = new Set([
  'accesslimited',
  'invalid-auth',
  'message-limit-exceeded',
  'missing-scope',
  'no-token',
  'not-authed',
  'team-added-to-org',
  'token-expired',
  'token-revoked',
  'unauthorized',
  'unreachable',
]);

/** The platform is away or wants quiet as a whole; any other failure may be of this conversation alone. */
export function concernsRealm({ kind, reason }: DeliveryFailure): boolean {
  return kind === 'retry' && ofRealm.has(reason);
}

/** What to make of anything that a messenger rejects with. The reason is a code, never an error's own words. */
export function failureOf(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) {
    return code.test(error.reason) ? error : new DeliveryFailure(error.kind, 'unnamed', error.retryAfterSeconds);
  }
  if (error instanceof Unavailable) return new DeliveryFailure('retry', 'unavailable');
  return new DeliveryFailure('unclear', nameOf(error));
}

/** The kind of error, for entries and logs. */
export function nameOf(error: unknown): string {
  const name = errorName(error);
  return code.test(name) ? name : 'error';
}

/** Rejects as unclear if the work takes longer; what becomes of it later is not looked at. */
export async function within<T>(milliseconds: number, wait: Wait, work: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const late = async () => {
    await wait(milliseconds, settled.signal);
    throw new DeliveryFailure('unclear', 'timed-out');
  };
  try {
    return await Promise.race([work, late()]);
  } finally {
    settled.abort();
  }
}

/** Waits until all have ended, and only then rejects if one did. */
export async function allEnded<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const ended = await Promise.allSettled(work);
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
