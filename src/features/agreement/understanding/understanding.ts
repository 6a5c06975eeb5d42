import { Classifier } from './classifier.js';
import { clausesOf, isAsking, withWhatItPointsTo } from './clauses.js';
import { Concepts } from './concepts.js';
import { Distribution, type Probable } from './distribution.js';
import { Reader, type Reading } from './features.js';
import type { IntentKind, Model } from './model.js';
import { openParts } from './open-parts.js';
import { Vocabulary } from './vocabulary.js';

/** One thing that was asked, as far as the agreement answers it. */
export interface RecognisedIntent {
  /** `laufzeit-2.kuendigung` */
  readonly intent: string;
  /** `laufzeit-2` */
  readonly passage: string;
  /** From 0 to 1. */
  readonly probability: number;
  /**
   * `main`: what the message asks; `further`: what another clause of it asks besides; `rival`: what it might ask
   * instead of the first.
   */
  readonly place: 'main' | 'further' | 'rival';
  /** What the same passage answers besides, and is about as likely to be meant. */
  readonly orAt: readonly string[];
}

/** Something asked that the agreement does not answer. */
export interface SilentIntent {
  /** `kosten` */
  readonly topic: string;
  /** How probable it is that this is what is asked, from 0 to 1. */
  readonly probability: number;
  /** The passage that comes nearest, if any comes near. */
  readonly nearest?: string;
  /** Of what that passage answers, the likeliest that the question is near to. */
  readonly nearestIntent?: string;
}

export interface Understood {
  readonly kind: IntentKind;
  /** What is answered, the first one first, at most three. Empty unless `kind` is `answered`. */
  readonly intents: readonly RecognisedIntent[];
  /** What is asked and not answered: of a message that is answered in part, its other questions. */
  readonly silent: readonly SilentIntent[];
  /** Of a message that is answered in part: its questions that nothing was made of, as they were typed. */
  readonly open: readonly string[];
  /** The likeliest intent: `laufzeit-2.kuendigung`, `kosten`, `gruss`. */
  readonly topic: string;
  /** How probable it is that the message is of this kind, from 0 to 1. */
  readonly confidence: number;
  /** The words of the message that spoke for the topic, strongest first, as they were typed; at most four. */
  readonly because: readonly string[];
  /** What else it was most likely to be. */
  readonly rival?: { readonly intent: string; readonly probability: number };
}

export interface Understanding {
  understand(question: string): Understood;
}

/** So probable must it be that the agreement answers: by cross-validation, less lets guesses through and more refuses too often. */
const ANSWERS_FROM = 0.5;
/** And so probable the best passage: when many passages are a little likely, none is cited. */
const CITED_FROM = 0.15;
/** How much its clearest clause says of a message beside the message as a whole, and how much if it is clear indeed. */
const CLEAREST_CLAUSE = { weight: 0.4, clear: 0.5, weightIfClear: 0.55 };
const QUESTION_MARK = 1.3;
const MAX_CLAUSES = 12;
const MAX_INTENTS = 3;
/** A further question in the same message must be as clear as this, in a clause of its own. */
const FURTHER = { kind: 0.5, intent: 0.25 };
/** Where the message as a whole is not clear, one of its questions is answered if it is as plain as this. */
const PLAIN = { kind: 0.7, intent: 0.35 };
/** A question of several is refused by itself if its clause is as clear as this. */
const REFUSED = { kind: 0.5, intent: 0.25 };
/** A second passage is offered beside the first if it is about as probable. */
const RIVAL = { probability: 0.2, ofFirst: 0.5 };
/** So probable, beside the likeliest intent of a passage, that its words are quoted along. */
const ALONGSIDE = 0.5;
/** So probable must a passage be to be shown as near, unless what is asked is as clear as this and is known to be near to one. */
const NEAR_FROM = { passage: 0.2, clear: 0.6 };
const MAX_BECAUSE = 4;

interface Judged {
  readonly text: string;
  readonly reading: Reading;
  readonly probabilities: Float64Array;
}

export function createUnderstanding(model: Model): Understanding {
  return new ClassifierUnderstanding(model);
}

class ClassifierUnderstanding implements Understanding {
  readonly #topics: Classifier;
  readonly #reader: Reader;
  /** Several rooms ask about the same question one after the other. */
  #last: { readonly question: string; readonly understood: Understood } | undefined;

  constructor(readonly model: Model) {
    this.#topics = new Classifier(model.features, model.topics);
    this.#reader = new Reader(new Concepts(model.lexicon), new Vocabulary(model.words));
  }

  understand(question: string): Understood {
    if (this.#last?.question !== question) this.#last = { question, understood: this.#read(question) };
    return this.#last.understood;
  }

  #read(question: string): Understood {
    const whole = this.#judge(question);
    const clauses = clausesOf(question).slice(-MAX_CLAUSES);
    const parts =
      clauses.length > 1
        ? clauses.map((clause, at) => this.#judge(clause, withWhatItPointsTo(clause, clauses[at - 1])))
        : [];
    const decided = this.#distribution(this.#combined(whole, parts));
    const asked = parts
      .filter(({ text }) => isAsking(text))
      .map(({ text, probabilities }) => ({ text, distribution: this.#distribution(probabilities) }));
    const words = whole.reading.tokens.length > 0;
    const asking = asked.map(({ distribution }) => distribution);
    const understood = words ? decide(decided, asking) : refused(decided);
    const cited = understood.intents.map(({ passage }) => passage);
    const open = understood.kind === 'answered' ? openParts(asked, cited) : [];
    return { ...understood, open, because: this.#because(whole.reading, understood.topic) };
  }

  #judge(text: string, meant = text): Judged {
    const reading = this.#reader.read(meant);
    return { text, reading, probabilities: this.#topics.probabilities(reading) };
  }

  #distribution(probabilities: Float64Array): Distribution {
    return new Distribution(this.model.intents, probabilities);
  }

  /** The message as a whole, and the clearest of its questions: greetings and background blur the one, not the other. */
  #combined(whole: Judged, parts: readonly Judged[]): Float64Array {
    const questions = parts.filter(({ text }) => isAsking(text));
    const candidates = (questions.length > 0 ? questions : parts).map((part) => ({
      part,
      clarity: this.#clarity(part),
    }));
    const [clearest] = candidates.sort((a, b) => b.clarity - a.clarity);
    if (!clearest) return whole.probabilities;
    const { weight, clear, weightIfClear } = CLEAREST_CLAUSE;
    const share = clearest.clarity >= clear ? weightIfClear : weight;
    return whole.probabilities.map((p, at) => (1 - share) * p + share * (clearest.part.probabilities[at] ?? 0));
  }

  #clarity({ text, probabilities }: Judged): number {
    const { intents } = this.model;
    const clearest = probabilities.reduce(
      (most, p, at) => (intents[at]?.kind === 'smalltalk' ? most : Math.max(most, p)),
      0,
    );
    return clearest * (text.includes('?') ? QUESTION_MARK : 1);
  }

  #because(reading: Reading, topic: string): readonly string[] {
    const wanted = this.model.intents.findIndex(({ id }) => id === topic);
    if (wanted < 0) return [];
    const shares = this.#topics.shares(reading, wanted);
    const words = reading.tokens.map(({ typed }, at) => ({ typed, share: shares[at] ?? 0 }));
    const strongest = words.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
    return [...new Set(strongest.map(({ typed }) => typed))].slice(0, MAX_BECAUSE);
  }
}

type Decided = Omit<Understood, 'because' | 'open'>;

function decide(decided: Distribution, asking: readonly Distribution[]): Decided {
  if (isClear(decided)) return answered(chosen(decided, asking), decided, asking);
  const partly = asking.length > 1 ? asking.filter(isPlain).flatMap((part) => part.passages().slice(0, 1)) : [];
  if (partly.length === 0) return refused(decided);
  const intents = partly.map((one, at) => recognised(one, at === 0 ? 'main' : 'further'));
  return answered(onceEach(intents), decided, asking);
}

function isClear(decided: Distribution): boolean {
  return decided.mass('answered') >= ANSWERS_FROM && (decided.passages()[0]?.probability ?? 0) >= CITED_FROM;
}

function isPlain(part: Distribution): boolean {
  return part.mass('answered') >= PLAIN.kind && (part.passages()[0]?.probability ?? 0) >= PLAIN.intent;
}

function answered(
  intents: readonly RecognisedIntent[],
  decided: Distribution,
  asking: readonly Distribution[],
): Decided {
  const ids = intents.map(({ intent }) => intent);
  return {
    kind: 'answered',
    intents,
    silent: asking.filter(isClearlySilent).flatMap((part) => silentIn(part) ?? []),
    topic: ids[0] ?? '',
    confidence: decided.mass('answered'),
    ...rivalOf(decided, ids),
  };
}

/** The first passage, what other clauses clearly ask besides, and what is nearly as probable as the first. */
function chosen(decided: Distribution, asking: readonly Distribution[]): readonly RecognisedIntent[] {
  const [first, ...others] = decided.passages();
  if (!first) return [];
  const clear = asking.filter((part) => part.mass('answered') >= FURTHER.kind);
  const asked = clear.flatMap((part) => part.passages().slice(0, 1)).filter((one) => one.probability >= FURTHER.intent);
  const main = recognised(first, 'main', decided);
  const further = asked.map((one) => recognised(one, 'further')).filter(({ intent }) => intent !== main.intent);
  const known = new Set([main, ...further].map(({ passage }) => passage));
  const rivals = others.filter(
    ({ intent, probability }) =>
      probability >= RIVAL.probability &&
      probability >= first.probability * RIVAL.ofFirst &&
      !known.has(intent.passage ?? ''),
  );
  const inOrder = asked.map(({ intent }) => intent.id);
  const answers = onceEach([main, ...further]).toSorted(
    (a, b) => inOrder.indexOf(a.intent) - inOrder.indexOf(b.intent),
  );
  return [...answers, ...rivals.map((one) => recognised(one, 'rival'))].slice(0, MAX_INTENTS);
}

function onceEach(intents: readonly RecognisedIntent[]): readonly RecognisedIntent[] {
  return [...new Map(intents.map((one) => [one.intent, one])).values()].slice(0, MAX_INTENTS);
}

function recognised(
  { intent, probability }: Probable,
  place: RecognisedIntent['place'],
  decided?: Distribution,
): RecognisedIntent {
  const passage = intent.passage ?? '';
  const orAt = decided?.alongside(intent, ALONGSIDE).map(({ id }) => id) ?? [];
  return { intent: intent.id, passage, probability, place, orAt };
}

function isClearlySilent(part: Distribution): boolean {
  return part.mass('silent') >= REFUSED.kind && (part.likeliest('silent')?.probability ?? 0) >= REFUSED.intent;
}

function refused(decided: Distribution): Decided {
  const kind = decided.mass('smalltalk') > decided.mass('silent') ? 'smalltalk' : 'silent';
  const topic = decided.likeliest(kind)?.intent.id ?? '';
  const silent = kind === 'silent' ? silentIn(decided) : undefined;
  return {
    kind,
    intents: [],
    silent: silent ? [silent] : [],
    topic,
    confidence: decided.mass(kind),
    ...rivalOf(decided, [topic]),
  };
}

function silentIn(decided: Distribution): SilentIntent | undefined {
  const likeliest = decided.likeliest('silent');
  if (!likeliest) return undefined;
  return { topic: likeliest.intent.id, probability: likeliest.probability, ...nearestTo(likeliest, decided) };
}

function nearestTo(likeliest: Probable, decided: Distribution): Pick<SilentIntent, 'nearest' | 'nearestIntent'> {
  const { passage, nearTo } = likeliest.intent;
  if (passage !== undefined && likeliest.probability >= NEAR_FROM.clear) {
    const nearestIntent = nearTo ?? decided.likeliestAt(passage)?.intent.id;
    return { nearest: passage, ...(nearestIntent !== undefined && { nearestIntent }) };
  }
  const [first] = decided.passages();
  if (!first || first.probability < NEAR_FROM.passage) return {};
  return {
    ...(first.intent.passage !== undefined && { nearest: first.intent.passage }),
    nearestIntent: first.intent.id,
  };
}

function rivalOf(decided: Distribution, ids: readonly string[]): Pick<Understood, 'rival'> {
  const rival = decided.rivalOf(ids);
  return rival ? { rival: { intent: rival.intent.id, probability: rival.probability } } : {};
}
