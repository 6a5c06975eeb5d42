import type { Clock } from '../../ports/clock.js';
import type { Ids } from '../../ports/ids.js';
import { limits } from './limits.js';
import type { PlaceOnPage, ShownMessage } from './wire.js';

/** What is to be shown; the rest is added. */
export type Draft = Omit<ShownMessage, 'id' | 'version' | 'position' | 'at'>;
/** A message's place in the order, taken when it came in, before it is known what will be shown. */
export type Slot = Pick<ShownMessage, 'id' | 'position' | 'at'>;

interface Conversation {
  readonly messages: Map<string, ShownMessage>;
  characters: number;
  /** Messages up to this instant may have been dropped. */
  droppedUntil: Date | undefined;
}

/** Everything said, in memory only, the oldest dropped first. */
export class Transcripts {
  private readonly conversations = new Map<string, Conversation>();
  private readonly conversationOf = new Map<string, Conversation>();
  private lastPosition = 0;

  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly changed: (message: ShownMessage) => void,
  ) {}

  slot(): Slot {
    const now = this.clock.now();
    this.lastPosition = Math.max(this.lastPosition + 1, now.getTime());
    return { id: this.ids.next(), position: this.lastPosition, at: now.toISOString() };
  }

  post(draft: Draft, slot: Slot = this.slot()): ShownMessage {
    const message: ShownMessage = { ...draft, ...slot, version: 1 };
    const conversation = this.conversation(draft.place, draft.onlyFor);
    this.conversationOf.set(message.id, conversation);
    this.keep(conversation, message);
    return message;
  }

  /** The message with other contents; undefined if it is no longer there. */
  change(id: string, contents: Pick<ShownMessage, 'html' | 'summary'>): ShownMessage | undefined {
    const conversation = this.conversationOf.get(id);
    const before = conversation?.messages.get(id);
    if (!conversation || !before) return undefined;
    const message = { ...before, ...contents, version: before.version + 1 };
    conversation.characters -= before.html.length;
    this.keep(conversation, message);
    return message;
  }

  get(id: string): ShownMessage | undefined {
    return this.conversationOf.get(id)?.messages.get(id);
  }

  /** The message under a key in somebody's direct conversation; `unknown` if it may have been dropped. */
  findDirect(slug: string, key: string, since: Date): ShownMessage | 'absent' | 'unknown' {
    return this.findIn(this.conversation('direct', slug), key, since);
  }

  /** The same in the place that all share. */
  findShared(key: string, since: Date): ShownMessage | 'absent' | 'unknown' {
    return this.findIn(this.conversation('network', undefined), key, since);
  }

  private findIn(conversation: Conversation, key: string, since: Date): ShownMessage | 'absent' | 'unknown' {
    const found = [...conversation.messages.values()].find((message) => message.key === key);
    if (found) return found;
    return conversation.droppedUntil && conversation.droppedUntil >= since ? 'unknown' : 'absent';
  }

  /** Forgets somebody's direct conversation. What was in it counts as possibly sent. */
  clearDirect(slug: string): void {
    const conversation = this.conversation('direct', slug);
    for (const id of conversation.messages.keys()) this.conversationOf.delete(id);
    conversation.messages.clear();
    conversation.characters = 0;
    conversation.droppedUntil = this.clock.now();
  }

  all(): readonly ShownMessage[] {
    return [...this.conversations.values()].flatMap(({ messages }) => [...messages.values()]);
  }

  private keep(conversation: Conversation, message: ShownMessage): void {
    conversation.messages.set(message.id, message);
    conversation.characters += message.html.length;
    for (const oldest of conversation.messages.values()) {
      const fits =
        conversation.messages.size <= limits.messagesKept && conversation.characters <= limits.charactersKept;
      if (fits || oldest === message) break;
      conversation.messages.delete(oldest.id);
      this.conversationOf.delete(oldest.id);
      conversation.characters -= oldest.html.length;
      conversation.droppedUntil = new Date(oldest.at);
    }
    this.changed(message);
  }

  private conversation(place: PlaceOnPage, onlyFor: string | undefined): Conversation {
    const name = place === 'direct' ? `direct:${onlyFor}` : 'network';
    const known = this.conversations.get(name);
    if (known) return known;
    const fresh: Conversation = { messages: new Map(), characters: 0, droppedUntil: undefined };
    this.conversations.set(name, fresh);
    return fresh;
  }
}
