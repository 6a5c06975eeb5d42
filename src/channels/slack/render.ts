import type { Button, KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { unreachable } from '../../kernel/errors.js';
import type { Language } from '../../kernel/texts.js';
import { type Inline, inlineParts, link, plainText, strong } from '../../messages/inline.js';
import { restMark } from '../../messages/rest.js';
import { cut, showable } from '../../messages/text.js';
import type { Action, Block, Fact, PictureBlock, TableBlock, View } from '../../messages/view.js';
import { limits } from './limits.js';
import { elementsOf, richList, richQuote, richText } from './rich-text.js';
import { escaped, pieces } from './text.js';
import { texts } from './texts.js';

/** One Slack message: its blocks, and the line for notifications and screen readers. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Pictures that were uploaded, by Slack's file id; one that is missing is described in words. */
export type Uploaded = ReadonlyMap<PictureBlock, string>;

const nothingUploaded: Uploaded = new Map();

/** A view as one message, or as several where one cannot hold it. At least one. */
export function renderMessages(view: View, uploaded: Uploaded = nothingUploaded): readonly SlackMessage[] {
  const blocks = blocksOf(view, uploaded, true);
  const shown = blocks.length > 0 ? blocks : richText(words(view.summary, limits.message.summary));
  const pages = paged(shown, limits.message, limits.message.perView, languageOf(view));
  const summary = summaryOf(view);
  const mark = restMark(view, pages.length > 1);
  return pages.map((page, index) => ({
    text: pages.length === 1 ? summary : `${summary} (${index + 1}/${pages.length})`,
    blocks: marked(page, mark),
  }));
}

/**
 * A view as the one message that takes another's place: what it cannot hold is counted in a note, its buttons stay.
 * The rest is not posted beside it, else each change would post it again.
 */
export function renderInPlace(view: View, uploaded: Uploaded = nothingUploaded): SlackMessage {
  const [whole, ...more] = renderMessages(view, uploaded);
  if (whole && more.length === 0) return whole;
  const blocks = shortened(blocksOf(view, uploaded, true), limits.message, languageOf(view));
  return { text: summaryOf(view), blocks: marked(blocks, restMark(view, true)) };
}

const markPrefix = 'rest:';

/** Rows of buttons bear what stands beside their card. */
function marked(blocks: KnownBlock[], mark: string | undefined): KnownBlock[] {
  if (mark === undefined) return blocks;
  return blocks.map((block, index) =>
    block.type === 'actions' ? { ...block, block_id: `${markPrefix}${mark}:${index}` } : block,
  );
}

/** What stands beside the card of a pressed button, by the row that it stands in. */
export function restMarkIn(blockId: string | undefined): string | undefined {
  return blockId?.startsWith(markPrefix) ? blockId.slice(markPrefix.length).replace(/:\d+$/, '') : undefined;
}

/** A view for App Home, which takes no tables and is one page. */
export function renderHome(view: View, uploaded: Uploaded = nothingUploaded): KnownBlock[] {
  return [...(paged(blocksOf(view, uploaded, false), limits.home, 1, languageOf(view))[0] ?? [])];
}

function summaryOf(view: View): string {
  return escaped(words(view.summary.replaceAll('\n', ' '), limits.message.summary));
}

/** For places that must not be empty. */
export function words(text: string, max: number): string {
  return cut(showable(text).trim(), max) || '–';
}

export function plain(text: string): { type: 'plain_text'; text: string; emoji: false } {
  return { type: 'plain_text', text, emoji: false };
}

function languageOf(view: View): Language {
  return view.language ?? 'de';
}

function blocksOf(view: View, uploaded: Uploaded, tables: boolean): readonly KnownBlock[] {
  let tablesLeft = tables ? limits.message.tables : 0;
  const rendered: KnownBlock[] = [...heading(view.title)];
  for (const block of view.blocks) {
    const asTable = block.type === 'table' && tablesLeft > 0 && fitsTable(block);
    if (asTable) tablesLeft -= 1;
    rendered.push(...(asTable ? table(block) : render(block, view, uploaded)));
  }
  return rendered;
}

function render(block: Block, view: View, uploaded: Uploaded): readonly KnownBlock[] {
  switch (block.type) {
    case 'text':
      return richText(block.text);
    case 'list':
      return richList(block.items, block.ordered ?? false);
    case 'facts':
      return richText(factLines(block.facts));
    case 'table':
      return tableAsText(block);
    case 'quote':
      return [...richQuote(block.text), ...smallPrint(block.source)];
    case 'note':
      return note(block.text);
    case 'link':
      return richText([link(block.text, block.href)]);
    case 'picture':
      return picture(block, uploaded, languageOf(view));
    case 'divider':
      return [{ type: 'divider' }];
    case 'file':
      return richText(texts[languageOf(view)].file(block.label, block.name));
    case 'actions':
      return buttons(block.actions, languageOf(view));
    default:
      return unreachable(block);
  }
}

function heading(title: string | undefined): readonly KnownBlock[] {
  const text = showable(title ?? '')
    .replaceAll('\n', ' ')
    .trim();
  if (!text) return [];
  return text.length <= limits.text.header ? [{ type: 'header', text: plain(text) }] : richText([strong(text)]);
}

function factLines(facts: readonly Fact[]): Inline {
  return facts.flatMap((fact, index) => [
    strong(`${fact.label}: `),
    ...inlineParts(fact.value),
    ...(index < facts.length - 1 ? ['\n'] : []),
  ]);
}

/** Small print cannot carry links or code without Slack's markup; with such parts it is ordinary rich text. */
function note(text: Inline): readonly KnownBlock[] {
  const plainEnough = inlineParts(text).every((part) => typeof part === 'string' || part.kind === 'emphasis');
  return plainEnough ? smallPrint(plainText(text)) : richText(text);
}

function smallPrint(text: string): readonly KnownBlock[] {
  return pieces(showable(text).trim(), limits.text.block).map((piece) => ({
    type: 'context',
    elements: [plain(piece)],
  }));
}

function picture(block: PictureBlock, uploaded: Uploaded, language: Language): readonly KnownBlock[] {
  const id = uploaded.get(block);
  if (!id) return smallPrint(texts[language].picture(block.alt));
  return [{ type: 'image', slack_file: { id }, alt_text: words(block.alt, limits.picture.alt) }];
}

function fitsTable(block: TableBlock): boolean {
  const characters = [block.columns, ...block.rows].flat().reduce((sum, cell) => sum + plainText(cell).length, 0);
  return (
    block.columns.length > 0 &&
    block.columns.length <= limits.table.columns &&
    block.rows.length < limits.table.rows &&
    characters <= limits.table.characters &&
    serialised(table(block)) <= limits.message.serialised
  );
}

function table(block: TableBlock): readonly KnownBlock[] {
  return [
    ...richText([strong(block.caption)]),
    {
      type: 'table',
      column_settings: block.columns.map(() => ({ is_wrapped: true })),
      rows: [block.columns.map(cell), ...block.rows.map((row) => row.map(cell))],
    },
  ];
}

function cell(content: Inline): RichTextBlock | { type: 'raw_text'; text: string } {
  const elements: RichTextElement[] = elementsOf(content);
  if (inlineParts(content).every((part) => typeof part === 'string')) {
    // Slack refuses empty cells.
    return { type: 'raw_text', text: showable(plainText(content)).trim() || '–' };
  }
  if (elements.length === 0) return { type: 'raw_text', text: '–' };
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function tableAsText(block: TableBlock): readonly KnownBlock[] {
  const lines = block.rows.map(
    (row): Inline =>
      row.flatMap((content, index) => [
        ...(index > 0 ? [' · '] : []),
        strong(`${block.columns[index] ?? ''}: `),
        ...inlineParts(content),
      ]),
  );
  return [...richText([strong(block.caption)]), ...richList(lines, false)];
}

function buttons(actions: readonly Action[], language: Language): readonly KnownBlock[] {
  const rows: KnownBlock[] = [];
  for (let start = 0; start < actions.length; start += limits.actions.perBlock) {
    const row = actions.slice(start, start + limits.actions.perBlock);
    rows.push({ type: 'actions', elements: row.map((action, index) => button(action, row, index, language)) });
  }
  return rows;
}

function button(action: Action, row: readonly Action[], index: number, language: Language): Button {
  const before = row.slice(0, index).filter((other) => other.id === action.id).length;
  const payload = action.payload && JSON.stringify(action.payload);
  // A payload that no button can carry is left out: the press is then answered like that of an outdated card.
  const value = payload && payload.length <= limits.actions.value ? payload : undefined;
  return {
    type: 'button',
    // Slack wants ids to differ within a block: the second of a kind is `room.verb#1`.
    action_id: before === 0 ? action.id : `${action.id}#${before}`,
    text: plain(words(action.label, limits.actions.label)),
    ...(value && { value }),
    ...(action.style && { style: action.style }),
    ...(action.confirm && { confirm: confirmation(action, action.confirm, language) }),
  };
}

/** The action's own id, without what `button` added. */
export function actionIdOf(buttonId: string): string {
  return buttonId.replace(/#\d+$/, '');
}

function confirmation(action: Action, question: string, language: Language): NonNullable<Button['confirm']> {
  const t = texts[language];
  const label = showable(action.label).trim();
  return {
    title: plain(t.confirmTitle),
    text: plain(cut(showable(question), limits.confirm.text) || t.confirmTitle),
    confirm: plain((label.length <= limits.confirm.button && label) || t.confirmYes),
    deny: plain(t.cancel),
    ...(action.style && { style: action.style }),
  };
}

interface PageLimits {
  readonly blocks: number;
  readonly serialised: number;
}

/** Blocks packed into as few pages as the limits allow; what even the last page cannot hold is counted in a note. */
function paged(
  blocks: readonly KnownBlock[],
  page: PageLimits,
  maxPages: number,
  language: Language,
): readonly KnownBlock[][] {
  const pages: KnownBlock[][] = [[]];
  let size = 0;
  for (const [index, block] of blocks.entries()) {
    const weight = serialised([block]);
    const current = pages.at(-1) ?? [];
    // One place of the last page is kept for the note.
    const places = page.blocks - (pages.length === maxPages ? 1 : 0);
    if (current.length >= places || (current.length > 0 && size + weight > page.serialised)) {
      if (pages.length === maxPages) {
        current.push(...smallPrint(texts[language].missing(blocks.length - index)));
        break;
      }
      pages.push([]);
      size = 0;
    }
    pages.at(-1)?.push(block);
    size += weight;
  }
  return pages;
}

/** As many blocks as one message holds, then how many are missing, then the buttons, which get up to half of it. */
function shortened(blocks: readonly KnownBlock[], page: PageLimits, language: Language): KnownBlock[] {
  const half = { blocks: Math.floor(page.blocks / 2), serialised: page.serialised / 2 };
  const buttonRows = beginning(blocks.filter(isButtons), half);
  const kept = beginning(
    blocks.filter((block) => !isButtons(block)),
    { blocks: page.blocks - buttonRows.length - 1, serialised: page.serialised - serialised(buttonRows) },
  );
  const missing = blocks.length - kept.length - buttonRows.length;
  return [...kept, ...smallPrint(texts[language].shortened(missing)), ...buttonRows];
}

/** The first blocks, up to the one that does not fit. */
function beginning(blocks: readonly KnownBlock[], page: PageLimits): readonly KnownBlock[] {
  let size = 0;
  const end = blocks.findIndex((block, index) => {
    size += serialised([block]);
    return index >= page.blocks || size > page.serialised;
  });
  return end < 0 ? blocks : blocks.slice(0, end);
}

function isButtons(block: KnownBlock): boolean {
  return block.type === 'actions';
}

/** Characters of the blocks as ASCII-escaped JSON: how Slack counts, at its worst. */
export function serialised(blocks: readonly KnownBlock[]): number {
  const json = JSON.stringify(blocks);
  return json.length + 5 * (json.match(/[^\p{ASCII}]/gu)?.join('').length ?? 0);
}
