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
  /** What it is about, in a few German words. */
  readonly topic: string;
  readonly says: Translated;
  /** The first one carries the answer. */
  readonly citations: readonly Citation[];
  /** Followed by all strategic goals. */
  readonly listsGoals: boolean;
  /** The notice period can be worked out from here. */
  readonly aboutNotice: boolean;
  /** It is about leaving: the day that notice today leads to may be told along. */
  readonly aboutLeaving: boolean;
  /** Id of the matter that says why it is so, if the document does; its own where its own words say it. */
  readonly why?: string;
}

/** Something that is asked and no document says. */
export interface Silence {
  readonly id: string;
  /** What it is about, in a few German words. */
  readonly topic: string;
  readonly says: Translated;
  /** It has nothing to do with the network: nobody in it need be asked. */
  readonly elsewhere: boolean;
}

/** A passage, words in it, and if more than one sentence is to be quoted, words in the last one. */
type Stand = readonly [passage: string, words: string, until?: string];

export interface MatterData extends Translated {
  readonly id: string;
  readonly topic: string;
  readonly stands: readonly Stand[];
  readonly listsGoals?: boolean;
  readonly next?: 'notice';
  readonly why?: string;
}

export interface SilenceData extends Translated {
  readonly id: string;
  readonly topic: string;
  readonly elsewhere?: boolean;
}

/** A passage of up to so many characters is quoted as a whole: it is read at a glance and keeps its context. */
const quotedWhole = 380;

/** The matters that the document's text still bears out; the others are left out. */
export function mattersOf(document: AgreementDocument, data: readonly MatterData[]): readonly Matter[] {
  return data.flatMap((matter) => {
    const citations = matter.stands.map((stand) => citationFor(document, stand));
    if (!citations.every((citation) => citation !== undefined)) return [];
    const { id, topic, de, einfach, en, listsGoals = false, next, why } = matter;
    const rule = document.notice?.passage;
    const aboutLeaving = rule !== undefined && citations[0]?.passage.id === rule;
    const says = { de, einfach, en };
    const aboutNotice = next === 'notice';
    const reason = why === undefined ? {} : { why };
    return [{ id, topic, says, citations, listsGoals, aboutNotice, aboutLeaving, ...reason }];
  });
}

export function silencesOf(data: readonly SilenceData[]): readonly Silence[] {
  return data.map(({ id, topic, elsewhere = false, de, einfach, en }) => ({
    id,
    topic,
    elsewhere,
    says: { de, einfach, en },
  }));
}

/** A whole passage. */
export function citationOf(document: AgreementDocument, id: string): Citation | undefined {
  const passage = passageOf(document, id);
  return passage && { document, passage, quote: passage.text };
}

/** The sentences that are meant, or all of a short passage; undefined if the passage does not hold the words. */
function citationFor(document: AgreementDocument, [id, words, until = words]: Stand): Citation | undefined {
  const passage = passageOf(document, id);
  if (!passage) return undefined;
  const sentences = sentencesOf(passage.text);
  const first = sentences.find((sentence) => sentence.includes(words));
  const last = sentences.find((sentence) => sentence.includes(until));
  if (first === undefined || last === undefined) return undefined;
  const quote = passage.text.length <= quotedWhole ? passage.text : stretch(passage.text, [first, last]);
  return { document, passage, quote };
}

/** One citation of all that two of the same passage quote, to the letter, with what stands between them. */
export function joinedCitation(one: Citation, other: Citation): Citation {
  return { ...one, quote: stretch(one.passage.text, [one.quote, other.quote]) };
}

/** The shortest stretch of a text that holds all these pieces of it. */
function stretch(text: string, pieces: readonly string[]): string {
  const begin = Math.min(...pieces.map((piece) => text.indexOf(piece)));
  const end = Math.max(...pieces.map((piece) => text.indexOf(piece) + piece.length));
  return text.slice(begin, end);
}
