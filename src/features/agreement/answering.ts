import { cut } from '../../messages/text.js';
import { type Answer, type NextStep, plainAnswer, usualSteps } from './answer.js';
import { readTypedDate } from './date-questions.js';
import type { AgreementDocument } from './document.js';
import type { Finder } from './finder.js';
import type { Citation } from './matters.js';
import { NoticeAnswers } from './notice-answers.js';
import { type Place, passagesAt, placeName, placesNamed, placesOf, typedName, typedSection } from './places.js';
import { type Asking, QuestionAnswers } from './question-answers.js';
import { placeAskedFor } from './reading-questions.js';
import { type AgreementTexts, texts } from './texts.js';

const contentsPerPage = 10;
/** Of a button. */
const longestLabel = 75;

/** Answers questions and the three commands about the documents, without any channel. */
export class Answering {
  private readonly questions: QuestionAnswers;

  constructor(
    private readonly documents: readonly AgreementDocument[],
    finder: Finder,
  ) {
    this.questions = new QuestionAnswers(documents, finder);
  }

  question(question: string, asking: Asking): Answer {
    return this.read(question, asking) ?? this.questions.answer(question, asking);
  }

  /** A question for nothing but a place's words. */
  private read(question: string, asking: Asking): Answer | undefined {
    const name = placeAskedFor(question);
    if (name === undefined || placesNamed(this.documents, name).length === 0) return undefined;
    const answer = this.passage(name, asking);
    return answer.answered ? { ...answer, kind: 'answer' } : answer;
  }

  /** `kündigungsfrist [DATUM]` */
  notice(typed: string | undefined, asking: Asking): Answer {
    const t = texts[asking.language];
    const calculators = this.calculators(asking);
    const dated = typed === undefined ? undefined : readTypedDate(typed, asking.today);
    const answers = calculators.flatMap((calculator) => (dated ? calculator.to(dated) : calculator.overview()) ?? []);
    const [answer] = answers;
    if (!answer) return { ...plainAnswer('command', false, t.noNoticeRule), next: usualSteps(t) };
    if (typed !== undefined && !dated)
      return { ...answer, kind: 'command', sentences: [t.unreadableDay, ...answer.sentences] };
    return { ...answer, kind: 'command' };
  }

  /** `inhalt [SEITE]`, from page 1. For a page that there is not, the last, and that it is. */
  contents(page: number, asking: Asking): Answer {
    const t = texts[asking.language];
    const places = placesOf(this.documents);
    const pages = Math.max(1, Math.ceil(places.length / contentsPerPage));
    const shown = Math.min(Math.max(page, 1), pages);
    const here = places.slice((shown - 1) * contentsPerPage, shown * contentsPerPage);
    const steps = here.map((place) => this.stepTo(place, t));
    const more = shown < pages ? [{ label: t.more, typed: `inhalt ${shown + 1}` }] : [];
    const said = pages > 1 ? [t.contentsPage(shown, pages)] : [];
    return {
      ...plainAnswer(
        'command',
        page === shown,
        ...(page === shown ? [] : [t.noSuchPage(page, pages)]),
        ...said,
        t.whichSection,
      ),
      title: t.contentsTitle,
      list: steps.map(({ label }) => label),
      notes: [t.contentsHint],
      next: [...steps, ...more],
    };
  }

  /** `absatz [NAME]` */
  passage(name: string | undefined, asking: Asking): Answer {
    const t = texts[asking.language];
    if (name === undefined) return this.contents(1, asking);
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
    const found = this.questions.answer(name, asking);
    if (found.answered) return { ...found, kind: 'command', sentences: [t.noPassageBut(name), ...found.sentences] };
    const contents = this.contents(1, asking);
    return { ...contents, answered: false, sentences: [t.noSuchPassage(name)] };
  }

  private calculators({ language, today }: Asking): readonly NoticeAnswers[] {
    return this.documents.map((document) => new NoticeAnswers(document, language, today));
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

  /** "Grundsätze und Ziele (3 Absätze, Ziel 1–8)" */
  private stepTo(place: Place, t: AgreementTexts): NextStep {
    const { section, document } = place;
    const passages = passagesAt(place);
    const paragraphs = passages.filter(({ kind }) => kind === 'paragraph').length;
    const items = passages.filter(({ kind }) => kind === 'item');
    const holds = [
      ...(paragraphs > 0 ? [t.paragraphs(paragraphs)] : []),
      ...(items[0]?.itemName === undefined ? [] : [`${items[0].itemName} 1–${items.length}`]),
    ];
    const named = this.documents.length > 1 ? `${document.shortTitle}: ` : '';
    const label = cut(`${named}${section.heading}${holds.length > 0 ? ` (${holds.join(', ')})` : ''}`, longestLabel);
    return { label, typed: `absatz ${typedSection(this.documents, place)}` };
  }

  private stepToCitations([first, ...more]: readonly Citation[], t: AgreementTexts): readonly NextStep[] {
    if (!first) return [];
    const { document, passage } = first;
    const place: Place = { document, section: passage.section };
    if (more.length > 0 || passagesAt(place).length === 1) {
      return [{ label: place.section.heading, typed: `absatz ${typedSection(this.documents, place)}` }];
    }
    return [{ label: placeName(passage, t), typed: `absatz ${typedName(this.documents, document, passage)}` }];
  }
}
