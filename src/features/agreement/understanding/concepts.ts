import { fold } from './normalise.js';
import { stemOf } from './stems.js';

/** Words between two neighbours of a phrase that do not break it. */
const MAX_GAP = 2;

type Pattern = (word: string) => boolean;
interface Phrase {
  readonly concept: string;
  readonly rest: readonly Pattern[];
}

/** The ideas of a lexicon, indexed so that looking up a word costs little however many there are. */
export class Concepts {
  readonly #exact = new Map<string, string[]>();
  readonly #prefixes = new Map<string, { readonly concept: string; readonly pattern: Pattern }[]>();
  readonly #loose: { readonly concept: string; readonly pattern: Pattern }[] = [];
  readonly #phrases: { readonly first: Pattern; readonly phrase: Phrase }[] = [];
  readonly #remembered = new Map<string, readonly string[]>();
  readonly words = new Set<string>();

  constructor(lexicon: string) {
    for (const line of lexicon.split('\n')) {
      const colon = line.indexOf(':');
      if (line.startsWith('#') || colon < 0) continue;
      const concept = line.slice(0, colon);
      for (const term of line.slice(colon + 1).split(/\s+/)) if (term !== '') this.#add(concept, fold(term));
    }
  }

  #add(concept: string, term: string): void {
    if (term.includes('_')) {
      const [first, ...rest] = term
        .split('_')
        .filter((part) => part !== '')
        .map(patternOf);
      if (first) this.#phrases.push({ first, phrase: { concept, rest } });
    } else if (!term.includes('*')) {
      this.words.add(term);
      for (const key of new Set([term, stemOf(term)])) push(this.#exact, key, concept);
    } else if (/^[^*]{2,}/.test(term)) {
      if (term.indexOf('*') === term.length - 1) this.words.add(term.slice(0, -1));
      push(this.#prefixes, term.slice(0, 2), { concept, pattern: patternOf(term) });
    } else {
      this.#loose.push({ concept, pattern: patternOf(term) });
    }
  }

  /** The ideas that this one word stands for. */
  ofWord(word: string): readonly string[] {
    const known = this.#remembered.get(word);
    if (known) return known;
    const found = new Set([...(this.#exact.get(word) ?? []), ...(this.#exact.get(stemOf(word)) ?? [])]);
    for (const { concept, pattern } of this.#prefixes.get(word.slice(0, 2)) ?? [])
      if (pattern(word)) found.add(concept);
    for (const { concept, pattern } of this.#loose) if (pattern(word)) found.add(concept);
    const concepts = [...found];
    if (this.#remembered.size > 20_000) this.#remembered.clear();
    this.#remembered.set(word, concepts);
    return concepts;
  }

  /** The ideas for which several words of a sentence stand together. */
  ofPhrases(
    words: readonly string[],
  ): readonly { readonly concept: string; readonly from: number; readonly to: number }[] {
    const found = [];
    for (const { first, phrase } of this.#phrases) {
      for (let at = 0; at < words.length; at += 1) {
        if (!first(words[at] ?? '')) continue;
        const to = endOfPhrase(phrase.rest, words, at);
        if (to !== undefined) found.push({ concept: phrase.concept, from: at, to });
      }
    }
    return found;
  }
}

function endOfPhrase(rest: readonly Pattern[], words: readonly string[], start: number): number | undefined {
  let at = start;
  for (const pattern of rest) {
    const next = words.slice(at + 1, at + 2 + MAX_GAP).findIndex(pattern);
    if (next < 0) return undefined;
    at += next + 1;
  }
  return at;
}

function patternOf(term: string): Pattern {
  if (!term.includes('*')) return (word) => word === term;
  if (term.indexOf('*') === term.length - 1) {
    const prefix = term.slice(0, -1);
    return (word) => word.startsWith(prefix);
  }
  const pattern = new RegExp(`^${term.split('*').join('.*')}$`, 'u');
  return (word) => pattern.test(word);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
