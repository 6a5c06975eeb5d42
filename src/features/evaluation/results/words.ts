import { dayAt, formatDay } from '../../../kernel/dates.js';
import { type Language, localeOf } from '../../../kernel/texts.js';
import { type Inline, strong } from '../../../messages/inline.js';
import type { Fact } from '../../../messages/view.js';
import { choicesOf } from '../answers/values.js';
import type { Context } from '../context.js';
import type { Question, Round } from '../model.js';
import { strategicGoal } from '../questions.js';
import type { QuestionResult, Rate, Result } from './model.js';
import { type Counts, sum } from './suppression.js';
import { resultTexts } from './texts.js';

/** Below this, numbers are marked as few. */
export const few = 10;

/** A question and what it came to, in the order of the round. */
export type Answered<K extends QuestionResult['type'] = QuestionResult['type']> = {
  readonly question: Question;
  readonly result: Extract<QuestionResult, { readonly type: K }>;
};

export function answeredIn<K extends QuestionResult['type']>(
  { questions }: Round,
  { questions: results }: Result,
  type: K,
): readonly Answered<K>[] {
  return questions.flatMap((question) => {
    const result = results.find(({ id }) => id === question.id);
    return result?.type === type ? [{ question, result: result as Answered<K>['result'] }] : [];
  });
}

/** What a question is called: its goal, or its own words. */
export function nameOf(question: Question, language: Language): string {
  const goal = question.goal === undefined ? undefined : strategicGoal(question.goal);
  if (!goal) return question.text[language];
  return resultTexts[language].goal(String(goal.number), goal.title[language]);
}

/** Before what it came to: "Wie viele Plätze haben Sie?", "Ziel 1 (…):". */
export function leadOf(question: Question, language: Language): string {
  const name = nameOf(question, language);
  return /[?!.:]$/.test(name) ? `${name} ` : `${name}: `;
}

/** The same for pictures and tables, where there is little room. */
export function shortNameOf(question: Question, language: Language): string {
  const goal = question.goal === undefined ? undefined : strategicGoal(question.goal);
  if (!goal) return question.text[language];
  return resultTexts[language].category(String(goal.number), goal.title[language]);
}

/** "12 überwiegend, 5 gelingt gut (17 Antworten)": the distribution, most chosen first in words. */
export function distributionText(
  question: Question,
  counts: Counts | null,
  smallest: number,
  language: Language,
): string {
  const t = resultTexts[language];
  if (!counts) return tooFewText(smallest, language);
  const n = sum(counts);
  if (n === 0) return t.noAnswers;
  const parts = choicesOf(question, language)
    .map(({ label }, index) => ({ label, count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ label, count }) => `${count} ${label}`);
  return `${parts.join(', ')} (${answersText(n, language)})`;
}

/** Why nothing is shown; where every answer is, there is none. */
export function tooFewText(smallest: number, language: Language): string {
  const t = resultTexts[language];
  return smallest > 1 ? t.tooFew(String(smallest)) : t.noAnswers;
}

/** The same where there is little room. */
export function hiddenText({ smallest }: Pick<Result, 'smallest'>, language: Language): string {
  const t = resultTexts[language];
  return smallest > 1 ? t.hidden(String(smallest)) : t.noAnswers;
}

/** "17 Antworten", with a mark where they are few. */
export function answersText(n: number, language: Language): string {
  const t = resultTexts[language];
  const count = n === 1 ? t.oneAnswer : t.answersCount(String(n));
  return n < few ? `${count}, ${t.fewMark}` : count;
}

/** The number alone, for a column that says what it counts. */
export function markedCount(n: number, language: Language): string {
  return n < few ? `${n} (${resultTexts[language].fewMark})` : String(n);
}

/** Each question's answers in a line; those of which nothing is shown stand in one line together. */
export function answerLines(round: Round, result: Result, language: Language): readonly Inline[] {
  const { smallest } = result;
  const answered = answeredIn(round, result, 'answers');
  const hidden = answered.filter(({ result: { total } }) => total === null);
  const lines = answered
    .filter(({ result: { total } }) => total !== null)
    .map(
      ({ question, result: { total } }): Inline => [
        strong(leadOf(question, language)),
        distributionText(question, total, smallest, language),
      ],
    );
  const [only, ...more] = hidden;
  if (!only) return lines;
  const names = hidden.map(({ question }) => shortNameOf(question, language)).join('; ');
  const lead = more.length === 0 ? leadOf(only.question, language) : `${names}: `;
  return [...lines, [strong(lead), tooFewText(smallest, language)]];
}

export function figuresText({ result }: Answered<'number'>, smallest: number, language: Language): string {
  const t = resultTexts[language];
  if (!result.figures) return tooFewText(smallest, language);
  const { mean, median, n } = result.figures;
  return t.numberFigures(decimal(mean, language), decimal(median, language), String(n));
}

export function decimal(value: number, language: Language): string {
  return new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 2 }).format(value);
}

export function rateText({ asked, answered }: Rate, language: Language): string {
  const t = resultTexts[language];
  if (asked === 0) return t.rateNone;
  return t.rateText(String(answered), String(asked), percentText({ asked, answered }));
}

export function percentText({ asked, answered }: Rate): string {
  return asked === 0 ? '–' : String(Math.round((100 * answered) / asked));
}

/** Response rate and period. */
export function factsOf({ zone }: Context, round: Round, rate: Rate, language: Language): readonly Fact[] {
  const t = resultTexts[language];
  const day = (at: Date) => formatDay(dayAt(at, zone), language);
  return [
    { label: round.named ? t.rateOfPartners : t.rate, value: rateText(rate, language) },
    ...(round.openedAt && round.closedAt
      ? [{ label: t.period, value: t.until(day(round.openedAt), day(round.closedAt)) }]
      : []),
  ];
}

/** Whether anything in a result is not shown because there are too few. */
export function hasHidden({ sectors, lifeStages, questions }: Result): boolean {
  const isRateHidden = [...sectors, ...lifeStages].some(({ rate }) => rate === null);
  return (
    isRateHidden ||
    questions.some((each) => each.type === 'answers' && each.groups.some(({ counts }) => counts === null))
  );
}

export function hasFew({ questions }: Result): boolean {
  return questions.some(({ ...each }) => {
    const n = each.type === 'answers' ? sum(each.total ?? []) : each.type === 'number' ? (each.figures?.n ?? 0) : 0;
    return n > 0 && n < few;
  });
}
