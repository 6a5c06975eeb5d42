import type { PlaceOnPage, ShownMessage } from '../wire.js';
import { type Delivery, deliver, Refused } from './api.js';
import { memory } from './memory.js';

/** Something typed that the server has not answered yet. */
export interface Unsent {
  readonly key: string;
  readonly slug: string;
  readonly place: PlaceOnPage;
  readonly thread?: string;
  /** The file's name, if it is one. */
  readonly text: string;
  /** Does not outlive the page: the browser does not keep it. */
  readonly file?: File;
  readonly at: string;
  state: 'sending' | 'waiting' | 'refused';
  problem?: Refused['code'];
}

/** Where a person is looking. */
export interface Spot {
  readonly slug: string;
  readonly place: PlaceOnPage;
}

type Listener = (changed: readonly ShownMessage[]) => void;

/** Everything that the page shows, and what is on its way. */
export class Store {
  private readonly messages = new Map<string, ShownMessage>();
  private readonly unsent = new Map<string, Unsent>();
  private readonly deliveries = new Map<string, Delivery>();
  private readonly listeners = new Set<Listener>();
  /** Presses that wait for their answer, by the spot where it will appear. */
  private readonly presses = new Map<string, number>();

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Takes in what the server sent. Older versions of what is known are left aside. */
  apply(messages: readonly ShownMessage[]): void {
    const changed = messages.filter((message) => (this.messages.get(message.id)?.version ?? 0) < message.version);
    for (const message of changed) {
      this.dropOlderSelf(message);
      this.messages.set(message.id, message);
      if (message.key !== undefined) this.forgetUnsent(message.key);
    }
    if (changed.length > 0) this.tell(changed);
  }

  /** Somebody's direct conversation was emptied. What is not sent yet stays. */
  clearDirect(slug: string): void {
    for (const message of this.messages.values())
      if (message.place === 'direct' && message.onlyFor === slug) this.messages.delete(message.id);
    this.tell([]);
  }

  /** The messages of a spot in their order; in the shared place each thread stands below its first message. */
  shown(spot: Spot): readonly ShownMessage[] {
    const here = [...this.messages.values()].filter((message) => isHere(message, spot));
    here.sort((a, b) => a.position - b.position);
    const ids = new Set(here.map(({ id }) => id));
    const beginnings = here.filter(({ thread }) => thread === undefined || !ids.has(thread));
    return beginnings.flatMap((first) => [first, ...here.filter(({ thread }) => thread === first.id)]);
  }

  unsentAt(spot: Spot): readonly Unsent[] {
    return [...this.unsent.values()].filter(({ slug, place }) => slug === spot.slug && place === spot.place);
  }

  message(id: string): ShownMessage | undefined {
    return this.messages.get(id);
  }

  /** Whether an answer of the bot is on its way. */
  isAnswering(spot: Spot): boolean {
    const asked = this.unsentAt(spot).some(
      ({ state, place, text }) => state === 'sending' && (place === 'direct' || /@dorfbote/i.test(text)),
    );
    return asked || (this.presses.get(spotKey(spot)) ?? 0) > 0;
  }

  /** Counts a press for as long as it waits. */
  async duringPress<T>(spot: Spot, work: Promise<T>): Promise<T> {
    this.countPress(spot, 1);
    return work.finally(() => this.countPress(spot, -1));
  }

  say(spot: Spot, text: string, thread?: string): void {
    const unsent: Unsent = {
      key: crypto.randomUUID(),
      ...spot,
      ...(thread === undefined ? {} : { thread }),
      text,
      at: new Date().toISOString(),
      state: 'sending',
    };
    this.send(unsent);
  }

  sendFile(spot: Spot, file: File): void {
    const at = new Date().toISOString();
    this.send({ key: crypto.randomUUID(), ...spot, text: file.name, file, at, state: 'sending' });
  }

  /** Sends what an earlier visit of this tab could not, under the keys of then. */
  resume(): void {
    for (const unsent of memory.read('unsent', isUnsentList) ?? []) {
      if (unsent.state === 'refused') this.unsent.set(unsent.key, unsent);
      else this.send({ ...unsent, state: 'waiting' });
    }
  }

  tryNow(key: string): void {
    this.deliveries.get(key)?.tryNow();
  }

  /** Takes it back; resolves with the text. */
  discard(key: string): string {
    const text = this.unsent.get(key)?.text ?? '';
    this.deliveries.get(key)?.giveUp();
    this.forgetUnsent(key);
    this.tell([]);
    return text;
  }

  private send(unsent: Unsent): void {
    this.unsent.set(unsent.key, unsent);
    this.remember();
    const { key, slug, place, thread, text, file } = unsent;
    const body = { key, place, ...(thread === undefined ? {} : { thread }), event: { type: 'text' as const, text } };
    const delivery = deliver(slug, file ? { key, file } : body, () => this.mark(key, 'waiting'));
    this.deliveries.set(key, delivery);
    delivery.answer.then(
      ({ messages, form, formCard }) => {
        this.forgetUnsent(key);
        this.apply(messages);
        this.tell([]);
        if (form !== undefined) this.onForm({ slug, place }, form, formCard);
      },
      (error: unknown) => {
        if (error instanceof Refused) this.mark(key, 'refused', error.code);
      },
    );
    this.tell([]);
  }

  /** Set by the page: a typed command was answered with a form. */
  onForm: (spot: Spot, html: string, card: string | undefined) => void = () => {};

  private mark(key: string, state: Unsent['state'], problem?: Refused['code']): void {
    const unsent = this.unsent.get(key);
    if (!unsent) return;
    unsent.state = state;
    if (problem !== undefined) unsent.problem = problem;
    this.remember();
    this.tell([]);
  }

  private countPress(spot: Spot, by: 1 | -1): void {
    this.presses.set(spotKey(spot), (this.presses.get(spotKey(spot)) ?? 0) + by);
    this.tell([]);
  }

  private forgetUnsent(key: string): void {
    this.deliveries.delete(key);
    if (this.unsent.delete(key)) this.remember();
  }

  private remember(): void {
    const kept = [...this.unsent.values()].filter(({ file }) => file === undefined);
    memory.write('unsent', kept.length === 0 ? undefined : kept);
  }

  /** After a restart of the server the same thing may come again as another message. */
  private dropOlderSelf(message: ShownMessage): void {
    if (message.key === undefined) return;
    for (const known of this.messages.values()) {
      const same = known.key === message.key && known.author === message.author && known.onlyFor === message.onlyFor;
      if (same && known.id !== message.id) this.messages.delete(known.id);
    }
  }

  private tell(changed: readonly ShownMessage[]): void {
    for (const listener of this.listeners) listener(changed);
  }
}

function isHere(message: ShownMessage, spot: Spot): boolean {
  return message.place === spot.place && (message.onlyFor === undefined || message.onlyFor === spot.slug);
}

function spotKey({ slug, place }: Spot): string {
  return `${place}:${slug}`;
}

function isUnsentList(value: unknown): value is Unsent[] {
  return Array.isArray(value) && value.every((each) => typeof each?.key === 'string' && typeof each.text === 'string');
}
