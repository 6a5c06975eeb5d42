import { type Day, yearOf } from '../../../kernel/dates.js';
import type { Question, Round } from '../model.js';
import { closingQuestion, goalQuestion, strategicGoals } from '../questions.js';

export const templates = ['quartal', 'kurz'] as const;
export type Template = (typeof templates)[number];

export const usualOpenDays = 21;
export const usualReminders: readonly number[] = [7, 14];

/** Two goals a quarter: all eight in a year. */
const pairs: readonly (readonly [number, number])[] = [
  [1, 2],
  [3, 4],
  [5, 6],
  [7, 8],
];

export function quarterOf(day: Day): number {
  return Math.ceil(Number(day.slice(5, 7)) / 3);
}

/**
 * Which two goals `kurz` asks about: those that were asked about longest ago; among those never asked about, the quarter's
 * own first, then those of the quarters after it.
 *
 * @param before  goals of the rounds of this kind before, latest first
 */
export function goalsOfQuarter(day: Day, before: readonly (readonly number[])[]): readonly number[] {
  const own = quarterOf(day) - 1;
  const ago = (goals: readonly number[]) => {
    const found = before.findIndex((asked) => goals.some((goal) => asked.includes(goal)));
    return found < 0 ? Number.POSITIVE_INFINITY : found;
  };
  const inTurn = [...pairs.slice(own), ...pairs.slice(0, own)];
  return inTurn.reduce((best, pair) => (ago(pair) > ago(best) ? pair : best));
}

/** The edited questions about these goals, and the optional text at the end. */
export function questionsAbout(goals: readonly number[]): Question[] {
  return [...strategicGoals.filter(({ number }) => goals.includes(number)).map(goalQuestion), closingQuestion];
}

/** Title and questions of a template on a day. */
export function fromTemplate(
  template: Template,
  day: Day,
  before: readonly (readonly number[])[],
): Pick<Round, 'title' | 'questions'> {
  const quarter = `${quarterOf(day)}. Quartal ${yearOf(day)}`;
  if (template === 'quartal') {
    const all = strategicGoals.map(({ number }) => number);
    return { title: `Wie gut gelingen unsere acht Ziele? ${quarter}`, questions: questionsAbout(all) };
  }
  const goals = goalsOfQuarter(day, before);
  return { title: `Kurz gefragt: Ziele ${goals.join(' und ')}, ${quarter}`, questions: questionsAbout(goals) };
}

/** The goals that a round asks about. */
export function goalsIn({ questions }: Pick<Round, 'questions'>): readonly number[] {
  return [...new Set(questions.flatMap(({ goal }) => goal ?? []))];
}
