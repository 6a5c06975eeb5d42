import type { Turn } from '../../../bot/feature.js';
import { dayAt, formatDay } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import { type Inline, strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, Fact, View } from '../../../messages/view.js';
import { holds, idsOf, type Person } from '../../../ports/people.js';
import type { Context } from '../context.js';
import type { ActionGoal } from '../model.js';
import { type StrategicGoal, strategicGoal, strategicGoals } from '../questions.js';
import { goalActions } from './actions.js';
import { standingBlocks } from './standing.js';
import { goalTexts } from './texts.js';

const pageSize = 10;
const mostShown = 200;
const longestSummary = 150;
const longestLine = 160;

/** `ziele`: all eight, each with its action goals and how they stand. */
export async function goalsView(context: Context, { language }: Turn): Promise<View> {
  const t = goalTexts[language];
  const { items } = await context.actionGoals.find({
    filter: { goal: { $gte: 1 } },
    sort: [
      ['goal', 1],
      ['number', 1],
    ],
    limit: mostShown,
  });
  const shownGoals = items.filter(({ state }) => state === 'running' || state === 'stalled' || state === 'reached');
  return {
    kind: 'evaluation.goals',
    summary: t.title,
    title: t.title,
    language,
    blocks: [
      { type: 'text', text: t.intro },
      {
        type: 'list',
        items: strategicGoals.map((goal) =>
          goalLine(
            goal,
            shownGoals.filter((each) => each.goal === goal.number),
            language,
          ),
        ),
      },
      {
        type: 'actions',
        actions: strategicGoals.map(({ number }) => ({
          id: goalActions.show,
          label: t.button(String(number)),
          payload: { goal: number },
        })),
      },
    ],
  };
}

function goalLine({ number, title }: StrategicGoal, derived: readonly ActionGoal[], language: Language): Inline {
  const t = goalTexts[language];
  const lines = derived.map((each) => lineOf(each, language)).join('; ');
  return [strong(t.goal(String(number), title[language])), ` – ${lines === '' ? t.noneYet : lines}`];
}

function lineOf({ number, text, state }: ActionGoal, language: Language): string {
  const t = goalTexts[language];
  return t.line(String(number), cut(text, longestLine), t[`state-${state}`]);
}

/** One strategic goal: the agreement's own words, the question in plain words, and what was derived from it. */
export async function goalView(context: Context, turn: Turn, goal: StrategicGoal, after?: string): Promise<View> {
  const { language, person } = turn;
  const t = goalTexts[language];
  const page = await context.actionGoals.find({
    filter: { goal: goal.number },
    sort: [['number', 1]],
    limit: pageSize,
    ...(after !== undefined && { after }),
  });
  const title = t.goal(String(goal.number), goal.title[language]);
  const more: readonly Action[] =
    page.next === undefined
      ? []
      : [{ id: goalActions.show, label: t.more, payload: { goal: goal.number, after: page.next } }];
  const isEmpty = page.items.length === 0;
  return {
    kind: 'evaluation.goal',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      ...quoteOf(context, goal.number, language),
      { type: 'facts', facts: [{ label: t.question, value: goal.question[language] }] },
      ...(await standingBlocks(context, turn, goal)),
      { type: 'text', text: isEmpty ? t.none : t.actionGoals },
      ...(isEmpty
        ? []
        : ([
            { type: 'list', items: page.items.map((each) => lineOf(each, language)) },
            { type: 'actions', actions: page.items.map((each) => openButton(each)) },
          ] as const)),
      {
        type: 'actions',
        actions: [
          ...more,
          {
            id: goalActions.create,
            label: holds(person, 'chair') ? t.create : t.propose,
            payload: { goal: goal.number },
            opensForm: true,
          },
          { id: goalActions.list, label: t.allGoals },
        ],
      },
    ],
  };
}

function openButton({ _id, number }: ActionGoal): Action {
  return { id: goalActions.actionGoal, label: `Nr. ${number}`, payload: { goal: _id } };
}

/** A strategic goal to the letter, as the agreement has it. */
export function quoteOf(context: Context, number: number, language: Language): readonly Block[] {
  const passage = context.goalPassages(language).find((each) => each.number === number);
  return passage ? [{ type: 'quote', text: passage.text, source: passage.source }] : [];
}

/** Whether somebody may change how an action goal stands. */
export function mayChange(person: Person, { ownerId }: ActionGoal): boolean {
  return holds(person, 'chair') || idsOf(person).some((id) => id === ownerId);
}

/** An action goal with the buttons of whoever looks at it. `note` says what has just come of it. */
export async function actionGoalView(
  context: Context,
  turn: Pick<Turn, 'language' | 'person'>,
  goal: ActionGoal,
  note?: string,
): Promise<View> {
  const { language, person } = turn;
  const t = goalTexts[language];
  const title = t.heading(String(goal.number), cut(goal.text, longestLine));
  const show: Action = { id: goalActions.show, label: t.button(String(goal.goal)), payload: { goal: goal.goal } };
  return {
    kind: 'evaluation.action-goal',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      ...(note === undefined ? [] : [{ type: 'text', text: note } as const]),
      ...(goal.text.length > longestLine ? [{ type: 'text', text: goal.text } as const] : []),
      { type: 'facts', facts: await factsOf(context, goal, language) },
      { type: 'actions', actions: [...actionsFor(person, goal, language), show] },
    ],
  };
}

async function factsOf(context: Context, goal: ActionGoal, language: Language): Promise<readonly Fact[]> {
  const t = goalTexts[language];
  const strategic = strategicGoal(goal.goal);
  const { ownerId, due, indicator, review, history = [] } = goal;
  const owner = ownerId === undefined ? undefined : (await context.people.names([ownerId])).get(ownerId);
  const day = (at: Date) => formatDay(dayAt(at, context.zone), language);
  const past = history.map(({ at, state }) => `${day(at)} ${t[`state-${state}`]}`).join(', ');
  return [
    { label: t.state, value: t[`state-${goal.state}`] },
    ...(strategic
      ? [{ label: t.derivedFrom, value: t.goal(String(strategic.number), strategic.title[language]) }]
      : []),
    { label: t.owner, value: owner ?? t.nobody },
    ...(due === undefined ? [] : [{ label: t.due, value: formatDay(due, language) }]),
    ...(indicator === undefined ? [] : [{ label: t.indicator, value: indicator }]),
    ...(review ? [{ label: t.review, value: review.fits ? t.fits(day(review.at)) : t.fitsNot(day(review.at)) }] : []),
    ...(review?.participation === undefined ? [] : [{ label: t.participation, value: review.participation }]),
    ...(past === '' ? [] : [{ label: t.history, value: past }]),
  ];
}

function actionsFor(person: Person, goal: ActionGoal, language: Language): readonly Action[] {
  const t = goalTexts[language];
  const payload = { goal: goal._id };
  if (goal.state === 'proposed') return person.coordinator ? decisionActions(goal, language) : [];
  if (!mayChange(person, goal)) return [];
  const states = [
    ['running', t.runs],
    ['stalled', t.stalls],
    ['reached', t.reached],
  ] as const;
  return [
    ...states
      .filter(([state]) => state !== goal.state)
      .map(([state, label]) => ({ id: goalActions.state, label, payload: { ...payload, state } })),
    { id: goalActions.edit, label: t.edit, payload: { ...payload, rev: goal.rev }, opensForm: true },
  ];
}

export function decisionActions({ _id }: ActionGoal, language: Language): readonly Action[] {
  const t = goalTexts[language];
  return [
    { id: goalActions.decide, label: t.accept, payload: { goal: _id, accept: true }, style: 'primary' },
    { id: goalActions.decide, label: t.reject, payload: { goal: _id, accept: false } },
  ];
}

/** "Passt das noch zum Leitbild?", with the goal it derives from to the letter. */
export function reviewView(context: Context, goal: ActionGoal, language: Language): View {
  const t = goalTexts[language];
  const payload = { goal: goal._id };
  return {
    kind: 'evaluation.review',
    summary: cut(t.reviewSummary(goal.text), longestSummary),
    title: t.reviewTitle,
    language,
    blocks: [
      { type: 'text', text: [strong(t.heading(String(goal.number), goal.text))] },
      ...quoteOf(context, goal.goal, language),
      {
        type: 'actions',
        actions: [
          { id: goalActions.review, label: t.yes, payload: { ...payload, fits: true }, style: 'primary' },
          { id: goalActions.review, label: t.no, payload: { ...payload, fits: false } },
          { id: goalActions.participation, label: t.how, payload, opensForm: true },
        ],
      },
    ],
  };
}
