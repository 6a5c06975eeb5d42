import type { Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { formatDay, formatInstant } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import { type Inline, strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import { representationsOf } from '../checkin/representations.js';
import { partnerNames } from '../checkin/rows.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import type { Decision } from '../meetings/decisions.js';
import type { Meeting } from '../meetings/model.js';
import type { Task } from '../meetings/tasks.js';
import { leads } from '../permissions.js';
import { decisionsOf } from './decisions.js';
import { goalName } from './goals.js';
import { taskTexts } from './task-texts.js';
import { carriedOver, tasksOf } from './tasks.js';
import { minutesTexts } from './texts.js';

export const minutesIds = {
  show: 'attendance.minutes',
  write: 'attendance.minutes-write',
  decision: 'attendance.decision-add',
  decisionEdit: 'attendance.decision-edit',
  decisionDrop: 'attendance.decision-drop',
  task: 'attendance.task-add',
  taskFor: 'attendance.task-for',
  taskEdit: 'attendance.task-edit',
  taskDrop: 'attendance.task-drop',
  done: 'attendance.task-done',
  edit: 'attendance.minutes-edit',
  sign: 'attendance.minutes-sign',
  send: 'attendance.minutes-send',
  forManager: 'attendance.for-manager',
} as const;

const longestSummary = 150;
const mostOwn = 5;

/** Everything that the minutes of a meeting hold. */
export interface Minutes {
  readonly meeting: Meeting;
  readonly decisions: readonly Decision[];
  readonly tasks: readonly Task[];
  readonly earlier: { readonly shown: readonly Task[]; readonly left: number };
  /** Names of partners that were represented; nothing before a check-in. */
  readonly represented: readonly string[];
  /** Names of persons by id. */
  readonly names: ReadonlyMap<string, string>;
}

export async function minutesOf(context: Context, meeting: Meeting): Promise<Minutes> {
  const [decisions, tasks, earlier, rows] = await Promise.all([
    decisionsOf(context, meeting),
    tasksOf(context, meeting),
    carriedOver(context, meeting),
    representationsOf(context, meeting),
  ]);
  const there = rows.filter(({ represented }) => represented === 'yes' || represented === 'by-deputy');
  const partners = await partnerNames(
    context,
    there.map(({ partnerId }) => partnerId),
  );
  const people = [...tasks, ...earlier.shown].map(({ ownerId }) => ownerId);
  if (meeting.signedOff) people.push(meeting.signedOff.by);
  const names = await context.people().names([...new Set(people)]);
  const represented = [...partners.values()].toSorted((a, b) => a.localeCompare(b, 'de'));
  return { meeting, decisions, tasks, earlier, represented, names };
}

/** Whether anything stands in them. */
export function isWritten({ meeting, decisions, tasks }: Pick<Minutes, 'meeting' | 'decisions' | 'tasks'>): boolean {
  const notes = [meeting.notes, ...meeting.agenda.map((item) => item.notes)];
  return decisions.length + tasks.length > 0 || notes.some((each) => (each ?? '') !== '');
}

/** The minutes as whoever writes them works on them; others read them only. */
export async function minutesView(context: Context, turn: Turn, meeting: Meeting, said?: string): Promise<View> {
  const t = minutesTexts[turn.language];
  const minutes = await minutesOf(context, meeting);
  const line = meetingLine(meeting, turn.language, context.zone, turn.today);
  const mayWrite = leads(turn.person, meeting.committeeId);
  return {
    kind: 'attendance.minutes',
    summary: cut(t.title(line), longestSummary),
    title: t.title(line),
    language: turn.language,
    blocks: [
      ...(said === undefined ? [] : [{ type: 'text', text: [strong(said)] } as const]),
      { type: 'facts', facts: [{ label: t.state, value: stateText(context, minutes, turn.language) }] },
      ...contentBlocks(minutes, turn.language, !mayWrite),
      ...ownTaskBlocks(minutes, turn.person.id, turn.language),
      { type: 'divider' },
      ...(mayWrite && !meeting.closedAt
        ? [
            { type: 'actions', actions: writerActions(turn, minutes) } as const,
            { type: 'note', text: `${t.typedHint(String(meeting.number))} ${t.noCases}` } as const,
          ]
        : [{ type: 'actions', actions: readerActions(turn.language) } as const]),
    ],
  };
}

/** What the minutes say, `isOut` to those who read them: partners, agenda with notes, decisions and tasks, and what is still open from before. */
export function contentBlocks(minutes: Minutes, language: Language, isOut = false): readonly Block[] {
  const t = minutesTexts[language];
  const { meeting, represented } = minutes;
  const items = meeting.agenda.map(({ id }) => id);
  const isElsewhere = (item: string | undefined) => item === undefined || !items.includes(item);
  const rest = sectionBlocks(
    minutes,
    language,
    meeting.notes,
    minutes.decisions.filter(({ agendaItem }) => isElsewhere(agendaItem)),
    minutes.tasks.filter(({ agendaItem }) => isElsewhere(agendaItem)),
  );
  return [
    ...(represented.length > 0
      ? [{ type: 'facts', facts: [{ label: t.represented, value: represented.join(', ') }] } as const]
      : []),
    ...meeting.agenda.flatMap(({ id, title, notes }, index): readonly Block[] => {
      const section = sectionBlocks(
        minutes,
        language,
        notes,
        minutes.decisions.filter(({ agendaItem }) => agendaItem === id),
        minutes.tasks.filter(({ agendaItem }) => agendaItem === id),
      );
      const heading: Block = { type: 'text', text: [strong(`${index + 1}. ${title}`)] };
      return [heading, ...(section.length > 0 || isOut ? section : [{ type: 'note', text: t.noNotes } as const])];
    }),
    ...(rest.length > 0 && items.length > 0 ? [{ type: 'text', text: [strong(t.noItem)] } as const] : []),
    ...rest,
    ...earlierBlocks(minutes, language),
  ];
}

function sectionBlocks(
  { names }: Minutes,
  language: Language,
  notes: string | undefined,
  decisions: readonly Decision[],
  tasks: readonly Task[],
): readonly Block[] {
  const lines: readonly Inline[] = [
    ...decisions.map((decision) => decisionLine(decision, language)),
    ...tasks.map((task) => taskLine(task, names, language)),
  ];
  return [
    ...(notes ? [{ type: 'text', text: notes } as const] : []),
    ...(lines.length > 0 ? [{ type: 'list', items: lines } as const] : []),
  ];
}

/** „Beschluss 1: … (Ziel 6, unsere Zählung)“. */
export function decisionLine({ place, text, goal }: Decision, language: Language): Inline {
  const about = goal === undefined ? '' : ` · ${goalName(goal, language)}`;
  return [strong(minutesTexts[language].decision(String(place))), `: ${text}${about}`];
}

/** „Aufgabe Nr. 14: Deniz Schule, bis 01.12.2026: …“. */
export function taskLine(task: Task, names: ReadonlyMap<string, string>, language: Language): Inline {
  const t = minutesTexts[language];
  const who = names.get(task.ownerId) ?? taskTexts[language].formerPerson;
  const done = task.doneAt ? [` (${taskTexts[language].done.toLocaleLowerCase('de-DE')})`] : [];
  const line = t.taskLine(who, formatDay(task.due, language), task.text);
  return [strong(t.task(String(task.number))), `: ${line}`, ...done];
}

/** Tasks that earlier meetings of the committee left open; nothing where there are none. For the agenda, too. */
export async function carriedOverBlocks(
  context: Context,
  meeting: Meeting,
  language: Language,
): Promise<readonly Block[]> {
  const earlier = await carriedOver(context, meeting);
  if (earlier.shown.length === 0) return [];
  const names = await context.people().names([...new Set(earlier.shown.map(({ ownerId }) => ownerId))]);
  return earlierBlocks({ earlier, names }, language);
}

function earlierBlocks({ earlier, names }: Pick<Minutes, 'earlier' | 'names'>, language: Language): readonly Block[] {
  const t = minutesTexts[language];
  if (earlier.shown.length === 0) return [];
  return [
    { type: 'text', text: [strong(t.carriedOver)] },
    { type: 'list', items: earlier.shown.map((task) => taskLine(task, names, language)) },
    ...(earlier.left > 0 ? [{ type: 'note', text: t.andMore(String(earlier.left)) } as const] : []),
  ];
}

/** A person's own open tasks of the meeting, each with its button. */
export function ownTaskBlocks(
  { tasks }: Pick<Minutes, 'tasks'>,
  personId: string,
  language: Language,
  on?: 'minutes' | 'digest',
): readonly Block[] {
  const t = minutesTexts[language];
  const own = tasks.filter(({ ownerId, doneAt }) => ownerId === personId && !doneAt).slice(0, mostOwn);
  if (own.length === 0) return [];
  const actions = own.map(
    ({ _id, number }): Action => ({
      id: minutesIds.done,
      label: t.done(String(number)),
      payload: { task: _id, done: true, ...(on && { on }) },
    }),
  );
  return [
    { type: 'text', text: [strong(t.yourTasks)] },
    {
      type: 'list',
      items: own.map(
        ({ number, due, text }) => `Nr. ${number}, ${taskTexts[language].dueOn(formatDay(due, language))}: ${text}`,
      ),
    },
    { type: 'actions', actions },
  ];
}

/** „freigegeben von … am …, gesendet am …“. */
export function stateText(context: Context, minutes: Minutes, language: Language): string {
  const t = minutesTexts[language];
  const { meeting, names } = minutes;
  const when = (at: Date) => formatInstant(at, context.zone, language);
  const { signedOff, minutesSent: sent } = meeting;
  if (!isWritten(minutes) && !signedOff && !sent) return t.empty;
  const signed = signedOff ? t.signed(names.get(signedOff.by) ?? t.somebody, when(signedOff.at)) : undefined;
  const isLater = sent !== undefined && sent.due > context.clock.now();
  const out = sent && (isLater ? t.sentLater : t.sent)(when(sent.due));
  const changed = sent && sent.rev !== (meeting.minutesRev ?? 0) ? t.changedSince : undefined;
  return [signed ?? (sent ? undefined : t.draft), out, changed].filter((part) => part !== undefined).join(', ');
}

function writerActions(turn: Turn, minutes: Minutes): readonly Action[] {
  const t = minutesTexts[turn.language];
  const { meeting, decisions, tasks } = minutes;
  const payload = { meeting: meeting._id };
  const rev = meeting.minutesRev ?? 0;
  const number = String(meeting.number);
  const sent = meeting.minutesSent;
  const isSent = sent?.rev === rev;
  const sign: Action = { id: minutesIds.sign, label: t.sign, payload: { ...payload, rev } };
  const send: Action = {
    id: minutesIds.send,
    label: sent ? t.sendCorrection : t.send,
    payload: { ...payload, rev },
    style: 'primary',
  };
  return [
    { id: minutesIds.write, label: t.write, payload, opensForm: true },
    { id: minutesIds.decision, label: t.addDecision, payload, opensForm: true },
    { id: minutesIds.task, label: t.addTask, payload, opensForm: true },
    ...(decisions.length + tasks.length > 0 ? [{ id: minutesIds.edit, label: t.change, payload }] : []),
    ...(isSent || !isWritten(minutes) ? [] : [meeting.signedOff ? send : sign]),
    typedAction(`anwesenheit ${number}`, t.attendance),
    typedAction(`bericht ${number}`, t.report),
  ];
}

export function readerActions(language: Language): readonly Action[] {
  const t = minutesTexts[language];
  return [
    typedAction('aufgaben', t.myTasks),
    typedAction('beschlüsse', t.allDecisions),
    { id: minutesIds.forManager, label: t.forManager },
  ];
}
