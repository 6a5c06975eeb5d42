import type { Concepts } from './concepts.js';
import { tokensOf } from './normalise.js';
import { stemOf } from './stems.js';
import type { Vocabulary } from './vocabulary.js';

/** Something noticed in a text, how strongly, and the words it was noticed in (positions in the token list). */
export interface Feature {
  readonly name: string;
  readonly value: number;
  readonly at: readonly number[];
}

/** How much each family of features may say together. */
export interface Weights {
  word: number;
  pair: number;
  chars: number;
  concept: number;
  concepts: number;
  shape: number;
}
export const weights: Weights = { word: 1, pair: 0.6, chars: 0.7, concept: 1, concepts: 0.7, shape: 0.5 };

export interface Reading {
  readonly tokens: readonly string[];
  readonly features: readonly Feature[];
}

export class Features {
  constructor(
    readonly concepts: Concepts,
    readonly vocabulary: Vocabulary,
  ) {}

  of(text: string): Reading {
    const tokens = tokensOf(text).slice(0, 120);
    const meant = tokens.map((token) =>
      this.vocabulary.has(token) || this.vocabulary.parts(token).length > 0 || this.concepts.ofWord(token).length > 0
        ? token
        : (this.vocabulary.correction(token) ?? token),
    );
    const found: Feature[] = [];
    const add = (family: keyof Weights, list: readonly { name: string; at: readonly number[]; v?: number }[]) => {
      const unique = new Map<string, { at: Set<number>; v: number }>();
      for (const { name, at, v = 1 } of list) {
        const known = unique.get(name);
        if (known) for (const i of at) known.at.add(i);
        else unique.set(name, { at: new Set(at), v });
      }
      const scale =
        weights[family] /
        Math.sqrt(
          Math.max(
            1,
            [...unique.values()].reduce((s, { v }) => s + v * v, 0),
          ),
        );
      for (const [name, { at, v }] of unique) found.push({ name, value: v * scale, at: [...at] });
    };
    add('word', this.#words(tokens, meant));
    add('pair', this.#pairs(meant));
    add('chars', this.#chars(tokens));
    const concepts = this.#concepts(meant);
    add(
      'concept',
      concepts.map(({ concept, at }) => ({ name: `@${concept}`, at })),
    );
    add('concepts', conceptPairs(concepts));
    add('shape', this.#shape(text, meant));
    return { tokens, features: found };
  }

  #words(tokens: readonly string[], meant: readonly string[]) {
    return meant.flatMap((word, at) => {
      const parts = this.vocabulary.parts(word);
      return [
        { name: `w:${stemOf(word)}`, at: [at] },
        ...(word !== tokens[at] ? [{ name: `w:${stemOf(tokens[at] ?? '')}`, at: [at], v: 0.5 }] : []),
        ...parts.map((part) => ({ name: `w:${stemOf(part)}`, at: [at], v: 0.7 })),
      ];
    });
  }

  #pairs(meant: readonly string[]) {
    const stems = meant.map(stemOf);
    return [
      ...stems.slice(1).map((stem, i) => ({ name: `b:${stems[i]} ${stem}`, at: [i, i + 1] })),
      ...stems.slice(2).map((stem, i) => ({ name: `s:${stems[i]} ${stem}`, at: [i, i + 2], v: 0.7 })),
    ];
  }

  #chars(tokens: readonly string[]) {
    return tokens.flatMap((token, at) => {
      if (token.startsWith('#')) return [];
      const word = `_${token}_`;
      const grams = [];
      for (const size of [3, 4, 5])
        for (let i = 0; i + size <= word.length; i += 1) grams.push({ name: `c:${word.slice(i, i + size)}`, at: [at] });
      return grams;
    });
  }

  #concepts(meant: readonly string[]) {
    const found: { concept: string; at: readonly number[] }[] = [];
    meant.forEach((word, at) => {
      const own = new Set(this.concepts.ofWord(word));
      for (const part of this.vocabulary.parts(word))
        for (const concept of this.concepts.ofWord(part)) own.add(concept);
      for (const concept of own) found.push({ concept, at: [at] });
    });
    for (const { concept, from, to } of this.concepts.ofPhrases(meant))
      found.push({ concept, at: Array.from({ length: to - from + 1 }, (_, i) => from + i) });
    return found;
  }

  #shape(text: string, meant: readonly string[]) {
    const n = meant.length;
    const size = n < 2 ? '1' : n < 3 ? '2' : n < 5 ? '4' : n < 9 ? '8' : n < 20 ? '20' : 'more';
    return [
      { name: `n:${size}`, at: [] },
      ...(text.includes('?') ? [{ name: 'n:?', at: [] }] : []),
      ...(n > 0 ? [{ name: `f:${stemOf(meant[0] ?? '')}`, at: [0] }] : []),
      ...(n > 1 ? [{ name: `f:${stemOf(meant[0] ?? '')} ${stemOf(meant[1] ?? '')}`, at: [0, 1] }] : []),
    ];
  }
}

function conceptPairs(found: readonly { concept: string; at: readonly number[] }[]) {
  const first = new Map<string, readonly number[]>();
  for (const { concept, at } of found) if (!first.has(concept)) first.set(concept, at);
  const names = [...first.keys()].sort();
  const pairs = [];
  for (let a = 0; a < names.length && a < 14; a += 1) {
    for (let b = a + 1; b < names.length && b < 14; b += 1) {
      const [x = '', y = ''] = [names[a], names[b]];
      pairs.push({ name: `@${x}+${y}`, at: [...(first.get(x) ?? []), ...(first.get(y) ?? [])] });
    }
  }
  return pairs;
}
