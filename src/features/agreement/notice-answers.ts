import { type Day, daysBetween, formatDay } from '../../kernel/dates.js';
import type { Language } from '../../kernel/texts.js';
import { type Answer, plainAnswer } from './answer.js';
import type { DateQuestion } from './date-questions.js';
import type { AgreementDocument } from './document.js';
import { type Citation, citationOf } from './matters.js';
import { comingEnds, type FromNotice, fromNotice, toEnd } from './notice.js';
import { type AgreementTexts, texts } from './texts.js';

/** Answers questions about the days of notice, end and signing from one document's own rule. */
export class NoticeAnswers {
  private readonly t: AgreementTexts;

  constructor(
    private readonly document: AgreementDocument,
    private readonly language: Language,
    private readonly today: Day,
  ) {
    this.t = texts[language];
  }

  /** Undefined if the document says nothing of what is asked. */
  to(question: DateQuestion): Answer | undefined {
    switch (question.kind) {
      case 'impossible':
        return this.impossible(question.text);
      case 'in-force':
        return this.inForce(question.signed, question.openYear);
      case 'from-notice':
        return this.fromNotice(question.notice, question.openYear, question.wanted);
      case 'from-month':
        return this.fromMonth(question.first, question.last);
      case 'to-end':
        return this.toEnd(question.wanted, question.openYear);
    }
  }

  /** The rule, what notice today leads to, and the next ends. Undefined without a rule. */
  overview(): Answer | undefined {
    const { notice } = this.document;
    if (!notice) return undefined;
    const today = fromNotice(this.today, notice);
    const rows = comingEnds(this.today, notice).map(({ end, lastNotice }) => [this.show(end), this.show(lastNotice)]);
    return {
      ...this.calculation([this.t.ifNoticeToday(this.show(today.end))], today.end, 'notice'),
      table: { caption: this.t.comingEnds, columns: [this.t.endColumn, this.t.lastNoticeColumn], rows },
    };
  }

  /** What notice today would lead to, as one more sentence below the rule itself. */
  ifToday(): { readonly sentence: string; readonly date: Day } | undefined {
    const { notice } = this.document;
    if (!notice) return undefined;
    const { end } = fromNotice(this.today, notice);
    return { sentence: this.t.ifNoticeToday(this.show(end)), date: end };
  }

  private fromNotice(notice: Day, openYear: boolean, wanted: Day | undefined): Answer | undefined {
    const rule = this.document.notice;
    if (!rule) return undefined;
    const found = fromNotice(notice, rule);
    const says = found.end < this.today ? this.t.endedOn : this.t.endsOn;
    const sentences = [says(this.show(notice), this.show(found.end)), ...this.edge(found, rule.days)];
    if (wanted) {
      sentences.push(
        found.end <= wanted ? this.t.wantedReached(this.show(wanted)) : this.t.wantedMissed(this.show(wanted)),
      );
    }
    return this.calculation([...sentences, ...this.assumed(openYear)], found.end, 'notice');
  }

  private edge({ missed, lastNotice, notice }: FromNotice, days: number): readonly string[] {
    if (lastNotice === notice) return [this.t.exactDays(days)];
    if (!missed || missed.end === notice) return [];
    return [this.t.missedEnd(this.show(missed.end), daysBetween(notice, missed.end), days)];
  }

  private fromMonth(first: Day, last: Day): Answer | undefined {
    const rule = this.document.notice;
    if (!rule) return undefined;
    const from = first < this.today && last >= this.today ? this.today : first;
    const early = fromNotice(from, rule);
    const late = fromNotice(last, rule);
    const sentence =
      early.end === late.end
        ? this.t.monthSame(this.show(from), this.show(last), this.show(late.end))
        : this.t.monthSplit(this.show(early.lastNotice), this.show(early.end), this.show(late.end));
    return this.calculation([sentence], late.end, 'notice');
  }

  private toEnd(wanted: Day, openYear: boolean): Answer | undefined {
    const rule = this.document.notice;
    if (!rule) return undefined;
    const found = toEnd(wanted, this.today, rule);
    // Between two ends, and the earlier one cannot be reached any more: the next that can be is the one that helps.
    const chosen = (found.after && found.late) ?? found;
    const sentences = [
      ...(found.after
        ? [this.t.onlyQuarterEnds(this.show(wanted), this.show(found.end), this.show(found.after.end))]
        : []),
      this.t.lastNoticeFor(this.show(chosen.end), this.show(chosen.lastNotice)),
      ...(found.late && !found.after ? [this.t.lastDayOver(this.show(found.late.end))] : []),
      ...this.assumed(openYear),
    ];
    return this.calculation(sentences, chosen.lastNotice, 'notice');
  }

  private inForce(signed: Day, openYear: boolean): Answer | undefined {
    if (!this.document.inForcePassage) return undefined;
    return this.calculation([this.t.inForce(this.show(signed)), ...this.assumed(openYear)], signed, 'in-force');
  }

  private impossible(text: string): Answer | undefined {
    if (!this.document.notice) return undefined;
    return {
      ...this.calculation([this.t.noSuchDay(namesCapital(text))], undefined, 'notice'),
      answered: false,
      citations: [],
      notes: [],
    };
  }

  private assumed(openYear: boolean): readonly string[] {
    return openYear ? [this.t.yearAssumed] : [];
  }

  private show(day: Day): string {
    return formatDay(day, this.language);
  }

  private calculation(sentences: readonly string[], date: Day | undefined, about: 'notice' | 'in-force'): Answer {
    const { notice, inForcePassage } = this.document;
    const ids = about === 'notice' ? [notice?.passage, inForcePassage] : [inForcePassage, notice?.passage];
    const citations = ids.flatMap((id): Citation[] => {
      const citation = id === undefined ? undefined : citationOf(this.document, id);
      return citation ? [citation] : [];
    });
    const closing = about === 'notice' ? [this.t.notANotice, this.t.formAndAdvice] : [this.t.formAndAdvice];
    const counted = about === 'notice' && notice ? [this.t.howCounted(notice.days)] : [];
    return {
      ...plainAnswer('calculation', true, ...sentences, ...closing),
      // A day that is worked out rests on the rule; when it takes effect is told along only where that is asked.
      citations: citations.slice(0, 1),
      notes: counted,
      ...(date !== undefined && { date }),
      next: [
        about === 'notice'
          ? { label: this.t.formAndAddressee, typed: 'Wie und an wen muss die Kündigung gehen?' }
          : { label: this.t.workOutNotice, typed: 'kündigungsfrist' },
        { label: this.t.contents, typed: 'inhalt' },
      ],
    };
  }
}

/** "29. februar 2027" as it is written: 29. Februar 2027. */
function namesCapital(date: string): string {
  return date.replace(/\p{L}{3,}/gu, (name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
}
