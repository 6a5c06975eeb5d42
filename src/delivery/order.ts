import { z } from 'zod';
import type { Collection, CollectionSpec, DocumentStore } from '../ports/document-store.js';

const counterSchema = z.object({ _id: z.string(), last: z.number().int() });
type Counter = z.infer<typeof counterSchema>;

const theCounter = 'outbox';

export const ordersSpec: CollectionSpec<Counter> = {
  name: 'outbox-order',
  schema: counterSchema,
  version: 1,
  indexes: [],
  retention: {
    keep: 'until-deleted',
    why: {
      de: 'Damit Nachrichten in der richtigen Reihenfolge ankommen.',
      einfach: 'Damit Nachrichten in der richtigen Reihenfolge ankommen.',
      en: 'So that messages arrive in the right order.',
    },
  },
  personal: 'none',
};

/**
 * Numbers messages in the order in which they are enqueued, in the store: what is enqueued after another enqueueing has
 * ended, in whatever process, has the higher number. Clocks of several machines would not tell.
 */
export class Orders {
  private readonly counters: Collection<Counter>;

  constructor(store: DocumentStore) {
    this.counters = store.collection(ordersSpec);
  }

  /** The first of so many numbers in a row. Rejects with `Unavailable`. */
  async take(count: number): Promise<number> {
    const { last } = await this.counters.upsert(theCounter, { $inc: { last: count } }, { _id: theCounter, last: 0 });
    return last - count + 1;
  }
}
