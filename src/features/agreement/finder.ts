import type { Citation, Matter, Silence } from './matters.js';

/** Short talk that asks nothing of the documents. */
export const smalltalkTopics = [
  'gruss',
  'dank',
  'abschied',
  'befinden',
  'von-sich',
  'wer-bist-du',
  'lob-tadel',
  'funktion',
  'neu',
  'mensch',
] as const;
export type SmalltalkTopic = (typeof smalltalkTopics)[number];

/** Something found to a question: a known matter with its sentence, or a passage that speaks of what was asked. */
export type Finding =
  | {
      readonly kind: 'matter';
      readonly matter: Matter;
      /** What of the matter is shown; the first one carries the answer. */
      readonly citations: readonly Citation[];
      /** `main`: what is asked; `further`: what is asked besides; `rival`: what may be meant instead of the first. */
      readonly place: 'main' | 'further' | 'rival';
    }
  | { readonly kind: 'passage'; readonly citation: Citation };

/** Something asked that no document says. `silence` names what is missing, as far as it was understood. */
export interface Unanswered {
  readonly silence?: Silence;
  /** What is missing was understood well enough to say so. */
  readonly sure: boolean;
  /** It most likely has nothing to do with the network: nobody in it need be asked. */
  readonly elsewhere?: boolean;
  /** What comes nearest. */
  readonly near?: Citation;
}

/** Why a question was taken as it was, for those who look after the answers. */
export interface Reasons {
  /** Words of the question, as they were typed, strongest first. */
  readonly because: readonly string[];
  /** How sure it is that the documents answer it, or that they do not: 0 to 1. */
  readonly confidence: number;
  /** What else it might have been. */
  readonly rival?: { readonly topic: string; readonly probability: number };
}

/** What is to be made of a question. */
export type Decision = (
  | {
      readonly kind: 'answer';
      /** At least one, best first, at most three. */
      readonly findings: readonly Finding[];
      /** What else the message asks and no document says. */
      readonly unanswered: readonly Unanswered[];
      /** Further questions of the message that were not understood, as they were typed. */
      readonly open?: readonly string[];
    }
  | ({ readonly kind: 'silent' } & Unanswered)
  | { readonly kind: 'smalltalk'; readonly topic: SmalltalkTopic }
) & { readonly reasons?: Reasons };

/**
 * Finds what a question is about. The one place where questions are understood: whatever stands behind it gives passages
 * with their quotes, or says that there are none.
 */
export interface Finder {
  find(question: string): Decision;
  /** The matter that says why a matter is so; undefined where the documents give no reason. */
  reasonFor(matter: string): Matter | undefined;
}
