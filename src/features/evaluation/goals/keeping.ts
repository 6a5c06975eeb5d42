import { eventMark, type Turn } from '../../../bot/feature.js';
import { localInstant } from '../../../kernel/calendar.js';
import { addMonths, dayAt } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import type { View } from '../../../messages/view.js';
import { holds, type Person } from '../../../ports/people.js';
import type { Context } from '../context.js';
import type { ActionGoal } from '../model.js';
import { strategicGoal } from '../questions.js';
import { shown } from '../shown.js';
import { goalTexts } from './texts.js';
import { actionGoalView, decisionActions, mayChange, quoteOf } from './view.js';

/** Months until an action goal is looked at again. */
const reviewMonths = 6;
const reviewTime = '09:00';

/** What is written of an action goal. */
export type Content = Pick<ActionGoal, 'goal' | 'text'> & Partial<Pick<ActionGoal, 'indicator' | 'due' | 'ownerId'>>;

export function nextReview({ zone }: Context, now: Date): Date {
  return localInstant(addMonths(dayAt(now, zone), reviewMonths), reviewTime, zone);
}

export async function actionGoal(context: Context, turn: Turn, id: string): Promise<ActionGoal> {
  const goal = await context.actionGoals.get(id);
  if (!goal) throw new Refusal(goalTexts[turn.language].gone, 'evaluation.goal-gone');
  return goal;
}

/** Chairs and the coordination office enter it; from everybody else it is a proposal. Once for each event. */
export async function enter(context: Context, turn: Turn, content: Content): Promise<Reply> {
  const { person, now } = turn;
  const t = goalTexts[turn.language];
  const state = holds(person, 'chair') ? 'running' : 'proposed';
  const _id = eventMark(turn.inbound);
  await context.actionGoals.insert({
    ...content,
    _id,
    rev: 1,
    number: await context.numbers.give('action-goal', _id),
    state,
    history: [{ at: now, state }],
    by: person.id,
    createdAt: now,
    changedAt: now,
    ...(state === 'running' && { reviewDue: nextReview(context, now) }),
  });
  const goal = await actionGoal(context, turn, _id);
  if (goal.state === 'proposed') await tellCoordinators(context, goal, person);
  return shown(turn, await actionGoalView(context, turn, goal, goal.state === 'proposed' ? t.proposed : t.created));
}

async function tellCoordinators(context: Context, goal: ActionGoal, proposer: Person): Promise<void> {
  const coordinators = await context.people.coordinators();
  await context.outbox.enqueue(
    coordinators.map((coordinator) => ({
      key: proposalKey(goal, coordinator.id),
      personId: coordinator.id,
      about: [proposer.id],
      view: proposalView(context, goal, proposer.name, coordinator),
      due: goal.createdAt,
      occasion: 'press',
    })),
  );
}

function proposalKey({ _id }: ActionGoal, personId: string): string {
  return `action-goal:${_id}:proposal:${personId}`;
}

function proposalView(context: Context, goal: ActionGoal, name: string, { language }: Person): View {
  const t = goalTexts[language];
  const strategic = strategicGoal(goal.goal);
  const from = strategic ? t.goal(String(strategic.number), strategic.title[language]) : '';
  return {
    kind: 'evaluation.goal-proposal',
    summary: t.proposalIntro(name),
    title: t.heading(String(goal.number), goal.text),
    language,
    blocks: [
      { type: 'text', text: t.proposalIntro(name) },
      { type: 'facts', facts: [{ label: t.derivedFrom, value: from }] },
      ...quoteOf(context, goal.goal, language),
      { type: 'actions', actions: decisionActions(goal, language) },
    ],
  };
}

/** `Übernehmen` or `Ablehnen`: decided once; whoever proposed it is told. */
export async function decide(context: Context, turn: Turn, goal: ActionGoal, accept: boolean): Promise<Reply> {
  const t = goalTexts[turn.language];
  const wasProposed = goal.state === 'proposed' || goal.history?.some((each) => each.state === 'proposed') !== false;
  if (!wasProposed) throw new Refusal(t.notProposed(String(goal.number)), 'evaluation.goal-not-proposed');
  const state = accept ? 'running' : 'dropped';
  const changed = await move(context, turn, goal, state, 'proposed');
  const now = changed ?? (await actionGoal(context, turn, goal._id));
  if (now.state === 'proposed') throw new Refusal(t.conflict, 'evaluation.goal-conflict');
  if (changed) turn.audit('evaluation.goal-decided', `Nr. ${goal.number}`, { accepted: accept });
  await tellDecision(context, now, turn.now);
  return shown(
    turn,
    await actionGoalView(context, turn, now, changed ? undefined : t.decided(t[`state-${now.state}`])),
  );
}

/** Idempotent: under one key, and all coordinators' cards as they are to be now. */
async function tellDecision(context: Context, goal: ActionGoal, due: Date): Promise<void> {
  const coordinators = await context.people.coordinators();
  const revisions = await Promise.all(
    coordinators.map(async (person) => ({
      key: proposalKey(goal, person.id),
      view: await actionGoalView(context, { person, language: person.language }, goal),
    })),
  );
  await context.outbox.revise(revisions);
  const proposer = await context.people.get(goal.by);
  if (!proposer) return;
  const t = goalTexts[proposer.language];
  const text = goal.state === 'dropped' ? t.rejected(goal.text) : t.accepted(goal.text);
  await context.outbox.enqueue([
    {
      key: `action-goal:${goal._id}:decision`,
      personId: proposer.id,
      view: {
        kind: 'evaluation.goal-decided',
        summary: text.slice(0, 150),
        language: proposer.language,
        blocks: [{ type: 'text', text }],
      },
      due,
      occasion: 'change',
    },
  ]);
}

/** `läuft`, `stockt`, `erreicht`: by whoever is in charge, chairs and the coordination office. */
export async function setState(
  context: Context,
  turn: Turn,
  goal: ActionGoal,
  state: 'running' | 'stalled' | 'reached',
): Promise<Reply> {
  const t = goalTexts[turn.language];
  if (!mayChange(turn.person, goal)) throw new Refusal(t.notAllowed, 'evaluation.goal-not-allowed');
  if (goal.state === 'proposed') throw new Refusal(t.notYet, 'evaluation.goal-proposed');
  const changed = goal.state === state ? goal : await move(context, turn, goal, state, goal.state);
  return shown(turn, await actionGoalView(context, turn, changed ?? (await actionGoal(context, turn, goal._id))));
}

function move(
  context: Context,
  turn: Turn,
  goal: ActionGoal,
  state: ActionGoal['state'],
  from: ActionGoal['state'],
): Promise<ActionGoal | undefined> {
  const isUnderWay = state === 'running' || state === 'stalled';
  return context.actionGoals.update(
    goal._id,
    {
      $set: {
        state,
        changedAt: turn.now,
        ...(isUnderWay && !goal.reviewDue && { reviewDue: nextReview(context, turn.now) }),
      },
      ...(!isUnderWay && { $unset: { reviewDue: true as const } }),
      $push: { history: { at: turn.now, state } },
      $inc: { rev: 1 },
    },
    { state: from, rev: goal.rev },
  );
}

/** Who is in charge of it. */
export async function setOwner(context: Context, turn: Turn, goal: ActionGoal, ownerId: string): Promise<View> {
  const changed = await context.actionGoals.update(goal._id, {
    $set: { ownerId, changedAt: turn.now },
    $inc: { rev: 1 },
  });
  return actionGoalView(context, turn, changed ?? goal);
}
