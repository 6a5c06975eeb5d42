import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { errorName, Unavailable } from '../../kernel/errors.js';
import { DeliveryFailure } from '../../ports/messenger.js';

type Kind = DeliveryFailure['kind'];

/** Slack's error codes that say more than "no". Every other code is a refusal for good. */
const kinds: Readonly<Record<string, Kind>> = {
  // Certainly not accepted, and later may be different.
  ratelimited: 'retry',
  rate_limited: 'retry',
  message_limit_exceeded: 'retry',
  request_timeout: 'retry',
  service_unavailable: 'retry',
  team_added_to_org: 'retry',
  accesslimited: 'retry',
  // The token: an operator mends it, the message waits.
  invalid_auth: 'retry',
  not_authed: 'retry',
  token_revoked: 'retry',
  token_expired: 'retry',
  missing_scope: 'retry',
  // "It's possible some aspect of the operation succeeded."
  internal_error: 'unclear',
  fatal_error: 'unclear',
};

/** The connection was never made, so nothing can have been accepted. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** The one place where errors of Slack's libraries become ours. */
export function deliveryFailure(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  if (error instanceof WebAPIRateLimitedError) return new DeliveryFailure('retry', 'rate-limited', error.retryAfter);
  if (error instanceof WebAPIPlatformError) return ofCode(error.data.error);
  if (error instanceof WebAPIHTTPError) return ofStatus(error.statusCode);
  if (error instanceof WebAPIRequestError) return ofConnection(error.original);
  if (error instanceof Error && limitedWithoutTime.test(error.message)) return ofStatus(429);
  return ofConnection(error);
}

/** How `@slack/web-api` reports a 429 that does not say until when; it has no class for it. */
const limitedWithoutTime = /^Retry header did not contain/;

/** From the status of an HTTP answer. */
export function ofStatus(status: number, retryAfterSeconds?: number): DeliveryFailure {
  if (status === 429) return new DeliveryFailure('retry', 'rate-limited', retryAfterSeconds);
  return new DeliveryFailure(status >= 500 ? 'unclear' : 'permanent', `http-${status}`);
}

function ofCode(code: string): DeliveryFailure {
  // An answer that was no JSON arrives here as its whole text: nobody knows what became of the request.
  if (!/^[a-z_]{1,60}$/.test(code)) return new DeliveryFailure('unclear', 'unreadable-answer');
  return new DeliveryFailure(kinds[code] ?? 'permanent', code.replaceAll('_', '-'));
}

function ofConnection(error: unknown): DeliveryFailure {
  const code = codeOf(error);
  if (code && neverConnected.has(code)) return new DeliveryFailure('retry', 'unreachable');
  const timedOut = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  return new DeliveryFailure('unclear', timedOut ? 'timeout' : 'connection-lost');
}

/** `fetch` hides the system's code one or two causes deep. */
function codeOf(error: unknown): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string' && current.code.startsWith('E')) return current.code;
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return undefined;
}

const badCredentials = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'user_removed_from_team',
  'team_disabled',
  'no_permission',
  'missing_scope',
]);

/** Slack's code if it refused the token itself; undefined if anything else went wrong. */
export function refusedToken(error: unknown): string | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  return badCredentials.has(error.data.error) ? error.data.error : undefined;
}

const dead = new Set(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']);

/** Slack's code if it takes the token for nothing any more, whatever is called. */
export function deadToken(error: unknown): string | undefined {
  const code = refusedToken(error);
  return code !== undefined && dead.has(code) ? code : undefined;
}

/** What a log may say of an error: never its own words where they could hold what somebody wrote. */
export function logReason(error: unknown): string {
  if (error instanceof Unavailable || error instanceof DeliveryFailure) return error.message;
  const delivery = error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError;
  if (delivery || error instanceof WebAPIPlatformError) return deliveryFailure(error).reason;
  return error instanceof Error ? errorName(error) : 'connection closed';
}
