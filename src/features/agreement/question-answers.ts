import type { Day } from '../../kernel/dates.js';
import type { Language } from '../../kernel/texts.js';
import { type Answer, type NextStep, plainAnswer, usualSteps } from './answer.js';
import { readDateQuestion } from './date-questions.js';
import { type AgreementDocument, goalsOf } from './document.js';
import type { Decision, Finder, Finding } from './finder.js';
import { asksAlsoFor, asksWhy, bringsAMatter, namesNothing, refersBack, withTopic } from './follow-ups.js';
import { placeInListIn } from './goal-numbers.js';
import type { Citation } from './matters.js';
import { NoticeAnswers } from './notice-answers.js';
import { placeName, typedName } from './places.js';
import { besides, refusal } from './refusals.js';
import { smallTalk } from './small-talk.js';
import { type AgreementTexts, texts } from './texts.js';
import { isAboutGoals, topicOf } from './topics.js';

/** For whom and when, and after what. */
export interface Asking {
  readonly today: Day;
  readonly language: Language;
  /** What was spoken of just before, by the id of its matter. */
  readonly about?: string;
}

type Found = Decision & { readonly kind: 'answer' };
type MatterFinding = Finding & { readonly kind: 'matter' };

/** As sure as this that a question is answered, it needs nothing of what was said before. */
const clearByItself = 0.75;
/** And as sure as this where it has no word of a matter of its own ("und wie lange gilt das?"). */
const clearWithoutMatter = 0.95;
/** As sure as this of what it is about, a question brings a matter of its own, whatever was spoken of before. */
const bringsItsOwn = 0.5;
/** As sure as this that nothing answers it, a bare "wer?" is refused. */
const clearlySilent = 0.65;
/** Questions such as "Wann kann ich kündigen?" are helped by a day, those for the bare rule are not. */
const asksForDay =
  /(?<!\p{L})(?:wann|(?:an )?welche[mnr] tag|wie schnell|sofort|jederzeit|frühesten?s|nächstmöglich\p{L}*|when|how soon|earliest|ne zaman|коли)(?!\p{L})/iu;

/** Answers questions about the documents: worked-out days, passages, honest refusals, small talk. */
export class QuestionAnswers {
  constructor(
    private readonly documents: readonly AgreementDocument[],
    private readonly finder: Finder,
  ) {}

  answer(question: string, asking: Asking): Answer {
    const t = texts[asking.language];
    if (!/[\p{L}\p{N}]/u.test(question)) {
      return { ...plainAnswer('smalltalk', false, t.notUnderstood), next: usualSteps(t) };
    }
    const goal = asking.about !== undefined && isAboutGoals(asking.about) ? placeInListIn(question) : undefined;
    if (goal !== undefined) return this.byItself(`Ziel ${goal}`, asking);
    const topic = asking.about !== undefined && refersBack(question) ? topicOf(asking.about) : undefined;
    if (topic !== undefined && asksWhy(question))
      return { ...this.why(topic, asking), meant: withTopic(question, topic) };
    return topic === undefined ? this.byItself(question, asking) : this.afterTopic(question, topic, asking);
  }

  private byItself(question: string, asking: Asking): Answer {
    const decision = this.finder.find(question);
    return this.workedOut(question, decision, asking) ?? this.decided(decision, question, asking);
  }

  /** The reason for what was said before, if the document gives one; repeating it would be none. */
  private why(topic: string, { about = '', language }: Asking): Answer {
    const t = texts[language];
    const matter = this.finder.reasonFor(about);
    if (matter) {
      const { citations, says } = matter;
      const { contents } = t;
      return {
        ...plainAnswer('answer', true, t.reasonGiven, says[language]),
        citations,
        next: [{ label: contents, typed: 'inhalt' }],
        about,
      };
    }
    const before = this.finder.find(topic);
    const [first] = before.kind === 'answer' ? before.findings : [];
    const near = first?.kind === 'matter' && first.matter.id === about ? first.citations.slice(0, 1) : [];
    return {
      ...plainAnswer('not-in-agreement', false, t.noReason),
      near,
      next: usualSteps(t),
      toCoordination: true,
      about,
    };
  }

  /** By itself if that is clear, else with what it refers back to. */
  private afterTopic(question: string, topic: string, asking: Asking): Answer {
    const alone = this.finder.find(question);
    const meant = withTopic(question, topic);
    const worked = this.workedOut(question, alone, asking) ?? this.workedOut(meant, this.finder.find(meant), asking);
    if (worked) return worked;
    const needed = bringsAMatter(question) ? clearByItself : clearWithoutMatter;
    const sure = alone.kind === 'answer' && (alone.reasons?.confidence ?? 0) >= needed;
    const talk = alone.kind === 'smalltalk' && bringsAMatter(question);
    if (talk || (sure && !namesNothing(question))) return this.decided(alone, question, asking);
    const together = this.meantBy(question, meant, topic);
    return this.standsByItself(question, alone, together, asking.about ?? '')
      ? this.decided(alone, question, asking)
      : { ...this.decided(together, question, asking), meant };
  }

  /**
   * What was said before drowns a question that brings a matter of its own ("und kostet das was?"): then it would only be
   * repeated. What is refused either way is refused by the one that knows what is missing.
   */
  private standsByItself(question: string, alone: Decision, together: Decision, about: string): boolean {
    const topic = topicOf(about) ?? '';
    if (together.kind === 'silent' && alone.kind === 'silent') return alone.sure && !together.sure;
    if (together.kind === 'silent' && together.sure) return false;
    if (asksAlsoFor(question) || !bringsAMatter(question) || (alone.reasons?.confidence ?? 0) < bringsItsOwn)
      return false;
    return (
      together.kind === 'silent' ||
      matterOf(together) === about ||
      placeOf(together) === placeOf(this.finder.find(topic))
    );
  }

  /** "Für wen?" and "auch kleine Vereine?" name nothing that could lead away from what was spoken of: either that says so, or nothing does. */
  private meantBy(question: string, meant: string, topic: string): Decision {
    const decision = this.finder.find(meant);
    const isOfTheSame = namesNothing(question) || asksAlsoFor(question);
    if (!isOfTheSame || decision.kind === 'smalltalk') return decision;
    if (decision.kind === 'silent' && (decision.reasons?.confidence ?? 1) >= clearlySilent) return decision;
    const before = this.finder.find(topic);
    return before.kind === 'answer' && placeOf(before) !== placeOf(decision) ? before : decision;
  }

  /** A day that the question wants worked out, with what it asks besides. */
  private workedOut(question: string, decision: Decision, asking: Asking): Answer | undefined {
    const dated = readDateQuestion(question, asking.today);
    const worked = dated && this.calculators(asking).flatMap((calculator) => calculator.to(dated) ?? [])[0];
    if (!worked || decision.kind !== 'answer') return worked;
    const cited = worked.citations[0]?.passage;
    const matters = decision.findings.filter((finding) => finding.kind === 'matter');
    const also = matters.some(({ place }) => place === 'further')
      ? matters.filter(
          ({ place, citations }) => place === 'further' || (place === 'main' && citations[0]?.passage !== cited),
        )
      : [];
    const open = besides(decision.unanswered, decision.open ?? [], asking.language);
    const about = matters.find(({ citations }) => citations[0]?.passage === cited)?.matter.id;
    return {
      ...worked,
      sentences: [...worked.sentences, ...also.map(({ matter }) => matter.says[asking.language]), ...open.said],
      citations: distinct([...worked.citations, ...also.flatMap(({ citations }) => citations)]),
      ...(open.toCoordination && { toCoordination: true }),
      ...(about !== undefined && { about }),
      ...(decision.reasons && { reasons: decision.reasons }),
    };
  }

  private decided(decision: Decision, question: string, asking: Asking): Answer {
    const reasons = decision.reasons && { reasons: decision.reasons };
    switch (decision.kind) {
      case 'answer':
        return { ...this.found(decision, question, asking), ...reasons };
      case 'silent':
        return { ...refusal(decision, asking.language), ...reasons };
      case 'smalltalk':
        return smallTalk(decision.topic, asking.language);
    }
  }

  private calculators({ language, today }: Asking): readonly NoticeAnswers[] {
    return this.documents.map((document) => new NoticeAnswers(document, language, today));
  }

  private found({ findings, unanswered, open: unclear = [] }: Found, question: string, asking: Asking): Answer {
    const t = texts[asking.language];
    const matters = findings.filter((finding) => finding.kind === 'matter');
    const citations = distinct(
      findings.flatMap((finding) => (finding.kind === 'matter' ? finding.citations : [finding.citation])),
    );
    const open = besides(unanswered, unclear, asking.language);
    const said = this.sentences(findings, asking);
    const answer = {
      ...plainAnswer('answer', true, ...said),
      ...this.workedOutFromToday(matters, said, question, asking),
    };
    return {
      ...answer,
      sentences: [...answer.sentences, ...open.said],
      citations: [...citations, ...this.goalCitations(matters)],
      next: this.nextAfter(matters, citations, t),
      toCoordination: open.toCoordination,
      ...aboutOf(findings),
    };
  }

  /** A sentence for each matter; for passages found by their words alone, where they stand. */
  private sentences(findings: readonly Finding[], { language }: Asking): readonly string[] {
    const t = texts[language];
    const matters = findings.filter((finding) => finding.kind === 'matter');
    const said = matters.flatMap(({ matter, place }) =>
      place === 'rival' ? [t.perhapsMeant, matter.says[language]] : [matter.says[language]],
    );
    const [first, ...more] = findings.flatMap((finding) => (finding.kind === 'passage' ? [finding.citation] : []));
    if (!first) return said;
    return [...said, more.length === 0 ? t.foundIn(placeName(first.passage, t)) : t.foundInSeveral];
  }

  /** What notice today would lead to, told along where leaving and a day are asked about. */
  private workedOutFromToday(
    matters: readonly MatterFinding[],
    said: readonly string[],
    question: string,
    asking: Asking,
  ): Partial<Answer> {
    const leaving = matters.some(({ matter, place }) => matter.aboutLeaving && place !== 'rival');
    if (!leaving || !asksForDay.test(question)) return {};
    const t = texts[asking.language];
    const [today] = this.calculators(asking).flatMap((calculator) => calculator.ifToday() ?? []);
    if (!today) return {};
    return {
      kind: 'calculation',
      date: today.date,
      sentences: [...said, today.sentence, t.notANotice, t.formAndAdvice],
    };
  }

  private goalCitations(matters: readonly MatterFinding[]): readonly Citation[] {
    return matters
      .filter(({ matter }) => matter.listsGoals)
      .flatMap(({ citations }) => citations.slice(0, 1))
      .flatMap(({ document }) => {
        const goals = new Set(goalsOf(document).map(({ id }) => id));
        return document.passages
          .filter(({ id }) => goals.has(id))
          .map((passage) => ({ document, passage, quote: passage.text }));
      });
  }

  private nextAfter(
    matters: readonly MatterFinding[],
    citations: readonly Citation[],
    t: AgreementTexts,
  ): readonly NextStep[] {
    const part = citations.find(({ quote, passage }) => quote !== passage.text);
    const notice = matters.some(({ matter, place }) => matter.aboutNotice && place !== 'rival');
    return [
      ...(notice ? [{ label: t.workOutNotice, typed: 'kündigungsfrist' }] : []),
      ...(part
        ? [{ label: t.wholePassage, typed: `absatz ${typedName(this.documents, part.document, part.passage)}` }]
        : []),
      { label: t.contents, typed: 'inhalt' },
    ];
  }
}

function aboutOf([first]: readonly Finding[]): Pick<Answer, 'about'> {
  if (!first) return {};
  if (first.kind === 'matter') return { about: first.matter.id };
  const { document, passage } = first.citation;
  return { about: `${document.id}#${passage.id}` };
}

/** Id of the matter that an answer begins with. */
function matterOf(decision: Decision): string | undefined {
  const [first] = decision.kind === 'answer' ? decision.findings : [];
  return first?.kind === 'matter' ? first.matter.id : undefined;
}

/** Id of the passage that carries an answer. */
function placeOf(decision: Decision): string | undefined {
  if (decision.kind !== 'answer') return undefined;
  const [first] = decision.findings;
  return first?.kind === 'matter' ? first.citations[0]?.passage.id : first?.citation.passage.id;
}

/** The same words once. */
function distinct(citations: readonly Citation[]): readonly Citation[] {
  return [...new Map(citations.map((citation) => [citation.quote, citation])).values()];
}
