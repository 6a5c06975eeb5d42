import { safeHref } from '../../kernel/addresses.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { type Inline, type InlinePart, inlineParts } from '../../messages/inline.js';
import { asMarkdown, clean, isLiteral } from './escape.js';
import { limits } from './limits.js';

/** One element or action of an Adaptive Card. */
export type CardElement = JsonObject & { readonly type: string };
/** How a text looks. */
export type TextStyle = Readonly<Record<'size' | 'weight' | 'color', string>>;

export function bytesOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Groups items in order, so that no group exceeds a count or the bytes (unless a single item does). */
export function chunked<T extends Json>(items: readonly T[], max: { readonly count: number; readonly bytes: number }) {
  const groups: T[][] = [];
  let group: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    if (group.length > 0 && (group.length >= max.count || bytes + size > max.bytes)) {
      groups.push(group);
      group = [];
      bytes = 0;
    }
    group.push(item);
    bytes += size;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/** A text cut at line ends or spaces into pieces of at most `limits.textChars`. */
export function pieces(text: string): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > limits.textChars) {
    const head = rest.slice(0, limits.textChars);
    const space = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '));
    const hard = /[\ud800-\udbff]$/.test(head) ? head.length - 1 : head.length;
    const end = space > limits.textChars / 2 ? space + 1 : hard;
    found.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return rest || found.length === 0 ? [...found, rest] : found;
}

/**
 * Text elements that show an inline text literally: a TextBlock where Markdown has nothing to interpret, else a
 * RichTextBlock, whose runs are never interpreted. Several, if the text is long.
 */
export function textElements(inline: Inline, style: Partial<TextStyle> & { readonly isSubtle?: boolean } = {}) {
  const runs = inlineParts(inline).flatMap(runsOf);
  const only = runs.length === 1 ? runs[0] : undefined;
  const text = only && Object.keys(only).length === 2 ? only.text : undefined;
  if (typeof text === 'string' && isLiteral(text)) return [{ type: 'TextBlock', text, wrap: true, ...style }];
  return chunked(runs, { count: 200, bytes: limits.cardBytes / 2 }).map(
    (inlines): CardElement => ({ type: 'RichTextBlock', inlines: inlines.map((run) => ({ ...run, ...style })) }),
  );
}

/** One text element for a short text, such as a table's cell. */
export function textElement(inline: Inline, style: Partial<TextStyle> = {}): CardElement {
  return textElements(inline, style)[0] ?? { type: 'TextBlock', text: '', wrap: true };
}

function runsOf(part: InlinePart): CardElement[] {
  const text = clean(typeof part === 'string' ? part : part.text);
  return pieces(text).map((piece) => ({ type: 'TextRun', text: piece, ...looks(part) }));
}

function looks(part: InlinePart): JsonObject {
  if (typeof part === 'string') return {};
  switch (part.kind) {
    case 'strong':
      return { weight: 'Bolder' };
    case 'emphasis':
      return { italic: true };
    case 'code':
      return { fontType: 'Monospace' };
    case 'link': {
      const url = safeHref(part.href);
      return url ? { color: 'Accent', underline: true, selectAction: { type: 'Action.OpenUrl', url } } : {};
    }
  }
}

/** An inline text as the Markdown that a FactSet reads. */
export function markdownOf(inline: Inline): string {
  return inlineParts(inline)
    .map((part) => (typeof part === 'string' ? spaced(part, (text) => text) : markdownPart(part)))
    .join('');
}

function markdownPart(part: Exclude<InlinePart, string>): string {
  switch (part.kind) {
    case 'strong':
      return spaced(part.text, (text) => `**${text}**`);
    case 'emphasis':
      return spaced(part.text, (text) => `_${text}_`);
    case 'code':
      return spaced(part.text, (text) => text);
    case 'link': {
      const url = safeHref(part.href)?.replace(/[()<>\\|"']/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
      return spaced(part.text, (text) => (url ? `[${text}](${url})` : text));
    }
  }
}

/** Keeps the spaces at the rim outside of the marks, where Markdown wants them. */
function spaced(text: string, mark: (escaped: string) => string): string {
  const escaped = asMarkdown(text);
  if (!escaped) return text ? ' ' : '';
  return `${/^\s/.test(text) ? ' ' : ''}${mark(escaped)}${/\s$/.test(text) ? ' ' : ''}`;
}
