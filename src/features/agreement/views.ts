import type { Language } from '../../kernel/texts.js';
import type { Block, View } from '../../messages/view.js';
import type { Answer } from './answer.js';
import type { Citation } from './matters.js';
import { sourceOf } from './places.js';
import { texts } from './texts.js';

/** More quotes than these would bury the answer: then the first is shown with its source and the others are listed. */
const mostQuotes = 3;

/** Which citations are shown as quotes with their source, and which are listed below them. */
export function shownCitations({ kind, citations }: Answer): {
  readonly quoted: readonly Citation[];
  readonly listed: readonly Citation[];
} {
  if (kind === 'command' || citations.length <= mostQuotes) return { quoted: citations, listed: [] };
  return { quoted: citations.slice(0, 1), listed: citations.slice(1) };
}

/** @param whom  names of those who know more; the coordination office if left out, nobody if empty */
export function answerView(answer: Answer, language: Language, whom?: readonly string[]): View {
  const t = texts[language];
  const [first = '', ...more] = answer.sentences;
  const { quoted, listed } = shownCitations(answer);
  const quote = (citation: Citation): Block => ({ type: 'quote', text: citation.quote, source: sourceOf(citation, t) });
  const blocks: Block[] = [{ type: 'text', text: first }];
  if (more.length > 0) blocks.push({ type: 'text', text: more.join(' ') });
  if (answer.table) blocks.push({ type: 'table', ...answer.table });
  const unpressed = answer.list?.filter((item) => !answer.next.some(({ label }) => label === item)) ?? [];
  if (unpressed.length > 0) blocks.push({ type: 'list', items: unpressed });
  blocks.push(...quoted.map(quote));
  if (listed.length > 0) blocks.push({ type: 'list', ordered: true, items: listed.map((citation) => citation.quote) });
  const [nearest] = answer.near;
  if (nearest) blocks.push({ type: 'text', text: t.nearest }, quote(nearest));
  if (answer.toCoordination && whom?.length !== 0) blocks.push({ type: 'text', text: whomToAsk(language, whom) });
  blocks.push(...answer.notes.map((text): Block => ({ type: 'note', text })));
  if (answer.next.length > 0) {
    const actions = answer.next.map(({ label, typed }) => ({ id: 'bot.typed', label, payload: { text: typed } }));
    blocks.push({ type: 'actions', actions });
  }
  return {
    kind: `agreement.${answer.kind}`,
    summary: summaryOf(answer.title ?? first),
    ...(answer.title !== undefined && { title: answer.title }),
    blocks,
    language,
  };
}

/** "Fragen Sie dazu Karin Berg, Ute Krause." */
export function whomToAsk(language: Language, names: readonly string[] = []): string {
  const t = texts[language];
  return t.askCoordination(names.length > 0 ? names.join(', ') : t.coordinationOffice);
}

function summaryOf(sentence: string): string {
  return sentence.length <= 150 ? sentence : `${sentence.slice(0, 149)}…`;
}

/** What a message about a child in danger gets, instead of any search. */
export function protectionView(contact: string | undefined, language: Language, isTaken = false): View {
  const t = texts[language];
  const sentences = protectionSentences(contact, language);
  return {
    kind: 'agreement.protection',
    summary: summaryOf(sentences[0] ?? t.protectionTitle),
    title: t.protectionTitle,
    blocks: [
      { type: 'text', text: sentences.join(' ') },
      { type: 'note', text: isTaken ? t.protectionTaken : t.protectionPrivacy },
    ],
    language,
  };
}

export function protectionSentences(contact: string | undefined, language: Language): readonly string[] {
  const t = texts[language];
  return [t.protection(contact ?? t.protectionDefault), t.protectionAcute, t.protectionYoung];
}
