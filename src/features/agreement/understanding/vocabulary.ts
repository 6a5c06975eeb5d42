import { partsOf } from './compounds.js';

/** Knows the words of the training lines: splits compounds into them and finds the one a typo was meant to be. */
export class Vocabulary {
  readonly #counts: ReadonlyMap<string, number>;
  readonly #deletions = new Map<string, string[]>();
  readonly #parts = new Map<string, readonly string[]>();
  readonly #corrections = new Map<string, string | undefined>();

  constructor(counts: ReadonlyMap<string, number>) {
    this.#counts = counts;
    for (const word of counts.keys()) {
      if (word.length < 4) continue;
      for (const shorter of deletionsOf(word)) {
        const list = this.#deletions.get(shorter);
        if (list) list.push(word);
        else this.#deletions.set(shorter, [word]);
      }
    }
  }

  has(word: string): boolean {
    return this.#counts.has(word);
  }

  /** The known words that a compound is made of; none if it is not. */
  parts(word: string): readonly string[] {
    if (word.length < 8) return [];
    const known = this.#parts.get(word);
    if (known) return known;
    const parts = partsOf(word, (part) => this.has(part));
    if (this.#parts.size > 20_000) this.#parts.clear();
    this.#parts.set(word, parts);
    return parts;
  }

  /** The known word, at most about one slip away, that an unknown one was probably meant to be. The commonest wins. */
  correction(word: string): string | undefined {
    if (word.length < 4 || this.has(word)) return undefined;
    if (this.#corrections.has(word)) return this.#corrections.get(word);
    let best: string | undefined;
    let bestScore = 0;
    for (const key of [word, ...deletionsOf(word)]) {
      for (const candidate of [...(this.#deletions.get(key) ?? []), ...(this.has(key) ? [key] : [])]) {
        if (candidate === word || candidate.length < 4) continue;
        const score = (this.#counts.get(candidate) ?? 0) * (candidate[0] === word[0] ? 4 : 1) + candidate.length / 100;
        if (score > bestScore) {
          best = candidate;
          bestScore = score;
        }
      }
    }
    if (this.#corrections.size > 5_000) this.#corrections.clear();
    this.#corrections.set(word, best);
    return best;
  }
}

function deletionsOf(word: string): readonly string[] {
  return Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1));
}
