import { botAuthor, type PersonOnPage, type ShownMessage } from '../wire.js';
import type { Context } from './context.js';
import { button, el, fromServer, house, icon, unseen } from './dom.js';
import type { Unsent } from './store.js';
import { locale, t, timeOfDay } from './words.js';

/** So many colours for people's signs. */
const colours = 6;

export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word) && !word.endsWith('.'));
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '').join('');
}

export function avatar(context: Context, author: string): HTMLElement {
  if (author === botAuthor) return el('span', { class: 'avatar bot', 'aria-hidden': 'true' }, icon(house));
  const index = context.setup.people.findIndex(({ slug }) => slug === author);
  const colour = `colour-${(index + colours) % colours}`;
  return el('span', { class: `avatar ${colour}`, 'aria-hidden': 'true' }, initials(nameOf(context, author)));
}

export function nameOf(context: Context, author: string): string {
  return author === botAuthor ? t.bot : (context.person(author)?.name ?? author);
}

/** One message, as the person of this pane sees it. */
export function messageView(context: Context, message: ShownMessage, reader: PersonOnPage): HTMLElement {
  const isOwn = message.author === reader.slug;
  const isPrivate = message.place === 'network' && message.onlyFor !== undefined;
  const kind = message.author === botAuthor ? 'from-bot' : isOwn ? 'own' : 'from-other';
  const body = el('div', { class: 'body' }, fromServer(message.html));
  return el(
    'div',
    { class: `message ${kind}${isPrivate ? ' private' : ''}`, 'data-message': message.id, tabindex: '-1' },
    avatar(context, message.author),
    el('div', { class: 'content' }, byline(context, message, isOwn, isPrivate), body),
  );
}

function byline(context: Context, message: ShownMessage, isOwn: boolean, isPrivate: boolean): HTMLElement {
  const line = el('p', { class: 'byline' }, el('span', { class: 'author' }, nameOf(context, message.author)), ' ');
  if (message.author === botAuthor) line.append(el('span', { class: 'badge' }, t.botBadge), ' ');
  if (isOwn) line.append(unseen(`(${t.personYou}) `));
  line.append(el('time', { datetime: message.at }, timeOfDay(message.at)));
  if (isPrivate) line.append(' ', el('span', { class: 'only-you' }, t.onlyYou));
  return line;
}

export interface UnsentHandlers {
  tryNow(): void;
  edit(): void;
  discard(): void;
}

/** What was typed and is not answered yet. */
export function unsentView(context: Context, unsent: Unsent, handlers: UnsentHandlers): HTMLElement {
  const { file, state } = unsent;
  const words = file ? t.sentFile(file.name, file.size) : unsent.text;
  const text = el('p', { class: 'typed', dir: 'auto' }, words);
  const status = el('p', { class: 'status' }, statusOf(unsent));
  const buttons = el('span', { class: 'status-buttons' });
  if (state === 'waiting') buttons.append(button(t.tryNow, { class: 'quiet' }, handlers.tryNow));
  if (state !== 'sending' && !file) buttons.append(button(t.edit, { class: 'quiet' }, handlers.edit));
  if (state === 'refused' || (file && state === 'waiting'))
    buttons.append(button(t.discard, { class: 'quiet' }, handlers.discard));
  status.append(' ', buttons);
  return el(
    'div',
    { class: `message own unsent ${unsent.state}`, 'data-message': unsent.key, tabindex: '-1' },
    avatar(context, unsent.slug),
    el(
      'div',
      { class: 'content' },
      el('p', { class: 'byline' }, el('span', { class: 'author' }, nameOf(context, unsent.slug))),
      el('div', { class: 'body' }, text),
      status,
    ),
  );
}

function statusOf({ state, problem, file }: Unsent): string {
  if (state === 'sending') return t.sending;
  if (state === 'waiting') return t.waiting;
  if (file && problem !== 'failed') return t.fileRefused;
  if (problem === 'too-large') return t.problemTooLarge;
  return problem === 'failed' ? t.problemFailed : t.problemRefused;
}

export function typingView(context: Context): HTMLElement {
  const dots = el('span', { class: 'dots', 'aria-hidden': 'true' }, el('i'), el('i'), el('i'));
  return el(
    'div',
    { class: 'message from-bot typing', lang: locale },
    avatar(context, botAuthor),
    dots,
    unseen(t.typing),
  );
}
