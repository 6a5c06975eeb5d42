import { DateTime } from 'luxon';
import { type Command, eventMark, form, type Slot, type Turn, type Typed } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { addWorkingDays, isWorkingDay, localInstant } from '../../../kernel/calendar.js';
import { clockProblem } from '../../../kernel/clock-changes.js';
import { addDays, dayAt, daysBetween, readDay } from '../../../kernel/dates.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import { whenAndWhere } from '../meeting-views.js';
import { changeMeeting, meetingById } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { mustLead } from '../permissions.js';
import { oneMeeting, planActions } from './actions.js';
import { changeTo, ofItsOwn, targetOf } from './changing.js';
import type { FollowUps } from './following.js';
import { textIn } from './form.js';
import { limits } from './plan.js';
import { answered, commandOn, isDone } from './register.js';
import { planningTexts } from './texts.js';
import { endAfter, minutesBetween, readTime, replyUntil, usualReplyBy } from './times.js';
import { planView } from './view.js';

const mostDaysAhead = 731;

interface Wanted {
  readonly day?: string;
  readonly time?: string;
  /** An empty text takes the place away; left out: as it was. */
  readonly place?: string;
}

/** `verschieben NR DATUM UHRZEIT`, and the form that asks for them. */
export function movingPart(context: Context, following: FollowUps): Part {
  const day: Slot = { kind: 'date', name: 'day' };
  const time: Slot = { kind: 'time', name: 'time' };
  const literal = (word: string): Slot => ({ kind: 'literal', word });
  const run = async (turn: Turn, meeting: Meeting, { day: typedDay, time: typedTime }: Typed): Promise<Reply> => {
    if (typedDay === undefined && typedTime === undefined) {
      return { type: 'form', form: moveForm(context, turn, meeting) };
    }
    return move(context, following, turn, meeting, {
      ...(typedDay !== undefined && { day: typedDay }),
      ...(typedTime !== undefined && { time: typedTime }),
    });
  };
  const typed = (id: string, slots: readonly Slot[], unlisted = true): Command =>
    commandOn(
      context,
      ['invited', 'draft'],
      { id, words: ['verschieben', 'verlegen'], slots, unlisted, help: inAll(planningTexts, (t) => t.moveCommand) },
      run,
    );
  return {
    commands: [
      typed('attendance.move', [day, time], false),
      typed('attendance.move-um', [day, literal('um'), time]),
      typed('attendance.move-auf', [literal('auf'), day, time]),
      typed('attendance.move-auf-um', [literal('auf'), day, literal('um'), time]),
      typed('attendance.move-auf-day', [literal('auf'), day]),
      typed('attendance.move-day', [day]),
      typed('attendance.move-time', [literal('um'), time]),
      typed('attendance.move-auf-time', [literal('auf'), time]),
      // A number alone is the meeting's, not a time of day.
      typed('attendance.move-form', []),
      typed('attendance.move-clock', [time]),
    ],
    forms: [
      form({
        id: planActions.move,
        role: 'chair',
        payload: oneMeeting,
        changes: true,
        show: async (turn, { meeting: id }, values) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          return moveForm(context, turn, meeting, values);
        },
        run: async (turn, { meeting: id }, values) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          return move(
            context,
            following,
            turn,
            meeting,
            { day: textIn(values, 'day'), time: textIn(values, 'start'), place: textIn(values, 'place') },
            true,
          );
        },
      }),
    ],
    audits: { 'attendance.moved': inAll(planningTexts, (t) => t.auditMoved) },
  };
}

function moveForm(context: Context, turn: Turn, meeting: Meeting, values: FormValues = {}): Form {
  const t = planningTexts[turn.language];
  const local = DateTime.fromJSDate(meeting.start, { zone: context.zone });
  const shown = (field: string, usual: string) => {
    const value = textIn(values, field) || usual;
    return value === '' ? {} : { value };
  };
  return {
    id: planActions.move,
    title: t.moveForm,
    submit: t.move,
    intro: t.moveIntro,
    opener: t.openForm,
    language: turn.language,
    payload: { meeting: meeting._id },
    fields: [
      { id: 'day', type: 'date', label: t.day, required: true, ...shown('day', local.toFormat('yyyy-MM-dd')) },
      { id: 'start', type: 'time', label: t.start, required: true, ...shown('start', local.toFormat('HH:mm')) },
      {
        id: 'place',
        type: 'text',
        label: t.place,
        maxLength: limits.place,
        ...shown('place', 'place' in values ? '' : (meeting.place ?? '')),
      },
    ],
  };
}

async function move(
  context: Context,
  following: FollowUps,
  turn: Turn,
  meeting: Meeting,
  wanted: Wanted,
  byForm = false,
): Promise<Reply> {
  const t = planningTexts[turn.language];
  if (meeting.state === 'cancelled') throw new Refusal(t.isCancelled, 'attendance.is-cancelled');
  const cause = { by: turn.person.id, at: turn.now, event: eventMark(turn.inbound) };
  let mistake: Mistake | undefined;
  const changed = await changeMeeting(context, meeting._id, (read) => {
    if (read.state === 'cancelled') throw new Refusal(t.isCancelled, 'attendance.is-cancelled');
    if (isDone(read, turn)) return undefined;
    const moved = movedTo(context, turn, read, wanted);
    mistake = 'problem' in moved ? moved : undefined;
    if ('problem' in moved) return undefined;
    const target = { ...targetOf(read), ...moved };
    return ofItsOwn(read, target, changeTo(read, target, cause));
  });
  if (mistake) throw mistakeAt(mistake, byForm);
  const now = changed ?? meeting;
  if (!isDone(now, turn)) return answered(turn, await planView(context, turn, now, [t.notMoved]));
  if (now.state === 'invited') turn.audit('attendance.moved', `Nr. ${now.number}`);
  const finished = await following.finish(now);
  const before = finished.moved ? { ...finished, start: finished.moved.fromStart } : undefined;
  const place = finished.moved?.fromPlace;
  const from =
    before && whenAndWhere({ start: before.start, ...(place !== undefined && { place }) }, turn.language, context.zone);
  const to = whenAndWhere(finished, turn.language, context.zone);
  const note = finished.state === 'invited' && from !== undefined ? t.movedNow(from, to) : t.saved;
  return answered(turn, await planView(context, turn, finished, [note]));
}

interface Mistake {
  readonly field: 'day' | 'start' | 'place';
  readonly problem: string;
}

function mistakeAt({ field, problem }: Mistake, byForm: boolean): Error {
  const code = `attendance.move-${field}`;
  return byForm ? new FormRefusal({ [field]: problem }, code) : new Refusal(problem, code);
}

type NewTime = Pick<Meeting, 'start' | 'end' | 'replyBy'> & { readonly place: string | undefined };

/** As long as before, and with as many days to reply. */
function movedTo({ zone }: Context, turn: Turn, meeting: Meeting, wanted: Wanted): NewTime | Mistake {
  const t = planningTexts[turn.language];
  const local = DateTime.fromJSDate(meeting.start, { zone });
  const day = wanted.day === undefined ? local.toFormat('yyyy-MM-dd') : readDay(wanted.day, turn.today);
  if (day === undefined) return { field: 'day', problem: wanted.day ? t.badDay(wanted.day) : t.dayMissing };
  if (typeof day !== 'string' && day.kind !== 'day') return { field: 'day', problem: t.noSuchDay(wanted.day ?? '') };
  const isoDay = typeof day === 'string' ? day : day.day;
  const time = wanted.time === undefined || wanted.time === '' ? local.toFormat('HH:mm') : readTime(wanted.time);
  if (time === undefined) return { field: 'start', problem: t.badTime(wanted.time ?? '') };
  if (time === 'none') return { field: 'start', problem: t.noSuchTime(wanted.time ?? '') };
  const start = localInstant(isoDay, time, zone);
  const problem =
    start.getTime() === meeting.start.getTime() ? undefined : clockProblem(isoDay, time, zone, turn.language);
  if (problem !== undefined) return { field: 'start', problem };
  if (start <= turn.now) return { field: isoDay < turn.today ? 'day' : 'start', problem: t.past };
  if (isoDay > addDays(turn.today, mostDaysAhead)) return { field: 'day', problem: t.tooFar };
  const place = wanted.place === undefined ? meeting.place : wanted.place.replace(/\s+/g, ' ').trim() || undefined;
  if (place !== undefined && place.length > limits.place)
    return { field: 'place', problem: t.tooLong(String(limits.place)) };
  const end = endAfter(start, minutesBetween(meeting.start, meeting.end));
  return { start, end, replyBy: shiftedReplyBy(meeting, start, turn.now, zone), place };
}

/** As many days before as it was; a working day, if it was one. */
function shiftedReplyBy(meeting: Meeting, start: Date, now: Date, zone: string): Date {
  if (start.getTime() === meeting.start.getTime()) return meeting.replyBy;
  const days = daysBetween(dayAt(meeting.replyBy, zone), dayAt(meeting.start, zone));
  const wanted = addDays(dayAt(start, zone), -days);
  const isKept = isWorkingDay(wanted) || !isWorkingDay(dayAt(meeting.replyBy, zone));
  const shifted = replyUntil(isKept ? wanted : addWorkingDays(wanted, -1), start, zone);
  return shifted > now ? shifted : usualReplyBy(start, now, zone);
}
