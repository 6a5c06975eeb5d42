import type { Language } from '../../kernel/texts.js';
import type { Form } from '../../messages/form.js';
import { strong } from '../../messages/inline.js';
import { restMark } from '../../messages/rest.js';
import { cut } from '../../messages/text.js';
import type { View } from '../../messages/view.js';
import { type BlockOptions, dataUrl, elementsOf } from './blocks.js';
import { bytesOf, type CardElement, textElement, textElements } from './card.js';
import { asMarkdown, cleanLine } from './escape.js';
import { limits } from './limits.js';
import { texts } from './texts.js';

export const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

export interface CardAttachment {
  readonly contentType: typeof adaptiveCard;
  readonly content: CardElement;
}

export interface PictureAttachment {
  readonly contentType: 'image/png';
  readonly contentUrl: string;
  readonly name: string;
}

/** A message with its card. */
export interface OutgoingMessage {
  /** What notifications show. */
  readonly summary: string;
  readonly card: CardAttachment;
  /** Pictures too large for the card, beside it. */
  readonly pictures: readonly PictureAttachment[];
}

/** Whether the client can open dialogs; the Microsoft 365 Agents Playground cannot. */
export interface RenderOptions {
  readonly dialogs: boolean;
}

/** Bytes that an element may gain on its page: a comma, a separator. */
const elementMargin = 40;

interface Page {
  readonly body: readonly CardElement[];
  readonly pictures: readonly PictureAttachment[];
}

/** A view as one or more messages: what does not fit into one card goes on in the next. */
export function render(view: View, options: RenderOptions): readonly [OutgoingMessage, ...OutgoingMessage[]] {
  const language = view.language ?? 'de';
  const [first, ...more] = markedPages(view, { ...options, language });
  const total = more.length + 1;
  const message = (page: Page, number: number): OutgoingMessage => ({
    summary: summaryOf(view.summary, number, total),
    card: cardOf(page.body, view.summary, language),
    pictures: page.pictures,
  });
  const next = (page: Page, index: number): OutgoingMessage => {
    const number = index + 2;
    const heading = textElement(texts[language].continued(number, total), { size: 'Small' });
    return message({ ...page, body: [heading, ...page.body] }, number);
  };
  return [message(first, 1), ...more.map(next)];
}

/** With what stands beside the first page known to its buttons. */
function markedPages(view: View, options: BlockOptions): readonly [Page, ...Page[]] {
  const pages = pagesOf(view, options);
  const rest = restMark(view, pages.length > 1);
  return rest === undefined ? pages : pagesOf(view, { ...options, rest });
}

/**
 * A view as the one message that takes another's place: what it cannot hold is said to be missing, its buttons stay. The
 * rest is not posted beside it, else each change would post it again.
 */
export function renderInPlace(view: View, options: RenderOptions): OutgoingMessage {
  const [first, ...more] = render(view, options);
  if (more.length === 0) return first;
  const language = view.language ?? 'de';
  const rest = restMark(view, true);
  const elements = view.blocks
    .filter((block) => block.type !== 'divider')
    .flatMap((block) => elementsOf(block, { ...options, language, ...(rest && { rest }) }));
  const body = shortened([...(view.title ? titleOf(view.title) : []), ...elements], language);
  return {
    summary: summaryOf(view.summary, 1, 1),
    card: cardOf(body, view.summary, language),
    pictures: first.pictures,
  };
}

/** As many elements as one card holds, then that something is missing, then the buttons, which get up to half of it. */
function shortened(elements: readonly CardElement[], language: Language): readonly CardElement[] {
  const buttons = beginning(elements.filter(isButtons), limits.cardBytes / 2);
  const note = textElement(texts[language].shortened, { size: 'Small' });
  const others = elements.filter((element) => !isButtons(element));
  return [...beginning(others, limits.cardBytes - bytesOf([note, ...buttons])), note, ...buttons];
}

/** The first elements, up to the one that does not fit. */
function beginning(elements: readonly CardElement[], room: number): readonly CardElement[] {
  let bytes = 0;
  const end = elements.findIndex((element) => {
    bytes += bytesOf(element) + elementMargin;
    return bytes > room;
  });
  return end < 0 ? elements : elements.slice(0, end);
}

function isButtons(element: CardElement): boolean {
  return element.type === 'ActionSet';
}

/** A message whose one button opens a form: for what was typed, where no dialog can open by itself. */
export function renderOpener(form: Form, options: RenderOptions): OutgoingMessage {
  const language = form.language ?? 'de';
  const text = texts[language].openForm(form.title);
  const action = { id: form.id, label: form.opener, style: 'primary', opensForm: true } as const;
  const blocks: View['blocks'] = [
    { type: 'text', text },
    { type: 'actions', actions: [form.payload ? { ...action, payload: form.payload } : action] },
  ];
  return render({ kind: 'teams.opener', summary: text, blocks, language }, options)[0];
}

/** One line for a notification, numbered where a view takes several messages. */
function summaryOf(summary: string, number: number, total: number): string {
  const suffix = total > 1 ? ` (${number}/${total})` : '';
  return cut(cleanLine(summary), limits.summaryChars - suffix.length) + suffix;
}

export function cardOf(body: readonly CardElement[], summary: string, language: Language): CardAttachment {
  const wide = body.some((element) => element.type === 'Table');
  return {
    contentType: adaptiveCard,
    content: {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.5',
      lang: language === 'en' ? 'en' : 'de',
      fallbackText: cut(cleanLine(summary), limits.summaryChars),
      ...(wide && { msteams: { width: 'Full' } }),
      body,
    },
  };
}

function titleOf(title: string): CardElement[] {
  if (title.length > limits.cellChars) return textElements([strong(title)]);
  return [
    { type: 'TextBlock', style: 'heading', size: 'Large', weight: 'Bolder', wrap: true, text: asMarkdown(title) },
  ];
}

function pagesOf(view: View, options: BlockOptions): readonly [Page, ...Page[]] {
  const pages: Page[] = [];
  let page: { readonly body: CardElement[]; readonly pictures: PictureAttachment[] } = { body: [], pictures: [] };
  let bytes = 0;
  let separator = false;
  const turn = () => {
    pages.push(page);
    page = { body: [], pictures: [] };
    bytes = 0;
  };
  const add = (element: CardElement) => {
    const size = bytesOf(element) + elementMargin;
    if (page.body.length > 0 && bytes + size > limits.cardBytes) turn();
    const apart = separator && page.body.length > 0;
    page.body.push(apart ? { ...element, separator: true, spacing: 'Medium' } : element);
    separator = false;
    bytes += size;
  };
  for (const element of view.title ? titleOf(view.title) : []) add(element);
  for (const block of view.blocks) {
    if (block.type === 'divider') {
      separator = true;
      continue;
    }
    if (block.type === 'picture' && isBeside(block.png)) {
      // One large picture a message keeps it below what Teams takes.
      if (page.pictures.length > 0) turn();
      page.pictures.push({ contentType: 'image/png', contentUrl: dataUrl(block.png), name: cleanLine(block.alt) });
    }
    for (const element of elementsOf(block, options)) add(element);
  }
  if (page.body.length === 0) add(textElement(view.summary));
  const [first, ...rest] = pages;
  return first ? [first, ...rest, page] : [page];
}

function isBeside(png: Uint8Array): boolean {
  return png.byteLength > limits.pictureInCardBytes && png.byteLength <= limits.pictureBytes;
}
