import { fold } from '../../kernel/fold.js';
import { isStopWord, tokensOf, Vocabulary } from './words.js';

export interface CueData {
  /** Concept → the words that mean it: `begin*`, `*end`, `*inside*`, `next_to_each_other`. */
  readonly concepts: Readonly<Record<string, string>>;
  /** Matter, then combinations of concepts that mean it. */
  readonly rules: readonly (readonly string[])[];
}

export interface CueHit {
  readonly matter: string;
  /** How many concepts of the rule were met. */
  readonly concepts: number;
}

interface Rule {
  readonly matter: string;
  readonly concepts: readonly string[];
  /** Too vague for more than a few words. */
  readonly shortOnly: boolean;
}

/** A message of so many words is as good as a keyword. */
const fewWords = 3;

/** Recognises matters by words and combinations of words that a person wrote down for them. */
export class Cues {
  private readonly exact = new Map<string, string[]>();
  private readonly patterns: { readonly concept: string; readonly meets: (token: string) => boolean }[] = [];
  private readonly phrases: { readonly concept: string; readonly phrase: string }[] = [];
  private readonly rules: readonly Rule[];
  private readonly vocabulary: Vocabulary;

  /** @param words  further known words, which are not mistaken for typos of others */
  constructor(data: CueData, words: Iterable<string>) {
    const known = new Set(words);
    for (const [concept, text] of Object.entries(data.concepts)) {
      for (const word of fold(text).split(/\s+/).filter(Boolean)) this.learn(concept, word, known);
    }
    this.vocabulary = new Vocabulary(known);
    this.rules = data.rules.flatMap(([matter = '', ...combinations]) =>
      combinations.map((combination) => ({
        matter,
        concepts: [...new Set(combination.replace('~', '').split(' '))],
        shortOnly: combination.startsWith('~'),
      })),
    );
  }

  /** The matter that most of the clause's concepts point to; of equals the one that stands first in the data. */
  best(clause: string): CueHit | undefined {
    const met = this.conceptsIn(clause);
    const short = tokensOf(clause).length <= fewWords;
    let best: CueHit | undefined;
    for (const { matter, concepts, shortOnly } of this.rules) {
      if (shortOnly && !short) continue;
      if (concepts.length <= (best?.concepts ?? 0)) continue;
      if (concepts.every((concept) => met.has(concept))) best = { matter, concepts: concepts.length };
    }
    return best;
  }

  conceptsIn(clause: string): ReadonlySet<string> {
    const tokens = tokensOf(clause);
    const met = new Set(tokens.flatMap((token) => this.conceptsOf(token)));
    const line = ` ${tokens.join(' ')} `;
    for (const { concept, phrase } of this.phrases) if (line.includes(phrase)) met.add(concept);
    return met;
  }

  private learn(concept: string, word: string, known: Set<string>): void {
    const bare = word.replaceAll('*', '');
    if (word.includes('_')) {
      const end = word.endsWith('*') ? '' : ' ';
      this.phrases.push({ concept, phrase: ` ${bare.replaceAll('_', ' ')}${end}` });
      return;
    }
    if (bare.length >= 4) known.add(bare);
    if (!word.includes('*')) this.exact.set(word, [...(this.exact.get(word) ?? []), concept]);
    else if (word.startsWith('*') && word.endsWith('*')) this.add(concept, (token) => token.includes(bare));
    else if (word.startsWith('*')) this.add(concept, (token) => token.endsWith(bare));
    else this.add(concept, (token) => token.startsWith(bare));
  }

  private add(concept: string, meets: (token: string) => boolean): void {
    this.patterns.push({ concept, meets });
  }

  /** As it stands, else by the parts of the compound, else as the known word that a typo meant. */
  private conceptsOf(token: string): readonly string[] {
    const direct = this.direct(token);
    if (direct.length > 0 || isStopWord(token)) return direct;
    const parts = this.vocabulary.parts(token).flatMap((part) => this.direct(part));
    if (parts.length > 0 || this.vocabulary.has(token)) return parts;
    const corrected = this.vocabulary.corrected(token);
    return corrected === undefined ? [] : this.direct(corrected);
  }

  private direct(token: string): readonly string[] {
    const found = this.patterns.filter(({ meets }) => meets(token)).map(({ concept }) => concept);
    return [...(this.exact.get(token) ?? []), ...found];
  }
}
