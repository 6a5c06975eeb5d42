import type { RichTextBlock, RichTextElement, RichTextList, RichTextSection } from '@slack/types';
import { safeHref } from '../../kernel/addresses.js';
import { unreachable } from '../../kernel/errors.js';
import { type Inline, type InlinePart, inlineParts } from '../../messages/inline.js';
import { showable } from '../../messages/text.js';
import { limits } from './limits.js';
import { pieces } from './text.js';

/**
 * Text as Slack's rich text. Its `text` elements are literal by construction: no markup, no mention and no link can
 * arise from what somebody typed, so nothing needs escaping.
 */
export function richText(inline: Inline): readonly RichTextBlock[] {
  return sections(inline).map((section) => block(section));
}

export function richQuote(text: string): readonly RichTextBlock[] {
  return pieces(showable(text).trim(), limits.text.block).map((piece) =>
    block({ type: 'rich_text_quote', elements: [{ type: 'text', text: piece }] }),
  );
}

/** A list, in blocks of bounded size that go on counting. */
export function richList(items: readonly Inline[], ordered: boolean): readonly RichTextBlock[] {
  return groups(items.flatMap(sections)).map(({ members, first }) => {
    const list: RichTextList & { offset?: number } = {
      type: 'rich_text_list',
      style: ordered ? 'ordered' : 'bullet',
      elements: members,
      ...(ordered && first > 0 && { offset: first }),
    };
    return block(list);
  });
}

/** Inline parts as elements; empty ones, which Slack refuses, are left out. */
export function elementsOf(inline: Inline): RichTextElement[] {
  return inlineParts(inline).flatMap((part) => {
    const element = elementOf(part);
    return element ? [element] : [];
  });
}

function elementOf(part: InlinePart): RichTextElement | undefined {
  const text = showable(typeof part === 'string' ? part : part.text);
  if (!text) return undefined;
  if (typeof part === 'string') return { type: 'text', text };
  switch (part.kind) {
    case 'strong':
      return { type: 'text', text, style: { bold: true } };
    case 'emphasis':
      return { type: 'text', text, style: { italic: true } };
    case 'code':
      return { type: 'text', text, style: { code: true } };
    case 'link': {
      const url = addressOf(part.href);
      return url ? { type: 'link', url, text } : { type: 'text', text };
    }
    default:
      return unreachable(part);
  }
}

/** Only what opens a page or a mail; anything else stays words. */
function addressOf(href: string): string | undefined {
  const url = safeHref(href);
  return url && url.length <= limits.link ? url.replaceAll('|', '%7C') : undefined;
}

/** The text in sections of at most the permitted length. */
function sections(inline: Inline): readonly RichTextSection[] {
  const found: RichTextElement[][] = [[]];
  let length = 0;
  for (const element of elementsOf(inline).flatMap(shortened)) {
    const size = 'text' in element ? (element.text?.length ?? 0) : 0;
    if (length + size > limits.text.block) {
      found.push([]);
      length = 0;
    }
    found.at(-1)?.push(element);
    length += size;
  }
  return found.filter((elements) => elements.length > 0).map((elements) => ({ type: 'rich_text_section', elements }));
}

function shortened(element: RichTextElement): readonly RichTextElement[] {
  if (element.type !== 'text') return [element];
  return pieces(element.text, limits.text.block).map((text) => ({ ...element, text }));
}

interface Group {
  readonly members: RichTextSection[];
  /** How many items come before this group. */
  readonly first: number;
}

function groups(entries: readonly RichTextSection[]): readonly Group[] {
  const found: Group[] = [];
  let length = 0;
  entries.forEach((entry, index) => {
    const size = lengthOf(entry);
    const last = found.at(-1);
    if (!last || last.members.length >= limits.list.items || length + size > limits.text.block) {
      found.push({ members: [entry], first: index });
      length = size;
    } else {
      last.members.push(entry);
      length += size;
    }
  });
  return found;
}

function lengthOf(section: RichTextSection): number {
  return section.elements.reduce((sum, element) => sum + ('text' in element ? (element.text?.length ?? 0) : 0), 0);
}

function block(element: RichTextBlock['elements'][number]): RichTextBlock {
  return { type: 'rich_text', elements: [element] };
}
