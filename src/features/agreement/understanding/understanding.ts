import { Classifier } from './classifier.js';
import { clausesOf } from './clauses.js';
import { Concepts } from './concepts.js';
import { Reader, type Reading } from './features.js';
import type { Intent, IntentKind, Model } from './model.js';
import { Vocabulary } from './vocabulary.js';

/** One thing that was asked, as far as the agreement answers it. */
export interface RecognisedIntent {
  /** `laufzeit-2.kuendigung` */
  readonly intent: string;
  /** `laufzeit-2` */
  readonly passage: string;
  /** From 0 to 1. */
  readonly probability: number;
  /** The words of the message that spoke for it, strongest first, as they were typed. */
  readonly because: readonly string[];
}

export interface Understood {
  readonly answered: boolean;
  /** What is answered, most probable first, one for each passage. Empty unless `answered`. */
  readonly intents: readonly RecognisedIntent[];
  readonly kind: IntentKind;
  /** The likeliest intent among those not answered: `kosten`, `gruss`; the first intent's id if answered. */
  readonly topic: string;
  /** If not answered: the passage that comes nearest, if any does. */
  readonly nearest?: string;
  /** How much speaks for the decision to answer or not, from 0 to 1; usually above 0.5. */
  readonly confidence: number;
  /** Probability that this is about a child in danger, of the clause that sounds most like it. */
  readonly danger: number;
}

export interface Understanding {
  understand(question: string): Understood;
}

/** So probable must it be that the agreement answers: by cross-validation, less lets guesses through and more refuses too often. */
const ANSWERS_FROM = 0.5;
/** And so probable the best passage: when many passages are a little likely, none is cited. */
const CITED_FROM = 0.2;
/** What the clearest clause says of the whole, beside the message as a whole. */
const CLEAREST_CLAUSE = 0.4;
const QUESTION_MARK = 1.3;
const MAX_CLAUSES = 12;
const MAX_INTENTS = 3;
/** A further question in the same message must be as clear as this, in a clause of its own. */
const FURTHER = { answered: 0.6, intent: 0.35 };
/** A second passage is offered beside the first if it is about as probable. */
const RIVAL = { probability: 0.2, ofFirst: 0.5 };
const NEAR_FROM = 0.15;
const MAX_BECAUSE = 4;

interface Judged {
  readonly text: string;
  readonly reading: Reading;
  readonly probabilities: Float64Array;
}

export function createUnderstanding(model: Model): Understanding {
  const index = new Map(model.features.map((name, row) => [name, row]));
  const topics = new Classifier(index, model.topics);
  const danger = new Classifier(index, model.danger);
  const reader = new Reader(new Concepts(model.lexicon), new Vocabulary(model.words));
  const judge = (text: string): Judged => {
    const reading = reader.read(text);
    return { text, reading, probabilities: topics.probabilities(reading) };
  };

  return {
    understand(question) {
      const whole = judge(question);
      const clauses = latest(clausesOf(question)).map(judge);
      const parts = clauses.length > 1 ? clauses : [];
      const decided = new Distribution(model.intents, combine(whole, parts, model.intents));
      const alarm = Math.max(...[whole, ...parts].map(({ reading }) => danger.probabilities(reading)[1] ?? 0));
      const answered = whole.reading.tokens.length > 0 && isClear(decided);
      if (!answered) return { ...refusal(decided), danger: alarm };
      const chosen = choose(
        decided,
        parts.map(({ probabilities }) => new Distribution(model.intents, probabilities)),
      );
      const intents = chosen.map(({ intent, probability }) => ({
        intent: intent.id,
        passage: intent.passage ?? '',
        probability,
        because: because(topics, whole.reading, model.intents.indexOf(intent)),
      }));
      return {
        answered,
        intents,
        kind: 'answered',
        topic: intents[0]?.intent ?? '',
        confidence: decided.mass('answered'),
        danger: alarm,
      };
    },
  };
}

function isClear(decided: Distribution): boolean {
  return decided.mass('answered') >= ANSWERS_FROM && (decided.passages()[0]?.probability ?? 0) >= CITED_FROM;
}

interface Probable {
  readonly intent: Intent;
  readonly probability: number;
}

/** How the probability spreads over intents, kinds and passages. */
class Distribution {
  readonly #all: readonly Probable[];

  constructor(intents: readonly Intent[], probabilities: Float64Array) {
    this.#all = intents.map((intent, at) => ({ intent, probability: probabilities[at] ?? 0 }));
  }

  mass(kind: IntentKind): number {
    return this.#of(kind).reduce((sum, { probability }) => sum + probability, 0);
  }

  likeliest(kind: IntentKind): Probable | undefined {
    return this.#of(kind).reduce<Probable | undefined>(
      (best, one) => (best && best.probability >= one.probability ? best : one),
      undefined,
    );
  }

  /** Passages by what all their intents have together, each with its likeliest intent. */
  passages(): readonly Probable[] {
    const byPassage = new Map<string, Probable[]>();
    for (const one of this.#of('answered')) {
      const passage = one.intent.passage ?? '';
      byPassage.set(passage, [...(byPassage.get(passage) ?? []), one]);
    }
    return [...byPassage.values()]
      .map((list) => ({
        intent: list.reduce((best, one) => (one.probability > best.probability ? one : best)).intent,
        probability: list.reduce((sum, { probability }) => sum + probability, 0),
      }))
      .sort((a, b) => b.probability - a.probability);
  }

  #of(kind: IntentKind): readonly Probable[] {
    return this.#all.filter(({ intent }) => intent.kind === kind);
  }
}

/** The message as a whole, and its clearest clause: greetings and background blur the one, not the other. */
function combine(whole: Judged, parts: readonly Judged[], intents: readonly Intent[]): Float64Array {
  const clarity = ({ text, probabilities }: Judged) => {
    const clearest = probabilities.reduce(
      (most, p, at) => (intents[at]?.kind === 'smalltalk' ? most : Math.max(most, p)),
      0,
    );
    return clearest * (text.includes('?') ? QUESTION_MARK : 1);
  };
  const [clearest] = [...parts].sort((a, b) => clarity(b) - clarity(a));
  if (!clearest) return whole.probabilities;
  return whole.probabilities.map(
    (p, at) => (1 - CLEAREST_CLAUSE) * p + CLEAREST_CLAUSE * (clearest.probabilities[at] ?? 0),
  );
}

/** The first passage, what other clauses clearly ask besides, and what is nearly as probable as the first. */
function choose(decided: Distribution, parts: readonly Distribution[]): readonly Probable[] {
  const [first, ...others] = decided.passages();
  if (!first) return [];
  const further = parts
    .filter((part) => part.mass('answered') >= FURTHER.answered)
    .flatMap((part) => part.passages().slice(0, 1))
    .filter(({ probability }) => probability >= FURTHER.intent);
  const rivals = others.filter(
    ({ probability }) => probability >= RIVAL.probability && probability >= first.probability * RIVAL.ofFirst,
  );
  const chosen = new Map<string, Probable>();
  for (const one of [first, ...further, ...rivals]) {
    const passage = one.intent.passage ?? '';
    if (!chosen.has(passage)) chosen.set(passage, one);
  }
  return [...chosen.values()].slice(0, MAX_INTENTS);
}

function refusal(decided: Distribution): Omit<Understood, 'danger'> {
  const kind = decided.mass('smalltalk') > decided.mass('silent') ? 'smalltalk' : 'silent';
  const likeliest = decided.likeliest(kind);
  const [first] = decided.passages();
  const near = first && first.probability >= NEAR_FROM ? first.intent.passage : undefined;
  const nearest = kind === 'silent' ? (likeliest?.intent.passage ?? near) : undefined;
  return {
    answered: false,
    intents: [],
    kind,
    topic: likeliest?.intent.id ?? '',
    ...(nearest !== undefined && { nearest }),
    confidence: 1 - decided.mass('answered'),
  };
}

function because(topics: Classifier, reading: Reading, wanted: number): readonly string[] {
  const shares = topics.shares(reading, wanted);
  const words = reading.tokens.map(({ typed }, at) => ({ typed, share: shares[at] ?? 0 }));
  const strongest = words.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
  return [...new Set(strongest.map(({ typed }) => typed))].slice(0, MAX_BECAUSE);
}

/** Long messages ask at their end. */
function latest(clauses: readonly string[]): readonly string[] {
  return clauses.slice(-MAX_CLAUSES);
}
