import { z } from 'zod';
import { action, type Command, form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { personThere, pickedPayload, withPerson } from '../../../bot/persons.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import { type ActionGoal, goalNumbers } from '../model.js';
import { strategicGoal } from '../questions.js';
import { shown } from '../shown.js';
import { goalActions } from './actions.js';
import { contentIn, contentTyped, edit, editForm, goalForm } from './content.js';
import { actionGoal, decide, enter, setOwner, setState } from './keeping.js';
import { noteParticipation, participationForm, review, reviewJob } from './review.js';
import { goalTexts } from './texts.js';
import { actionGoalView, goalsView, goalView } from './view.js';

const one = z.object({ goal: sentId });
const strategic = z.object({ goal: z.number().int().min(1).max(goalNumbers.length) });
const stateWords = { läuft: 'running', stockt: 'stalled', erreicht: 'reached' } as const;
const mostHandedOn = 200;

/** Strategic goals and the action goals derived from them. */
export function goalsPart(context: Context): Part {
  return {
    commands: [...listCommands(context), ...actionGoalCommands(context)],
    actions: actionsOf(context),
    forms: formsOf(context),
    jobs: [reviewJob(context)],
    audits: { 'evaluation.goal-decided': inAll(goalTexts, (t) => t.auditDecided) },
    numbered: {
      'action-goal': async (subject, language) => {
        const goal = await context.actionGoals.get(subject);
        return goal && goalTexts[language].numberedAs(goal.text);
      },
    },
    succeed: (turn, from, to) => handOn(context, turn, from, to),
  };
}

/** The action goals that somebody was in charge of go to who follows them. */
async function handOn(context: Context, { language }: Turn, from: string, to: string): Promise<readonly string[]> {
  const { items } = await context.actionGoals.find({ filter: { ownerId: from }, limit: mostHandedOn });
  const moved: string[] = [];
  for (const { _id, number, text } of items) {
    const changed = await context.actionGoals.update(
      _id,
      { $set: { ownerId: to }, $inc: { rev: 1 } },
      { ownerId: from },
    );
    if (changed) moved.push(goalTexts[language].moved(String(number), text));
  }
  return moved;
}

async function showGoal(context: Context, turn: Turn, number: number, after?: string): Promise<Reply> {
  const goal = strategicGoal(number);
  if (!goal) throw new Refusal(goalTexts[turn.language].badGoal, 'evaluation.bad-goal');
  return shown(turn, await goalView(context, turn, goal, after));
}

function listCommands(context: Context): readonly Command[] {
  return [
    {
      id: goalActions.list,
      words: ['ziele', 'ziel', 'strategisches ziel'],
      slots: [{ kind: 'number', name: 'ziel', optional: true }],
      role: 'all',
      changes: false,
      help: inAll(goalTexts, (t) => t.commandGoals),
      run: async (turn, { ziel }) =>
        ziel === undefined
          ? { type: 'message', view: await goalsView(context, turn) }
          : showGoal(context, turn, Number(ziel)),
    },
    {
      id: 'evaluation.goal-new-typed',
      words: ['handlungsziel neu'],
      slots: [{ kind: 'fields', names: ['ziel', 'text', 'bis'], optional: true }],
      role: 'all',
      changes: true,
      personal: true,
      help: inAll(goalTexts, (t) => t.commandNew),
      run: async (turn, { ziel, text = '', bis }) =>
        ziel === undefined
          ? { type: 'form', form: goalForm(turn, goalActions.create, {}) }
          : enter(context, turn, await contentTyped(context, turn, { goal: ziel, text, ...(bis && { due: bis }) })),
    },
  ];
}

type OnGoal = (turn: Turn, goal: ActionGoal, typed: Readonly<Record<string, string | undefined>>) => Promise<Reply>;

function actionGoalCommands(context: Context): readonly Command[] {
  const on = (command: Pick<Command, 'id' | 'words' | 'help'> & Partial<Command>, run: OnGoal): Command => ({
    role: 'all',
    changes: true,
    personal: true,
    unlisted: true,
    ...command,
    slots: [{ kind: 'number', name: 'number' }, ...(command.slots ?? [])],
    run: async (turn, typed) => {
      const id = await context.numbers.subject('action-goal', typed.number ?? '', turn.language);
      return run(turn, await actionGoal(context, turn, id), typed);
    },
  });
  const t = goalTexts;
  return [
    on(
      {
        id: 'evaluation.action-goal-typed',
        words: ['handlungsziel'],
        slots: [
          {
            kind: 'word',
            name: 'stand',
            words: Object.keys(stateWords),
            also: { laeuft: 'läuft', geschafft: 'erreicht' },
            optional: true,
          },
        ],
        unlisted: false,
        help: inAll(t, (each) => each.commandShow),
      },
      async (turn, goal, { stand }) =>
        stand === undefined
          ? shown(turn, await actionGoalView(context, turn, goal))
          : setState(context, turn, goal, stateWords[stand as keyof typeof stateWords]),
    ),
    on(
      {
        id: 'evaluation.goal-owner-typed',
        words: ['handlungsziel zuständig'],
        slots: [{ kind: 'person', name: 'person' }],
        role: 'chair',
        help: inAll(t, (each) => each.commandOwner),
      },
      (turn, goal, { person = '' }) =>
        withPerson(context.search, turn, person, {
          action: goalActions.owner,
          payload: { goal: goal._id },
          act: async ({ id }) => shown(turn, await setOwner(context, turn, goal, id)),
        }),
    ),
    ...([true, false] as const).map((accept) =>
      on(
        {
          id: `evaluation.goal-${accept ? 'accept' : 'reject'}-typed`,
          words: [accept ? 'handlungsziel übernehmen' : 'handlungsziel ablehnen'],
          role: 'coordinator',
          help: inAll(t, (each) => each.commandDecide),
        },
        (turn, goal) => decide(context, turn, goal, accept),
      ),
    ),
    on(
      {
        id: 'evaluation.goal-edit-typed',
        words: ['handlungsziel bearbeiten'],
        help: inAll(t, (each) => each.commandEdit),
      },
      async (turn, goal) => ({ type: 'form', form: await editForm(context, turn, goal) }),
    ),
    on(
      {
        id: 'evaluation.goal-fits-typed',
        words: ['handlungsziel passt'],
        help: inAll(t, (each) => each.commandReview),
      },
      (turn, goal) => review(context, turn, goal, true),
    ),
    on(
      {
        id: 'evaluation.goal-fits-not-typed',
        words: ['handlungsziel passt nicht'],
        help: inAll(t, (each) => each.commandReview),
      },
      (turn, goal) => review(context, turn, goal, false),
    ),
    on(
      {
        id: 'evaluation.goal-participation-typed',
        words: ['handlungsziel beteiligung'],
        slots: [{ kind: 'text', name: 'text', optional: true }],
        help: inAll(t, (each) => each.commandReview),
      },
      async (turn, goal, { text }) =>
        text === undefined
          ? { type: 'form', form: participationForm(turn, goal) }
          : noteParticipation(context, turn, goal, text),
    ),
  ];
}

function actionsOf(context: Context): Part['actions'] {
  const at = (turn: Turn, id: string) => actionGoal(context, turn, id);
  return [
    action({
      id: goalActions.list,
      role: 'all',
      payload: z.object({}),
      changes: false,
      run: async (turn) => shown(turn, await goalsView(context, turn)),
    }),
    action({
      id: goalActions.show,
      role: 'all',
      payload: strategic.extend({ after: z.string().max(1_000).optional() }),
      changes: false,
      run: (turn, { goal, after }) => showGoal(context, turn, goal, after),
    }),
    action({
      id: goalActions.actionGoal,
      role: 'all',
      payload: one,
      changes: false,
      run: async (turn, { goal }) => shown(turn, await actionGoalView(context, turn, await at(turn, goal))),
    }),
    action({
      id: goalActions.state,
      role: 'all',
      payload: one.extend({ state: z.enum(['running', 'stalled', 'reached']) }),
      changes: true,
      run: async (turn, { goal, state }) => setState(context, turn, await at(turn, goal), state),
    }),
    action({
      id: goalActions.decide,
      role: 'coordinator',
      payload: one.extend({ accept: z.boolean() }),
      changes: true,
      run: async (turn, { goal, accept }) => decide(context, turn, await at(turn, goal), accept),
    }),
    action({
      id: goalActions.owner,
      role: 'chair',
      payload: pickedPayload.extend({ goal: sentId }),
      changes: true,
      run: async (turn, { goal, person }) => {
        const { id } = await personThere(context.search, turn, person);
        return shown(turn, await setOwner(context, turn, await at(turn, goal), id));
      },
    }),
    action({
      id: goalActions.review,
      role: 'all',
      payload: one.extend({ fits: z.boolean() }),
      changes: true,
      run: async (turn, { goal, fits }) => review(context, turn, await at(turn, goal), fits),
    }),
  ];
}

function formsOf(context: Context): Part['forms'] {
  return [
    form({
      id: goalActions.create,
      role: 'all',
      payload: strategic.partial(),
      changes: true,
      show: async (turn, { goal }, values) =>
        goalForm(turn, goalActions.create, values ?? (goal === undefined ? {} : { goal: String(goal) })),
      run: async (turn, _, values) => enter(context, turn, await contentIn(context, turn, values)),
    }),
    form({
      id: goalActions.edit,
      role: 'all',
      payload: one.extend({ rev: z.number().int() }),
      changes: true,
      show: async (turn, { goal }, values) => editForm(context, turn, await actionGoal(context, turn, goal), values),
      run: async (turn, { goal, rev }, values) =>
        edit(context, turn, await actionGoal(context, turn, goal), rev, values),
    }),
    form({
      id: goalActions.participation,
      role: 'all',
      payload: one,
      changes: true,
      show: async (turn, { goal }, values) => participationForm(turn, await actionGoal(context, turn, goal), values),
      run: async (turn, { goal }, values) =>
        noteParticipation(
          context,
          turn,
          await actionGoal(context, turn, goal),
          typeof values.participation === 'string' ? values.participation : '',
        ),
    }),
  ];
}
