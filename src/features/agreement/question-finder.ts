import { silences } from '../../content/agreement/answers/silences.js';
import { answers } from '../../content/agreement/answers.js';
import { type AgreementDocument, passageOf } from './document.js';
import { type Decision, type Finder, type Finding, smalltalkTopics, type Unanswered } from './finder.js';
import { bringsAMatter } from './follow-ups.js';
import { goalNumberIn } from './goal-numbers.js';
import {
  type Citation,
  citationOf,
  joinedCitation,
  type Matter,
  mattersOf,
  type Silence,
  silencesOf,
} from './matters.js';
import { asksWhetherWeMeet } from './network-topics.js';
import { PassageSearch } from './passage-search.js';
import { clausesOf, isAsking } from './understanding/clauses.js';
import type { RecognisedIntent, SilentIntent, Understanding, Understood } from './understanding/understanding.js';

/** The document that the ways of asking and the sentences under `content/` were written for. */
const curatedDocument = 'kooperationsvereinbarung';
/** Longest text that is looked at: nobody asks that much. */
const longestQuestion = 8_000;
const mostFindings = 3;
/** Beyond so many words a goal's number is mentioned along, not asked for. */
const fewWords = 8;
/** As sure as this that a question is not answered, a goal's number in it changes nothing. */
const sureOfSilence = 0.8;
/** As sure as this of what is asked, it is said what exactly the document is silent on. */
const sureOfReason = 0.6;
/** As likely as this to be a matter of somewhere else, it is sent to nobody. */
const likelyElsewhere = 0.12;
const enoughToBeNear = 0.4;

/**
 * Finds by what was learnt from ways of asking, where they were written for the document; other documents are searched
 * for their words.
 */
export function createFinder(documents: readonly AgreementDocument[], understanding: Understanding): Finder {
  const curated = documents.find(({ id }) => id === curatedDocument);
  if (!curated) return new SearchFinder(documents);
  const others = documents.filter((document) => document !== curated);
  const understood = new UnderstandingFinder(curated, understanding);
  if (others.length === 0) return understood;
  const searched = new SearchFinder(others);
  return {
    find: (question) => eitherOf(understood.find(question), () => searched.find(question)),
    reasonFor: (matter) => understood.reasonFor(matter),
  };
}

/** What the agreement is silent on, another document may say. */
function eitherOf(decision: Decision, elsewhere: () => Decision): Decision {
  if (decision.kind !== 'silent' || decision.silence?.id === 'injektion') return decision;
  const other = elsewhere();
  return other.kind === 'answer' ? other : decision;
}

class UnderstandingFinder implements Finder {
  private readonly matters: ReadonlyMap<string, Matter>;
  private readonly silences: ReadonlyMap<string, Silence>;

  constructor(
    private readonly document: AgreementDocument,
    private readonly understanding: Understanding,
  ) {
    this.matters = new Map(mattersOf(document, answers).map((matter) => [matter.id, matter]));
    this.silences = new Map(silencesOf(silences).map((silence) => [silence.id, silence]));
  }

  find(question: string): Decision {
    const text = question.slice(0, longestQuestion);
    const understood = this.understanding.understand(text);
    return { ...this.decided(text, understood), reasons: this.reasons(understood) };
  }

  private decided(text: string, understood: Understood): Decision {
    const dates = asksWhetherWeMeet(text) ? this.silences.get('termine') : undefined;
    if (dates) return { kind: 'silent', sure: true, silence: dates };
    const goal = this.goalNamed(text, understood);
    if (goal) return { kind: 'answer', findings: [goal], unanswered: [] };
    const findings = understood.intents.flatMap((intent) => this.finding(intent) ?? []).slice(0, mostFindings);
    const unanswered = understood.silent.map((silent) => this.unanswered(silent));
    if (findings.length > 0) {
      const open = understood.open.filter(bringsAMatter);
      return { kind: 'answer', findings, unanswered: unanswered.filter(({ sure }) => sure), open };
    }
    const topic = smalltalkTopics.find((known) => known === understood.topic);
    if (topic) return { kind: 'smalltalk', topic };
    return { kind: 'silent', ...(unanswered[0] ?? { sure: false }) };
  }

  reasonFor(matter: string): Matter | undefined {
    return this.matters.get(this.matters.get(matter)?.why ?? '');
  }

  /** "Ziel 6", "das dritte Ziel": the agreement does not number its goals, people do. */
  private goalNamed(text: string, understood: Understood): Finding | undefined {
    const number = text.split(/\s+/).length <= fewWords ? goalNumberIn(text) : undefined;
    if (number === undefined || (understood.kind === 'silent' && understood.confidence >= sureOfSilence))
      return undefined;
    const matter = this.matters.get(`strategisches-ziel-${number}`);
    return matter && { kind: 'matter', matter, citations: matter.citations, place: 'main' };
  }

  private finding({ intent, place, orAt }: RecognisedIntent): Finding | undefined {
    const matter = this.matters.get(intent);
    if (!matter) return undefined;
    const [first, ...more] = matter.citations;
    const alongside = orAt.flatMap((id) => this.matters.get(id)?.citations.slice(0, 1) ?? []);
    const joined = first && alongside.filter(({ passage }) => passage === first.passage).reduce(joinedCitation, first);
    return { kind: 'matter', matter, citations: joined ? [joined, ...more] : more, place };
  }

  private unanswered({ topic, probability, nearest, nearestIntent }: SilentIntent): Unanswered {
    const silence = this.silences.get(topic);
    const near = this.nearestTo(nearest, nearestIntent);
    const sure = silence !== undefined && probability >= sureOfReason;
    const elsewhere = silence?.elsewhere === true && probability >= likelyElsewhere;
    return { sure, elsewhere, ...(silence && { silence }), ...(near && { near }) };
  }

  private nearestTo(passage: string | undefined, intent: string | undefined): Citation | undefined {
    if (passage === undefined) return undefined;
    const known = intent === undefined ? undefined : this.matters.get(intent)?.citations[0];
    return known ?? (passageOf(this.document, passage) && citationOf(this.document, passage));
  }

  private reasons({ because, confidence, rival }: Understood): NonNullable<Decision['reasons']> {
    const topic = rival && (this.matters.get(rival.intent)?.topic ?? this.silences.get(rival.intent)?.topic);
    return {
      because,
      confidence,
      ...(rival && topic !== undefined && { rival: { topic, probability: rival.probability } }),
    };
  }
}

/** Full-text search, for documents nobody has written ways of asking for. */
class SearchFinder implements Finder {
  private readonly search: PassageSearch;

  constructor(documents: readonly AgreementDocument[]) {
    this.search = new PassageSearch(documents);
  }

  find(question: string): Decision {
    const clauses = clausesOf(question.slice(0, longestQuestion));
    const asking = clauses.filter(isAsking);
    const hits = (asking.length > 0 ? asking : clauses).flatMap((clause) => this.search.search(clause).slice(0, 1));
    const sure = hits.filter((hit) => this.search.answers(hit)).slice(0, mostFindings);
    if (sure.length > 0) {
      return { kind: 'answer', findings: sure.map(({ citation }) => ({ kind: 'passage', citation })), unanswered: [] };
    }
    const [best] = hits.sort((a, b) => b.coverage - a.coverage);
    return { kind: 'silent', sure: false, ...(best && best.coverage >= enoughToBeNear && { near: best.citation }) };
  }

  reasonFor(): undefined {
    return undefined;
  }
}
