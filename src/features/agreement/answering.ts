import { counted } from '../../kernel/texts.js';
import { type Answer, type NextStep, plainAnswer, usualSteps } from './answer.js';
import { readTypedDate } from './date-questions.js';
import type { AgreementDocument, Passage } from './document.js';
import type { Finder } from './finder.js';
import type { Citation } from './matters.js';
import { NoticeAnswers } from './notice-answers.js';
import { type Place, passagesAt, placeName, placesNamed, placesOf, typedName, typedSection } from './places.js';
import { type Asking, QuestionAnswers } from './question-answers.js';
import { type AgreementTexts, texts } from './texts.js';

const contentsPerPage = 10;

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
    return this.questions.answer(question, asking);
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
    const found = this.questions.answer(name, asking);
    if (found.answered) return { ...found, kind: 'command', sentences: [t.noPassageBut(name), ...found.sentences] };
    const contents = this.contents(1, asking);
    return { ...contents, answered: false, sentences: [t.noSuchPassage(name), ...contents.sentences] };
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
