import type { AgreementDocument } from '../../src/features/agreement/document.js';
import { namesDate } from './dates.js';
import type { Question } from './questions.js';

/** What a system says to a question. */
export interface Prediction {
  readonly answered: boolean;
  /** Verbatim from the agreement, the one that carries the answer first. */
  readonly quotes: readonly string[];
  readonly answer: string;
}

export interface Verdict {
  readonly answerable: boolean;
  /** The first quote carries the answer; of what is not answerable: it was refused. */
  readonly right: boolean;
  /** One of the first three quotes does. */
  readonly rightOfThree: boolean;
  /** All parts of a question of several are answered. */
  readonly complete?: boolean;
  readonly date?: boolean;
}

const countedQuotes = 3;

/** For comparing: case, white space, hyphens and punctuation do not matter. */
export function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Judges predictions as strictly for every system: only quotes that are verbatim and no longer than a passage count. */
export class Scoring {
  private readonly text: string;
  private readonly withHeadings: string;
  private readonly longest: number;

  constructor({ passages }: AgreementDocument) {
    const texts = passages.map((passage) => normalised(passage.text));
    this.text = texts.join('');
    this.longest = Math.max(...texts.map((text) => text.length));
    this.withHeadings = passages
      .map(({ section, kind }, at) => {
        const begins = kind !== 'title' && passages[at - 1]?.section.id !== section.id && section.id !== 'unterschrift';
        return `${begins ? normalised(section.heading) : ''}${texts[at]}`;
      })
      .join('');
  }

  judge(question: Question, prediction: Prediction): Verdict {
    const { answered, answer } = prediction;
    const { answerable, groups, expectDate } = question;
    if (!answerable) return { answerable, right: !answered, rightOfThree: !answered };
    const quotes = prediction.quotes.slice(0, countedQuotes).map((quote) => this.countable(quote));
    const holds = (quote: string | undefined, words: readonly string[]) =>
      quote !== undefined && words.some((some) => quote.includes(normalised(some)));
    return {
      answerable,
      right: answered && holds(quotes[0], question.mustQuote),
      rightOfThree: answered && quotes.some((quote) => holds(quote, question.mustQuote)),
      ...(groups && { complete: answered && groups.every((group) => quotes.some((quote) => holds(quote, group))) }),
      ...(expectDate !== undefined && { date: answered && namesDate(expectDate, answer, question.question) }),
    };
  }

  /** The quote for comparing; undefined if it does not count. An ellipsis joins verbatim pieces. */
  private countable(quote: string): string | undefined {
    const whole = normalised(quote);
    if (whole.length === 0 || whole.length > this.longest) return undefined;
    const pieces = quote
      .split(/\[?(?:…|\.\.\.)\]?/)
      .map(normalised)
      .filter(Boolean);
    const verbatim = pieces.every((piece) => this.text.includes(piece) || this.withHeadings.includes(piece));
    return verbatim ? whole : undefined;
  }
}

export interface Score {
  /** Of the answerable questions, how many are answered with the right first quote. */
  readonly correct: number;
  /** Of the others, how many are refused. */
  readonly refused: number;
  /** Harmonic mean of the two. */
  readonly mean: number;
}

export function scoreOf(verdicts: readonly Verdict[]): Score {
  const shareOf = (some: readonly Verdict[]) => some.filter(({ right }) => right).length / Math.max(1, some.length);
  const correct = shareOf(verdicts.filter(({ answerable }) => answerable));
  const refused = shareOf(verdicts.filter(({ answerable }) => !answerable));
  return { correct, refused, mean: correct + refused === 0 ? 0 : (2 * correct * refused) / (correct + refused) };
}
