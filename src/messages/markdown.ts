import { unreachable } from '../kernel/errors.js';
import { type Inline, type InlinePart, inlineParts } from './inline.js';
import type { Block, View } from './view.js';

/** A view as Markdown. Pictures become what they show in words; buttons and files are left out. */
export function viewToMarkdown(view: View): string {
  const parts = view.blocks.map(blockMarkdown).filter((part) => part !== '');
  return `${[`# ${escaped(view.title ?? view.summary)}`, ...parts].join('\n\n')}\n`;
}

function blockMarkdown(block: Block): string {
  switch (block.type) {
    case 'text':
      return inlineMarkdown(block.text);
    case 'note':
      return `*${inlineMarkdown(block.text)}*`;
    case 'list':
      return block.items
        .map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${oneLine(inlineMarkdown(item))}`)
        .join('\n');
    case 'facts':
      return block.facts
        .map(({ label, value }) => `- **${escaped(label)}:** ${oneLine(inlineMarkdown(value))}`)
        .join('\n');
    case 'table':
      return [
        `**${escaped(block.caption)}**\n`,
        row(block.columns),
        `|${block.columns.map(() => ' --- |').join('')}`,
        ...block.rows.map(row),
      ].join('\n');
    case 'quote':
      return `> ${escaped(block.text)}\n>\n> ${escaped(block.source)}`;
    case 'link':
      return `[${escaped(block.text)}](${block.href})`;
    case 'picture':
      return `*${escaped(block.alt)}*`;
    case 'divider':
      return '---';
    case 'file':
    case 'actions':
      return '';
    default:
      return unreachable(block);
  }
}

function row(cells: readonly Inline[]): string {
  return `| ${cells.map((cell) => oneLine(inlineMarkdown(cell))).join(' | ')} |`;
}

function inlineMarkdown(inline: Inline): string {
  return inlineParts(inline).map(partMarkdown).join('');
}

function partMarkdown(part: InlinePart): string {
  if (typeof part === 'string') return escaped(part);
  switch (part.kind) {
    case 'strong':
      return `**${escaped(part.text)}**`;
    case 'emphasis':
      return `*${escaped(part.text)}*`;
    case 'code':
      return `\`${part.text.replaceAll('`', '')}\``;
    case 'link':
      return `[${escaped(part.text)}](${part.href})`;
    default:
      return unreachable(part);
  }
}

/** What people wrote stays what they wrote: nothing of it becomes a heading, a list, a table or a link. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]<>#|~]/g, '\\$&')
    .replace(/^(\s*)([-+])/gm, '$1\\$2')
    .replace(/^(\s*\d+)(?=[.)])/gm, '$1\\');
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
