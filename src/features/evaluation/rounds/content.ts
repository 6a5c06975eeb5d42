import type { Turn } from '../../../bot/feature.js';
import { addMonths, dayAt, readDay } from '../../../kernel/dates.js';
import { FormRefusal } from '../../../kernel/errors.js';
import { fold } from '../../../kernel/fold.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Context } from '../context.js';
import { type Question, type Round, repetitions } from '../model.js';
import { closingQuestion, goalQuestion, strategicGoal, strategicGoals } from '../questions.js';
import { roundActions } from './actions.js';
import { audienceFields, audienceIn, audienceValues, listIn, textIn } from './audience.js';
import { contentTexts } from './content-texts.js';
import { showingFields, showingIn, showingValues } from './showing.js';
import { goalsIn, usualOpenDays } from './templates.js';
import { roundTexts } from './texts.js';
import { opensOn, shortestDays } from './times.js';

export const longestTitle = 120;
const longestQuestion = 300;
const longestOption = 60;
const mostOptions = 6;
const mostQuestions = 12;
const mostDays = 90;

/** What the form says of a round. */
export type Content = Pick<Round, 'title' | 'questions' | 'openDays' | 'audience'> &
  Partial<Pick<Round, 'opensAt' | 'repeats' | 'named' | 'resultsFor' | 'resultsWhen'>>;

type Problems = Record<string, string>;

/** Read from the form; mistakes are refused at their fields. */
export async function contentIn(context: Context, turn: Turn, values: FormValues): Promise<Content> {
  const problems: Problems = {};
  const title = textIn(values.title);
  const t = roundTexts[turn.language];
  const c = contentTexts[turn.language];
  if (title === '') problems.title = c.titleMissing;
  if (title.length > longestTitle) problems.title = c.tooLong(String(longestTitle));
  const questions = questionsIn(turn, values, problems);
  const openDays = daysIn(turn, values, problems);
  const opensAt = opensIn(context, turn, values, problems);
  const repeats = repetitions.find((each) => each === values.repeats);
  if (repeats && openDays > shortestDays(repeats)) problems.days = t.repeatsTooSoon;
  const audience = await audienceIn(context, turn, values, problems);
  if (Object.keys(problems).length > 0) throw new FormRefusal(problems, 'evaluation.bad-round');
  const showing = showingIn(values);
  return { title, questions, openDays, audience, ...showing, ...(opensAt && { opensAt }), ...(repeats && { repeats }) };
}

function questionsIn(turn: Turn, values: FormValues, problems: Problems): Question[] {
  const c = contentTexts[turn.language];
  const goals = listIn(values.goals).flatMap((number) => strategicGoal(Number(number)) ?? []);
  const lines = textIn(values.own)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const own = lines.map((line, index) => ownQuestion(turn, line, index, problems));
  const questions = [...goals.map(goalQuestion), ...own];
  if (questions.length === 0) problems.goals = c.noQuestions;
  if (questions.length > mostQuestions) problems.own = c.tooManyQuestions(String(mostQuestions));
  return questions;
}

const written = /^(.*?)\s*\[([^\]]*)\]$/;
const numberWords = ['zahl', 'number'];
const textWords = ['text'];

/** "Frage?", "Frage? [ja | nein]", "Frage? [Zahl]", "Frage? [Text]". */
function ownQuestion(turn: Turn, line: string, index: number, problems: Problems): Question {
  const c = contentTexts[turn.language];
  const [, asked = line, kind] = written.exec(line) ?? [];
  const id = `own-${index + 1}`;
  if (asked.length > longestQuestion) problems.own = c.tooLong(String(longestQuestion));
  const text = same(asked);
  if (kind === undefined) return { id, text, kind: { type: 'scale', steps: 'success' } };
  if (numberWords.includes(fold(kind.trim()))) return { id, text, kind: { type: 'number' } };
  if (textWords.includes(fold(kind.trim()))) {
    const isClosing = fold(asked) === fold(closingQuestion.text.de);
    return isClosing ? closingQuestion : { id, text, kind: { type: 'text' } };
  }
  const options = kind
    .split('|')
    .map((option) => option.trim())
    .filter((option) => option !== '');
  const isDistinct = new Set(options.map(fold)).size === options.length;
  if (options.length < 2 || options.length > mostOptions || !isDistinct) {
    problems.own = c.badOptions(asked, String(mostOptions));
  }
  if (options.some((option) => option.length > longestOption)) problems.own = c.tooLong(String(longestOption));
  return {
    id,
    text,
    kind: { type: 'choice', options: options.map((option, at) => ({ id: `option-${at + 1}`, text: same(option) })) },
  };
}

/** Written by the coordination office in one language, shown so in all. */
function same(text: string): Question['text'] {
  return { de: text, einfach: text, en: text };
}

function daysIn(turn: Turn, values: FormValues, problems: Problems): number {
  const typed = textIn(values.days);
  const days = typed === '' ? usualOpenDays : Number(typed);
  if (!Number.isInteger(days) || days < 1 || days > mostDays) {
    problems.days = contentTexts[turn.language].daysOutside(String(mostDays));
  }
  return days;
}

function opensIn({ zone }: Context, turn: Turn, values: FormValues, problems: Problems): Date | undefined {
  const t = roundTexts[turn.language];
  const c = contentTexts[turn.language];
  const typed = textIn(values.opens);
  if (typed === '') return undefined;
  const read = readDay(typed, turn.today);
  if (read?.kind !== 'day') problems.opens = t.badDay(typed);
  else if (read.day <= turn.today) problems.opens = c.opensPast;
  else if (read.day > addMonths(turn.today, 12)) problems.opens = c.opensTooFar;
  else return opensOn(read.day, zone);
  return undefined;
}

/** The form of a new round, or of a draft with what it holds; with what was typed before if it is shown again. */
export async function roundForm(context: Context, turn: Turn, round?: Round, values?: FormValues): Promise<Form> {
  const t = roundTexts[turn.language];
  const c = contentTexts[turn.language];
  const before = values ?? (round ? await valuesOf(context, turn, round) : {});
  const value = (id: string) => (textIn(before[id]) === '' ? {} : { value: textIn(before[id]) });
  const goals = strategicGoals.map(({ number, title }) => ({
    value: String(number),
    label: `${number}: ${title[turn.language]}`,
  }));
  const often = (['once', ...repetitions] as const).map((each) => ({ value: each, label: c[`choice-${each}`] }));
  return {
    id: round ? roundActions.edit : roundActions.create,
    title: c.formTitle,
    submit: t.formSave,
    opener: round ? t.edit : t.formOpener,
    intro: c.formIntro,
    language: turn.language,
    payload: round ? { round: round._id, rev: round.rev } : {},
    fields: [
      { id: 'title', type: 'text', label: c.titleLabel, required: true, maxLength: longestTitle, ...value('title') },
      { id: 'goals', type: 'choices', label: c.goalsLabel, options: goals, value: listIn(before.goals) },
      { id: 'own', type: 'long-text', label: c.ownLabel, hint: c.ownHint, ...value('own') },
      {
        id: 'days',
        type: 'number',
        label: c.daysLabel,
        ...(textIn(before.days) === '' ? { value: String(usualOpenDays) } : value('days')),
      },
      { id: 'opens', type: 'date', label: c.opensLabel, ...value('opens') },
      {
        id: 'repeats',
        type: 'choice',
        label: c.repeatsLabel,
        options: often,
        value: textIn(before.repeats) || 'once',
      },
      ...(await audienceFields(context, turn, before)),
      ...showingFields(turn, before),
    ],
  };
}

async function valuesOf(context: Context, { language }: Turn, round: Round): Promise<FormValues> {
  const own = round.questions.filter(({ goal }) => goal === undefined).map((question) => lineOf(question, language));
  return {
    title: round.title,
    goals: goalsIn(round).map(String),
    own: own.join('\n'),
    days: String(round.openDays),
    opens: round.opensAt ? dayAt(round.opensAt, context.zone) : '',
    repeats: round.repeats ?? 'once',
    ...showingValues(round),
    ...(await audienceValues(context, round)),
  };
}

/** A question as it is written in the form. */
function lineOf({ text, kind }: Question, language: Turn['language']): string {
  switch (kind.type) {
    case 'scale':
      return text.de;
    case 'number':
      return `${text.de} [${language === 'en' ? 'Number' : 'Zahl'}]`;
    case 'text':
      return `${text.de} [Text]`;
    case 'choice':
      return `${text.de} [${kind.options.map((option) => option.text.de).join(' | ')}]`;
  }
}
