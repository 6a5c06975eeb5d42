import { Memo, pushTo } from './memo.js';
import { fold } from './normalise.js';
import { stemOf } from './stems.js';

/** Words that may stand between two neighbours of a phrase. */
const MAX_GAP = 2;
const PREFIX_KEY = 2;

type Pattern = (word: string) => boolean;

interface Meaning {
  readonly concept: string;
  readonly matches: Pattern;
}

interface Phrase {
  readonly concept: string;
  readonly first: Pattern;
  readonly rest: readonly Pattern[];
}

/** An idea found in a text, and the positions of the words that express it. */
export interface Mention {
  readonly concept: string;
  readonly at: readonly number[];
}

/**
 * The lexicon of words that mean the same. Its text has one idea a line, `NAME: word prefix* two_words`; a star stands for
 * any letters, and words joined by _ stand in this order with at most two others between; the first of them begins with
 * two letters, not with a star. Lines with # are comments.
 */
export class Concepts {
  /** The plain words of the lexicon, folded. */
  readonly words = new Set<string>();
  readonly #exact = new Map<string, string[]>();
  readonly #prefixes = new Map<string, Meaning[]>();
  readonly #endings: Meaning[] = [];
  readonly #phrases = new Map<string, Phrase[]>();
  readonly #known = new Memo<readonly string[]>(20_000);

  constructor(lexicon: string) {
    for (const line of lexicon.split('\n')) {
      const colon = line.indexOf(':');
      if (line.startsWith('#') || colon < 0) continue;
      const terms = line.slice(colon + 1).split(/\s+/);
      for (const term of terms) if (term !== '') this.#add(line.slice(0, colon), fold(term));
    }
  }

  /** The ideas that this one folded word stands for. */
  ofWord(word: string): readonly string[] {
    return this.#known.get(word, () => {
      const exact = [...(this.#exact.get(word) ?? []), ...(this.#exact.get(stemOf(word)) ?? [])];
      const patterns = [...(this.#prefixes.get(keyOf(word)) ?? []), ...this.#endings];
      const matching = patterns.filter(({ matches }) => matches(word)).map(({ concept }) => concept);
      return [...new Set([...exact, ...matching])];
    });
  }

  /** The ideas for which several words of a sentence stand together. */
  ofPhrases(words: readonly string[]): readonly Mention[] {
    return words.flatMap((word, start) =>
      (this.#phrases.get(keyOf(word)) ?? []).flatMap(({ concept, first, rest }) => {
        const at = first(word) ? followed(rest, words, start) : undefined;
        return at ? [{ concept, at }] : [];
      }),
    );
  }

  #add(concept: string, term: string): void {
    const star = term.indexOf('*');
    if (term.includes('_')) {
      const [first = '', ...rest] = term.split('_').filter((part) => part !== '');
      pushTo(this.#phrases, keyOf(first), { concept, first: patternOf(first), rest: rest.map(patternOf) });
    } else if (star < 0) {
      this.words.add(term);
      for (const key of new Set([term, stemOf(term)])) pushTo(this.#exact, key, concept);
    } else if (star >= PREFIX_KEY) {
      pushTo(this.#prefixes, keyOf(term), { concept, matches: patternOf(term) });
      if (star === term.length - 1) this.words.add(term.slice(0, star));
    } else {
      this.#endings.push({ concept, matches: patternOf(term) });
    }
  }
}

/** Words and patterns are indexed by how they begin. */
function keyOf(word: string): string {
  return word.slice(0, PREFIX_KEY);
}

/** The positions of a phrase that begins at `start`; undefined if its other words do not follow. */
function followed(rest: readonly Pattern[], words: readonly string[], start: number): readonly number[] | undefined {
  const at = [start];
  for (const matches of rest) {
    const from = (at.at(-1) ?? start) + 1;
    const next = words.slice(from, from + 1 + MAX_GAP).findIndex(matches);
    if (next < 0) return undefined;
    at.push(from + next);
  }
  return at;
}

function patternOf(term: string): Pattern {
  const star = term.indexOf('*');
  if (star < 0) return (word) => word === term;
  if (star === term.length - 1) {
    const prefix = term.slice(0, -1);
    return (word) => word.startsWith(prefix);
  }
  const pattern = new RegExp(`^${term.split('*').join('.*')}$`, 'u');
  return (word) => pattern.test(word);
}
