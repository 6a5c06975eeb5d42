import { writeTable } from '../../../kernel/csv.js';
import { dayAt } from '../../../kernel/dates.js';
import { type Language, localeOf } from '../../../kernel/texts.js';
import { choicesOf } from '../answers/values.js';
import type { Context } from '../context.js';
import type { Question, Round } from '../model.js';
import type { Result } from './model.js';
import { type Counts, sum } from './suppression.js';
import { resultTexts } from './texts.js';
import { answeredIn, decimal, hiddenText, nameOf } from './words.js';
import type { TextAnswer } from './written.js';

export type Written = ReadonlyMap<string, readonly TextAnswer[]>;

/** One line for each question, group and answer; what is hidden says so instead of a number. */
export function resultCsv(
  context: Context,
  round: Round,
  result: Result,
  written: Written,
  language: Language,
): Uint8Array {
  const t = resultTexts[language];
  const sectors = context.vocabulary(language).sectors;
  const header = [t.question, t.columnGoal, t.group, t.columnValue, t.columnCount, t.columnOf, t.columnNote];
  const hidden = hiddenText(result, language);
  const lines = (question: Question, group: string, counts: Counts | null, note: string) =>
    choicesOf(question, language).map(({ label }, index) => [
      ...naming(question, language),
      group,
      label,
      counts ? (counts[index] ?? 0) : '',
      counts ? sum(counts) : '',
      counts ? '' : note,
    ]);
  const answers = answeredIn(round, result, 'answers').flatMap(({ question, result: { total, groups } }) => [
    ...lines(question, t.everyone, total, hidden),
    ...groups.flatMap(({ sector, counts }) => {
      return lines(
        question,
        sectors.find(({ value }) => value === sector)?.label ?? sector,
        counts,
        total ? t.hiddenGroup : hidden,
      );
    }),
  ]);
  const figures = answeredIn(round, result, 'number').map(({ question, result: { figures: found } }) => [
    ...naming(question, language),
    t.everyone,
    found ? t.numberFigures(decimal(found.mean, language), decimal(found.median, language), String(found.n)) : '',
    '',
    found ? found.n : '',
    found ? '' : hidden,
  ]);
  const texts = answeredIn(round, result, 'texts').flatMap(({ question }) =>
    (written.get(question.id) ?? []).map(({ text, partner }) => [
      ...naming(question, language),
      partner ?? t.everyone,
      text,
      '',
      '',
      '',
    ]),
  );
  return writeTable([header, ...answers, ...figures, ...texts]);
}

function naming(question: Question, language: Language): readonly [string, string] {
  return [question.text[language], question.goal === undefined ? '' : nameOf(question, language)];
}

/** Everything that is shown, for other programs, with what each field means. */
export function resultJson(
  context: Context,
  round: Round,
  result: Result,
  written: Written,
  language: Language,
): string {
  const t = resultTexts[language];
  const day = (at: Date | undefined) => (at ? dayAt(at, context.zone) : null);
  const data = {
    codebook: {
      language: localeOf(language),
      smallest: t.hiddenNote(String(result.smallest)),
      rate: t.codeRate,
      'questions.id': t.codeId,
      'questions.total': t.codeCounts,
      'questions.groups': t.codeGroups,
      questions: round.questions.map((question) => ({
        id: question.id,
        text: question.text[language],
        ...(question.goal !== undefined && { goal: question.goal, goalTitle: nameOf(question, language) }),
        type: question.kind.type,
        answers: choicesOf(question, language),
      })),
      groups: context.vocabulary(language),
    },
    round: {
      number: round.number,
      title: round.title,
      named: round.named,
      opened: day(round.openedAt),
      closed: day(round.closedAt),
    },
    smallest: result.smallest,
    rate: { everyone: result.overall, sectors: result.sectors, lifeStages: result.lifeStages },
    questions: round.questions.map((question) => questionData(question, result, written, language)),
    ...(round.followUp && { followUp: round.followUp.text }),
  };
  return `${JSON.stringify(data, undefined, 2)}\n`;
}

function questionData(question: Question, result: Result, written: Written, language: Language) {
  const found = result.questions.find(({ id }) => id === question.id);
  switch (found?.type) {
    case 'answers': {
      const byAnswer = (counts: Counts | null) =>
        counts &&
        Object.fromEntries(choicesOf(question, language).map(({ value }, index) => [value, counts[index] ?? 0]));
      return {
        id: question.id,
        total: byAnswer(found.total),
        groups: found.groups.map(({ sector, counts }) => ({ sector, counts: byAnswer(counts) })),
      };
    }
    case 'number':
      return { id: question.id, figures: found.figures };
    case 'texts':
      return { id: question.id, texts: found.n === null ? null : (written.get(question.id) ?? []) };
    case undefined:
      return { id: question.id };
  }
}
