import type { Citation, Matter, Silence } from './matters.js';

/** Short talk that asks nothing of the documents. */
export const smalltalkTopics = [
  'gruss',
  'dank',
  'abschied',
  'befinden',
  'wer-bist-du',
  'lob-tadel',
  'funktion',
] as const;
export type SmalltalkTopic = (typeof smalltalkTopics)[number];

/** Something found to a question: a known matter with its sentence, or a passage that speaks of what was asked. */
export type Finding =
  | { readonly kind: 'matter'; readonly matter: Matter; readonly score: number }
  | { readonly kind: 'passage'; readonly citation: Citation; readonly score: number };

/** What is to be made of a question. Scores are from 0 to 1 and only compare within one decision. */
export type Decision =
  /** At least one, best first, at most three. */
  | { readonly kind: 'answer'; readonly findings: readonly Finding[] }
  /** No document says so. `silence` names what is missing, if it was understood. */
  | { readonly kind: 'silent'; readonly silence?: Silence; readonly near: readonly Citation[] }
  | { readonly kind: 'smalltalk'; readonly topic: SmalltalkTopic };

/**
 * Finds what a question is about. The one place where questions are understood: whatever stands behind it (words and
 * rules, a trained classifier) gives passages with their quotes, or says that there are none.
 */
export interface Finder {
  find(question: string): Decision;
}
