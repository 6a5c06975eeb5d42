import type { Collection, Page } from '../ports/document-store.js';
import type { Delivery, DeliveryCounts, DeliveryState, Outbox } from '../ports/outbox.js';
import { deliveryStates } from '../ports/outbox.js';
import type { Contents } from './contents.js';
import { type Entry, reported, states, statesOf } from './entry.js';

/** What became of messages. Rejects with `Unavailable`, as the store does. */
export class Reports {
  constructor(
    private readonly entries: Collection<Entry>,
    private readonly contents: Contents,
  ) {}

  /** Adds up to what was enqueued at any moment: every entry is met once, in the state it has then. */
  async counts(batch: string): Promise<DeliveryCounts> {
    const tallied = await this.entries.tally({ batch }, 'state');
    const count = (state: DeliveryState) => statesOf(state).reduce((sum, each) => sum + (tallied.get(each) ?? 0), 0);
    return Object.fromEntries(deliveryStates.map((state) => [state, count(state)])) as DeliveryCounts;
  }

  async deliveries(batch: string, options: Parameters<Outbox['deliveries']>[1] = {}): Promise<Page<Delivery>> {
    const { state, ...page } = options;
    const found = await this.entries.find({
      filter: { batch, ...(state && { state: { $in: statesOf(state) } }) },
      sort: [['_id', 1]],
      ...page,
    });
    return { ...found, items: found.items.map(deliveryOf) };
  }

  async forPerson(personId: string, page: Parameters<Outbox['forPerson']>[1] = {}): ReturnType<Outbox['forPerson']> {
    const found = await this.entries.find({
      filter: { personId, state: { $in: [...readable] }, cover: null },
      sort: [['changedAt', -1]],
      ...page,
    });
    const shown = await Promise.all(
      found.items.map(async (entry) => {
        const composed = await this.contents.compose(entry);
        return composed ? [{ key: entry._id, at: entry.changedAt, view: composed.view }] : [];
      }),
    );
    return { ...found, items: shown.flat() };
  }
}

/** What a person finds on their page: what they got, and what waits for them there. */
const readable = states.filter((state) => ['sent', 'letter', 'informed'].includes(reported[state]));

function deliveryOf(entry: Entry): Delivery {
  const { _id: key, personId, group, state, reason, changedAt } = entry;
  const to = entry.account ?? entry.to;
  return {
    key,
    state: reported[state],
    changedAt,
    ...(personId !== undefined && { personId }),
    ...(to && { to }),
    ...(group !== undefined && { group }),
    ...(reason !== undefined && { reason }),
    ...(state === 'sending' && reason !== undefined && { checking: true }),
  };
}
