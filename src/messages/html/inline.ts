import { safeHref } from '../../kernel/addresses.js';
import { unreachable } from '../../kernel/errors.js';
import type { Language } from '../../kernel/texts.js';
import type { Inline, InlinePart } from '../inline.js';
import { inlineParts, plainText } from '../inline.js';
import { showable } from '../text.js';
import { attributes, escapeText, exactAttribute } from './escape.js';
import { texts } from './texts.js';

export interface InlineOptions {
  readonly language: Language;
  /** Links leave the page as it is and say so. */
  readonly newTab: boolean;
  /** Addresses that begin with "/" are links as well. */
  readonly ownLinks?: boolean;
}

/** An address on this very site, never one that a browser takes for another site's. */
const ownAddress = /^\/(?![/\\])[\w\-./~%?=&#+]*$/;

export function inlineHtml(inline: Inline, options: InlineOptions): string {
  return inlineParts(inline)
    .map((part) => partHtml(part, options))
    .join('');
}

/** One `<p>` for each paragraph; blank lines stand between them. */
export function paragraphsHtml(inline: Inline, options: InlineOptions, className?: string): string {
  return paragraphs(inline)
    .filter((parts) => !isBlank(parts))
    .map((parts) => `<p${attributes({ class: className })}>${inlineHtml(parts, options)}</p>`)
    .join('');
}

export function isBlank(inline: Inline): boolean {
  return showable(plainText(inline)).trim() === '';
}

/** A link, or its words alone where the address leads to neither a page nor mail. */
export function linkHtml(text: string, href: string, options: InlineOptions): string {
  const safe = options.ownLinks && ownAddress.test(href) ? href : safeHref(href);
  if (safe === undefined) return escapeText(text);
  const shown = isBlank(text) ? escapeText(safe) : escapeText(text);
  const target = options.newTab ? '_blank' : undefined;
  const hint = options.newTab ? `<span class="unseen"> (${texts[options.language].newTab})</span>` : '';
  return `<a${attributes({ href: exactAttribute(safe), rel: 'noopener noreferrer', target })}>${shown}${hint}</a>`;
}

function partHtml(part: InlinePart, options: InlineOptions): string {
  if (typeof part === 'string') return escapeText(part);
  switch (part.kind) {
    case 'strong':
      return `<strong>${escapeText(part.text)}</strong>`;
    case 'emphasis':
      return `<em>${escapeText(part.text)}</em>`;
    case 'code':
      return `<code>${escapeText(part.text)}</code>`;
    case 'link':
      return linkHtml(part.text, part.href, options);
    default:
      return unreachable(part);
  }
}

function paragraphs(inline: Inline): readonly (readonly InlinePart[])[] {
  const found: InlinePart[][] = [[]];
  for (const part of inlineParts(inline)) {
    const text = showable(typeof part === 'string' ? part : part.text);
    text.split(/\n[\n\t ]*\n/).forEach((piece, index) => {
      if (index > 0) found.push([]);
      found.at(-1)?.push(typeof part === 'string' ? piece : { ...part, text: piece });
    });
  }
  return found;
}
