import type { Clock } from '../ports/clock.js';
import type { DocumentStore } from '../ports/document-store.js';
import type { Outbox, OutboxEntry, SharedView } from '../ports/outbox.js';
import { asStored, storedBlocks } from './attachments.js';
import { Bundles } from './bundles.js';
import { Cancelling } from './cancelling.js';
import { Contents, contentsSpec } from './contents.js';
import { type Entry, outboxSpec } from './entry.js';
import { lookAgain } from './looking-again.js';
import { Orders } from './order.js';
import { inLine } from './queueing.js';
import { Reports } from './reports.js';
import { Revisions } from './revisions.js';

/** As many at once as the store takes. */
const batchSize = 1_000;

/** Stores what is to be sent; `onEnqueued` wakes the dispatcher, which would otherwise come by at the next beat. */
export function createOutbox(options: {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly onEnqueued: () => void;
}): Outbox {
  const { store, clock, onEnqueued } = options;
  const entries = store.collection(outboxSpec);
  const contents = new Contents(store.collection(contentsSpec));
  const orders = new Orders(store);
  const reports = new Reports(entries, contents);
  const revisions = new Revisions(entries, contents, clock);
  const bundles = new Bundles(entries, contents, orders, clock);
  const cancelling = new Cancelling(entries, bundles, clock);

  /** Wakes the dispatcher if the work left something for it to do. */
  async function waking<T extends boolean | number>(work: Promise<T>): Promise<T> {
    const done = await work;
    if (done) onEnqueued();
    return done;
  }

  return {
    async enqueue(messages) {
      if (messages.length === 0) return;
      const changedAt = clock.now();
      const summaries = await summariesOf(messages, contents);
      const first = await orders.take(messages.length);
      const fresh = messages.map((message, index) => asEntry(message, changedAt, first + index, summaries));
      for (let start = 0; start < fresh.length; start += batchSize) {
        await entries.insertMany(fresh.slice(start, start + batchSize));
      }
      onEnqueued();
    },
    async share(id, view) {
      await waking(revisions.share(id, view));
    },
    async revise(keys) {
      await waking(revisions.revise(keys));
    },
    async adopt({ key, view, ...adopted }) {
      const now = clock.now();
      const { view: own, ...attachments } = asStored(view);
      const stored = { ...adopted, ...attachments, view: own, summary: view.summary };
      await entries.insert({ ...blank(key, now), ...stored, state: 'sent', due: now });
    },
    cancel: (batch) => cancelling.batch(batch),
    cancelKeys: (keys) => cancelling.keys(keys),
    counts: (batch) => reports.counts(batch),
    deliveries: (batch, page) => reports.deliveries(batch, page),
    retry: (batch, keys) => waking(cancelling.retry(batch, keys)),
    resend: (key) => waking(cancelling.resend(key)),
    lookAgain: async (personIds) => {
      await waking(lookAgain(entries, personIds, clock.now()));
    },
    noteInformed: (batch, keys) => cancelling.noteInformed(batch, keys),
    forPerson: (personId, page) => reports.forPerson(personId, page),
  };
}

/** The summaries of all contents that these messages share. Throws a RangeError on contents that were never shared. */
async function summariesOf(messages: readonly OutboxEntry[], contents: Contents): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(messages.flatMap(({ view }) => (isShared(view) ? [view.shared] : [])));
  const summaries = new Map<string, string>();
  for (const id of ids) {
    const content = await contents.get(id);
    if (!content) throw new RangeError('enqueue: nothing was shared under this id');
    summaries.set(id, content.view.summary);
  }
  return summaries;
}

function asEntry(message: OutboxEntry, changedAt: Date, order: number, summaries: ReadonlyMap<string, string>): Entry {
  const { key, view, occasion = 'press', ...envelope } = message;
  if (!message.personId && !message.to) throw new RangeError('enqueue: neither a person nor a room to write to');
  const content = { ...blank(key, changedAt), ...envelope, ...contentOf(view, summaries), occasion, order };
  // What is held gets its place in the line with the cover that it goes out in.
  if (occasion === 'clock' && message.personId !== undefined)
    return { ...content, state: 'held', dueFirst: message.due };
  return { ...content, ...inLine(message), state: 'waiting' };
}

function blank(key: string, now: Date) {
  return { _id: key, occasion: 'press', changedAt: now, due: now, attempts: 0, revision: 0, shown: 0 } as const;
}

function contentOf(view: OutboxEntry['view'], summaries: ReadonlyMap<string, string>) {
  if (!isShared(view)) {
    return { ...asStored(view), summary: view.summary };
  }
  const { shared, below = [] } = view;
  const { blocks, ...attachments } = storedBlocks(below, shared);
  return {
    shared,
    edition: 0,
    summary: summaries.get(shared) ?? '',
    ...(blocks.length > 0 && { below: blocks }),
    ...attachments,
  };
}

function isShared(view: OutboxEntry['view']): view is SharedView {
  return 'shared' in view;
}
