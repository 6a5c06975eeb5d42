import { z } from 'zod';
import { action, type Schedule, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { privately, typedAction } from '../../../bot/views.js';
import { addWorkingDays, isWorkingDay } from '../../../kernel/calendar.js';
import { addDays, type Day, dayAt, formatDay } from '../../../kernel/dates.js';
import { inAll, type Language } from '../../../kernel/texts.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { meetingName } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import type { Task } from '../meetings/tasks.js';
import { digestView, sentMinutesView } from './sent-views.js';
import { taskTexts } from './task-texts.js';
import { reminderKeys, setDone, taskByNumber, taskThere } from './tasks.js';
import { minutesIds } from './view.js';

const listId = 'attendance.tasks';
const pageSize = 10;
const soonDays = 2;
/** What was due longer ago is not reminded of any more. */
const lateDays = 14;
const atOnce = 200;
const mostPages = 50;
const longestSummary = 150;

const listed = z.object({ done: z.boolean().optional(), after: z.string().max(1_000).optional() });

/** `aufgaben` and `erledigt NR`: a person's own tasks, and what reminds of them. */
export function taskListPart(context: Context): Part {
  const toggle = (id: string, words: readonly [string, ...string[]], done: boolean) =>
    ({
      id,
      words,
      slots: [{ kind: 'number', name: 'number' }],
      role: 'all',
      changes: true,
      personal: true,
      unlisted: !done,
      help: inAll(taskTexts, (t) => (done ? t.doneCommand : t.undoneCommand)),
      run: async (turn: Turn, { number = '' }: Readonly<Record<string, string | undefined>>) => {
        const task = await setDone(context, turn, await taskByNumber(context, turn, number), done);
        return privately(oneView(turn, task));
      },
    }) as const;
  return {
    commands: [
      {
        id: listId,
        words: ['aufgaben', 'meine aufgaben'],
        slots: [],
        role: 'all',
        changes: false,
        personal: true,
        help: inAll(taskTexts, (t) => t.listCommand),
        run: async (turn) => privately(await tasksView(context, turn)),
      },
      toggle(minutesIds.done, ['erledigt'], true),
      toggle('attendance.task-undone', ['nicht erledigt', 'doch nicht erledigt'], false),
    ],
    actions: [
      action({
        id: listId,
        role: 'all',
        payload: listed,
        changes: false,
        run: async (turn, { done = false, after }) => ({
          type: 'replace',
          view: await tasksView(context, turn, { done, ...(after !== undefined && { after }) }),
        }),
      }),
      action({
        id: minutesIds.done,
        role: 'all',
        payload: z.object({ task: sentId, done: z.boolean(), on: z.enum(['list', 'minutes', 'digest']).optional() }),
        changes: true,
        run: async (turn, { task: id, done, on }) => {
          const task = await setDone(context, turn, await taskThere(context, turn, id), done);
          return { type: 'replace', view: (await pressedOn(context, turn, task, on)) ?? oneView(turn, task) };
        },
      }),
    ],
    schedules: [reminders(context)],
    succeed: (turn, from, to) => handOn(context, turn, from, to),
    home: (turn) => homeBlocks(context, turn),
  };
}

/** The card that the press stands on, as it is now: a list or a message with more in it stays what it is. */
async function pressedOn(
  context: Context,
  turn: Turn,
  task: Task,
  on: 'list' | 'minutes' | 'digest' | undefined,
): Promise<View | undefined> {
  const t = taskTexts[turn.language];
  const said = (task.doneAt ? t.nowDone : t.nowOpen)(String(task.number));
  if (on === 'list') return tasksView(context, turn, { said });
  const meeting = on === undefined ? undefined : await context.meetings.get(task.meetingId);
  if (!meeting) return undefined;
  const reader = { id: turn.person.id, language: turn.language };
  return on === 'minutes'
    ? sentMinutesView(context, meeting, reader, said)
    : digestView(context, meeting, reader, said);
}

/** Open ones first, by when they are due; those done on a list of their own, the latest first. */
export async function tasksView(
  context: Context,
  turn: Turn,
  { done = false, after, said }: { readonly done?: boolean; readonly after?: string; readonly said?: string } = {},
): Promise<View> {
  const t = taskTexts[turn.language];
  const mine = { ownerId: turn.person.id };
  const [page, open, all] = await Promise.all([
    context.tasks.find({
      filter: { ...mine, doneAt: done ? { $exists: true } : null },
      sort: done ? [['doneAt', -1]] : [['due', 1]],
      limit: pageSize,
      ...(after !== undefined && { after }),
    }),
    context.tasks.count({ ...mine, doneAt: null }),
    context.tasks.count(mine),
  ]);
  const title = done ? t.doneTitle : t.title;
  const counts = t.counts(open, all - open);
  const more: Action = { id: listId, label: t.more, payload: { done, after: page.next } };
  const other: Action = { id: listId, label: done ? t.openOnes : t.doneOnes, payload: { done: !done } };
  const isEmpty = page.items.length === 0;
  return {
    kind: listId,
    summary: `${title}: ${counts}`,
    title,
    language: turn.language,
    blocks: [
      ...(said === undefined ? [] : [{ type: 'text', text: [strong(said)] } as const]),
      { type: 'text', text: counts },
      ...(isEmpty ? [{ type: 'text', text: done ? t.noneDone : t.empty } as const] : []),
      ...page.items.flatMap((task) => taskBlocks(context, turn, task)),
      {
        type: 'actions',
        actions: [
          ...(page.next === undefined ? [] : [more]),
          ...(done || all > open ? [other] : []),
          typedAction('treffen', t.meetings),
        ],
      },
    ],
  };
}

function taskBlocks(context: Context, turn: Turn, task: Task): readonly Block[] {
  const t = taskTexts[turn.language];
  const { _id, number, doneAt } = task;
  const label = doneAt ? t.undoneNumber(String(number)) : t.doneNumber(String(number));
  return [
    { type: 'text', text: [strong(t.line(String(number), task.text)), ` · ${dueText(context, turn, task)}`] },
    { type: 'actions', actions: [{ id: minutesIds.done, label, payload: { task: _id, done: !doneAt, on: 'list' } }] },
  ];
}

function dueText(context: Context, { language, today }: Turn, { due, doneAt }: Task): string {
  const t = taskTexts[language];
  if (doneAt) return t.doneOn(formatDay(dayAt(doneAt, context.zone), language));
  return (due < today ? t.overdue : t.dueOn)(formatDay(due, language));
}

/** What a press answers, with the way back. */
function oneView(turn: Turn, task: Task): View {
  const t = taskTexts[turn.language];
  const number = String(task.number);
  const text = task.doneAt ? t.nowDone(number) : t.nowOpen(number);
  const undo: Action = {
    id: minutesIds.done,
    label: task.doneAt ? t.undone : t.done,
    payload: { task: task._id, done: !task.doneAt },
  };
  return {
    kind: 'attendance.task',
    summary: text,
    language: turn.language,
    blocks: [
      { type: 'text', text: [strong(text), ` ${task.text}`] },
      { type: 'actions', actions: [undo, typedAction('aufgaben', t.title)] },
    ],
  };
}

/** Working days at half past seven: what is due within two of them, and once what was due and is still open. */
function reminders(context: Context): Schedule {
  return {
    name: 'attendance.task-reminders',
    pattern: '30 7 * * *',
    lateHours: 20,
    run: async (occurrence, now) => {
      const today = dayAt(occurrence, context.zone);
      if (!isWorkingDay(today)) return;
      let after: string | undefined;
      for (let pages = 0; pages < mostPages; pages += 1) {
        const page = await context.tasks.find({
          filter: { due: { $gte: addDays(today, -lateDays), $lte: addWorkingDays(today, soonDays) }, doneAt: null },
          sort: [['due', 1]],
          limit: atOnce,
          ...(after !== undefined && { after }),
        });
        for (const task of page.items) await remind(context, task, today, now);
        after = page.next;
        if (after === undefined) return;
      }
    },
  };
}

/** Which of its two reminders is due on a day, if any. */
export function reminderOf({ due, doneAt }: Pick<Task, 'due' | 'doneAt'>, today: Day): 'soon' | 'late' | undefined {
  if (doneAt || due < addDays(today, -lateDays)) return undefined;
  if (due < today) return 'late';
  return due <= addWorkingDays(today, soonDays) ? 'soon' : undefined;
}

/** Once under its key, however often the schedule runs. */
async function remind(context: Context, task: Task, today: Day, now: Date): Promise<void> {
  const which = reminderOf(task, today);
  const owner = await context.people().get(task.ownerId);
  if (which === undefined || !owner) return;
  const [soon, late] = reminderKeys(task);
  const meeting = await context.meetings.get(task.meetingId);
  const view = reminderView(task, which, meeting, owner.language);
  const key = which === 'soon' ? soon : late;
  await context.outbox.enqueue([
    { key, personId: owner.id, view, due: now, occasion: 'clock', batch: `task:${task._id}` },
  ]);
}

function reminderView(task: Task, which: 'soon' | 'late', meeting: Meeting | undefined, language: Language): View {
  const t = taskTexts[language];
  const day = formatDay(task.due, language);
  const title = which === 'soon' ? t.remindSoon(task.text, day) : t.remindLate(task.text, day);
  const done: Action = {
    id: minutesIds.done,
    label: t.doneNumber(String(task.number)),
    payload: { task: task._id, done: true },
    style: 'primary',
  };
  return {
    kind: 'attendance.task-reminder',
    summary: cut(title, longestSummary),
    language,
    blocks: [
      { type: 'text', text: [strong(title)] },
      ...(meeting ? [{ type: 'text', text: t.remindFrom(meetingName(meeting)) } as const] : []),
      { type: 'actions', actions: [done, typedAction('aufgaben', t.title)] },
      ...(which === 'late' ? [{ type: 'note', text: t.remindOnce } as const] : []),
    ],
  };
}

/** Open tasks go to who comes after; what is done stays whose it was. */
async function handOn(context: Context, turn: Turn, from: string, to: string): Promise<readonly string[]> {
  let moved = 0;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const changed = await context.tasks.claim(
      { ownerId: from, doneAt: null },
      { $set: { ownerId: to } },
      { limit: atOnce },
    );
    for (const task of changed) await context.outbox.cancelKeys(reminderKeys(task));
    moved += changed.length;
    if (changed.length < atOnce) break;
  }
  return moved > 0 ? [taskTexts[turn.language].handedOn(moved)] : [];
}

async function homeBlocks(context: Context, turn: Turn): Promise<readonly Block[]> {
  const t = taskTexts[turn.language];
  const filter = { ownerId: turn.person.id, doneAt: null };
  const { items } = await context.tasks.find({ filter, sort: [['due', 1]], limit: 1 });
  const [next] = items;
  if (!next) return [];
  const count = await context.tasks.count(filter);
  return [
    { type: 'text', text: t.home(count, formatDay(next.due, turn.language)) },
    { type: 'actions', actions: [typedAction('aufgaben', t.title)] },
  ];
}
