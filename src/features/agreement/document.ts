import { fold } from '../../kernel/fold.js';

/** A paragraph, list item or title of a document, with an id that stays as long as its place in the document. */
export interface Passage {
  /** `laufzeit-2`: its section and its number there; unique in the document. */
  readonly id: string;
  readonly kind: 'title' | 'paragraph' | 'item';
  readonly section: Section;
  /** Counted within the section from 1; list items are counted by themselves. */
  readonly number: number;
  /** What one list item is called, e.g. "Ziel". */
  readonly itemName?: string;
  /** An item of a list that the document itself does not number. */
  readonly countedByUs?: boolean;
  /** To the letter. */
  readonly text: string;
}

export interface Section {
  readonly id: string;
  readonly heading: string;
}

/** How a partner may leave, as far as the document says so and its front matter points to it. */
export interface NoticeRule {
  /** From the day of notice to the end of a calendar quarter, at least. */
  readonly days: number;
  /** Id of the passage that says so. */
  readonly passage: string;
}

export interface AgreementDocument {
  readonly id: string;
  readonly title: string;
  readonly shortTitle: string;
  /** "undatierte Fassung" */
  readonly version: string;
  readonly sections: readonly Section[];
  readonly passages: readonly Passage[];
  readonly notice?: NoticeRule;
  /** Id of the passage that says when it takes effect: on the day of signing. */
  readonly inForcePassage?: string;
}

export interface Goal {
  /** Counted by us: the agreement does not number its goals. */
  readonly number: number;
  readonly id: string;
  readonly text: string;
}

export function passageOf(document: AgreementDocument, id: string): Passage | undefined {
  return document.passages.find((passage) => passage.id === id);
}

/** The strategic goals in the order in which the document lists them. */
export function goalsOf(document: AgreementDocument): readonly Goal[] {
  return document.passages
    .filter((passage) => passage.kind === 'item' && passage.itemName !== undefined && fold(passage.itemName) === 'ziel')
    .map(({ number, id, text }) => ({ number, id, text }));
}

/** Not an end of a sentence: bzw., z. B., Abs., a single letter or number. */
const abbreviation = /(?:^|[\s(„])(?:bzw|usw|etc|ggf|vgl|abs|nr|art|ca|inkl|z|b|d|h|u|a|s|\d{1,2})\.$/i;

/** The sentences of a passage, each to the letter. */
export function sentencesOf(text: string): readonly string[] {
  const sentences: string[] = [];
  let begin = 0;
  for (const gap of text.matchAll(/(?<=[.!?]["“”’»)]?)\s+(?=["„“»(]?[\p{Lu}\d])/gu)) {
    const sentence = text.slice(begin, gap.index);
    if (abbreviation.test(sentence)) continue;
    sentences.push(sentence);
    begin = gap.index + gap[0].length;
  }
  return [...sentences, text.slice(begin)].filter((sentence) => sentence.trim() !== '');
}
