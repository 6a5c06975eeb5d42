import { form, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import { changeMeeting, meetingById } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { mustLead } from '../permissions.js';
import { oneMeeting } from '../planning/actions.js';
import { type Replying, shown } from './answering.js';
import { leadTimesId, leadTimesTexts } from './lead-times-texts.js';
import { openView } from './open-view.js';
import { type LeadTimes, usualLeadTimes } from './reminders.js';
import { onMeeting } from './which.js';

/** Working days; about two months. */
const furthest = 40;
const mostTimes = 3;
const off = /^(?:aus|keine|nie|off|none)?$/i;

/** `erinnerungen NR 5, 1`: the lead times of a meeting's own reminders, by typing and by form. */
export function leadTimesPart(context: Replying): Part {
  return {
    commands: [
      {
        id: leadTimesId,
        words: ['erinnerungen'],
        slots: [
          { kind: 'number', name: 'number' },
          { kind: 'text', name: 'tage', optional: true },
        ],
        role: 'chair',
        changes: true,
        personal: true,
        help: inAll(leadTimesTexts, (t) => t.command),
        run: (turn, typed) =>
          onMeeting(context, turn, typed, { word: 'erinnerungen', among: 'led' }, async (meeting) => {
            await mustLead(context, turn, meeting);
            if (typed.tage === undefined) return { type: 'form', form: leadTimesForm(turn, meeting) };
            const silent = daysIn(typed.tage);
            if (!silent) {
              throw new Refusal(leadTimesTexts[turn.language].bad(String(furthest)), 'attendance.bad-lead-times');
            }
            const isOff = silent.length === 0;
            const { undecided } = meeting.reminders ?? usualLeadTimes;
            return set(context, turn, meeting, { silent, undecided: isOff ? [] : undecided });
          }),
      },
    ],
    forms: [
      form({
        id: leadTimesId,
        role: 'chair',
        payload: oneMeeting,
        changes: true,
        show: async (turn, { meeting: id }, values) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          return leadTimesForm(turn, meeting, values);
        },
        run: async (turn, { meeting: id }, values) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          return set(context, turn, meeting, timesIn(turn, values));
        },
      }),
    ],
    audits: { 'attendance.lead-times': inAll(leadTimesTexts, (t) => t.audit) },
  };
}

async function set(context: Replying, turn: Turn, meeting: Meeting, times: LeadTimes): Promise<Reply> {
  const t = leadTimesTexts[turn.language];
  const reminders = { silent: [...times.silent], undecided: [...times.undecided] };
  const changed = await changeMeeting(context, meeting._id, () => ({ $set: { reminders } }));
  turn.audit('attendance.lead-times', `Nr. ${meeting.number}`);
  const said = (days: readonly number[]) => (days.length === 0 ? t.never : t.days(days.join(', ')));
  const note = t.set(said(times.silent), said(times.undecided));
  return shown(turn, await openView(context, turn, changed ?? meeting, 0, note));
}

function timesIn(turn: Turn, values: FormValues): LeadTimes {
  const read = (field: keyof LeadTimes) => daysIn(String(values[field] ?? ''));
  const [silent, undecided] = [read('silent'), read('undecided')];
  if (silent && undecided) return { silent, undecided };
  const bad = leadTimesTexts[turn.language].bad(String(furthest));
  throw new FormRefusal(
    { ...(!silent && { silent: bad }), ...(!undecided && { undecided: bad }) },
    'attendance.bad-lead-times',
  );
}

/** „5, 1“ or „5 und 1“; nothing for „aus“; undefined for anything else. */
function daysIn(typed: string): readonly number[] | undefined {
  const text = typed.trim();
  if (off.test(text)) return [];
  const numbers = text.split(/\s*(?:,|;|\s|und|and)\s*/).filter(Boolean);
  if (numbers.length > mostTimes || !numbers.every((each) => /^\d{1,2}$/.test(each))) return undefined;
  const days = [...new Set(numbers.map(Number))].sort((one, other) => other - one);
  return days.every((each) => each >= 1 && each <= furthest) ? days : undefined;
}

function leadTimesForm(turn: Turn, meeting: Meeting, values: FormValues = {}): Form {
  const t = leadTimesTexts[turn.language];
  const now = meeting.reminders ?? usualLeadTimes;
  const field = (id: keyof LeadTimes) => {
    const value = typeof values[id] === 'string' ? values[id] : now[id].join(', ');
    return { id, type: 'text', label: t[id], hint: t.hint, maxLength: 20, ...(value !== '' && { value }) } as const;
  };
  return {
    id: leadTimesId,
    title: t.formTitle,
    submit: t.submit,
    opener: t.opener,
    intro: t.intro,
    language: turn.language,
    payload: { meeting: meeting._id },
    fields: [field('silent'), field('undecided')],
  };
}
