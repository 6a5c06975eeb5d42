import { mostFileBytes, type PersonOnPage, type ShownMessage } from '../wire.js';
import { clearDirect } from './api.js';
import { Composer } from './composer.js';
import type { Context } from './context.js';
import { button, el } from './dom.js';
import { messageView, nameOf, typingView, unsentView } from './message-view.js';
import { press } from './press.js';
import type { Spot, Unsent } from './store.js';
import { t } from './words.js';

/** So near to the end that new messages are to be followed. */
const nearEndPx = 120;
/** Left free above a message that is scrolled to. */
const gapPx = 12;

/** One conversation with its input line: a person's own, or the shared place as that person sees it. */
export class ChatView {
  readonly element: HTMLElement;
  readonly composer: Composer;
  private readonly log: HTMLElement;
  private readonly newest: HTMLButtonElement;
  private readonly clearButton: HTMLButtonElement;
  /** What is shown, by message id, with the version or state it was made of. */
  private readonly rows = new Map<string, { readonly element: HTMLElement; readonly made: string }>();
  private thread: string | undefined;
  private readonly spot: Spot;

  constructor(
    private readonly context: Context,
    private readonly reader: PersonOnPage,
    place: Spot['place'],
  ) {
    this.spot = { slug: reader.slug, place };
    const isNetwork = place === 'network';
    this.log = el('div', {
      class: 'log',
      role: 'log',
      tabindex: '0',
      'aria-label': isNetwork ? t.networkLog : t.log(reader.name),
      // What was said earlier is not read out.
      'aria-busy': 'true',
    });
    this.clearButton = button(t.clear, { class: 'quiet clear', 'aria-haspopup': 'dialog' }, () => void this.clear());
    this.composer = new Composer({
      draftName: `${place}.${reader.slug}`,
      label: t.message(reader.name),
      placeholder: isNetwork ? t.networkPlaceholder : t.messagePlaceholder,
      withMention: isNetwork,
      ...(isNetwork ? {} : { below: this.clearButton }),
      send: (text) => this.say(text),
      ...(isNetwork ? {} : { sendFile: (file: File) => this.sendFile(file) }),
    });
    this.newest = button(t.newest, { class: 'newest', hidden: true }, () => this.scrollToEnd());
    this.element = el('div', { class: 'chat' }, this.log, this.newest, this.composer.element);
    this.log.addEventListener('click', (event) => this.onClick(event));
    this.log.addEventListener('scroll', () => {
      if (this.isNearEnd()) this.newest.hidden = true;
    });
  }

  /** Brings the log up to date. */
  render(): void {
    const followed = this.isNearEnd();
    const before = this.log.lastElementChild;
    this.place(this.wanted());
    if (followed) this.scrollToEnd();
    else if (this.log.lastElementChild !== before) this.newest.hidden = false;
  }

  /** Everything from before stands there: from now on, additions are read out. */
  settled(): void {
    this.log.removeAttribute('aria-busy');
  }

  shown(): void {
    this.composer.fit();
    this.scrollToEnd();
  }

  private wanted(): readonly HTMLElement[] {
    const messages = this.context.store.shown(this.spot);
    this.clearButton.hidden = messages.length === 0;
    const repliable = lastPublicOfThreads(messages);
    const unsent = this.context.store.unsentAt(this.spot);
    const rows = messages.flatMap((message) => this.messageRows(message, repliable.has(message.id)));
    rows.push(...unsent.map((each) => this.unsentRow(each)));
    if (this.context.store.isAnswering(this.spot)) rows.push(this.row('typing', '', () => typingView(this.context)));
    return rows.length === 0 ? [this.row('empty', '', () => this.emptyView())] : rows;
  }

  /** Moves nothing that stands right already: the focus and the reading position stay. */
  private place(wanted: readonly HTMLElement[]): void {
    const keep = new Set(wanted);
    for (const [id, { element }] of this.rows) {
      if (keep.has(element)) continue;
      this.rows.delete(id);
      element.remove();
    }
    wanted.forEach((element, index) => {
      const there = this.log.children[index];
      if (there !== element) this.log.insertBefore(element, there ?? null);
    });
  }

  private row(id: string, made: string, make: () => HTMLElement): HTMLElement {
    const known = this.rows.get(id);
    if (known?.made === made) return known.element;
    const element = make();
    if (known) replaceKeepingFocus(known.element, element);
    this.rows.set(id, { element, made });
    return element;
  }

  private messageRows(message: ShownMessage, mayReply: boolean): readonly HTMLElement[] {
    const isReply = message.thread !== undefined;
    const row = this.row(message.id, String(message.version), () => {
      const view = messageView(this.context, message, this.reader);
      view.classList.toggle('reply', isReply);
      return view;
    });
    const root = message.thread ?? message.id;
    return this.spot.place === 'network' && mayReply
      ? [row, this.row(`reply:${root}`, '', () => this.replyButton(root))]
      : [row];
  }

  private replyButton(root: string): HTMLElement {
    return el(
      'p',
      { class: 'thread-end' },
      button(t.reply, { class: 'quiet' }, () => this.replyIn(root)),
    );
  }

  private replyIn(root: string | undefined): void {
    this.thread = root;
    const first = root === undefined ? undefined : this.context.store.message(root);
    if (first) {
      const stop = button('×', { class: 'quiet', 'aria-label': t.stopReply }, () => this.replyIn(undefined));
      this.composer.showAbove(el('p', { class: 'reply-to' }, t.replyTo(nameOf(this.context, first.author)), ' ', stop));
    } else {
      this.composer.showAbove();
    }
    this.composer.focus();
  }

  private unsentRow(unsent: Unsent): HTMLElement {
    const { store } = this.context;
    return this.row(unsent.key, `unsent:${unsent.state}`, () =>
      unsentView(this.context, unsent, {
        tryNow: () => store.tryNow(unsent.key),
        edit: () => this.composer.put(store.discard(unsent.key)),
        discard: () => {
          store.discard(unsent.key);
          this.composer.focus();
        },
      }),
    );
  }

  private say(text: string): void {
    this.context.store.say(this.spot, text, this.thread);
    this.scrollToEnd();
  }

  private sendFile(file: File): void {
    if (file.size > mostFileBytes) {
      this.composer.showAbove(el('p', { class: 'trouble', role: 'alert' }, t.fileTooLarge(file.name)));
      return;
    }
    this.composer.showAbove();
    this.context.store.sendFile(this.spot, file);
    this.scrollToEnd();
  }

  private emptyView(): HTMLElement {
    if (this.spot.place === 'network') return el('div', { class: 'empty' }, el('p', {}, t.emptyNetwork));
    const suggestions = [t.suggestLeave, t.suggestGoals, t.suggestDuration, t.suggestDuties];
    const buttons = suggestions.map((question) =>
      button(question, { class: 'suggestion' }, () => {
        this.say(question);
        this.composer.focus();
      }),
    );
    return el(
      'div',
      { class: 'empty' },
      el('h3', {}, t.greeting(this.reader.name)),
      el('p', {}, t.emptyChat),
      el('div', { class: 'suggestions' }, ...buttons),
      el('p', { class: 'more' }, t.emptyMore),
    );
  }

  private async clear(): Promise<void> {
    const { dialogs, store, announce } = this.context;
    if (!(await dialogs.confirm(t.clearQuestion(this.reader.name), t.clear, true))) return;
    if (await clearDirect(this.reader.slug)) {
      store.clearDirect(this.reader.slug);
      this.composer.showAbove();
      announce(t.cleared);
    } else {
      this.composer.showAbove(el('p', { class: 'trouble', role: 'alert' }, t.problemFailed));
    }
    this.composer.focus();
  }

  private onClick(event: MouseEvent): void {
    const pressed = (event.target as Element).closest<HTMLElement>('[data-action]');
    const card = pressed?.closest<HTMLElement>('[data-message]')?.dataset.message;
    if (!pressed || card === undefined) return;
    const focusAfterwards = () => this.focusMessage(card);
    void press(this.context, pressed, { spot: this.spot, card, focusAfterwards });
  }

  private focusMessage(id: string): void {
    const row = this.rows.get(id)?.element;
    if (row) row.focus();
    else this.composer.focus();
  }

  private isNearEnd(): boolean {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < nearEndPx;
  }

  /** To the end; a message that is longer than the window is shown from its beginning. */
  private scrollToEnd(): void {
    const last = [...this.log.querySelectorAll<HTMLElement>(':scope > .message')].at(-1);
    const end = this.log.scrollHeight - this.log.clientHeight;
    this.log.scrollTop = Math.min(end, (last?.offsetTop ?? end) - gapPx);
    this.newest.hidden = true;
  }
}

/** Below these one may reply: in each thread what all see last. */
function lastPublicOfThreads(messages: readonly ShownMessage[]): ReadonlySet<string> {
  const last = new Map<string, string>();
  for (const { id, thread, onlyFor } of messages) if (onlyFor === undefined) last.set(thread ?? id, id);
  return new Set(last.values());
}

/** A card was rewritten while somebody stood on it: they stand on the same button, else on the card. */
function replaceKeepingFocus(before: HTMLElement, after: HTMLElement): void {
  const focused = before.contains(document.activeElement) ? (document.activeElement as HTMLElement) : undefined;
  before.replaceWith(after);
  if (!focused) return;
  const same = [...after.querySelectorAll<HTMLElement>('[data-action]')].find(
    ({ dataset }) => dataset.action === focused.dataset.action && dataset.payload === focused.dataset.payload,
  );
  (same ?? after).focus();
}
