import type { MessageRef, Recipient } from '../messages/inbound.js';
import type { View } from '../messages/view.js';

/** Why a message did not go out. The outbox decides by `kind` what comes next. */
export class DeliveryFailure extends Error {
  constructor(
    /** `retry`: certainly not accepted, may be tried again; `permanent`: never will be; `unclear`: may have been accepted. */
    readonly kind: 'retry' | 'permanent' | 'unclear',
    /** Short code for reports and logs: `rate-limited`, `account-inactive`, `no-conversation` … */
    readonly reason: string,
    /** Not before this many seconds, if the platform said so. */
    readonly retryAfterSeconds?: number,
  ) {
    super(`delivery ${kind}: ${reason}`);
    this.name = 'DeliveryFailure';
  }
}

/** How a channel sends of the bot's own accord. Implemented by each channel; never retries by itself. */
export interface Messenger {
  /**
   * Sends to a person's private conversation, or to a room. `key` marks the message, where the platform can carry it. Settles within a
   * minute, and posts nothing later. Rejects with `DeliveryFailure`, or with `Unavailable` before anything was posted.
   */
  send(to: Recipient, view: View, key: string): Promise<MessageRef>;
  /** Rewrites a sent message in place. Rejects with `DeliveryFailure`. */
  update(message: MessageRef, view: View): Promise<void>;
  /**
   * The message sent under `key`, if the platform can tell; `unknown` where it cannot. Rejects with `DeliveryFailure` or
   * `Unavailable` while it cannot be asked.
   */
  find(to: Recipient, key: string, since: Date): Promise<MessageRef | 'absent' | 'unknown'>;
}
