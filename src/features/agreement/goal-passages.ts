import type { Language } from '../../kernel/texts.js';
import { type AgreementDocument, goalsOf, passageOf } from './document.js';
import { sourceOf } from './places.js';
import { texts } from './texts.js';

/** A strategic goal to the letter, and where it stands. */
export interface GoalPassage {
  /** Counted by us: the agreement does not number its goals. */
  readonly number: number;
  readonly text: string;
  readonly source: string;
}

/** The strategic goals of the first document that has any, in its order. */
export function goalPassages(documents: readonly AgreementDocument[], language: Language): readonly GoalPassage[] {
  const document = documents.find((each) => goalsOf(each).length > 0);
  if (!document) return [];
  return goalsOf(document).flatMap(({ number, id, text }) => {
    const passage = passageOf(document, id);
    return passage ? [{ number, text, source: sourceOf({ document, passage, quote: text }, texts[language]) }] : [];
  });
}
