import type { Concepts, Mention } from './concepts.js';
import { type Token, tokensOf } from './normalise.js';
import { stemOf } from './stems.js';
import type { Vocabulary } from './vocabulary.js';

/** Something noticed in a text, how strongly, and the positions of the words in which it was noticed. */
export interface Feature {
  readonly name: string;
  readonly value: number;
  readonly at: readonly number[];
}

export interface Reading {
  readonly tokens: readonly Token[];
  readonly features: readonly Feature[];
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

interface Sign {
  readonly name: string;
  readonly at: readonly number[];
  /** How much this counts beside others of its family. */
  readonly weight?: number;
}

const LETTER_GRAMS = [3, 4, 5];
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
    const mentions = this.#mentions(meant);
    const features = [
      ...weighed('word', this.#words(tokens, meant)),
      ...weighed('neighbours', neighbours(meant)),
      ...weighed('letters', letterGroups(tokens)),
      ...weighed(
        'concept',
        mentions.map(({ concept, at }) => ({ name: `@${concept}`, at })),
      ),
      ...weighed('conceptPair', conceptPairs(mentions)),
      ...weighed('shape', shape(text, meant)),
    ];
    return { tokens, features };
  }

  /** The word that was probably meant: unknown words are corrected, unless they are compounds or in the lexicon. */
  #meant(word: string): string {
    const isUnderstood = this.#vocabulary.parts(word).length > 0 || this.#concepts.ofWord(word).length > 0;
    return isUnderstood ? word : this.#vocabulary.correction(word);
  }

  #words(tokens: readonly Token[], meant: readonly string[]): readonly Sign[] {
    return tokens.flatMap(({ word: typed }, index) => {
      const word = meant[index] ?? typed;
      const at = [index];
      return [
        { name: `w:${stemOf(word)}`, at },
        ...(word === typed ? [] : [{ name: `w:${stemOf(typed)}`, at, weight: TYPED_BESIDE_MEANT }]),
        ...this.#vocabulary.parts(word).map((part) => ({ name: `w:${stemOf(part)}`, at, weight: PART_OF_COMPOUND })),
      ];
    });
  }

  #mentions(meant: readonly string[]): readonly Mention[] {
    const single = meant.flatMap((word, index) => {
      const words = [word, ...this.#vocabulary.parts(word)];
      const concepts = new Set(words.flatMap((part) => this.#concepts.ofWord(part)));
      return [...concepts].map((concept) => ({ concept, at: [index] }));
    });
    return [...single, ...this.#concepts.ofPhrases(meant)];
  }
}

function neighbours(meant: readonly string[]): readonly Sign[] {
  const stems = meant.map(stemOf);
  return [
    ...stems.slice(1).map((stem, i) => ({ name: `b:${stems[i]} ${stem}`, at: [i, i + 1] })),
    ...stems.slice(2).map((stem, i) => ({ name: `s:${stems[i]} ${stem}`, at: [i, i + 2], weight: ONE_APART })),
  ];
}

function letterGroups(tokens: readonly Token[]): readonly Sign[] {
  const signs: Sign[] = [];
  tokens.forEach(({ word }, index) => {
    if (word.startsWith('#')) return;
    const bounded = `_${word.slice(0, 40)}_`;
    const at = [index];
    for (const size of LETTER_GRAMS) {
      for (let start = 0; start + size <= bounded.length; start += 1) {
        signs.push({ name: `c:${bounded.slice(start, start + size)}`, at });
      }
    }
  });
  return signs;
}

/** Ideas that occur together, in whatever order: leaving + reason, committee + who. */
function conceptPairs(mentions: readonly Mention[]): readonly Sign[] {
  const first = new Map<string, readonly number[]>();
  for (const { concept, at } of mentions) if (!first.has(concept)) first.set(concept, at);
  const found = [...first].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, MAX_PAIRED_CONCEPTS);
  return found.flatMap(([concept, at], index) =>
    found.slice(index + 1).map(([other, alsoAt]) => ({ name: `@${concept}+${other}`, at: [...at, ...alsoAt] })),
  );
}

/** How it begins, how long it is and whether it asks. */
function shape(text: string, meant: readonly string[]): readonly Sign[] {
  const [first, second] = meant.map(stemOf);
  return [
    { name: `n:${sizeOf(meant.length)}`, at: [] },
    ...(text.includes('?') ? [{ name: 'n:?', at: [] }] : []),
    ...(first === undefined ? [] : [{ name: `f:${first}`, at: [0] }]),
    ...(second === undefined ? [] : [{ name: `f:${first} ${second}`, at: [0, 1] }]),
  ];
}

function sizeOf(words: number): string {
  const limit = [1, 2, 4, 8, 19].find((most) => words <= most);
  return limit === undefined ? 'long' : String(limit);
}

/** Each sign once, scaled so that the whole family weighs as much in a long text as in a short one. */
function weighed(family: keyof typeof families, signs: readonly Sign[]): readonly Feature[] {
  const once = new Map<string, { at: readonly number[]; weight: number }>();
  let squares = 0;
  for (const { name, at, weight = 1 } of signs) {
    const known = once.get(name);
    if (known) known.at = [...new Set([...known.at, ...at])];
    else {
      once.set(name, { at, weight });
      squares += weight * weight;
    }
  }
  const scale = families[family] / Math.sqrt(Math.max(1, squares));
  return Array.from(once, ([name, { at, weight }]) => ({ name, value: weight * scale, at }));
}
