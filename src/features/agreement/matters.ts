import type { Translated } from '../../kernel/texts.js';
import { type AgreementDocument, type Passage, passageOf, sentencesOf } from './document.js';

/** A passage with the words of it that are shown: always to the letter, never longer than the passage. */
export interface Citation {
  readonly document: AgreementDocument;
  readonly passage: Passage;
  readonly quote: string;
}

/** Something that a document answers, with the sentence that says it. */
export interface Matter {
  readonly id: string;
  readonly says: Translated;
  /** The first one carries the answer. */
  readonly citations: readonly Citation[];
  /** Followed by all strategic goals. */
  readonly listsGoals: boolean;
  /** The notice period can be worked out from here. */
  readonly aboutNotice: boolean;
  /** It is about leaving: the day that notice today leads to may be told along. */
  readonly aboutLeaving: boolean;
}

/** Something that is asked and no document says. */
export interface Silence {
  readonly id: string;
  readonly says: Translated;
  readonly near?: Citation;
}

export interface MatterData extends Translated {
  readonly id: string;
  readonly stands: readonly (readonly [passage: string, words: string])[];
  readonly listsGoals?: boolean;
  readonly next?: 'notice';
}

export interface SilenceData extends Translated {
  readonly id: string;
  readonly near?: string;
}

/** The matters that the document's text still bears out; the others are left out. */
export function mattersOf(document: AgreementDocument, data: readonly MatterData[]): readonly Matter[] {
  return data.flatMap((matter) => {
    const citations = matter.stands.map(([id, words]) => citationOf(document, id, words));
    if (!citations.every((citation) => citation !== undefined)) return [];
    const { id, de, einfach, en, listsGoals = false, next } = matter;
    const rule = document.notice?.passage;
    const aboutLeaving = rule !== undefined && citations[0]?.passage.id === rule;
    return [{ id, says: { de, einfach, en }, citations, listsGoals, aboutNotice: next === 'notice', aboutLeaving }];
  });
}

export function silencesOf(document: AgreementDocument, data: readonly SilenceData[]): readonly Silence[] {
  return data.map(({ id, de, einfach, en, near }) => {
    const citation = near === undefined ? undefined : citationOf(document, near, '');
    return { id, says: { de, einfach, en }, ...(citation && { near: citation }) };
  });
}

/** The sentence of a passage that holds these words; the whole passage for none. Undefined if it does not hold them. */
export function citationOf(document: AgreementDocument, id: string, words: string): Citation | undefined {
  const passage = passageOf(document, id);
  if (!passage) return undefined;
  const quote = words === '' ? passage.text : sentencesOf(passage.text).find((sentence) => sentence.includes(words));
  return quote === undefined ? undefined : { document, passage, quote };
}
