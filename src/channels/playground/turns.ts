import { inTime, within } from '../../kernel/timeout.js';
import { type Dispatch, isForOne, isProtection, type Reply } from '../../messages/reply.js';
import type { View } from '../../messages/view.js';
import { Problem } from './errors.js';
import { isMention, keyOf, type Taken, toInbound } from './inbound.js';
import { limits } from './limits.js';
import { cardHtml, dialogHtml, oneLine, openerView, saidHtml, unkeptHtml } from './render.js';
import { texts } from './texts.js';
import type { Draft, Slot, Transcripts } from './transcripts.js';
import { type Answer, botAuthor, type EventBody, type PersonOnPage, type ShownMessage } from './wire.js';

/** Where something was said or pressed, and so where its answer goes. */
interface Spot {
  readonly place: EventBody['place'];
  readonly thread: string | undefined;
}

/** What stands in the conversation as the person's own words. */
type Said = Extract<Taken['event'], { type: 'text' | 'file' }>;

/** Takes each event once, however often it is tried, and shows what came of it. */
export class Turns {
  private readonly answers = new Map<string, Promise<Answer>>();
  private readonly underWay = new Set<Promise<Answer>>();

  constructor(
    private readonly dispatch: Dispatch,
    private readonly transcripts: Transcripts,
    /** Whom one can mention. */
    private readonly people: readonly PersonOnPage[],
  ) {}

  /**
   * Resolves with the answer; a repeated try with the same key joins the first. Rejects with `Problem` `slow` after a
   * while, and as dispatch does: then the same key may be tried afresh.
   */
  take(person: PersonOnPage, body: Taken): Promise<Answer> {
    const key = keyOf(person.slug, body.key);
    const known = this.answers.get(key);
    if (known) return withinLimit(known);

    const answer = this.deal(person, body);
    this.remember(key, answer);
    return withinLimit(answer);
  }

  /** Resolves when nothing is under way, or after so many milliseconds. */
  async settled(ms: number): Promise<void> {
    await within(ms, Promise.allSettled([...this.underWay]));
  }

  private remember(key: string, answer: Promise<Answer>): void {
    this.answers.set(key, answer);
    this.underWay.add(answer);
    const [oldest] = this.answers.keys();
    if (this.answers.size > limits.answersKept && oldest !== undefined) this.answers.delete(oldest);
    answer.catch(() => this.answers.delete(key)).finally(() => this.underWay.delete(answer));
  }

  private async deal(person: PersonOnPage, body: Taken): Promise<Answer> {
    if (body.event.type === 'text' || body.event.type === 'file') return this.said(person, body, body.event);
    const card = this.cardFor(person, body);
    const thread = 'thread' in body ? body.thread : undefined;
    const spot = { place: card?.place ?? body.place, thread: card ? card.thread : thread };
    const slot = this.transcripts.slot();
    const inbound = toInbound(body, { person, people: this.people, at: new Date(slot.at), card, thread: spot.thread });
    return this.show(await this.dispatch(inbound), person, spot, card);
  }

  private async said(person: PersonOnPage, body: Taken, event: Said): Promise<Answer> {
    const slot = this.transcripts.slot();
    const isDirect = body.place === 'direct';
    const own: Spot = { place: body.place, thread: isDirect || !('thread' in body) ? undefined : body.thread };
    const isForBot = isDirect || (event.type === 'text' && isMention(event.text));
    if (!isForBot) return { messages: [this.postSaid(person, body, own, slot, event)] };

    // The answer to a mention stands in the thread that the mention begins, if it is in none.
    const spot: Spot = isDirect ? own : { place: 'network', thread: own.thread ?? slot.id };
    const inbound = toInbound(body, {
      person,
      people: this.people,
      at: new Date(slot.at),
      card: undefined,
      thread: spot.thread,
    });
    const reply = await this.dispatch(inbound);
    const kept = isKept(reply) ? event : undefined;
    const message = this.postSaid(person, body, own, slot, kept);
    const answer = this.show(reply, person, spot, undefined);
    if (reply.type !== 'form') return { ...answer, messages: [message, ...answer.messages] };
    // Whoever closes the form finds it again below what they typed.
    const opener = this.postView(openerView(reply.form), person, spot, true);
    return { ...answer, messages: [message, opener], formCard: opener.id };
  }

  private postSaid(person: PersonOnPage, body: Taken, spot: Spot, slot: Slot, event: Said | undefined): ShownMessage {
    const text = event && wordsOf(event);
    const contents =
      text === undefined
        ? { html: unkeptHtml(), summary: texts.de.unkept }
        : { html: saidHtml(text), summary: oneLine(text) };
    // What is not kept for one is not shown to the others either.
    const onlyFor = spot.place === 'direct' || text === undefined ? person.slug : undefined;
    return this.transcripts.post({ ...draft(spot, onlyFor), ...contents, author: person.slug, key: body.key }, slot);
  }

  private show(reply: Reply, person: PersonOnPage, spot: Spot, card: ShownMessage | undefined): Answer {
    switch (reply.type) {
      case 'message':
        return { messages: [this.postView(reply.view, person, spot, isForOne(reply))] };
      case 'replace': {
        const changed = card && this.transcripts.change(card.id, contentsOf(reply.view));
        return { messages: [changed ?? this.postView(reply.view, person, spot, false)] };
      }
      case 'form':
        return { messages: [], form: dialogHtml(reply.form) };
      case 'home':
        return { messages: [], home: cardHtml(reply.view) };
      case 'results':
        return { messages: reply.views.map((view) => this.postView(view, person, spot, true)) };
      case 'nothing':
        return { messages: [] };
    }
  }

  private postView(view: View, person: PersonOnPage, spot: Spot, isPrivate: boolean): ShownMessage {
    const onlyFor = spot.place === 'direct' || isPrivate ? person.slug : undefined;
    return this.transcripts.post({ ...draft(spot, onlyFor), ...contentsOf(view), author: botAuthor });
  }

  /** A card that the person does not see is none. */
  private cardFor(person: PersonOnPage, { event }: Taken): ShownMessage | undefined {
    const id = 'card' in event ? event.card : undefined;
    const card = id === undefined ? undefined : this.transcripts.get(id);
    return card && (card.onlyFor === undefined || card.onlyFor === person.slug) ? card : undefined;
  }
}

function wordsOf(event: Said): string {
  return event.type === 'text' ? event.text : texts.de.sentFile(event.name, event.bytes.byteLength);
}

/** Messages about a child in danger are answered, and kept nowhere. */
function isKept(reply: Reply): boolean {
  return reply.type !== 'message' || !isProtection(reply.view);
}

export function contentsOf(view: View): Pick<ShownMessage, 'html' | 'summary'> {
  return { html: cardHtml(view), summary: oneLine(view.summary) };
}

function draft({ place, thread }: Spot, onlyFor: string | undefined): Pick<Draft, 'place' | 'thread' | 'onlyFor'> {
  return {
    place,
    ...(thread === undefined ? {} : { thread }),
    ...(onlyFor === undefined ? {} : { onlyFor }),
  };
}

function withinLimit(answer: Promise<Answer>): Promise<Answer> {
  return inTime(limits.answerMs, answer, () => new Problem('slow'));
}
