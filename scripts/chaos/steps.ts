import type { Change, Collection, CollectionSpec, Document, DocumentStore } from '../../src/ports/document-store.js';
import type { Messenger } from '../../src/ports/messenger.js';

/** The steps at which a process is killed, in the order in which a message goes through them. */
export const steps = [
  'before sharing',
  'after sharing',
  'before an order is taken',
  'after an order is taken',
  'before expansion',
  'after expansion',
  'before the claim',
  'after the claim',
  'before a turn is taken',
  'after a turn is taken',
  'before the intent',
  'after the intent',
  'before the call',
  'during the call',
  'after the call',
  'before the note',
  'after the note',
  'before it is put off',
  'after it is put off',
  'before the requeue',
  'after the requeue',
  'before the read-back is claimed',
  'after the read-back is claimed',
  'before the read-back',
  'during the read-back',
  'after the read-back',
] as const;
export type Step = (typeof steps)[number];

export type Reach = (step: Step) => void;

type Name = 'sharing' | 'an order is taken' | 'expansion' | 'the claim' | 'a turn is taken' | 'the intent';
type LaterName = 'the note' | 'it is put off' | 'the requeue' | 'the read-back is claimed';

/** The real store; `reach` is told of each named step that a call is. */
export function watchedStore(store: DocumentStore, reach: Reach): DocumentStore {
  return {
    start: (specs) => store.start(specs),
    stop: () => store.stop(),
    ping: () => store.ping(),
    compact: (collections) => store.compact(collections),
    clear: () => store.clear(),
    collection: (spec) => watched(store.collection(spec), spec, reach),
  };
}

function watched<T extends Document>(real: Collection<T>, spec: CollectionSpec<T>, reach: Reach): Collection<T> {
  return new Proxy(real, {
    get(target, method: keyof Collection<T>) {
      return async (...given: unknown[]) => {
        const name = nameOf(spec.name, method, given);
        if (name) reach(`before ${name}`);
        const result: unknown = await (target[method] as (...all: unknown[]) => unknown)(...given);
        if (name) reach(`after ${name}`);
        return result;
      };
    },
  });
}

function nameOf(collection: string, method: string, given: readonly unknown[]): Name | LaterName | undefined {
  if (collection === 'outbox-contents') return method === 'insert' ? 'sharing' : undefined;
  if (collection === 'outbox-order') return method === 'upsert' ? 'an order is taken' : undefined;
  if (collection === 'outbox-lanes') return method === 'update' ? 'a turn is taken' : undefined;
  if (collection !== 'outbox') return undefined;
  if (method === 'insertMany') return 'expansion';
  const to = stateIn(given[1]);
  if (method === 'update') return updateTo(to);
  if (method !== 'claim') return undefined;
  const { state: from } = given[0] as { readonly state?: unknown };
  if (from === 'waiting') return 'the claim';
  if (from === 'leased') return 'the requeue';
  return from === 'sending' ? 'the read-back is claimed' : undefined;
}

function updateTo(state: unknown): Name | LaterName | undefined {
  if (state === 'sending') return 'the intent';
  if (state === 'waiting') return 'it is put off';
  return state === undefined ? undefined : 'the note';
}

function stateIn(change: unknown): unknown {
  return (change as Change | undefined)?.$set?.state;
}

/** The real messenger; `reach` is told before a call, while it is on its way, and when it is back. */
export function watchedMessenger(messenger: Messenger, reach: Reach): Messenger {
  return {
    async send(...given) {
      reach('before the call');
      const sending = messenger.send(...given);
      const back = { yet: false };
      setTimeout(() => back.yet || reach('during the call'), Math.random() * mostOnItsWayMs);
      try {
        return await sending;
      } finally {
        back.yet = true;
        reach('after the call');
      }
    },
    update: (...given) => messenger.update(...given),
    async find(...given) {
      reach('before the read-back');
      const finding = messenger.find(...given);
      reach('during the read-back');
      const found = await finding;
      reach('after the read-back');
      return found;
    },
  };
}

/** How long a call is on its way when its process is killed: somewhere between not yet sent and answered. */
const mostOnItsWayMs = 12;
