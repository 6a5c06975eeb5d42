import type { Language } from '../../kernel/texts.js';
import type { Block, View } from '../../messages/view.js';
import type { Answer } from './answer.js';
import { sourceOf } from './places.js';
import { texts } from './texts.js';

/** Quotes beyond these are listed, so that a card stays short. */
const mostQuotes = 3;

export function answerView(answer: Answer, language: Language): View {
  const t = texts[language];
  const [first = '', ...more] = answer.sentences;
  const blocks: Block[] = [{ type: 'text', text: first }];
  const quotes = answer.kind === 'command' ? answer.citations : answer.citations.slice(0, mostQuotes);
  const rest = answer.citations.slice(quotes.length);
  const sayMore: Block[] = more.length > 0 ? [{ type: 'text', text: more.join(' ') }] : [];
  // A worked-out day needs all its sentences before the proof; a refusal likewise.
  blocks.push(...sayMore);
  if (answer.table) blocks.push({ type: 'table', ...answer.table });
  if (answer.list) blocks.push({ type: 'list', items: answer.list });
  for (const citation of quotes) blocks.push({ type: 'quote', text: citation.quote, source: sourceOf(citation, t) });
  if (rest.length > 0) blocks.push({ type: 'list', items: rest.map(({ quote }) => quote) });
  for (const citation of answer.near.slice(0, 1)) {
    blocks.push({ type: 'note', text: t.nearest });
    blocks.push({ type: 'quote', text: citation.quote, source: sourceOf(citation, t) });
  }
  for (const note of answer.notes) blocks.push({ type: 'note', text: note });
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

function summaryOf(sentence: string): string {
  return sentence.length <= 150 ? sentence : `${sentence.slice(0, 149)}…`;
}

/** What a message about a child in danger gets, instead of any search. */
export function protectionView(contact: string | undefined, language: Language): View {
  const t = texts[language];
  const sentences = protectionSentences(contact, language);
  return {
    kind: 'agreement.protection',
    summary: summaryOf(sentences[0] ?? t.protectionTitle),
    title: t.protectionTitle,
    blocks: [
      { type: 'text', text: sentences.join(' ') },
      { type: 'note', text: t.protectionPrivacy },
    ],
    language,
  };
}

export function protectionSentences(contact: string | undefined, language: Language): readonly string[] {
  const t = texts[language];
  return [t.protection(contact ?? t.protectionDefault), t.protectionAcute, t.protectionYoung];
}
