import { formatInstant } from '../../kernel/dates.js';
import type { Language } from '../../kernel/texts.js';
import { messageAnchor } from '../../messages/anchor.js';
import type { Form } from '../../messages/form.js';
import { escapeLabel, escapeText, exactAttribute, formToHtml, viewToHtml } from '../../messages/html.js';
import type { Action, View } from '../../messages/view.js';
import type { Person } from '../../ports/people.js';
import type { PageMessage } from './cards.js';
import { documentHtml } from './document.js';
import { type CardName, cardName, names } from './posted.js';
import { texts } from './texts.js';
import type { Turn } from './turns.js';
import { talkAnchor, turnAnchor } from './visits.js';

const bodyLevel = 3;

/** All that one view of the page shows. */
export interface PageContents {
  readonly person: Person;
  readonly networkName: string;
  readonly zone: string;
  /** Where the page is and its forms are posted to: with the place in the list of messages. */
  readonly address: string;
  /** Of this very view of the page. */
  readonly key: string;
  readonly home: View | undefined;
  readonly messages: readonly PageMessage[];
  /** Where older messages are, if there are any. */
  readonly older: string | undefined;
  /** Where the latest messages are, if these are older ones. */
  readonly newest: string | undefined;
  readonly turns: readonly Turn[];
}

/** A person's own page. */
export function pageHtml(contents: PageContents): string {
  return new PageHtml(contents).whole();
}

class PageHtml {
  private readonly language: Language;

  constructor(private readonly contents: PageContents) {
    this.language = contents.person.language;
  }

  whole(): string {
    const { person, networkName } = this.contents;
    const body = [
      `<h1>${escapeText(this.t.greeting(person.name))}</h1>`,
      `<p class="who">${escapeText(`${this.t.who(networkName)} ${this.partner()}`)}</p>`,
      this.contentsList(),
      this.section('ansteht', this.t.due, this.due()),
      this.section('nachrichten', this.t.messages, this.messages()),
      this.section(talkAnchor, this.t.talk, this.talk()),
    ];
    return documentHtml({ language: this.language, networkName, body: body.join(''), foot: this.foot() });
  }

  private get t() {
    return texts[this.language];
  }

  private partner(): string {
    const { partner } = this.contents.person;
    if (!partner) return this.t.partnerNone;
    return partner.confirmed ? this.t.partner(partner.name) : this.t.partnerAsked(partner.name);
  }

  private contentsList(): string {
    const parts = [
      ['ansteht', this.t.due],
      ['nachrichten', this.t.messages],
      [talkAnchor, this.t.talk],
    ] as const;
    const items = parts.map(([id, heading]) => `<li><a href="#${id}">${escapeText(heading)}</a></li>`);
    return `<nav class="contents" aria-label="${escapeLabel(this.t.contents)}"><ul>${items.join('')}</ul></nav>`;
  }

  private section(id: string, heading: string, inside: string): string {
    return `<section aria-labelledby="${id}"><h2 id="${id}" tabindex="-1">${escapeText(heading)}</h2>${inside}</section>`;
  }

  private due(): string {
    const { home } = this.contents;
    if (!home || home.blocks.length === 0) return `<p class="empty">${escapeText(this.t.dueEmpty)}</p>`;
    const { title: _, ...untitled } = home;
    return `<div class="card">${this.view(untitled)}</div>`;
  }

  private messages(): string {
    const { messages, older, newest } = this.contents;
    const empty = newest === undefined ? this.t.messagesEmpty : this.t.messagesOver;
    const list =
      messages.length === 0
        ? `<p class="empty">${escapeText(empty)}</p>`
        : `<ol class="messages">${messages.map((message) => this.message(message)).join('')}</ol>`;
    const links = [
      newest === undefined ? '' : `<a class="action" href="${escapeLabel(newest)}">${escapeText(this.t.newest)}</a>`,
      older === undefined ? '' : `<a class="action" href="${escapeLabel(older)}">${escapeText(this.t.older)}</a>`,
    ].join('');
    return links === '' ? list : `${list}<p class="paging">${links}</p>`;
  }

  private message({ key, at, view, version }: PageMessage): string {
    const id = messageAnchor(key);
    return `<li class="card" id="${id}" tabindex="-1">${this.when(at)}${this.view(view, { message: key, version })}</li>`;
  }

  private when(at: Date): string {
    const { zone } = this.contents;
    const said = formatInstant(at, zone, this.language);
    return `<p class="when"><time datetime="${at.toISOString()}">${escapeText(said)}</time></p>`;
  }

  private talk(): string {
    const { turns } = this.contents;
    const list =
      turns.length === 0
        ? `<p>${escapeText(this.t.talkIntro)}</p>`
        : `<ol class="turns">${turns.map((turn) => this.turn(turn, turn === turns.at(-1))).join('')}</ol>`;
    return `${list}${this.askForm()}`;
  }

  private turn(turn: Turn, isLast: boolean): string {
    const { id, said, answer } = turn;
    const own =
      said === undefined
        ? ''
        : `<div class="said"><p class="by">${escapeText(this.t.you)}</p><p>${escapeText(said)}</p></div>`;
    const shown = 'view' in answer ? this.view(answer.view, { turn: id }) : this.form(answer.form, turn, isLast);
    const by = `<p class="by">${escapeText(this.t.bot)}</p>`;
    return `<li id="${turnAnchor(id)}" tabindex="-1">${own}<div class="card">${by}${shown}</div></li>`;
  }

  /** The latest one is open; of earlier ones a button is left that opens them again. */
  private form(form: Form, turn: Turn, isLast: boolean): string {
    if (!isLast) return this.view(openerView(form, this.t.formOpen(form.title)), cardOf(turn));
    const lists = form.fields.filter(({ type }) => type === 'choices').map(({ id }) => id);
    const hidden = {
      ...this.hidden('form', form.id, form.payload),
      ...cardName({ turn: turn.id }),
      ...(lists.length > 0 && { [names.lists]: lists.join(' ') }),
    };
    return formToHtml(form, {
      idPrefix: turnAnchor(turn.id),
      headingLevel: bodyLevel,
      cancel: true,
      post: { address: this.contents.address, hidden, cancelName: names.cancel },
    });
  }

  private askForm(): string {
    const { key } = this.contents;
    const hidden = inputs({ [names.kind]: 'text', [names.key]: key });
    return [
      `<form class="ask" method="post" action="${escapeLabel(this.contents.address)}">${hidden}`,
      `<label for="frage">${escapeText(this.t.ask)}</label>`,
      `<p class="hint" id="frage-hinweis">${escapeText(this.t.askHint)}</p>`,
      '<div class="line"><input id="frage" name="text" type="text" autocomplete="off" maxlength="8000" required aria-describedby="frage-hinweis">',
      `<button type="submit" class="action primary">${escapeText(this.t.send)}</button></div></form>`,
      `<div class="actions shortcuts">${this.shortcut('hilfe', this.t.help)}${this.shortcut('meine daten', this.t.myData)}${this.shortcut('pause', this.t.pause)}</div>`,
    ].join('');
  }

  /** What is often typed, to be pressed. */
  private shortcut(text: string, label: string): string {
    const hidden = inputs({ [names.kind]: 'text', [names.key]: this.contents.key, text });
    return this.pressForm(hidden, `<button type="submit" class="action">${escapeText(label)}</button>`);
  }

  private view(view: View, card?: CardName): string {
    return viewToHtml(view, {
      headingLevel: bodyLevel,
      ownLinks: true,
      action: (action) => this.action(action, card),
    });
  }

  /** A button that works without a script; one that asks first opens its question, which holds the button. */
  private action(action: Action, card: CardName | undefined): string {
    const look = action.style === undefined ? 'action' : `action ${action.style}`;
    const hidden = inputs({
      ...this.hidden('action', action.id, action.payload),
      [names.label]: action.label,
      ...(card && cardName(card)),
    });
    if (action.confirm === undefined) {
      return this.pressForm(hidden, `<button type="submit" class="${look}">${escapeText(action.label)}</button>`);
    }
    const yes = `<button type="submit" class="${look}">${escapeText(this.t.sure)}</button>`;
    const question = `<p>${escapeText(action.confirm)}</p>${this.pressForm(hidden, yes)}`;
    return `<details class="sure"><summary class="${look}">${escapeText(action.label)}</summary><div>${question}</div></details>`;
  }

  private pressForm(hidden: string, button: string): string {
    return `<form class="press" method="post" action="${escapeLabel(this.contents.address)}">${hidden}${button}</form>`;
  }

  private hidden(kind: 'action' | 'form', id: string, payload: Action['payload']): Record<string, string> {
    return {
      [names.kind]: kind,
      [names.key]: this.contents.key,
      [names.id]: id,
      [names.payload]: JSON.stringify(payload ?? {}),
    };
  }

  private foot(): string {
    const words = [this.t.secret, this.t.keptShort].map((text) => `<p>${escapeText(text)}</p>`).join('');
    return `${words}<p><a href="/datenschutz">${escapeText(this.t.privacy)}</a></p>`;
  }
}

/** Fields that come back to the letter. */
export function inputs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<input type="hidden" name="${exactAttribute(name)}" value="${exactAttribute(value)}">`)
    .join('');
}

/** Stands in a conversation for a form that was left. */
function openerView(form: Form, text: string): View {
  const { id, title, opener, payload, language } = form;
  const action = { id, label: opener, opensForm: true, ...(payload && { payload }) };
  return {
    kind: 'page.opener',
    summary: title,
    blocks: [
      { type: 'text', text },
      { type: 'actions', actions: [action] },
    ],
    ...(language && { language }),
  };
}

function cardOf({ card }: Turn): CardName | undefined {
  return card === undefined ? undefined : (JSON.parse(card) as CardName);
}
