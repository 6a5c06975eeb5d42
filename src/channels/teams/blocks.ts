import { safeHref } from '../../kernel/addresses.js';
import { unreachable } from '../../kernel/errors.js';
import type { Language } from '../../kernel/texts.js';
import { type Inline, inlineParts, plainText, strong } from '../../messages/inline.js';
import type { Action, Block, Fact, PictureBlock, QuoteBlock, TableBlock } from '../../messages/view.js';
import { bytesOf, type CardElement, chunked, markdownOf, textElement, textElements } from './card.js';
import { asMarkdown, cleanLine } from './escape.js';
import { limits } from './limits.js';
import { texts } from './texts.js';

export interface BlockOptions {
  readonly language: Language;
  /** Whether the client can open dialogs; without them a form's button is an ordinary one. */
  readonly dialogs: boolean;
  /** What stands beside the card, as `restMark` puts it: its buttons bring it back. */
  readonly rest?: string;
}

/** Where a button's data carries what stands beside its card. */
export const restKey = 'dorfbote-rest';

/** A block as card elements, each small enough to stand on any page. */
export function elementsOf(block: Exclude<Block, { type: 'divider' }>, options: BlockOptions): CardElement[] {
  switch (block.type) {
    case 'text':
      return textElements(block.text);
    case 'list':
      return block.items.flatMap((item, index) => listItem(item, block.ordered ? `${index + 1}. ` : '• '));
    case 'facts':
      return facts(block.facts);
    case 'table':
      return table(block);
    case 'quote':
      return quote(block);
    case 'note':
      return textElements(block.text, { size: 'Small', isSubtle: true });
    case 'link':
      return link(block.text, block.href);
    case 'picture':
      return picture(block, options.language);
    case 'file':
      return textElements(texts[options.language].file(block.label, block.name));
    case 'actions':
      return actionSets(block.actions.map((action) => button(action, options)));
    default:
      return unreachable(block);
  }
}

function listItem(item: Inline, mark: string): CardElement[] {
  const parts = inlineParts(item);
  const [first] = parts;
  const marked = typeof first === 'string' ? [mark + first, ...parts.slice(1)] : [mark, ...parts];
  return textElements(marked).map((element) => ({ ...element, spacing: 'Small' }));
}

function facts(all: readonly Fact[]): CardElement[] {
  const elements: CardElement[] = [];
  let short: Fact[] = [];
  const flush = () => {
    const rows = short.map(({ label, value }) => ({ title: asMarkdown(label), value: markdownOf(value) }));
    for (const group of chunked(rows, { count: 30, bytes: limits.cardBytes / 3 })) {
      elements.push({ type: 'FactSet', facts: group });
    }
    short = [];
  };
  for (const fact of all) {
    if (isCell(fact.value) && isCell(fact.label)) short.push(fact);
    else {
      flush();
      elements.push(...textElements([strong(`${fact.label}: `), ...inlineParts(fact.value)]));
    }
  }
  flush();
  return elements;
}

function isCell(inline: Inline): boolean {
  return plainText(inline).length <= limits.cellChars && inlineParts(inline).length <= 20;
}

function table(block: TableBlock): CardElement[] {
  const caption = textElements([strong(block.caption)]);
  const header = row(block.columns.map((column) => [strong(column)]));
  const widest = limits.cardBytes / 3;
  const fits = (cells: readonly Inline[]) => cells.every(isCell) && bytesOf(row(cells)) <= widest;
  if (!fits(block.columns)) return [...caption, ...block.rows.flatMap((cells) => record(block.columns, cells))];
  const elements: CardElement[] = [...caption];
  let rows: CardElement[] = [];
  const flush = () => {
    for (const group of chunked(rows, { count: 50, bytes: widest })) {
      elements.push({
        type: 'Table',
        columns: block.columns.map(() => ({ width: 1 })),
        firstRowAsHeaders: true,
        showGridLines: true,
        rows: [header, ...group],
      });
    }
    rows = [];
  };
  for (const cells of block.rows) {
    if (fits(cells)) rows.push(row(cells));
    else {
      flush();
      elements.push(...record(block.columns, cells));
    }
  }
  flush();
  return elements;
}

function row(cells: readonly Inline[]): CardElement {
  return { type: 'TableRow', cells: cells.map((cell) => ({ type: 'TableCell', items: [textElement(cell)] })) };
}

/** A row too large for a table, as one paragraph a cell. */
function record(columns: readonly string[], cells: readonly Inline[]): CardElement[] {
  return cells.flatMap((cell, index) => textElements([strong(`${columns[index] ?? ''}: `), ...inlineParts(cell)]));
}

function quote(block: QuoteBlock): CardElement[] {
  const source = textElements(block.source, { size: 'Small', isSubtle: true });
  const groups = chunked([...textElements(block.text), ...source], { count: 50, bytes: limits.cardBytes / 2 });
  return groups.map((items) => ({ type: 'Container', style: 'emphasis', items }));
}

function link(text: string, href: string): CardElement[] {
  const url = safeHref(href);
  if (!url) return textElements(text);
  return actionSets([{ type: 'Action.OpenUrl', title: cleanLine(text), url }]);
}

/** Within the card if it is small; the larger ones go beside it (see `render.ts`), named here. */
function picture(block: PictureBlock, language: Language): CardElement[] {
  const altText = cleanLine(block.alt);
  if (block.png.byteLength <= limits.pictureInCardBytes) return [{ type: 'Image', url: dataUrl(block.png), altText }];
  const caption = block.png.byteLength <= limits.pictureBytes ? block.alt : texts[language].pictureTooLarge(block.alt);
  return textElements(caption, { size: 'Small', isSubtle: true });
}

export function dataUrl(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

export function actionSets(actions: readonly CardElement[]): CardElement[] {
  const groups = chunked(actions, { count: limits.actionsPerSet, bytes: limits.cardBytes / 2 });
  return groups.map((group) => ({ type: 'ActionSet', actions: group }));
}

function button(action: Action, { dialogs, rest }: Pick<BlockOptions, 'dialogs' | 'rest'>): CardElement {
  const title = cleanLine(action.label);
  const style = action.style === 'primary' ? 'positive' : action.style === 'danger' ? 'destructive' : undefined;
  const looks = { title, ...(style && { style }) };
  const data = action.payload ?? {};
  const press: CardElement =
    action.opensForm && dialogs
      ? { type: 'Action.Submit', ...looks, data: { msteams: { type: 'task/fetch' }, id: action.id, payload: data } }
      : { type: 'Action.Execute', ...looks, verb: action.id, data: { ...data, ...(rest && { [restKey]: rest }) } };
  if (!action.confirm) return press;
  // Teams has no question before a press: a part of the card opens that asks it and holds the real button.
  const card = { type: 'AdaptiveCard', body: textElements(action.confirm), actions: [press] };
  return { type: 'Action.ShowCard', ...looks, card };
}
