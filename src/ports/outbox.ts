import type { Account } from '../messages/inbound.js';
import type { View } from '../messages/view.js';

/** One message to one person that the bot sends of its own accord. */
export interface OutboxEntry {
  /** Deterministic: what is to be said to whom for which occasion. The same key is sent once. */
  readonly key: string;
  readonly personId: string;
  /** The one of their accounts that is meant; where they wrote last if left out. */
  readonly to?: Account;
  /** Other persons whom the message names: erasing one of them deletes it. */
  readonly about?: readonly string[];
  /** Its pictures together have at most 1,000,000 bytes. */
  readonly view: View;
  /** Not before. */
  readonly due: Date;
}

/** Implemented by `delivery/`. */
export interface Outbox {
  /**
   * Resolves once the entries are stored; those whose key is known already are left as they are. Rejects with
   * `Unavailable`, or with a RangeError on pictures that are too large: then nothing is stored.
   */
  enqueue(entries: readonly OutboxEntry[]): Promise<void>;
}
