import type { Clock } from '../ports/clock.js';
import type { Collection, DocumentStore } from '../ports/document-store.js';
import type { Outbox, OutboxEntry } from '../ports/outbox.js';
import { type Entry, outboxSpec } from './entry.js';

const batchSize = 500;

/** Stores what is to be sent; `onEnqueued` wakes the dispatcher, which would otherwise come by at the next beat. */
export function createOutbox(options: {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly onEnqueued: () => void;
}): Outbox {
  const entries: Collection<Entry> = options.store.collection(outboxSpec);
  return {
    async enqueue(messages) {
      const changedAt = options.clock.now();
      for (let start = 0; start < messages.length; start += batchSize) {
        const batch = messages.slice(start, start + batchSize);
        await entries.insertMany(batch.map((message) => waiting(message, changedAt)));
      }
      if (messages.length > 0) options.onEnqueued();
    },
  };
}

function waiting(message: OutboxEntry, changedAt: Date): Entry {
  const { key, ...content } = message;
  return { _id: key, ...content, changedAt, state: 'waiting', attempts: 0 };
}
