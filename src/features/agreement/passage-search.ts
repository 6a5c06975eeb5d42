import MiniSearch from 'minisearch';
import type { AgreementDocument } from './document.js';
import { sentencesOf } from './document.js';
import type { Citation } from './matters.js';
import { isStopWord, stemOf, tokensOf, Vocabulary } from './words.js';

export interface PassageHit {
  readonly citation: Citation;
  /** How much of what the question asks about the passage speaks of, rare words counting more: 0 to 1. */
  readonly coverage: number;
}

/** A passage that covers less of the question does not answer it. */
const enoughCoverage = 0.75;

/** Full-text search over the passages of all documents, in German: stems, compounds, small typos. */
export class PassageSearch {
  private readonly index: MiniSearch<{ readonly id: number; readonly text: string }>;
  private readonly places: readonly Omit<Citation, 'quote'>[];
  private readonly vocabulary: Vocabulary;
  /** Stem → in how many passages. */
  private readonly spread = new Map<string, number>();

  constructor(documents: readonly AgreementDocument[]) {
    this.places = documents.flatMap((document) => document.passages.map((passage) => ({ document, passage })));
    this.vocabulary = new Vocabulary(new Set(wordsIn(documents)));
    this.index = new MiniSearch({
      fields: ['text'],
      tokenize: (text) => [...tokensOf(text)],
      processTerm: (term) => this.terms(term),
    });
    this.places.forEach(({ passage }, id) => {
      const text = passage.kind === 'title' ? passage.text : `${passage.section.heading} ${passage.text}`;
      this.index.add({ id, text });
      for (const stem of new Set(tokensOf(text).flatMap((token) => this.terms(token) || []))) {
        this.spread.set(stem, (this.spread.get(stem) ?? 0) + 1);
      }
    });
  }

  /** Best first, at most three. */
  search(question: string): readonly PassageHit[] {
    const asked = new Set(tokensOf(question).flatMap((token) => this.queryTerms(token)));
    if (asked.size === 0) return [];
    const total = [...asked].reduce((sum, stem) => sum + this.weight(stem), 0);
    return this.index
      .search([...asked].join(' '), { processTerm: (term) => term, prefix: false })
      .slice(0, 3)
      .flatMap((result): PassageHit[] => {
        const place = this.places[Number(result.id)];
        if (!place) return [];
        const covered = result.queryTerms.reduce((sum, stem) => sum + this.weight(stem), 0);
        return [{ citation: { ...place, quote: this.quote(place, asked) }, coverage: covered / total }];
      });
  }

  /** True if a passage speaks of nearly everything the question asks about. */
  answers(hit: PassageHit | undefined): hit is PassageHit {
    return hit !== undefined && hit.coverage >= enoughCoverage;
  }

  private queryTerms(token: string): readonly string[] {
    if (isStopWord(token)) return [];
    const known = this.vocabulary.has(token) || this.spread.has(stemOf(token));
    return this.terms(known ? token : (this.vocabulary.corrected(token) ?? token)) || [];
  }

  /** Stems of a word and of the parts of a compound; false for words that are not searched for. */
  private terms(token: string): string[] | false {
    if (isStopWord(token)) return false;
    const parts = this.vocabulary.parts(token).filter((part) => !isStopWord(part));
    return [...new Set([token, ...parts].map(stemOf))];
  }

  /** Rare words say more; words that no passage has say most. */
  private weight(stem: string): number {
    return Math.log(1 + this.places.length / (1 + (this.spread.get(stem) ?? 0)));
  }

  /** The sentence of the passage that shares most with the question. */
  private quote({ passage }: Omit<Citation, 'quote'>, asked: ReadonlySet<string>): string {
    let best = passage.text;
    let most = 0;
    for (const sentence of sentencesOf(passage.text)) {
      const stems = new Set(tokensOf(sentence).flatMap((token) => this.terms(token) || []));
      const shared = [...asked].filter((stem) => stems.has(stem)).reduce((sum, stem) => sum + this.weight(stem), 0);
      if (shared > most) {
        best = sentence;
        most = shared;
      }
    }
    return best;
  }
}

/** Every folded word of the documents. */
export function wordsIn(documents: readonly AgreementDocument[]): readonly string[] {
  return documents.flatMap((document) =>
    document.passages.flatMap((passage) => tokensOf(`${passage.section.heading} ${passage.text}`)),
  );
}
