import { eventMark, type Job, type Turn } from '../../../bot/feature.js';
import { dayAt } from '../../../kernel/dates.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { Person } from '../../../ports/people.js';
import type { Context } from '../context.js';
import type { ActionGoal } from '../model.js';
import { shown } from '../shown.js';
import { goalActions } from './actions.js';
import { nextReview } from './keeping.js';
import { goalTexts } from './texts.js';
import { actionGoalView, mayChange, reviewView } from './view.js';

const atOnce = 100;
const longestText = 500;

/** Every half year whoever is in charge is asked whether an action goal still fits; nobody in charge: the coordination office. */
export function reviewJob(context: Context): Job {
  return {
    name: 'evaluation-reviews',
    run: async (now) => {
      const { items } = await context.actionGoals.find({
        filter: { state: { $in: ['running', 'stalled'] }, reviewDue: { $lte: now } },
        sort: [['reviewDue', 1]],
        limit: atOnce,
      });
      for (const goal of items) await ask(context, goal, now);
      return { done: items.length, failed: 0 };
    },
  };
}

/** Under the key of the day it was due: cut short before the next day is set, nobody is asked twice. */
async function ask(context: Context, goal: ActionGoal, now: Date): Promise<void> {
  const due = dayAt(goal.reviewDue ?? now, context.zone);
  const people = await askedAbout(context, goal);
  await context.outbox.enqueue(
    people.map((person) => ({
      key: `action-goal:${goal._id}:review:${due}:${person.id}`,
      personId: person.id,
      view: reviewView(context, goal, person.language),
      due: now,
      occasion: 'clock',
    })),
  );
  await context.actionGoals.update(
    goal._id,
    { $set: { reviewDue: nextReview(context, now) } },
    { reviewDue: goal.reviewDue ?? null },
  );
}

async function askedAbout(context: Context, { ownerId }: ActionGoal): Promise<readonly Person[]> {
  const owner = ownerId === undefined ? undefined : await context.people.get(ownerId);
  return owner ? [owner] : context.people.coordinators();
}

/** Whether it still fits the Leitbild; what was said of taking part before stays. */
export async function review(context: Context, turn: Turn, goal: ActionGoal, fits: boolean): Promise<Reply> {
  const participation = goal.review?.participation;
  return note(context, turn, goal, { fits, ...(participation !== undefined && { participation }) });
}

async function note(
  context: Context,
  turn: Turn,
  goal: ActionGoal,
  found: { readonly fits: boolean; readonly participation?: string },
): Promise<Reply> {
  const t = goalTexts[turn.language];
  mustBeAllowed(turn, goal);
  const { now } = turn;
  const changed = await context.actionGoals.update(goal._id, {
    $set: {
      review: { at: now, by: turn.person.id, ...found },
      changedAt: now,
      reviewDue: nextReview(context, now),
      event: eventMark(turn.inbound),
    },
    $inc: { rev: 1 },
  });
  return shown(turn, await actionGoalView(context, turn, changed ?? goal, t.reviewed));
}

function mustBeAllowed(turn: Turn, goal: ActionGoal): void {
  const t = goalTexts[turn.language];
  if (!mayChange(turn.person, goal)) throw new Refusal(t.notAllowed, 'evaluation.goal-not-allowed');
  if (goal.state === 'proposed' || goal.state === 'dropped') throw new Refusal(t.notYet, 'evaluation.goal-proposed');
}

export function participationForm(turn: Turn, goal: ActionGoal, values: FormValues = {}): Form {
  const t = goalTexts[turn.language];
  mustBeAllowed(turn, goal);
  const before = values.participation ?? goal.review?.participation;
  return {
    id: goalActions.participation,
    title: t.formTitle,
    submit: t.formSave,
    opener: t.how,
    intro: t.noCases,
    language: turn.language,
    payload: { goal: goal._id },
    fields: [
      {
        id: 'participation',
        type: 'long-text',
        label: t.participationLabel,
        maxLength: longestText,
        ...(before !== undefined && { value: String(before) }),
      },
    ],
  };
}

/** How children, young people and parents take part; said so, it is taken to fit unless that was denied. */
export async function noteParticipation(context: Context, turn: Turn, goal: ActionGoal, typed: string): Promise<Reply> {
  const participation = typed.trim();
  if (participation.length > longestText) {
    const problem = goalTexts[turn.language].tooLong(String(longestText));
    throw new FormRefusal({ participation: problem }, 'evaluation.bad-goal');
  }
  const fits = goal.review?.fits ?? true;
  return note(context, turn, goal, { fits, ...(participation !== '' && { participation }) });
}
