import { partsOf } from './compounds.js';
import { Memo, pushTo } from './memo.js';

const SHORTEST_COMPOUND = 8;
const SHORTEST_CORRECTED = 4;
/** A typo seldom hits the first letter: a word that shares it is preferred by this factor. */
const SAME_START = 4;

/** Knows the words of the training lines: splits compounds into them and finds the one a typo was meant to be. */
export class Vocabulary {
  readonly #counts: ReadonlyMap<string, number>;
  /** By the number of letters. */
  readonly #bySize = new Map<string, string[]>();
  readonly #parts = new Memo<readonly string[]>(20_000);
  readonly #corrections = new Memo<string>(5_000);

  /** @param counts folded word → how often the training lines have it */
  constructor(counts: ReadonlyMap<string, number>) {
    this.#counts = counts;
    for (const word of counts.keys())
      if (word.length >= SHORTEST_CORRECTED) pushTo(this.#bySize, String(word.length), word);
  }

  has(word: string): boolean {
    return this.#counts.has(word);
  }

  /** The known words that a compound is made of; none if it is not one. */
  parts(word: string): readonly string[] {
    if (word.length < SHORTEST_COMPOUND) return [];
    return this.#parts.get(word, () => partsOf(word, (part) => this.has(part)));
  }

  /** The known word, one slip away, that an unknown one was probably meant to be; the word itself if there is none. */
  correction(word: string): string {
    if (word.length < SHORTEST_CORRECTED || this.has(word)) return word;
    return this.#corrections.get(word, () => this.#nearest(word));
  }

  #nearest(word: string): string {
    let best = word;
    let bestScore = 0;
    for (const size of [word.length - 1, word.length, word.length + 1]) {
      for (const candidate of this.#bySize.get(String(size)) ?? []) {
        if (!isOneSlip(word, candidate)) continue;
        const score = (this.#counts.get(candidate) ?? 0) * (candidate[0] === word[0] ? SAME_START : 1);
        if (score > bestScore) [best, bestScore] = [candidate, score];
      }
    }
    return best;
  }
}

/** Whether one letter too many, too few or wrong, or two neighbours swapped, is all that differs between these words. */
export function isOneSlip(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end += 1;
  const [left, right] = [a.length - start - end, b.length - start - end];
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}
