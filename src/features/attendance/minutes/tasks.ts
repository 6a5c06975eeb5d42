import { eventMark, type Turn } from '../../../bot/feature.js';
import { addMonths, type Day, formatDay, readDay } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Context } from '../context.js';
import type { Meeting } from '../meetings/model.js';
import type { Task } from '../meetings/tasks.js';
import { leads } from '../permissions.js';
import { changeMinutes } from './changing.js';
import { taskTexts } from './task-texts.js';

export const longestTask = 500;
const mostTasks = 100;
const mostMonths = 36;
const mostCarried = 10;

export interface TaskWording {
  readonly ownerId: string;
  readonly text: string;
  readonly due: Day;
  readonly item?: string;
}

/** What a meeting gave people to do, in the order of their numbers. */
export async function tasksOf(context: Context, { _id }: Pick<Meeting, '_id'>): Promise<readonly Task[]> {
  const { items } = await context.tasks.find({ filter: { meetingId: _id }, limit: mostTasks });
  return items.toSorted((a, b) => a.number - b.number);
}

/** Open tasks of the committee's earlier meetings: they come back in the next one until they are done. */
export async function carriedOver(
  context: Context,
  meeting: Meeting,
): Promise<{ readonly shown: readonly Task[]; readonly left: number }> {
  const { committeeId } = meeting;
  if (committeeId === undefined) return { shown: [], left: 0 };
  const filter = { committeeId, doneAt: null, meetingId: { $ne: meeting._id }, createdAt: { $lt: meeting.start } };
  const [page, count] = await Promise.all([
    context.tasks.find({ filter, sort: [['due', 1]], limit: mostCarried }),
    context.tasks.count(filter),
  ]);
  return { shown: page.items, left: count - page.items.length };
}

/** The day that was typed; refused if there is none such, or if it is over. */
export function dueDay(turn: Turn, typed: string): Day {
  const t = taskTexts[turn.language];
  const read = readDay(typed, turn.today);
  if (!read) throw new Refusal(t.missingDue, 'attendance.no-due');
  if (read.kind === 'impossible') throw new Refusal(t.noSuchDay(typed.trim()), 'attendance.no-such-day');
  if (read.day < turn.today) throw new Refusal(t.past(formatDay(read.day, turn.language)), 'attendance.due-past');
  if (read.day > addMonths(turn.today, mostMonths)) throw new Refusal(t.tooFar, 'attendance.due-far');
  return read.day;
}

/** What is wrong with a task's text, in the person's language. */
export function problemInTask(turn: Turn, text: string): string | undefined {
  const t = taskTexts[turn.language];
  if (text.trim() === '') return t.missingText;
  return text.length > longestTask ? t.tooLong(String(longestTask)) : undefined;
}

/** Gives a task, once for each event however often it is delivered. */
export async function addTask(context: Context, turn: Turn, meeting: Meeting, wording: TaskWording): Promise<Task> {
  const _id = eventMark(turn.inbound);
  const task = (await context.tasks.get(_id)) ?? (await insertTask(context, turn, _id, meeting, wording));
  await changeMinutes(context, turn, meeting._id);
  return task;
}

async function insertTask(
  context: Context,
  turn: Turn,
  _id: string,
  meeting: Meeting,
  wording: TaskWording,
): Promise<Task> {
  const t = taskTexts[turn.language];
  if ((await context.tasks.count({ meetingId: meeting._id })) >= mostTasks) {
    throw new Refusal(t.tooMany(String(mostTasks)), 'attendance.too-many-tasks');
  }
  const fresh: Task = {
    _id,
    number: await context.numbers.give('task', _id),
    meetingId: meeting._id,
    ownerId: wording.ownerId,
    text: wording.text.trim(),
    due: wording.due,
    createdAt: turn.now,
    by: turn.person.id,
    ...(meeting.committeeId !== undefined && { committeeId: meeting.committeeId }),
    ...(wording.item !== undefined && { agendaItem: wording.item }),
  };
  await context.tasks.insert(fresh);
  return fresh;
}

/** The task under a typed number; refused with what the number is instead. */
export async function taskByNumber(context: Context, turn: Turn, typed: string): Promise<Task> {
  return taskThere(context, turn, await context.numbers.subject('task', typed, turn.language));
}

export async function taskThere(context: Context, turn: Turn, id: string): Promise<Task> {
  const found = await context.tasks.get(id);
  if (!found) throw new Refusal(taskTexts[turn.language].gone, 'attendance.task-gone');
  return found;
}

/** Done or open again, by its owner or whoever leads the committee. Pressed twice it stays as it is. */
export async function setDone(context: Context, turn: Turn, task: Task, done: boolean): Promise<Task> {
  await mustBeTheirs(context, turn, task);
  const changed = done
    ? await context.tasks.update(task._id, { $set: { doneAt: turn.now, doneBy: turn.person.id } }, { doneAt: null })
    : await context.tasks.update(task._id, { $unset: { doneAt: true, doneBy: true } }, { doneAt: { $exists: true } });
  if (changed && done) await context.outbox.cancelKeys(reminderKeys(task));
  return changed ?? taskThere(context, turn, task._id);
}

/** Keys of what reminds of a task; another day makes others. */
export function reminderKeys({ _id, due }: Pick<Task, '_id' | 'due'>): readonly [soon: string, late: string] {
  return [`task:${_id}:${due}:soon`, `task:${_id}:${due}:late`];
}

/** Changes what the editor saw; undefined if somebody was quicker. */
export async function changeTask(
  context: Context,
  turn: Turn,
  task: Task,
  wanted: Pick<TaskWording, 'ownerId' | 'text' | 'due'>,
): Promise<Task | undefined> {
  const { ownerId, text, due } = task;
  const set = { ...wanted, text: wanted.text.trim() };
  const changed = await context.tasks.update(task._id, { $set: set }, { ownerId, text, due });
  if (!changed) return undefined;
  if (due !== wanted.due || ownerId !== wanted.ownerId) await context.outbox.cancelKeys(reminderKeys(task));
  await changeMinutes(context, turn, task.meetingId);
  return changed;
}

/** Deleted last: cut short, it is still there for whoever comes again. */
export async function dropTask(context: Context, turn: Turn, task: Task): Promise<void> {
  await changeMinutes(context, turn, task.meetingId);
  await context.outbox.cancelKeys(reminderKeys(task));
  await context.tasks.delete({ _id: task._id });
}

async function mustBeTheirs(context: Context, turn: Turn, { ownerId, committeeId, number }: Task): Promise<void> {
  if (ownerId === turn.person.id || leads(turn.person, committeeId)) return;
  const t = taskTexts[turn.language];
  const owner = (await context.people().names([ownerId])).get(ownerId) ?? t.formerPerson;
  throw new Refusal(t.notYours(String(number), owner), 'attendance.not-their-task');
}
