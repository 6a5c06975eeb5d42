/**
 * Words and how often they occur, without an object for each: words of the same length stand behind one another in one
 * string, in order.
 */
export class WordTable {
  readonly #counts: Uint16Array;
  /** By length: where its words' counts begin. */
  readonly #begins: readonly number[];

  /**
   * @param words by length: all words of this length, each once, ascending
   * @param counts of all words in this order
   */
  constructor(
    readonly words: readonly string[],
    readonly counts: Uint16Array,
  ) {
    this.#counts = counts;
    let begin = 0;
    this.#begins = words.map((joined, length) => {
      begin += length === 0 ? 0 : joined.length / length;
      return begin - (length === 0 ? 0 : joined.length / length);
    });
  }

  static of(counted: ReadonlyMap<string, number>): WordTable {
    const longest = Math.max(0, ...Array.from(counted.keys(), (word) => word.length));
    const sorted = [...counted].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
    const words = Array.from({ length: longest + 1 }, (_, length) =>
      sorted.flatMap(([word]) => (word.length === length ? [word] : [])).join(''),
    );
    return new WordTable(
      words,
      Uint16Array.from(sorted, ([, count]) => Math.min(count, 0xffff)),
    );
  }

  has(word: string): boolean {
    const joined = this.words[word.length] ?? '';
    let from = 0;
    let until = word.length === 0 ? 0 : joined.length / word.length;
    while (from < until) {
      const middle = (from + until) >>> 1;
      const difference = differenceAt(joined, middle * word.length, word);
      if (difference === 0) return true;
      if (difference < 0) from = middle + 1;
      else until = middle;
    }
    return false;
  }

  /** All words of a length in one string; the word that begins at `at` has the count `countAt(length, at)`. */
  ofLength(length: number): string {
    return this.words[length] ?? '';
  }

  countAt(length: number, at: number): number {
    return this.#counts[(this.#begins[length] ?? 0) + at / length] ?? 0;
  }
}

function differenceAt(joined: string, at: number, word: string): number {
  for (let k = 0; k < word.length; k += 1) {
    const difference = joined.charCodeAt(at + k) - word.charCodeAt(k);
    if (difference !== 0) return difference;
  }
  return 0;
}
