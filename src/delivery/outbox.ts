import type { Clock } from '../ports/clock.js';
import type { Collection, DocumentStore } from '../ports/document-store.js';
import type { Outbox, OutboxEntry } from '../ports/outbox.js';
import { type Entry, outboxSpec } from './entry.js';
import { lineOf, Orders } from './order.js';
import { asStored } from './pictures.js';

const batchSize = 500;

/** Stores what is to be sent; `onEnqueued` wakes the dispatcher, which would otherwise come by at the next beat. */
export function createOutbox(options: {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly onEnqueued: () => void;
}): Outbox {
  const entries: Collection<Entry> = options.store.collection(outboxSpec);
  const orders = new Orders(options.store);
  return {
    async enqueue(messages) {
      const changedAt = options.clock.now();
      const first = await orders.take(messages.length);
      const fresh = messages.map((message, index) => waiting(message, changedAt, first + index));
      for (let start = 0; start < fresh.length; start += batchSize) {
        await entries.insertMany(fresh.slice(start, start + batchSize));
      }
      if (messages.length > 0) options.onEnqueued();
    },
  };
}

function waiting(message: OutboxEntry, changedAt: Date, order: number): Entry {
  const { key, view, ...content } = message;
  const line = lineOf(message);
  return {
    _id: key,
    ...content,
    ...asStored(view),
    changedAt,
    state: 'waiting',
    attempts: 0,
    order,
    ...(line !== undefined && { line }),
  };
}
