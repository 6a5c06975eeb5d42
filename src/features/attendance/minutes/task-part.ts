import { z } from 'zod';
import { action, form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { personThere, withPerson } from '../../../bot/persons.js';
import { privately } from '../../../bot/views.js';
import { formatDay } from '../../../kernel/dates.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { View } from '../../../messages/view.js';
import { onMeeting } from '../checkin/which.js';
import type { Context } from '../context.js';
import { meetingById } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import type { Task } from '../meetings/tasks.js';
import { marksOf } from '../merging.js';
import { itemField, itemIn, readItem } from './agenda.js';
import { mustWrite, writable } from './changing.js';
import { taskTexts } from './task-texts.js';
import {
  addTask,
  changeTask,
  dropTask,
  dueDay,
  longestTask,
  problemInTask,
  type TaskWording,
  taskByNumber,
  taskThere,
} from './tasks.js';
import { minutesTexts } from './texts.js';
import { minutesIds, minutesView } from './view.js';

const one = z.object({ meeting: sentId });
const edited = z.object({ task: sentId, seen: z.string().max(20).optional() });
const picked = z.object({
  meeting: sentId,
  person: sentId,
  due: z.iso.date(),
  text: z.string().min(1).max(longestTask),
  item: z.string().max(100).optional(),
});
const day = { kind: 'date', name: 'day' } as const;
const until = { kind: 'literal', word: 'bis' } as const;
const mostNamed = 3;

/** `aufgabe NR PERSON bis DATUM TEXT`: giving, changing and striking out tasks. */
export function taskPart(context: Context): Part {
  const chair = { role: 'chair', changes: true, personal: true } as const;
  return {
    commands: [
      {
        id: minutesIds.task,
        words: ['aufgabe'],
        slots: [
          { kind: 'number', name: 'number', optional: true },
          { kind: 'person', name: 'person' },
          until,
          day,
          { kind: 'text', name: 'text' },
        ],
        ...chair,
        help: inAll(taskTexts, (t) => t.addCommand),
        run: (turn, { number, person = '', day: due = '', text = '' }) =>
          onMeeting(context, turn, { number, rest: `${person} bis ${due} ${text}` }, 'aufgabe', (meeting) =>
            typed(context, turn, meeting, person, due, text),
          ),
      },
      {
        id: 'attendance.task-form',
        words: ['aufgabe', 'aufgabe vergeben'],
        slots: [{ kind: 'number', name: 'number' }],
        ...chair,
        unlisted: true,
        help: inAll(taskTexts, (t) => t.addCommand),
        run: (turn, { number }) =>
          onMeeting(context, turn, { number }, 'aufgabe', async (meeting) => {
            await mustWrite(context, turn, meeting);
            return { type: 'form', form: addForm(turn, meeting) };
          }),
      },
      {
        id: minutesIds.taskEdit,
        words: ['aufgabe ändern'],
        slots: [{ kind: 'number', name: 'number' }, until, day, { kind: 'text', name: 'text', optional: true }],
        ...chair,
        unlisted: true,
        help: inAll(taskTexts, (t) => t.editCommand),
        run: async (turn, { number = '', day: due = '', text }) => {
          const task = await taskByNumber(context, turn, number);
          await mustWrite(context, turn, await meetingById(context, turn, task.meetingId));
          const wanted = { ownerId: task.ownerId, due: dueDay(turn, due), text: text ?? task.text };
          const problem = problemInTask(turn, wanted.text);
          if (problem !== undefined) throw new Refusal(problem, 'attendance.bad-task');
          const changed = await changeTask(context, turn, task, wanted);
          if (!changed) throw new Refusal(taskTexts[turn.language].conflict, 'attendance.task-conflict');
          return privately(await afterChange(context, turn, changed));
        },
      },
      {
        id: minutesIds.taskDrop,
        words: ['aufgabe streichen', 'aufgabe löschen'],
        slots: [{ kind: 'number', name: 'number' }],
        ...chair,
        unlisted: true,
        help: inAll(taskTexts, (t) => t.dropCommand),
        run: async (turn, { number = '' }) =>
          privately(await dropped(context, turn, await taskByNumber(context, turn, number))),
      },
    ],
    actions: [
      action({
        id: minutesIds.taskFor,
        role: 'chair',
        payload: picked,
        changes: true,
        run: async (turn, { meeting: id, person, ...wording }) => {
          const meeting = await writable(context, turn, id);
          const { id: ownerId } = await personThere(context.search(), turn, person);
          return { type: 'replace', view: await added(context, turn, meeting, { ...itemed(wording), ownerId }) };
        },
      }),
      action({
        id: minutesIds.taskDrop,
        role: 'chair',
        payload: z.object({ task: sentId }),
        changes: true,
        run: async (turn, { task }) => ({
          type: 'replace',
          view: await dropped(context, turn, await taskThere(context, turn, task)),
        }),
      }),
    ],
    forms: [
      form({
        id: minutesIds.task,
        role: 'chair',
        payload: one,
        changes: true,
        show: async (turn, { meeting }, values) => addForm(turn, await writable(context, turn, meeting), values),
        run: async (turn, { meeting: id }, values) => {
          const meeting = await writable(context, turn, id);
          const item = itemIn(meeting, values.item);
          const wording = { ...(await wordingIn(context, turn, values)), ...(item && { item: item.id }) };
          return { type: 'replace', view: await added(context, turn, meeting, wording) };
        },
      }),
      form({
        id: minutesIds.taskEdit,
        role: 'chair',
        payload: edited,
        changes: true,
        show: async (turn, { task: id }, values) => editForm(context, turn, await taskThere(context, turn, id), values),
        run: (turn, { task: id, seen }, values) => edit(context, turn, id, seen, values),
      }),
    ],
    numbered: {
      task: async (id, language) => {
        const task = await context.tasks.get(id);
        return task && taskTexts[language].numbered(task.text);
      },
    },
  };
}

async function typed(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  person: string,
  dueTyped: string,
  words: string,
): Promise<Reply> {
  await mustWrite(context, turn, meeting);
  const { text: rest, item } = readItem(turn, meeting, words.trim());
  const text = rest.trim();
  const due = dueDay(turn, dueTyped);
  const problem = problemInTask(turn, text);
  if (problem !== undefined) throw new Refusal(problem, 'attendance.bad-task');
  const wording = { due, text, ...(item && { item: item.id }) };
  return withPerson(context.search(), turn, person, {
    action: minutesIds.taskFor,
    payload: { meeting: meeting._id, ...wording },
    addIfNew: true,
    act: async ({ id }) => privately(await added(context, turn, meeting, { ...wording, ownerId: id })),
  });
}

async function added(context: Context, turn: Turn, meeting: Meeting, wording: TaskWording): Promise<View> {
  const t = taskTexts[turn.language];
  const task = await addTask(context, turn, meeting, wording);
  const who = (await context.people().names([task.ownerId])).get(task.ownerId) ?? t.formerPerson;
  const said = t.noted(String(task.number), who, formatDay(task.due, turn.language));
  return minutesView(context, turn, await meetingById(context, turn, meeting._id), said);
}

async function afterChange(context: Context, turn: Turn, task: Task): Promise<View> {
  const meeting = await meetingById(context, turn, task.meetingId);
  return minutesView(context, turn, meeting, taskTexts[turn.language].changed(String(task.number)));
}

async function dropped(context: Context, turn: Turn, task: Task): Promise<View> {
  const meeting = await meetingById(context, turn, task.meetingId);
  await mustWrite(context, turn, meeting);
  await dropTask(context, turn, task);
  const now = await meetingById(context, turn, task.meetingId);
  return minutesView(context, turn, now, taskTexts[turn.language].dropped(String(task.number)));
}

async function edit(
  context: Context,
  turn: Turn,
  id: string,
  seen: string | undefined,
  values: FormValues,
): Promise<Reply> {
  const task = await taskThere(context, turn, id);
  await mustWrite(context, turn, await meetingById(context, turn, task.meetingId));
  const conflict = new FormRefusal({ text: taskTexts[turn.language].conflict }, 'attendance.task-conflict');
  const wanted = await wordingIn(context, turn, values, task);
  const isAsSeen = seen === undefined || seen === markOf(task);
  // Delivered again after a crash it is as wanted already, and only the minutes are left to be told.
  if (!isAsSeen && markOf(task) !== markOf(wanted)) throw conflict;
  const changed = await changeTask(context, turn, task, wanted);
  if (!changed) throw conflict;
  return { type: 'replace', view: await afterChange(context, turn, changed) };
}

/** What a form brought, each mistake at its field. A day that was set before may stay, though it is over. */
async function wordingIn(
  context: Context,
  turn: Turn,
  values: FormValues,
  before?: Task,
): Promise<Omit<TaskWording, 'item'>> {
  const text = String(values.text ?? '').trim();
  const problem = problemInTask(turn, text);
  const fields: Record<string, string> = problem === undefined ? {} : { text: problem };
  const owner = await attempt(fields, 'who', () => ownerIn(context, turn, String(values.who ?? '').trim(), before));
  const due = await attempt(fields, 'due', async () =>
    before !== undefined && values.due === before.due ? before.due : dueDay(turn, String(values.due ?? '')),
  );
  if (owner === undefined || due === undefined || problem !== undefined) {
    throw new FormRefusal(fields, 'attendance.bad-task');
  }
  return { ownerId: owner, text, due };
}

/** What a step resolves with; what it refuses is noted at the field. */
async function attempt<T>(
  fields: Record<string, string>,
  field: string,
  step: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fields[field] = error.forPerson;
    return undefined;
  }
}

async function ownerIn(context: Context, turn: Turn, who: string, before: Task | undefined): Promise<string> {
  const t = taskTexts[turn.language];
  if (who === '') throw new Refusal(t.missingWho, 'attendance.no-owner');
  if (before && who === (await nameOf(context, before.ownerId))) return before.ownerId;
  const found = await context.search().find(who, turn.language);
  const candidates = found.certain.length > 0 ? found.certain : found.near;
  const [only, ...others] = candidates;
  if (only && others.length === 0 && found.certain.length > 0) return only.id;
  if (found.address !== undefined && !only) return (await context.search().withAddress(found.address)).id;
  if (!only) throw new Refusal(t.missingWho, 'attendance.unknown-owner');
  const names = candidates.slice(0, mostNamed).map(({ label }) => label);
  throw new Refusal(t.severalFit(names.join(', ')), 'attendance.unclear-owner');
}

async function nameOf(context: Context, id: string): Promise<string | undefined> {
  return (await context.people().names([id])).get(id);
}

function addForm(turn: Turn, meeting: Meeting, values: FormValues = {}): Form {
  const form = taskForm(turn, minutesIds.task, { meeting: meeting._id }, values);
  return { ...form, fields: [...form.fields, ...itemField(turn, meeting, values.item)] };
}

/** Its payload says what the editor saw: opened anew, or again after a conflict, that is what stands there now. */
async function editForm(context: Context, turn: Turn, task: Task, values?: FormValues): Promise<Form> {
  const { ownerId, due, text } = task;
  const now = values ?? { who: (await nameOf(context, ownerId)) ?? '', due, text };
  const form = taskForm(turn, minutesIds.taskEdit, { task: task._id, seen: markOf(task) }, now);
  return { ...form, submit: taskTexts[turn.language].saveChange };
}

function taskForm(turn: Turn, id: string, payload: Readonly<Record<string, string>>, values: FormValues): Form {
  const t = taskTexts[turn.language];
  const filled = (field: string) => (typeof values[field] === 'string' ? { value: values[field] } : {});
  return {
    id,
    title: t.formTitle,
    submit: t.save,
    opener: t.opener,
    intro: minutesTexts[turn.language].noCases,
    language: turn.language,
    payload,
    fields: [
      { id: 'who', type: 'text', label: t.who, hint: t.whoHint, required: true, maxLength: 200, ...filled('who') },
      { id: 'due', type: 'date', label: t.due, required: true, ...filled('due') },
      { id: 'text', type: 'long-text', label: t.what, required: true, maxLength: longestTask, ...filled('text') },
    ],
  };
}

function markOf({ ownerId, due, text }: Pick<Task, 'ownerId' | 'due' | 'text'>): string {
  return marksOf({ all: [ownerId, due, text].join('\n') }).all ?? '';
}

function itemed({ item, ...wording }: { due: string; text: string; item?: string | undefined }) {
  return { ...wording, ...(item !== undefined && { item }) };
}
