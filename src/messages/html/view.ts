import { unreachable } from '../../kernel/errors.js';
import { localeOf } from '../../kernel/texts.js';
import type { Inline } from '../inline.js';
import type { Action, Block, Fact, FileBlock, PictureBlock, QuoteBlock, TableBlock, View } from '../view.js';
import { attributes, escapeLabel, escapeText, exactAttribute } from './escape.js';
import { type InlineOptions, inlineHtml, isBlank, linkHtml, paragraphsHtml } from './inline.js';
import { texts } from './texts.js';

export interface ViewHtmlOptions {
  /** Level of the title among the page's headings; 3 if left out. */
  readonly headingLevel?: 1 | 2 | 3 | 4 | 5 | 6;
  /** Links open in a new tab, and say so. */
  readonly newTab?: boolean;
  /** Addresses that begin with "/" are links as well: for pages of our own. */
  readonly ownLinks?: boolean;
  /** A button where no script presses it: HTML that leads to what it does. */
  readonly action?: (action: Action) => string;
  /** Where a picture is found if it does not lie in the page itself, e.g. `cid:…` in a mail. */
  readonly pictureAddress?: (picture: PictureBlock) => string;
  /** A file where it does not lie in the page itself: HTML. */
  readonly file?: (file: FileBlock) => string;
}

type Context = InlineOptions & { readonly view: View; readonly options: ViewHtmlOptions };

/**
 * A view as one `<article>` without scripts, styles or ids. Buttons carry their action in `data-action`, its payload as JSON in
 * `data-payload`, the question asked first in `data-confirm`; `data-opens-form` stands where the press opens a form.
 */
export function viewToHtml(view: View, options: ViewHtmlOptions = {}): string {
  const language = view.language ?? 'de';
  const { newTab = false, ownLinks = false } = options;
  const context: Context = { view, language, newTab, ownLinks, options };
  const heading = titleHtml(view.title, options.headingLevel ?? 3);
  const blocks = view.blocks.map((block) => blockHtml(block, context)).join('');
  const summary = escapeLabel(view.summary) || escapeLabel(view.title ?? '') || undefined;
  const outer = attributes({
    class: 'view',
    lang: localeOf(language),
    'data-kind': escapeLabel(view.kind),
    'aria-label': summary,
  });
  return `<article${outer}>${heading}${blocks}</article>`;
}

function titleHtml(title: string | undefined, level: number): string {
  if (title === undefined || isBlank(title)) return '';
  return `<h${level} class="view-title">${escapeText(title)}</h${level}>`;
}

function blockHtml(block: Block, context: Context): string {
  switch (block.type) {
    case 'text':
      return paragraphsHtml(block.text, context);
    case 'note':
      return paragraphsHtml(block.text, context, 'note');
    case 'list':
      return listHtml(block.items, block.ordered ?? false, context);
    case 'facts':
      return factsHtml(block.facts, context);
    case 'table':
      return tableHtml(block, context);
    case 'quote':
      return quoteHtml(block, context);
    case 'link':
      return `<p class="link">${linkHtml(block.text, block.href, context)}</p>`;
    case 'picture':
      return pictureHtml(block, context);
    case 'file':
      return context.options.file?.(block) ?? fileHtml(block);
    case 'divider':
      return '<hr>';
    case 'actions':
      return actionsHtml(block.actions, context);
    default:
      return unreachable(block);
  }
}

/** The file itself lies in the page: nobody else can fetch it. */
function fileHtml({ name, mediaType, bytes, label }: FileBlock): string {
  const href = exactAttribute(`data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`);
  return `<p class="file"><a${attributes({ href, download: exactAttribute(name) })}>${escapeText(label)}</a></p>`;
}

function listHtml(items: readonly Inline[], ordered: boolean, context: Context): string {
  if (items.length === 0) return '';
  const tag = ordered ? 'ol' : 'ul';
  return `<${tag}>${items.map((item) => `<li>${inlineHtml(item, context)}</li>`).join('')}</${tag}>`;
}

function factsHtml(facts: readonly Fact[], context: Context): string {
  if (facts.length === 0) return '';
  const rows = facts.map(
    (fact) => `<div><dt>${escapeText(fact.label)}</dt><dd>${inlineHtml(fact.value, context)}</dd></div>`,
  );
  return `<dl class="facts">${rows.join('')}</dl>`;
}

/** Wide tables scroll in a region of their own, which the keyboard reaches. */
function tableHtml(table: TableBlock, context: Context): string {
  const caption = isBlank(table.caption) ? '' : `<caption>${escapeText(table.caption)}</caption>`;
  const head = table.columns.map((column) => `<th scope="col">${escapeText(column)}</th>`).join('');
  const rows = table.rows.map(
    (row) => `<tr>${row.map((cell) => `<td>${inlineHtml(cell, context)}</td>`).join('')}</tr>`,
  );
  const region = attributes({
    class: 'table',
    role: 'region',
    tabindex: '0',
    'aria-label': escapeLabel(table.caption) || escapeLabel(context.view.summary) || texts[context.language].table,
  });
  return `<div${region}><table>${caption}<thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** Documents are quoted as they are, whatever language the bot speaks around them. */
function quoteHtml(quote: QuoteBlock, context: Context): string {
  const lang = context.language === 'en' ? localeOf('de') : undefined;
  const text = paragraphsHtml(quote.text, context);
  const source = isBlank(quote.source) ? '' : `<figcaption><cite>${escapeText(quote.source)}</cite></figcaption>`;
  if (text === '' && source === '') return '';
  return `<figure${attributes({ class: 'quote', lang })}><blockquote>${text}</blockquote>${source}</figure>`;
}

/** On pages a drawing that scales; elsewhere, and where there is none, the picture. */
function pictureHtml(picture: PictureBlock, { options }: Context): string {
  if (picture.svg !== undefined && !options.pictureAddress) {
    const drawing = attributes({ role: 'img', 'aria-label': escapeLabel(picture.alt) });
    return `<figure class="picture"><div${drawing}>${picture.svg}</div></figure>`;
  }
  const inPage = () => `data:image/png;base64,${Buffer.from(picture.png).toString('base64')}`;
  const source = options.pictureAddress ? exactAttribute(options.pictureAddress(picture)) : inPage();
  const image = attributes({ src: source, alt: escapeLabel(picture.alt), ...pictureSize(picture.png) });
  return `<figure class="picture"><img${image}></figure>`;
}

/** A PNG's width and height stand in its header; with them the page does not jump when the picture appears. */
function pictureSize(png: Uint8Array): { readonly width?: string; readonly height?: string } {
  if (png.byteLength < 24) return {};
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: String(header.getUint32(16)), height: String(header.getUint32(20)) };
}

function actionsHtml(actions: readonly Action[], { options }: Context): string {
  if (actions.length === 0) return '';
  return `<div class="actions">${actions.map(options.action ?? actionHtml).join('')}</div>`;
}

function actionHtml(action: Action): string {
  const button = attributes({
    type: 'button',
    class: action.style === undefined ? 'action' : `action ${action.style}`,
    'data-action': exactAttribute(action.id),
    'data-payload': exactAttribute(JSON.stringify(action.payload ?? {})),
    'data-confirm': action.confirm === undefined ? undefined : escapeLabel(action.confirm),
    'data-opens-form': action.opensForm === true,
    'aria-haspopup': action.opensForm || action.confirm !== undefined ? 'dialog' : undefined,
  });
  return `<button${button}>${escapeText(action.label)}</button>`;
}
