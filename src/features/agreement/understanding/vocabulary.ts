import { partsOf } from './compounds.js';
import { Memo } from './memo.js';
import type { WordTable } from './word-table.js';

const SHORTEST_COMPOUND = 8;
const SHORTEST_CORRECTED = 4;
/** A typo seldom hits the first letter: a word that shares it is preferred by this factor. */
const SAME_START = 4;

/** Knows the words of the training lines: splits compounds into them and finds the one a typo was meant to be. */
export class Vocabulary {
  readonly #words: WordTable;
  readonly #parts = new Memo<readonly string[]>();
  readonly #corrections = new Memo<string>();

  /** @param words folded words and how often the training lines have them */
  constructor(words: WordTable) {
    this.#words = words;
  }

  has(word: string): boolean {
    return this.#words.has(word);
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
    for (let size = Math.max(SHORTEST_CORRECTED, word.length - 1); size <= word.length + 1; size += 1) {
      const joined = this.#words.ofLength(size);
      for (let at = 0; at < joined.length; at += size) {
        if (!isOneSlip(word, joined, at, at + size)) continue;
        const startsAlike = joined.charCodeAt(at) === word.charCodeAt(0);
        const score = this.#words.countAt(size, at) * (startsAlike ? SAME_START : 1);
        if (score > bestScore) [best, bestScore] = [joined.slice(at, at + size), score];
      }
    }
    return best;
  }
}

/**
 * Whether one letter too many, too few or wrong, or two neighbours swapped, is all that differs between these words, the
 * second of which may stand within a longer text.
 */
export function isOneSlip(a: string, text: string, from = 0, until = text.length): boolean {
  const length = until - from;
  const shorter = Math.min(a.length, length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === text.charCodeAt(from + start)) start += 1;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === text.charCodeAt(until - 1 - end)) end += 1;
  const left = a.length - start - end;
  const right = length - start - end;
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[start] === text[from + start + 1] && a[start + 1] === text[from + start];
}
