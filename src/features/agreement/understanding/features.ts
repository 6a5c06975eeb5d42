import type { Concepts, Mention } from './concepts.js';
import { hashOf, hashOn } from './feature-index.js';
import { type Token, tokensOf } from './normalise.js';
import { Noticed } from './noticed.js';
import { stemOf } from './stems.js';
import type { Vocabulary } from './vocabulary.js';

export interface Reading {
  readonly tokens: readonly Token[];
  readonly features: Noticed;
}

/** What is noticed in a text, by family, and how much a family may say altogether, however long the text is. */
const families = {
  word: 1,
  neighbours: 0.6,
  letters: 0.7,
  concept: 1,
  conceptPair: 0.7,
  shape: 0.5,
} as const;

/** How the names of features begin, hashed. */
const names = {
  word: hashOf('w:'),
  neighbours: hashOf('b:'),
  apart: hashOf('s:'),
  letters: hashOf('c:'),
  concept: hashOf('@'),
  beginning: hashOf('f:'),
  shape: hashOf('n:'),
} as const;

const LETTER_GRAMS = [3, 4, 5];
const LONGEST_GRAMMED = 40;
const MAX_PAIRED_CONCEPTS = 14;
const TYPED_BESIDE_MEANT = 0.5;
const PART_OF_COMPOUND = 0.7;
const ONE_APART = 0.7;

/** Turns texts into features: stems, compound parts, neighbours, letter groups, ideas of the lexicon and pairs of them. */
export class Reader {
  readonly #concepts: Concepts;
  readonly #vocabulary: Vocabulary;

  constructor(concepts: Concepts, vocabulary: Vocabulary) {
    this.#concepts = concepts;
    this.#vocabulary = vocabulary;
  }

  read(text: string): Reading {
    const tokens = tokensOf(text);
    const meant = tokens.map(({ word }) => this.#meant(word));
    const stems = meant.map(stemOf);
    const mentions = this.#mentions(meant);
    const features = new Noticed();
    this.#addWords(tokens, meant, features);
    features.endFamily(families.word);
    addNeighbours(stems, features);
    features.endFamily(families.neighbours);
    addLetterGroups(tokens, features);
    features.endFamily(families.letters);
    for (const { concept, at } of mentions) features.add('idea', hashOn(names.concept, concept), at);
    features.endFamily(families.concept);
    addConceptPairs(mentions, features);
    features.endFamily(families.conceptPair);
    addShape(text, stems, features);
    features.endFamily(families.shape);
    return { tokens, features };
  }

  /** The word that was probably meant: unknown words are corrected, unless they are compounds or in the lexicon. */
  #meant(word: string): string {
    const isUnderstood = this.#vocabulary.parts(word).length > 0 || this.#concepts.ofWord(word).length > 0;
    return isUnderstood ? word : this.#vocabulary.correction(word);
  }

  #addWords(tokens: readonly Token[], meant: readonly string[], features: Noticed): void {
    tokens.forEach(({ word: typed }, index) => {
      const word = meant[index] ?? typed;
      const add = (part: string, weight: number) =>
        features.addAt('word', hashOn(names.word, stemOf(part)), index, weight);
      add(word, 1);
      if (word !== typed) add(typed, TYPED_BESIDE_MEANT);
      for (const part of this.#vocabulary.parts(word)) add(part, PART_OF_COMPOUND);
    });
  }

  #mentions(meant: readonly string[]): readonly Mention[] {
    const single = meant.flatMap((word, index) => {
      const parts = this.#vocabulary.parts(word);
      const own = this.#concepts.ofWord(word);
      const all = parts.length === 0 ? own : new Set([...own, ...parts.flatMap((part) => this.#concepts.ofWord(part))]);
      return Array.from(all, (concept) => ({ concept, at: [index] }));
    });
    return [...single, ...this.#concepts.ofPhrases(meant)];
  }
}

function addNeighbours(stems: readonly string[], features: Noticed): void {
  const pair = (name: number, i: number, j: number) =>
    hashOn(hashOn(hashOn(name, stems[i] ?? ''), ' '), stems[j] ?? '');
  for (let i = 0; i + 1 < stems.length; i += 1) {
    features.add('neighbours', pair(names.neighbours, i, i + 1), [i, i + 1]);
  }
  for (let i = 0; i + 2 < stems.length; i += 1) {
    features.add('apart', pair(names.apart, i, i + 2), [i, i + 2], ONE_APART);
  }
}

function addLetterGroups(tokens: readonly Token[], features: Noticed): void {
  tokens.forEach(({ word }, index) => {
    if (word.startsWith('#')) return;
    const bounded = `_${word.slice(0, LONGEST_GRAMMED)}_`;
    for (const size of LETTER_GRAMS) {
      for (let start = 0; start + size <= bounded.length; start += 1) {
        features.addAt('letters', hashOn(names.letters, bounded, start, start + size), index);
      }
    }
  });
}

/** Ideas that occur together, in whatever order: leaving + reason, committee + who. */
function addConceptPairs(mentions: readonly Mention[], features: Noticed): void {
  const first = new Map<string, Mention>();
  for (const mention of mentions) if (!first.has(mention.concept)) first.set(mention.concept, mention);
  const found = [...first.values()].sort((a, b) => (a.concept < b.concept ? -1 : 1)).slice(0, MAX_PAIRED_CONCEPTS);
  found.forEach(({ concept, at }, index) => {
    const begun = hashOn(hashOn(names.concept, concept), '+');
    for (const other of found.slice(index + 1)) {
      features.add('idea', hashOn(begun, other.concept), [...at, ...other.at]);
    }
  });
}

/** How it begins, how long it is and whether it asks. */
function addShape(text: string, stems: readonly string[], features: Noticed): void {
  features.add('shape', hashOn(names.shape, sizeOf(stems.length)), []);
  if (text.includes('?')) features.add('shape', hashOn(names.shape, '?'), []);
  const [first, second] = stems;
  if (first === undefined) return;
  const begun = hashOn(names.beginning, first);
  features.add('beginning', begun, [0]);
  if (second !== undefined) features.add('beginning', hashOn(hashOn(begun, ' '), second), [0, 1]);
}

function sizeOf(words: number): string {
  const limit = [1, 2, 4, 8, 19].find((most) => words <= most);
  return limit === undefined ? 'long' : String(limit);
}
