import { Unavailable } from '../../kernel/errors.js';
import { DeliveryFailure } from '../../ports/messenger.js';

/** No token for the connector could be had: nothing was sent. */
export class NoToken extends Unavailable {
  constructor(options?: ErrorOptions) {
    super('token for the Teams connector', options);
  }
}

/** The connection was never made, so nothing can have been accepted. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** The one place where errors of the SDK and of the connector become ours. */
export function deliveryFailure(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  if (error instanceof NoToken) return new DeliveryFailure('retry', 'no-token');
  if (error instanceof Unavailable) return new DeliveryFailure('retry', 'unavailable');
  const { statusCode, code, name } = facetsOf(error);
  if (typeof statusCode === 'number') return ofStatus(statusCode, retryAfterOf(error));
  if (typeof code === 'string' && neverConnected.has(code)) return new DeliveryFailure('retry', 'unreachable');
  if (name === 'AbortError' || name === 'TimeoutError') return new DeliveryFailure('unclear', 'timed-out');
  return new DeliveryFailure('unclear', 'connection-lost');
}

function ofStatus(status: number, retryAfterSeconds: number | undefined): DeliveryFailure {
  switch (status) {
    case 401:
      // The operator mends the registration; the message waits.
      return new DeliveryFailure('retry', 'unauthorized');
    case 403:
      // Uninstalled, blocked by the person or by the organisation.
      return new DeliveryFailure('permanent', 'blocked');
    case 404:
      return new DeliveryFailure('permanent', 'no-conversation');
    case 408:
      return new DeliveryFailure('unclear', 'timed-out');
    case 412:
      // Teams asks to try again: two writers met.
      return new DeliveryFailure('retry', 'precondition-failed', retryAfterSeconds);
    case 413:
      return new DeliveryFailure('permanent', 'too-large');
    case 429:
      return new DeliveryFailure('retry', 'rate-limited', retryAfterSeconds);
    default:
      return new DeliveryFailure(status >= 500 ? 'unclear' : 'permanent', `http-${status}`);
  }
}

interface Facets {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly response?: { readonly headers?: { get?(name: string): unknown } };
}

function facetsOf(error: unknown): Facets {
  return typeof error === 'object' && error !== null ? error : {};
}

/** `Retry-After` in seconds, also where it is given as a date. */
function retryAfterOf(error: unknown): number | undefined {
  const header = facetsOf(error).response?.headers?.get?.('retry-after');
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

/** What becomes of a request whose sender could not be verified: its own fault, or keys that cannot be fetched now. */
export function authenticationStatus(error: unknown): 401 | 503 {
  const { statusCode, name } = facetsOf(error);
  if (typeof statusCode === 'number' && statusCode >= 500) return 503;
  return name === 'FetchError' || name === 'AbortError' || error instanceof Unavailable ? 503 : 401;
}
