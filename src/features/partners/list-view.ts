import type { Turn } from '../../bot/feature.js';
import { noticeView, typedAction } from '../../bot/views.js';
import { counted, type Language } from '../../kernel/texts.js';
import { type Inline, strong } from '../../messages/inline.js';
import { cut } from '../../messages/text.js';
import type { Action, Block, View } from '../../messages/view.js';
import type { Entry, Finding } from './finder.js';
import { texts } from './texts.js';
import { lifeStageLabel, sectorLabel } from './vocabulary.js';
import type { Wish } from './wish.js';

export const pageSize = 10;
const mostOffers = 3;
const longestLabel = 40;

export interface ListOptions {
  /** What was typed, for the heading. */
  readonly typed?: string;
  /** Index of the first one shown. */
  readonly from?: number;
  /** May be asked of the agreement instead. */
  readonly mayBeQuestion?: boolean;
}

/** One page of what was found, a button for each. */
export function listView(turn: Turn, wish: Wish, { hits, isLoose }: Finding, options: ListOptions = {}): View {
  const t = texts[turn.language];
  if (hits.length === 0) return nothingView(turn, wish, options);
  const last = Math.max(0, Math.floor((hits.length - 1) / pageSize) * pageSize);
  const from = Math.min(options.from ?? 0, last);
  const shown = hits.slice(from, from + pageSize);
  const isAll = isEverything(wish);
  const title = isAll ? t.directory : t.found(counted(hits.length, t.one, t.many), wishText(wish, turn.language));
  const more: Action[] =
    from + pageSize < hits.length
      ? [{ id: 'partners.list', label: t.more, payload: { ...payloadOf(wish), from: from + pageSize } }]
      : [];
  const blocks: readonly Block[] = [
    ...(isLoose ? [{ type: 'text', text: t.nearly(wishText(wish, turn.language)) } as const] : []),
    { type: 'list', ordered: false, items: shown.map((entry) => lineOf(entry, turn.language)) },
    ...(hits.length > pageSize
      ? [{ type: 'note', text: t.page(String(from + 1), String(from + shown.length), String(hits.length)) } as const]
      : []),
    { type: 'actions', actions: shown.map(cardAction) },
    {
      type: 'actions',
      actions: [
        ...more,
        { id: 'partners.search', label: t.searchAndFilter, payload: payloadOf(wish), opensForm: true },
        ...(isLoose && options.mayBeQuestion && options.typed !== undefined
          ? [questionAction(turn, options.typed)]
          : []),
        typedAction('lücken', t.coverage),
      ],
    },
    ...(isAll ? [{ type: 'note', text: t.hint } as const] : []),
  ];
  return {
    kind: 'partners.list',
    summary: `${t.directory}: ${counted(hits.length, t.one, t.many)}`,
    title: isLoose ? t.directory : title,
    blocks,
    language: turn.language,
  };
}

function nothingView(turn: Turn, wish: Wish, options: ListOptions): View {
  const t = texts[turn.language];
  if (isEverything(wish)) return noticeView('partners.list', t.empty, turn.language);
  const text = t.nobody(options.typed === undefined ? wishText(wish, turn.language) : quoted(options.typed));
  return noticeView('partners.list', text, turn.language, [
    { id: 'partners.search', label: t.searchAndFilter, payload: payloadOf(wish), opensForm: true },
    typedAction('partner', t.showAll),
    ...(options.mayBeQuestion && options.typed !== undefined ? [questionAction(turn, options.typed)] : []),
  ]);
}

function questionAction(turn: Turn, typed: string): Action {
  const text = `partner ${typed}`;
  return { id: 'bot.typed', label: texts[turn.language].asQuestion, payload: { text, question: true } };
}

export function cardAction(entry: { readonly id: string; readonly name: string }): Action {
  return { id: 'partners.card', label: cut(entry.name, longestLabel), payload: { partner: entry.id } };
}

function lineOf(entry: Entry, language: Language): Inline {
  const where = [
    entry.sectors.map((sector) => sectorLabel(sector, language)).join(', '),
    entry.districts.join(', '),
    entry.offers.slice(0, mostOffers).join(', '),
  ].filter((part) => part !== '');
  const rest = where.length > 0 ? ` – ${where.join(' · ')}` : '';
  return [strong(entry.name), rest];
}

function isEverything(wish: Wish): boolean {
  return wishParts(wish, 'de').length === 0;
}

/** What was wished for, as it stands in a sentence: „Sprachförderung“, Bildung, Lohberg. */
export function wishText(wish: Wish, language: Language): string {
  const parts = wishParts(wish, language);
  return parts.length === 0 ? texts[language].anything : parts.join(', ');
}

function wishParts(
  { words, sectors = [], lifeStages = [], districts = [] }: Wish,
  language: Language,
): readonly string[] {
  return [
    ...(words === '' ? [] : [quoted(words)]),
    ...sectors.map((sector) => sectorLabel(sector, language)),
    ...lifeStages.map((stage) => lifeStageLabel(stage, language)),
    ...districts,
  ];
}

function quoted(text: string): string {
  return `„${cut(text, 80)}“`;
}

/** A wish as it comes back with a button. */
export function payloadOf({ words, sectors, lifeStages, districts }: Wish) {
  return {
    ...(words !== '' && { words: cut(words, 200) }),
    ...(sectors && sectors.length > 0 && { sectors: [...sectors] }),
    ...(lifeStages && lifeStages.length > 0 && { lifeStages: [...lifeStages] }),
    ...(districts && districts.length > 0 && { districts: [...districts] }),
  };
}
