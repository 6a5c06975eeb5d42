import { safeHref } from '../../kernel/addresses.js';
import { unreachable } from '../../kernel/errors.js';
import { type Inline, inlineParts } from '../../messages/inline.js';
import { showable } from '../../messages/text.js';
import type { Block, TableBlock, View } from '../../messages/view.js';
import { oneLine } from './addresses.js';
import { texts } from './texts.js';

/** A view in plain text, for mail programs and readers that want nothing else. `answer` is said once, where buttons stand. */
export function viewToText(view: View, answer: (labels: readonly string[]) => string): string {
  const title = view.title === undefined ? [] : [underlined(showable(view.title))];
  const blocks = view.blocks.map((block) => blockText(block, view, answer));
  return [...title, ...blocks].filter((part) => part.trim() !== '').join('\n\n');
}

function underlined(title: string): string {
  return `${title}\n${'='.repeat(Math.min(title.length, 60))}`;
}

function blockText(block: Block, view: View, answer: (labels: readonly string[]) => string): string {
  const t = texts[view.language ?? 'de'];
  switch (block.type) {
    case 'text':
    case 'note':
      return inlineText(block.text);
    case 'list':
      return block.items
        .map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${inlineText(item)}`)
        .join('\n');
    case 'facts':
      return block.facts.map(({ label, value }) => `${showable(label)}: ${inlineText(value)}`).join('\n');
    case 'table':
      return tableText(block);
    case 'quote':
      return `${quoted(showable(block.text))}\n${t.source(showable(block.source))}`;
    case 'link':
      return linkText(block.text, block.href);
    case 'picture':
      return t.picture(showable(block.alt));
    case 'file':
      return t.attached(showable(block.label), oneLine(showable(block.name)));
    case 'divider':
      return '-'.repeat(40);
    case 'actions':
      return block.actions.length === 0 ? '' : answer(block.actions.map(({ label }) => showable(label)));
    default:
      return unreachable(block);
  }
}

/** A row a paragraph: columns do not line up in every mail program. */
function tableText({ caption, columns, rows }: TableBlock): string {
  const lines = rows.map((row) =>
    row.map((cell, index) => `${showable(columns[index] ?? '')}: ${inlineText(cell)}`).join(', '),
  );
  return [showable(caption), ...lines.map((line) => `- ${line}`)].join('\n');
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

/** The words alone where the address leads to neither a page nor mail. */
function linkText(text: string, href: string): string {
  const safe = safeHref(href);
  return safe === undefined ? showable(text) : `${showable(text)} (${safe})`;
}

function inlineText(inline: Inline): string {
  return inlineParts(inline)
    .map((part) => {
      if (typeof part === 'string') return showable(part);
      return part.kind === 'link' ? linkText(part.text, part.href) : showable(part.text);
    })
    .join('');
}
