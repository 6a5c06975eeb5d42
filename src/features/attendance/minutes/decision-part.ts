import { z } from 'zod';
import { action, form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { privately } from '../../../bot/views.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import type { Decision } from '../meetings/decisions.js';
import { meetingById, meetingByNumber } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { marksOf } from '../merging.js';
import { itemField, itemIn, readItem } from './agenda.js';
import { mustWrite, writable } from './changing.js';
import { decisionTexts } from './decision-texts.js';
import {
  addDecision,
  changeDecision,
  decisionAt,
  decisionsOf,
  decisionThere,
  dropDecision,
  longestDecision,
  problemIn,
  type Wording,
} from './decisions.js';
import { goalField, goalIn, readGoal } from './goals.js';
import { taskTexts } from './task-texts.js';
import { tasksOf } from './tasks.js';
import { minutesTexts } from './texts.js';
import { decisionLine, minutesIds, minutesView, taskLine } from './view.js';

const one = z.object({ meeting: sentId });
const edited = z.object({ decision: sentId, seen: z.string().max(20).optional() });
const number = { kind: 'number', name: 'number' } as const;
const place = { kind: 'number', name: 'place' } as const;
const longestShown = 300;

/** `beschluss NR TEXT`: noting, changing and striking out what a meeting decided. */
export function decisionPart(context: Context): Part {
  const chair = { role: 'chair', changes: true, personal: true } as const;
  return {
    commands: [
      {
        id: minutesIds.decision,
        words: ['beschluss'],
        slots: [number, { kind: 'text', name: 'text' }],
        ...chair,
        help: inAll(decisionTexts, (t) => t.addCommand),
        run: async (turn, { number: typed = '', text = '' }) => {
          const meeting = await meetingByNumber(context, turn, typed);
          await mustWrite(context, turn, meeting);
          return privately(await added(context, turn, meeting, wordingTyped(turn, meeting, text)));
        },
      },
      {
        id: 'attendance.decision-form',
        words: ['beschluss', 'beschluss festhalten'],
        slots: [number],
        ...chair,
        unlisted: true,
        help: inAll(decisionTexts, (t) => t.addCommand),
        run: async (turn, { number: typed = '' }) => {
          const meeting = await meetingByNumber(context, turn, typed);
          await mustWrite(context, turn, meeting);
          return { type: 'form', form: addForm(context, turn, meeting) };
        },
      },
      {
        id: minutesIds.decisionEdit,
        words: ['beschluss ändern'],
        slots: [number, place, { kind: 'text', name: 'text' }],
        ...chair,
        unlisted: true,
        help: inAll(decisionTexts, (t) => t.editCommand),
        run: async (turn, { number: typed = '', place: at = '', text = '' }) => {
          const meeting = await meetingByNumber(context, turn, typed);
          await mustWrite(context, turn, meeting);
          const decision = await decisionAt(context, turn, meeting, at);
          const { text: words, goal = decision.goal } = readGoal(text.trim());
          const problem = problemIn(turn, words);
          if (problem !== undefined) throw new Refusal(problem, 'attendance.bad-decision');
          return privately(
            await changed(context, turn, decision, { ...own(decision), text: words, ...(goal && { goal }) }),
          );
        },
      },
      {
        id: minutesIds.decisionDrop,
        words: ['beschluss streichen', 'beschluss löschen'],
        slots: [number, place],
        ...chair,
        unlisted: true,
        help: inAll(decisionTexts, (t) => t.dropCommand),
        run: async (turn, { number: typed = '', place: at = '' }) => {
          const meeting = await meetingByNumber(context, turn, typed);
          await mustWrite(context, turn, meeting);
          return privately(await dropped(context, turn, await decisionAt(context, turn, meeting, at)));
        },
      },
      {
        id: minutesIds.edit,
        words: ['beschlüsse ändern'],
        slots: [number],
        ...chair,
        changes: false,
        unlisted: true,
        help: inAll(decisionTexts, (t) => t.editCommand),
        run: async (turn, { number: typed = '' }) => {
          const meeting = await meetingByNumber(context, turn, typed);
          await mustWrite(context, turn, meeting);
          return privately(await editView(context, turn, meeting));
        },
      },
    ],
    actions: [
      action({
        id: minutesIds.edit,
        role: 'chair',
        payload: one,
        changes: false,
        run: async (turn, { meeting }) => ({
          type: 'replace',
          view: await editView(context, turn, await writable(context, turn, meeting)),
        }),
      }),
      action({
        id: minutesIds.decisionDrop,
        role: 'chair',
        payload: z.object({ decision: sentId }),
        changes: true,
        run: async (turn, { decision: id }) => {
          const { decision } = await decisionThere(context, turn, id);
          return { type: 'replace', view: await dropped(context, turn, decision) };
        },
      }),
    ],
    forms: [
      form({
        id: minutesIds.decision,
        role: 'chair',
        payload: one,
        changes: true,
        show: async (turn, { meeting }, values) =>
          addForm(context, turn, await writable(context, turn, meeting), values),
        run: async (turn, { meeting: id }, values) => {
          const meeting = await writable(context, turn, id);
          const wording = wordingIn(turn, meeting, values);
          return { type: 'replace', view: await added(context, turn, meeting, wording) };
        },
      }),
      form({
        id: minutesIds.decisionEdit,
        role: 'chair',
        payload: edited,
        changes: true,
        show: async (turn, { decision: id }, values) => {
          const { decision, meeting } = await decisionThere(context, turn, id);
          return editForm(context, turn, meeting, decision, values);
        },
        run: async (turn, { decision: id, seen }, values) => {
          const { decision, meeting } = await decisionThere(context, turn, id);
          const text = String(values.text ?? '').trim();
          if (seen !== undefined && seen !== markOf(decision.text) && text !== decision.text) {
            const now = decisionTexts[turn.language].conflict(cut(decision.text, longestShown));
            throw new FormRefusal({ text: now }, 'attendance.decision-conflict');
          }
          const wording = wordingIn(turn, meeting, values);
          return { type: 'replace', view: await changed(context, turn, decision, wording) };
        },
      }),
    ],
  };
}

async function added(context: Context, turn: Turn, meeting: Meeting, wording: Wording): Promise<View> {
  const decision = await addDecision(context, turn, meeting, wording);
  const said = decisionTexts[turn.language].noted(String(decision.place));
  return minutesView(context, turn, await meetingById(context, turn, meeting._id), said);
}

async function changed(context: Context, turn: Turn, decision: Decision, wording: Wording): Promise<View> {
  const meeting = await changeDecision(context, turn, decision, decision.text, wording);
  return minutesView(context, turn, meeting, decisionTexts[turn.language].changed(String(decision.place)));
}

async function dropped(context: Context, turn: Turn, decision: Decision): Promise<View> {
  const meeting = await dropDecision(context, turn, decision);
  return minutesView(context, turn, meeting, decisionTexts[turn.language].dropped(String(decision.place)));
}

function own({ agendaItem }: Decision): Pick<Wording, 'item'> {
  return agendaItem === undefined ? {} : { item: agendaItem };
}

/** `TOP 2 Wir … (Ziel 6)`; refused where it was typed. */
function wordingTyped(turn: Turn, meeting: Meeting, typed: string): Wording {
  const { text: rest, item } = readItem(turn, meeting, typed.trim());
  const { text, goal } = readGoal(rest.trim());
  const problem = problemIn(turn, text);
  if (problem !== undefined) throw new Refusal(problem, 'attendance.bad-decision');
  return { text, ...(item && { item: item.id }), ...(goal !== undefined && { goal }) };
}

/** Refused at the field of the form. */
function wordingIn(turn: Turn, meeting: Meeting, values: FormValues): Wording {
  const text = String(values.text ?? '').trim();
  const problem = problemIn(turn, text);
  if (problem !== undefined) throw new FormRefusal({ text: problem }, 'attendance.bad-decision');
  const [item, goal] = [itemIn(meeting, values.item), goalIn(values.goal)];
  return { text, ...(item && { item: item.id }), ...(goal !== undefined && { goal }) };
}

function addForm(context: Context, turn: Turn, meeting: Meeting, values: FormValues = {}): Form {
  return decisionForm(context, turn, meeting, minutesIds.decision, { meeting: meeting._id }, values);
}

/** Its payload says what the editor saw: opened anew, or again after a conflict, that is what stands there now. */
function editForm(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  decision: Decision,
  values: FormValues = { text: decision.text, item: decision.agendaItem ?? '-', goal: String(decision.goal ?? 0) },
): Form {
  const payload = { decision: decision._id, seen: markOf(decision.text) };
  return decisionForm(context, turn, meeting, minutesIds.decisionEdit, payload, values);
}

function decisionForm(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  id: string,
  payload: Readonly<Record<string, string>>,
  values: FormValues,
): Form {
  const t = decisionTexts[turn.language];
  return {
    id,
    title: t.formTitle,
    submit: t.save,
    opener: t.opener,
    intro: minutesTexts[turn.language].noCases,
    language: turn.language,
    payload,
    fields: [
      {
        id: 'text',
        type: 'long-text',
        label: t.label,
        required: true,
        maxLength: longestDecision,
        ...(typeof values.text === 'string' && { value: values.text }),
      },
      ...itemField(turn, meeting, values.item),
      goalField(context, turn, t.goalLabel, String(values.goal ?? 0)),
    ],
  };
}

/** Every decision and task of the minutes with what changes it. */
async function editView(context: Context, turn: Turn, meeting: Meeting): Promise<View> {
  const t = decisionTexts[turn.language];
  const [decisions, tasks] = await Promise.all([decisionsOf(context, meeting), tasksOf(context, meeting)]);
  const names = await context.people().names([...new Set(tasks.map(({ ownerId }) => ownerId))]);
  const title = t.editTitle(meetingLine(meeting, turn.language, context.zone, turn.today));
  const back: Action = {
    id: minutesIds.show,
    label: minutesTexts[turn.language].back,
    payload: { meeting: meeting._id },
  };
  const blocks: readonly Block[] = [
    ...decisions.flatMap((decision): readonly Block[] => [
      { type: 'text', text: decisionLine(decision, turn.language) },
      { type: 'actions', actions: decisionActions(turn, decision) },
    ]),
    ...tasks.flatMap((task): readonly Block[] => [
      { type: 'text', text: taskLine(task, names, turn.language) },
      { type: 'actions', actions: taskActions(turn, task) },
    ]),
  ];
  return {
    kind: 'attendance.minutes-edit',
    summary: cut(title, 150),
    title,
    language: turn.language,
    blocks: [
      ...(blocks.length > 0 ? blocks : [{ type: 'text', text: t.nothingToEdit } as const]),
      { type: 'actions', actions: [back] },
    ],
  };
}

function decisionActions(turn: Turn, { _id, place: at, text }: Decision): readonly Action[] {
  const t = decisionTexts[turn.language];
  return [
    {
      id: minutesIds.decisionEdit,
      label: t.edit(String(at)),
      payload: { decision: _id, seen: markOf(text) },
      opensForm: true,
    },
    { id: minutesIds.decisionDrop, label: t.drop(String(at)), payload: { decision: _id }, confirm: t.dropSure },
  ];
}

function taskActions(
  turn: Turn,
  { _id, number: shown }: { readonly _id: string; readonly number: number },
): readonly Action[] {
  const t = taskTexts[turn.language];
  return [
    { id: minutesIds.taskEdit, label: t.edit(String(shown)), payload: { task: _id }, opensForm: true },
    { id: minutesIds.taskDrop, label: t.drop(String(shown)), payload: { task: _id }, confirm: t.dropSure },
  ];
}

function markOf(text: string): string {
  return marksOf({ text }).text ?? '';
}
