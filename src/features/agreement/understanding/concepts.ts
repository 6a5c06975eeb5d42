import { Memo, pushTo } from './memo.js';
import { fold } from './normalise.js';
import { stemOf } from './stems.js';

/** Words that may stand between two neighbours of a phrase. */
const MAX_GAP = 2;
const PREFIX_KEY = 2;

/** A term of the lexicon, folded, and the idea it stands for. */
interface Meaning {
  readonly concept: string;
  readonly term: string;
}

interface Phrase {
  readonly concept: string;
  readonly first: string;
  readonly rest: readonly string[];
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
  readonly #exact = new Map<string, string[]>();
  readonly #prefixes = new Map<string, Meaning[]>();
  readonly #endings: Meaning[] = [];
  readonly #phrases = new Map<string, Phrase[]>();
  readonly #known = new Memo<readonly string[]>();

  constructor(lexicon: string) {
    for (const { concept, term } of meaningsIn(lexicon)) this.#add(concept, term);
  }

  /** The ideas that this one folded word stands for. */
  ofWord(word: string): readonly string[] {
    return this.#known.get(word, () => {
      const exact = [...(this.#exact.get(word) ?? []), ...(this.#exact.get(stemOf(word)) ?? [])];
      const patterns = [...(this.#prefixes.get(keyOf(word)) ?? []), ...this.#endings];
      const matching = patterns.filter(({ term }) => isMeant(term, word)).map(({ concept }) => concept);
      return [...new Set([...exact, ...matching])];
    });
  }

  /** The ideas for which several words of a sentence stand together. */
  ofPhrases(words: readonly string[]): readonly Mention[] {
    return words.flatMap((word, start) =>
      (this.#phrases.get(keyOf(word)) ?? []).flatMap(({ concept, first, rest }) => {
        const at = isMeant(first, word) ? followed(rest, words, start) : undefined;
        return at ? [{ concept, at }] : [];
      }),
    );
  }

  #add(concept: string, term: string): void {
    const star = term.indexOf('*');
    if (term.includes('_')) {
      const [first = '', ...rest] = term.split('_').filter((part) => part !== '');
      pushTo(this.#phrases, keyOf(first), { concept, first, rest });
    } else if (star < 0) {
      for (const key of new Set([term, stemOf(term)])) pushTo(this.#exact, key, concept);
    } else if (star >= PREFIX_KEY) {
      pushTo(this.#prefixes, keyOf(term), { concept, term });
    } else {
      this.#endings.push({ concept, term });
    }
  }
}

/** The plain words of a lexicon, and the beginnings that any letters may follow, folded. */
export function wordsInLexicon(lexicon: string): ReadonlySet<string> {
  const terms = meaningsIn(lexicon).filter(({ term }) => !term.includes('_'));
  const words = terms.map(({ term }) => term.replace(/(?<=^[^*]{2,})\*$/u, ''));
  return new Set(words.filter((word) => !word.includes('*')));
}

function meaningsIn(lexicon: string): readonly Meaning[] {
  return lexicon.split('\n').flatMap((line) => {
    const colon = line.indexOf(':');
    if (line.startsWith('#') || colon < 0) return [];
    const concept = line.slice(0, colon);
    const terms = fold(line.slice(colon + 1)).split(/\s+/);
    return terms.flatMap((term) => (term === '' ? [] : [{ concept, term }]));
  });
}

/** Words and patterns are indexed by how they begin. */
function keyOf(word: string): string {
  return word.slice(0, PREFIX_KEY);
}

/** The positions of a phrase that begins at `start`; undefined if its other words do not follow. */
function followed(rest: readonly string[], words: readonly string[], start: number): readonly number[] | undefined {
  const at = [start];
  for (const term of rest) {
    const from = (at.at(-1) ?? start) + 1;
    const next = words.slice(from, from + 1 + MAX_GAP).findIndex((word) => isMeant(term, word));
    if (next < 0) return undefined;
    at.push(from + next);
  }
  return at;
}

/** Whether a term means a word: letter by letter, a star standing for any letters. */
function isMeant(term: string, word: string): boolean {
  const star = term.indexOf('*');
  if (star < 0) return word === term;
  if (!word.startsWith(term.slice(0, star))) return false;
  return isFollowedBy(term, star + 1, word, star);
}

/** Whether the rest of a word has the rest of a term in it, each piece between stars after the one before. */
function isFollowedBy(term: string, termFrom: number, word: string, wordFrom: number): boolean {
  const star = term.indexOf('*', termFrom);
  const piece = term.slice(termFrom, star < 0 ? term.length : star);
  if (star < 0) return word.length - wordFrom >= piece.length && word.endsWith(piece);
  const found = word.indexOf(piece, wordFrom);
  return found >= 0 && isFollowedBy(term, star + 1, word, found + piece.length);
}
