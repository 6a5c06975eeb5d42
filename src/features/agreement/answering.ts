import type { Day } from '../../kernel/dates.js';
import { counted, type Language } from '../../kernel/texts.js';
import { type Answer, type NextStep, plainAnswer } from './answer.js';
import { readDateQuestion, readTypedDate } from './date-questions.js';
import { type AgreementDocument, goalsOf, type Passage } from './document.js';
import type { Decision, Finder, Finding, SmalltalkTopic } from './finder.js';
import type { Citation, Matter } from './matters.js';
import { NoticeAnswers } from './notice-answers.js';
import { type Place, passagesAt, placeName, placesNamed, placesOf, typedName, typedSection } from './places.js';
import { type AgreementTexts, texts } from './texts.js';

/** For whom and when. */
export interface Asking {
  readonly today: Day;
  readonly language: Language;
}

const contentsPerPage = 10;
/** Questions such as "Wann kann ich kündigen?" are helped by a day, those for the bare rule are not. */
const asksForDay =
  /(?<!\p{L})(?:wann|wie schnell|sofort|jederzeit|frühesten?s|nächstmöglich\p{L}*|when|how soon|earliest|ne zaman|коли)(?!\p{L})/iu;

/** Answers questions and the three commands about the documents, without any channel. */
export class Answering {
  constructor(
    private readonly documents: readonly AgreementDocument[],
    private readonly finder: Finder,
  ) {}

  question(question: string, asking: Asking): Answer {
    const t = texts[asking.language];
    if (!/[\p{L}\p{N}]/u.test(question))
      return { ...plainAnswer('smalltalk', false, t.notUnderstood), next: this.usual(t) };
    const dated = readDateQuestion(question, asking.today);
    const worked = dated && this.calculators(asking).flatMap((calculator) => calculator.to(dated) ?? [])[0];
    if (worked) return worked;
    const decision = this.finder.find(question);
    switch (decision.kind) {
      case 'answer':
        return this.found(decision.findings, question, asking);
      case 'silent':
        return this.silent(decision, asking);
      case 'smalltalk':
        return this.smalltalk(decision.topic, t);
    }
  }

  /** `kündigungsfrist [DATUM]` */
  notice(typed: string | undefined, asking: Asking): Answer {
    const t = texts[asking.language];
    const calculators = this.calculators(asking);
    const dated = typed === undefined ? undefined : readTypedDate(typed, asking.today);
    const answers = calculators.flatMap((calculator) => (dated ? calculator.to(dated) : calculator.overview()) ?? []);
    const [answer] = answers;
    if (!answer) return { ...plainAnswer('command', false, t.noNoticeRule), next: this.usual(t) };
    if (typed !== undefined && !dated)
      return { ...answer, kind: 'command', sentences: [t.unreadableDay, ...answer.sentences] };
    return { ...answer, kind: 'command' };
  }

  /** `inhalt [SEITE]`, from page 1; a page beyond the last is the last. */
  contents(page: number, asking: Asking): Answer {
    const t = texts[asking.language];
    const places = placesOf(this.documents);
    const pages = Math.ceil(places.length / contentsPerPage);
    const shown = Math.min(Math.max(page, 1), pages);
    const here = places.slice((shown - 1) * contentsPerPage, shown * contentsPerPage);
    const more = shown < pages ? [{ label: t.more, typed: `inhalt ${shown + 1}` }] : [];
    return {
      ...plainAnswer('command', true, t.contentsPage(shown, pages)),
      title: t.contentsTitle,
      list: here.map((place) => this.lineOf(place)),
      notes: [t.contentsHint],
      next: [...here.map((place) => this.stepTo(place)), ...more],
    };
  }

  /** `absatz NAME` */
  passage(name: string, asking: Asking): Answer {
    const t = texts[asking.language];
    const named = placesNamed(this.documents, name);
    const [only] = named;
    if (only && named.length === 1) return this.inFull(only, t);
    if (named.length > 1) {
      const next = named.flatMap((citations) => this.stepToCitations(citations, t));
      return { ...plainAnswer('command', false, t.whichPassage(name)), list: next.map(({ label }) => label), next };
    }
    return this.noSuchPassage(name, asking);
  }

  /** What speaks of it after all, else the table of contents. */
  private noSuchPassage(name: string, asking: Asking): Answer {
    const t = texts[asking.language];
    const decision = this.finder.find(name);
    if (decision.kind === 'answer') {
      const found = this.found(decision.findings, name, asking);
      return { ...found, kind: 'command', sentences: [t.noPassageBut(name), ...found.sentences] };
    }
    const contents = this.contents(1, asking);
    return { ...contents, answered: false, sentences: [t.noSuchPassage(name), ...contents.sentences] };
  }

  private calculators({ language, today }: Asking): readonly NoticeAnswers[] {
    return this.documents.map((document) => new NoticeAnswers(document, language, today));
  }

  private found(findings: readonly Finding[], question: string, asking: Asking): Answer {
    const t = texts[asking.language];
    const citations = findings.flatMap((finding) =>
      finding.kind === 'matter' ? finding.matter.citations : [finding.citation],
    );
    const matters = findings.flatMap((finding) => (finding.kind === 'matter' ? [finding.matter] : []));
    return {
      ...plainAnswer('answer', true, ...this.sentences(findings, asking)),
      citations: [
        ...new Map(citations.map((citation) => [citation.quote, citation])).values(),
        ...this.goalCitations(matters),
      ],
      ...this.workedOutFromToday(findings, question, asking),
      next: this.nextAfter(matters, citations, t),
    };
  }

  /** A sentence for each matter; for passages found by their words alone, where they stand. */
  private sentences(findings: readonly Finding[], { language }: Asking): readonly string[] {
    const t = texts[language];
    const said = findings.flatMap((finding) => (finding.kind === 'matter' ? [finding.matter.says[language]] : []));
    const bare = findings.flatMap((finding) => (finding.kind === 'passage' ? [finding.citation.passage] : []));
    const [first] = bare;
    if (!first) return said;
    return [...said, bare.length === 1 ? t.foundIn(placeName(first, t)) : t.foundInSeveral];
  }

  /** What notice today would lead to, told along where leaving and a day are asked about. */
  private workedOutFromToday(findings: readonly Finding[], question: string, asking: Asking): Partial<Answer> {
    const leaving = findings.some((finding) => finding.kind === 'matter' && finding.matter.aboutLeaving);
    if (!leaving || !asksForDay.test(question)) return {};
    const t = texts[asking.language];
    const [today] = this.calculators(asking).flatMap((calculator) => calculator.ifToday() ?? []);
    if (!today) return {};
    const said = this.sentences(findings, asking);
    return {
      kind: 'calculation',
      date: today.date,
      sentences: [...said, today.sentence, t.notANotice, t.formAndAdvice],
    };
  }

  private goalCitations(matters: readonly Matter[]): readonly Citation[] {
    return matters
      .filter((matter) => matter.listsGoals)
      .flatMap(({ citations }) => citations.slice(0, 1))
      .flatMap(({ document }) => {
        const goals = new Set(goalsOf(document).map(({ id }) => id));
        return document.passages
          .filter(({ id }) => goals.has(id))
          .map((passage) => ({ document, passage, quote: passage.text }));
      });
  }

  private nextAfter(
    matters: readonly Matter[],
    citations: readonly Citation[],
    t: AgreementTexts,
  ): readonly NextStep[] {
    const [first] = citations;
    const part = first && first.quote !== first.passage.text;
    return [
      ...(matters.some((matter) => matter.aboutNotice) ? [{ label: t.workOutNotice, typed: 'kündigungsfrist' }] : []),
      ...(part
        ? [{ label: t.wholePassage, typed: `absatz ${typedName(this.documents, first.document, first.passage)}` }]
        : []),
      { label: t.contents, typed: 'inhalt' },
    ];
  }

  private silent({ silence, near }: Decision & { readonly kind: 'silent' }, { language }: Asking): Answer {
    const t = texts[language];
    const [nearest] = near;
    return {
      ...plainAnswer(
        'not-in-agreement',
        false,
        t.notRegulated,
        ...(silence ? [silence.says[language]] : []),
        t.askCoordination,
        ...(nearest ? [t.nearestIn(placeName(nearest.passage, t))] : []),
      ),
      near,
      next: this.usual(t),
    };
  }

  private smalltalk(topic: SmalltalkTopic, t: AgreementTexts): Answer {
    const said = {
      gruss: t.greeting,
      dank: t.thanks,
      abschied: t.goodbye,
      befinden: t.howAreYou,
      'wer-bist-du': t.whoAreYou,
      'lob-tadel': t.praise,
      funktion: t.whatICan,
    }[topic];
    const calm = topic === 'dank' || topic === 'abschied';
    return { ...plainAnswer('smalltalk', false, said), next: calm ? [] : this.usual(t) };
  }

  private inFull(citations: readonly Citation[], t: AgreementTexts): Answer {
    const [first] = citations;
    const name = first && citations.length === 1 ? placeName(first.passage, t) : (first?.passage.section.heading ?? '');
    return {
      ...plainAnswer('command', true, t.passageFound(name)),
      citations,
      next: [{ label: t.contents, typed: 'inhalt' }],
    };
  }

  private usual(t: AgreementTexts): readonly NextStep[] {
    return [
      { label: t.contents, typed: 'inhalt' },
      { label: t.help, typed: 'hilfe' },
    ];
  }

  private lineOf(place: Place): string {
    const { passage, section, document } = place;
    const named = this.documents.length > 1 ? `${document.shortTitle}: ` : '';
    if (passage) return `${named}${itemLabel(passage)}: ${shortened(passage.text)}`;
    const paragraphs = passagesAt(place).filter(({ kind }) => kind === 'paragraph').length;
    if (paragraphs === 0) return `${named}${section.heading}`;
    return `${named}${section.heading} (${counted(paragraphs, 'Absatz', 'Absätze')})`;
  }

  private stepTo(place: Place): NextStep {
    const { passage, section } = place;
    const label = passage ? itemLabel(passage) : section.heading;
    return { label, typed: `absatz ${typedSection(this.documents, place)}` };
  }

  private stepToCitations([first, ...more]: readonly Citation[], t: AgreementTexts): readonly NextStep[] {
    if (!first) return [];
    const { document, passage } = first;
    const place: Place = { document, section: passage.section };
    if (more.length > 0 || passagesAt(place).length === 1) return [this.stepTo(place)];
    return [{ label: placeName(passage, t), typed: `absatz ${typedName(this.documents, document, passage)}` }];
  }
}

function itemLabel({ itemName, number }: Passage): string {
  return `${itemName} ${number}`;
}

/** Enough of a text to recognise it by; cut between words. */
function shortened(text: string): string {
  return text.length <= 70 ? text : `${text.slice(0, 70).replace(/\s+\S*$/, '')} …`;
}
