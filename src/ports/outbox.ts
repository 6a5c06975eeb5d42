import type { MessageRef, Recipient } from '../messages/inbound.js';
import type { Block, View } from '../messages/view.js';
import type { Page } from './document-store.js';

/**
 * What a message comes from, and so how far it may disturb.
 * - `press`: somebody pressed for it, a coordinator, a chair, or the person by asking: at once, but not during their `pause`.
 * - `clock`: the bot's own accord. At most one bundled message a working day and three a week, from 8 to 17 o'clock, never
 *   during `pause`.
 * - `change`: what they rely on changed or was cancelled, or an answer they wait for: always at once.
 */
export type Occasion = 'press' | 'clock' | 'change';

/** A view that many messages have in common, made known by `Outbox.share`; `below` is added for this recipient alone. */
export interface SharedView {
  readonly shared: string;
  readonly below?: readonly Block[];
}

/** One message to one person, or to a room, that the bot sends of its own accord. */
export interface OutboxEntry {
  /** Deterministic: what is to be said to whom for which occasion. The same key is sent once. */
  readonly key: string;
  /** Left out only where `to` is a room. */
  readonly personId?: string;
  /** The one of their accounts that is meant, or a room; where they are reached best if left out. */
  readonly to?: Recipient;
  /** Other persons whom the message names: erasing one of them deletes it. */
  readonly about?: readonly string[];
  /** Its pictures and files together have at most 1,000,000 bytes. */
  readonly view: View | SharedView;
  /** Not before. */
  readonly due: Date;
  /** `press` if left out. */
  readonly occasion?: Occasion;
  /** What it belongs to, e.g. `announcement:ID`: counted, listed, cancelled and retried together. */
  readonly batch?: string;
  /** Kept with it for reports, e.g. the recipient's partner. */
  readonly group?: string;
}

/**
 * Where a message stands. `waiting` covers what is due later, tried again or under way; `letter`: the person is in
 * neither Slack nor Teams nor reached by mail, it stands on their personal page and waits for a letter; `informed`: somebody
 * noted that they have been told by post; `unclear`: it may have gone out and nobody can tell.
 */
export const deliveryStates = ['waiting', 'letter', 'informed', 'sent', 'failed', 'cancelled', 'unclear'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One message as reports see it. */
export interface Delivery {
  readonly key: string;
  readonly personId?: string;
  /** Where it went, or is to go, as far as that is decided. */
  readonly to?: Recipient;
  readonly group?: string;
  readonly state: DeliveryState;
  /** Waiting, since it may have gone out already and that is not known yet. */
  readonly checking?: true;
  /** Why it is not sent, as a code: `paused`, `rate-limited`, `account-inactive`, `no-conversation` … */
  readonly reason?: string;
  readonly changedAt: Date;
}

export type DeliveryCounts = Readonly<Record<DeliveryState, number>>;

/** Implemented by `delivery/`. Every call rejects with `Unavailable` while the store cannot be reached. */
export interface Outbox {
  /**
   * Resolves once the entries are stored; those whose key is known already are left as they are. Rejects with a
   * RangeError on pictures or files that are too large: then nothing is stored.
   */
  enqueue(entries: readonly OutboxEntry[]): Promise<void>;
  /**
   * Keeps a view under an id for many entries. Again under the same id: what has not gone out goes out with the new one,
   * and what has is rewritten in place, on every copy; the latest wins.
   */
  share(id: string, view: View): Promise<void>;
  /**
   * What messages are to show now: those that wait go out so, those sent are rewritten in place within seconds, several
   * revisions at once. Unknown keys are passed over.
   */
  revise(revisions: readonly { readonly key: string; readonly view: View }[]): Promise<void>;
  /** Takes a message that is already there, such as a pressed card, into care, so that `revise` reaches it. */
  adopt(entry: {
    readonly key: string;
    readonly personId?: string;
    readonly about?: readonly string[];
    readonly message: MessageRef;
    readonly view: View;
    readonly batch?: string;
  }): Promise<void>;
  /** Cancels what of a batch has not gone out. Resolves with how many that were. */
  cancel(batch: string): Promise<number>;
  /** Cancels single messages that have not gone out. */
  cancelKeys(keys: readonly string[]): Promise<number>;
  counts(batch: string): Promise<DeliveryCounts>;
  /** A batch's messages, by state if one is given, in a stable order. */
  deliveries(
    batch: string,
    options?: { readonly state?: DeliveryState; readonly after?: string; readonly limit?: number },
  ): Promise<Page<Delivery>>;
  /** Sends what failed once more; with keys, only those. Resolves with how many. */
  retry(batch: string, keys?: readonly string[]): Promise<number>;
  /** Sends one that is unclear again: a coordinator's decision. False if it is not unclear (any more). */
  resend(key: string): Promise<boolean>;
  /** Somebody can be reached from now on, or may be disturbed again: what waited for that goes at once. */
  lookAgain(personIds: readonly string[]): Promise<void>;
  /** Notes that people whose messages wait for a letter have been told by post. Resolves with how many. */
  noteInformed(batch: string, keys?: readonly string[]): Promise<number>;
  /** What was sent to one person, or waits for them on their page, latest first; without bundles' covers. */
  forPerson(
    personId: string,
    options?: { readonly after?: string; readonly limit?: number },
  ): Promise<Page<{ readonly key: string; readonly at: Date; readonly view: View }>>;
}
