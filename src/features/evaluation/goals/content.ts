import { eventMark, type Turn } from '../../../bot/feature.js';
import { type Day, readDay } from '../../../kernel/dates.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import { holds } from '../../../ports/people.js';
import type { Context } from '../context.js';
import type { ActionGoal } from '../model.js';
import { strategicGoal, strategicGoals } from '../questions.js';
import { shown } from '../shown.js';
import { goalActions } from './actions.js';
import { actionGoal, type Content } from './keeping.js';
import { goalTexts } from './texts.js';
import { actionGoalView, mayChange } from './view.js';

const longestText = 500;

/** What was typed behind `handlungsziel neu`: "6; Familienlotsen in allen Kitas; bis 30.06.2027". */
export interface TypedGoal {
  readonly goal: string;
  readonly text: string;
  readonly due?: string;
  readonly indicator?: string;
  readonly owner?: string;
}

type Read = { readonly content: Content } | { readonly problems: Readonly<Record<string, string>> };

async function read(context: Context, turn: Turn, typed: TypedGoal): Promise<Read> {
  const t = goalTexts[turn.language];
  const goal = strategicGoal(Number(/(\d+)/.exec(typed.goal)?.[1]));
  const text = typed.text.trim();
  const due = dueIn(turn, typed.due);
  const owner = await ownerIn(context, turn, typed.owner);
  const indicator = typed.indicator?.trim() ?? '';
  const problems = {
    ...(!goal && { goal: t.badGoal }),
    ...(text === '' && { text: t.textMissing }),
    ...(text.length > longestText && { text: t.tooLong(String(longestText)) }),
    ...(indicator.length > longestText && { indicator: t.tooLong(String(longestText)) }),
    ...('problem' in due && { due: due.problem }),
    ...('problem' in owner && { owner: owner.problem }),
  };
  if (!goal || 'problem' in due || 'problem' in owner || Object.keys(problems).length > 0) return { problems };
  return {
    content: {
      goal: goal.number,
      text,
      ...(due.day !== undefined && { due: due.day }),
      ...(indicator !== '' && { indicator }),
      ...(owner.id !== undefined && { ownerId: owner.id }),
    },
  };
}

function dueIn(turn: Turn, typed = ''): { readonly day?: Day } | { readonly problem: string } {
  const t = goalTexts[turn.language];
  if (typed.trim() === '') return {};
  const day = readDay(typed, turn.today);
  if (day?.kind !== 'day') return { problem: t.badDay(typed.trim().replace(/^bis\s+(?:zum\s+)?/i, '')) };
  return day.day < turn.today ? { problem: t.past } : { day: day.day };
}

async function ownerIn(
  context: Context,
  turn: Turn,
  typed = '',
): Promise<{ readonly id?: string } | { readonly problem: string }> {
  if (typed.trim() === '') return {};
  const { certain } = await context.search.find(typed, turn.language);
  const [only, ...others] = certain;
  if (only && others.length === 0) return { id: only.id };
  return { problem: goalTexts[turn.language].unknownPerson(typed.trim()) };
}

/** Refused with the first thing that is wrong. */
export async function contentTyped(context: Context, turn: Turn, typed: TypedGoal): Promise<Content> {
  const found = await read(context, turn, typed);
  if ('content' in found) return found.content;
  throw new Refusal(Object.values(found.problems)[0] ?? '', 'evaluation.bad-goal');
}

/** Refused at the fields of the form. */
export async function contentIn(context: Context, turn: Turn, values: FormValues): Promise<Content> {
  const text = (id: string) => String(values[id] ?? '');
  const found = await read(context, turn, {
    goal: text('goal'),
    text: text('text'),
    due: text('due'),
    indicator: text('indicator'),
    owner: text('owner'),
  });
  if ('content' in found) return found.content;
  throw new FormRefusal(found.problems, 'evaluation.bad-goal');
}

export function goalForm(turn: Turn, id: string, values: FormValues, payload: Form['payload'] = {}): Form {
  const t = goalTexts[turn.language];
  const value = (field: string) => (values[field] === undefined ? {} : { value: String(values[field]) });
  return {
    id,
    title: t.formTitle,
    submit: t.formSave,
    opener: openerOf(turn, id),
    intro: t.noCases,
    language: turn.language,
    payload,
    fields: [
      {
        id: 'goal',
        type: 'choice',
        label: t.goalLabel,
        required: true,
        options: strategicGoals.map(({ number, title }) => ({
          value: String(number),
          label: `${number}: ${title[turn.language]}`,
        })),
        ...value('goal'),
      },
      {
        id: 'text',
        type: 'long-text',
        label: t.textLabel,
        hint: t.textHint,
        required: true,
        maxLength: longestText,
        ...value('text'),
      },
      { id: 'indicator', type: 'text', label: t.indicatorLabel, maxLength: longestText, ...value('indicator') },
      { id: 'due', type: 'date', label: t.dueLabel, ...value('due') },
      { id: 'owner', type: 'text', label: t.ownerLabel, ...value('owner') },
    ],
  };
}

function openerOf({ language, person }: Turn, id: string): string {
  const t = goalTexts[language];
  if (id === goalActions.edit) return t.edit;
  return holds(person, 'chair') ? t.create : t.propose;
}

/** A form with what an action goal holds, for those who may change it. */
export async function editForm(context: Context, turn: Turn, goal: ActionGoal, values?: FormValues): Promise<Form> {
  if (!mayChange(turn.person, goal))
    throw new Refusal(goalTexts[turn.language].notAllowed, 'evaluation.goal-not-allowed');
  const { ownerId, due, indicator } = goal;
  const owner = ownerId === undefined ? undefined : (await context.people.names([ownerId])).get(ownerId);
  const stored: FormValues = {
    goal: String(goal.goal),
    text: goal.text,
    ...(indicator !== undefined && { indicator }),
    ...(due !== undefined && { due }),
    ...(owner !== undefined && { owner }),
  };
  return goalForm(turn, goalActions.edit, values ?? stored, { goal: goal._id, rev: goal.rev });
}

/** Compare-and-set on the version that the form was opened on. */
export async function edit(
  context: Context,
  turn: Turn,
  goal: ActionGoal,
  rev: number,
  values: FormValues,
): Promise<Reply> {
  const t = goalTexts[turn.language];
  if (!mayChange(turn.person, goal)) throw new Refusal(t.notAllowed, 'evaluation.goal-not-allowed');
  const isPastDue = goal.due !== undefined && values.due === goal.due && goal.due < turn.today;
  const { due: _kept, ...others } = values;
  const content = await contentIn(context, turn, isPastDue ? others : values);
  const event = eventMark(turn.inbound);
  if (goal.event === event) return shown(turn, await actionGoalView(context, turn, goal));
  const gone = {
    ...(content.indicator === undefined && { indicator: true as const }),
    ...(content.due === undefined && !isPastDue && { due: true as const }),
    ...(content.ownerId === undefined && { ownerId: true as const }),
  };
  const changed = await context.actionGoals.update(
    goal._id,
    { $set: { ...content, changedAt: turn.now, event }, $unset: gone, $inc: { rev: 1 } },
    { rev },
  );
  if (!changed) throw new FormRefusal({ text: t.conflict }, 'evaluation.goal-conflict');
  return shown(turn, await actionGoalView(context, turn, await actionGoal(context, turn, goal._id)));
}
