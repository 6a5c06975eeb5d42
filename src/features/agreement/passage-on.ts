import type { Language } from '../../kernel/texts.js';
import { type AgreementDocument, passageOf, sentencesOf } from './document.js';
import { sourceOf } from './places.js';
import { texts } from './texts.js';

/** What other rooms may quote, and where it stands. */
const topics = {
  /** Partners take part as far as their resources allow, and let their staff take part. */
  freistellung: [
    { passage: 'organisation-1', sentence: /im Rahmen unserer Ressourcen/u },
    { passage: 'organisation-1', sentence: /Mitarbeitenden die Teilnahme/u },
  ],
} as const;
export type PassageTopic = keyof typeof topics;

/** Sentences of the agreement about a topic, each to the letter and with its source; none where no document has them. */
export function passageOn(
  documents: readonly AgreementDocument[],
  topic: PassageTopic,
  language: Language,
): readonly { readonly text: string; readonly source: string }[] {
  return topics[topic].flatMap(({ passage: id, sentence }) => {
    for (const document of documents) {
      const passage = passageOf(document, id);
      const quote = passage && sentencesOf(passage.text).find((each) => sentence.test(each));
      if (passage && quote) return [{ text: quote, source: sourceOf({ document, passage, quote }, texts[language]) }];
    }
    return [];
  });
}
