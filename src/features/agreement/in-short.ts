import type { Language } from '../../kernel/texts.js';
import type { Block } from '../../messages/view.js';
import { type AgreementDocument, passageOf, sentencesOf } from './document.js';
import { sourceOf } from './places.js';
import { texts } from './texts.js';

/** What newcomers should have read: what it is about, what partners promise, how long it holds. */
const essential = [
  { passage: 'praeambel-2', sentences: 1 },
  { passage: 'ziele-1', sentences: 2 },
  { passage: 'organisation-1', sentences: 1 },
  { passage: 'laufzeit-1', sentences: 1 },
] as const;

/** The agreement in a few quotes, each to the letter and with its source; what a document does not have is left out. */
export function agreementInShort(documents: readonly AgreementDocument[], language: Language): readonly Block[] {
  const [document] = documents;
  if (!document) return [];
  return essential.flatMap(({ passage: id, sentences }): readonly Block[] => {
    const passage = passageOf(document, id);
    if (!passage) return [];
    const end = sentencesOf(passage.text).slice(0, sentences).at(-1) ?? '';
    const quote = passage.text.slice(0, passage.text.indexOf(end) + end.length);
    return [{ type: 'quote', text: quote, source: sourceOf({ document, passage, quote }, texts[language]) }];
  });
}
