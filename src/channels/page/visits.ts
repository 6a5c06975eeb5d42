import { messageAnchor } from '../../messages/anchor.js';
import type { Form } from '../../messages/form.js';
import type { Inbound, InboundEvent, MessageRef } from '../../messages/inbound.js';
import { type Dispatch, isProtection, type Reply } from '../../messages/reply.js';
import { cut } from '../../messages/text.js';
import type { View } from '../../messages/view.js';
import type { Clock } from '../../ports/clock.js';
import type { Ids } from '../../ports/ids.js';
import type { CardBook } from './cards.js';
import { limits } from './limits.js';
import { type CardName, eventId, type Posted } from './posted.js';
import type { Turn, TurnBook } from './turns.js';

/** Of every account on a personal page. */
export const realm = 'ich';
/** Where the page goes on after a press that leaves nothing to be read. */
export const talkAnchor = 'fragen';

export interface VisitParts {
  readonly dispatch: Dispatch;
  readonly turns: TurnBook;
  readonly cards: CardBook;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Whether the person is still known. */
  readonly isThere: (personId: string) => Promise<boolean>;
}

/** Where the page shows what came of it; or, to somebody who is gone with it, the last word. */
export type Outcome = { readonly anchor: string } | { readonly farewell: View | undefined };

/** One person on their page: what they do becomes an event, and its answer stays there for them to read. */
export class Visit {
  constructor(
    private readonly parts: VisitParts,
    private readonly personId: string,
  ) {}

  /** What every feature has for them now. */
  async home(): Promise<View | undefined> {
    const reply = await this.deliver(`home:${this.parts.ids.next()}`, { type: 'opened', surface: 'home' });
    return reply.type === 'home' || reply.type === 'message' ? reply.view : undefined;
  }

  /** A view as it is to be seen now. */
  async seen(view: View): Promise<View> {
    if (!view.afresh) return view;
    const reply = await this.deliver(`afresh:${this.parts.ids.next()}`, { type: 'action', ...view.afresh });
    return viewIn(reply) ?? view;
  }

  /** A form with what its fields hold now; or what is said instead, if it opens no more. */
  async opened(form: Form): Promise<Turn['answer']> {
    const { id, payload = {}, fields } = form;
    if (!form.afresh || fields.length > 0) return { form };
    const reply = await this.deliver(`afresh:${this.parts.ids.next()}`, { type: 'action', id, payload });
    if (reply.type === 'form') return { form: reply.form };
    const view = viewIn(reply);
    return view ? { view } : { form };
  }

  /** Does it, once. */
  async take(posted: Posted): Promise<Outcome> {
    const opened = await this.turnOf(posted.card);
    if (posted.kind === 'cancel') {
      if (opened) await this.parts.turns.remove(this.personId, opened.id);
      return { anchor: talkAnchor };
    }
    const id = eventId(this.personId, posted);
    const form = posted.kind === 'form' ? opened : undefined;
    const card = form ? cardNamed(form.card) : cardThere(posted.card, opened);
    const reply = await this.deliver(id, eventOf(posted, card && this.refOf(card)));
    // Whoever has just deleted their data leaves nothing behind by that.
    if (!(await this.parts.isThere(this.personId))) return { farewell: viewIn(reply) };
    const anchor = await this.keep({ id, posted, card, form }, reply);
    return { anchor };
  }

  /** The card that a reference names, wherever it came from. */
  refOf(card: CardName): MessageRef {
    const parts = { person: this.personId, ...card };
    return { channel: 'page', realm, parts };
  }

  private deliver(id: string, event: InboundEvent): Promise<Reply> {
    const inbound: Inbound = {
      key: `page:${id}`,
      at: this.parts.clock.now(),
      from: { channel: 'page', realm, user: this.personId },
      place: { kind: 'direct', conversation: `${realm}:${this.personId}` },
      event,
    };
    return this.parts.dispatch(inbound);
  }

  private async keep(done: Done, reply: Reply): Promise<string> {
    switch (reply.type) {
      case 'message':
        return this.answer(done, { view: reply.view });
      case 'replace':
        return this.replace(done, reply.view);
      case 'form':
        return this.answer(done, { form: reply.form });
      case 'results':
        return talkAnchor;
      case 'home':
        return '';
      case 'nothing':
        return anchorOf(done.card ?? { turn: done.form?.id ?? done.id });
    }
  }

  /** An answer takes the place of the form that it answers; otherwise it is a turn of its own. */
  private async answer({ id, posted, card, form }: Done, answer: Turn['answer']): Promise<string> {
    if (form && (await this.parts.turns.answerWith(form.id, answer))) return turnAnchor(form.id);
    const isKept = 'form' in answer || !(isProtection(answer.view) || answer.view.afresh);
    const said = isKept ? saidIn(posted) : undefined;
    await this.parts.turns.add(this.personId, {
      id,
      answer,
      ...(said !== undefined && { said }),
      ...('form' in answer && card && { card: JSON.stringify(card) }),
    });
    return turnAnchor(id);
  }

  private async replace(done: Done, view: View): Promise<string> {
    const { card, form } = done;
    if (!card) return this.answer(done, { view });
    if ('message' in card) await this.parts.cards.rewrite(this.personId, card.message, card.version, view);
    else if (!(await this.parts.turns.answerWith(card.turn, { view }))) return this.answer(done, { view });
    if (form) await this.parts.turns.remove(this.personId, form.id);
    return anchorOf(card);
  }

  /** The turn that a card's name means, if it is this person's. */
  private async turnOf(card: CardName | undefined): Promise<Turn | undefined> {
    return card && isTurn(card) ? this.parts.turns.get(this.personId, card.turn) : undefined;
  }
}

interface Done {
  readonly id: string;
  readonly posted: Posted;
  /** Where the button stands, or stood that opened the form. */
  readonly card: CardName | undefined;
  /** The turn in which the form stands that came back. */
  readonly form: Turn | undefined;
}

/** A turn that is not theirs, or no longer there, is no card. */
function cardThere(card: CardName | undefined, turn: Turn | undefined): CardName | undefined {
  return isTurn(card) && turn === undefined ? undefined : card;
}

function isTurn(card: CardName | undefined): card is Extract<CardName, { turn: string }> {
  return card !== undefined && 'turn' in card;
}

function cardNamed(stored: string | undefined): CardName | undefined {
  return stored === undefined ? undefined : (JSON.parse(stored) as CardName);
}

function eventOf(posted: Exclude<Posted, { kind: 'cancel' }>, card: MessageRef | undefined): InboundEvent {
  const from = card === undefined ? {} : { card };
  switch (posted.kind) {
    case 'text':
      return { type: 'text', text: posted.text, via: 'chat' };
    case 'action':
      return { type: 'action', id: posted.id, payload: posted.payload, ...from };
    case 'form':
      return { type: 'form', id: posted.id, payload: posted.payload, values: posted.values, ...from };
  }
}

function viewIn(reply: Reply): View | undefined {
  return 'view' in reply ? reply.view : undefined;
}

function saidIn(posted: Posted): string | undefined {
  if (posted.kind === 'text') return cut(posted.text, limits.saidCharacters);
  return posted.kind === 'action' ? posted.label : undefined;
}

export function turnAnchor(id: string): string {
  return `antwort-${id.replace(/[^A-Za-z0-9]/g, '').slice(0, 12)}`;
}

function anchorOf(card: CardName): string {
  return isTurn(card) ? turnAnchor(card.turn) : messageAnchor(card.message);
}
