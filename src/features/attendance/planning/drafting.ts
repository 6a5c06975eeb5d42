import { z } from 'zod';
import { eventMark, form, sentId, type Turn, type Typed } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { readDay } from '../../../kernel/dates.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import { committeesMeant } from '../committees/names.js';
import { allCommittees, committeeThere } from '../committees/register.js';
import { committeeTexts } from '../committees/texts.js';
import type { Context } from '../context.js';
import type { Meeting } from '../meetings/model.js';
import type { Entered } from '../merging.js';
import type { Committee } from '../model.js';
import { leads, mustLeadCommittee } from '../permissions.js';
import { planActions } from './actions.js';
import { enteredIn, meetingFields, seriesFields, textIn } from './form.js';
import { type Plan, type PlanErrors, readPlan } from './plan.js';
import { answered, insertDraft } from './register.js';
import { beginSeries } from './series.js';
import { seriesPlanIn } from './series-plan.js';
import { planningTexts } from './texts.js';
import { readTime, splitWhen } from './times.js';
import { planView } from './view.js';

const mostOptions = 90;
const longestOption = 70;
const longestTyped = 300;
const newPayload = z.object({
  committee: sentId.optional(),
  /** What was typed, so that the form begins with it. */
  typed: z.record(z.string().max(20), z.string().max(longestTyped)).optional(),
});
type NewPayload = z.infer<typeof newPayload>;
const fieldNames = ['gremium', 'titel', 'datum uhrzeit', 'ort'] as const;

/** `treffen neu`: a draft by typing or by form, a single meeting or the first of a series. */
export function draftingPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'attendance.meeting-new',
        words: ['treffen neu', 'termin neu'],
        slots: [{ kind: 'fields', names: fieldNames, optional: true }],
        role: 'chair',
        changes: true,
        personal: true,
        help: inAll(planningTexts, (t) => t.newCommand),
        run: async (turn, typed) => {
          const given = fieldNames.some((name) => typed[name] !== undefined);
          return given ? draftTyped(context, turn, typed) : { type: 'form', form: await newForm(context, turn, {}) };
        },
      },
    ],
    forms: [
      form({
        id: planActions.create,
        role: 'chair',
        payload: newPayload,
        changes: true,
        show: (turn, payload, values) => newForm(context, turn, payload, values),
        run: (turn, _, values) => draftSubmitted(context, turn, values),
      }),
    ],
    audits: { 'attendance.meeting-planned': inAll(planningTexts, (t) => t.auditPlanned) },
  };
}

async function newForm(context: Context, turn: Turn, payload: NewPayload, values?: FormValues): Promise<Form> {
  const t = planningTexts[turn.language];
  const committees = await leadable(context, turn);
  const shown: FormValues = values ?? { ...payload.typed, ...(payload.committee && { committee: payload.committee }) };
  const chosen = textIn(shown, 'committee') || (committees.length === 1 ? (committees[0]?._id ?? '') : '');
  const options = committees.slice(0, mostOptions).map(({ _id, name }) => ({
    value: _id,
    label: name.slice(0, longestOption),
  }));
  return {
    id: planActions.create,
    title: t.newForm,
    submit: t.newSubmit,
    opener: t.openForm,
    language: turn.language,
    payload: { ...(payload.committee !== undefined && { committee: payload.committee }) },
    fields: [
      {
        id: 'committee',
        type: 'choice',
        label: t.committee,
        required: true,
        options,
        ...(options.some(({ value }) => value === chosen) && { value: chosen }),
      },
      ...meetingFields(turn, enteredIn(shown)),
      ...seriesFields(turn, shown),
    ],
  };
}

/** The committees that this person may plan for; refused if there is none. */
async function leadable(context: Context, turn: Turn): Promise<readonly Committee[]> {
  const all = await allCommittees(context);
  const mine = all.filter(({ _id }) => leads(turn.person, _id));
  if (mine.length === 0) throw new Refusal(planningTexts[turn.language].noCommittee, 'attendance.no-committee');
  return mine;
}

async function draftTyped(context: Context, turn: Turn, typed: Typed): Promise<Reply> {
  const t = planningTexts[turn.language];
  const named = typed.gremium ?? '';
  const mine = await leadable(context, turn);
  const found = committeesMeant(named, await allCommittees(context));
  const [committee, ...others] = found;
  const when = splitWhen(typed['datum uhrzeit'] ?? '', turn.today);
  const entered: Entered = {
    title: typed.titel ?? '',
    day: when.day,
    start: when.start,
    end: when.end ?? '',
    ...placeOrLink(typed.ort ?? ''),
  };
  const read = committee && others.length === 0 ? readPlan(entered, planContext(context, turn, committee)) : undefined;
  if (committee && read && !('errors' in read)) {
    await mustLeadCommittee(context, turn, committee._id);
    return drafted(context, turn, committee, read);
  }
  const errors = read && 'errors' in read ? read.errors : planErrors(context, turn, entered);
  const problems = [
    ...(committee && others.length === 0 ? [] : [committeeProblem(turn, named, found)]),
    ...Object.values(errors),
  ];
  const typedValues = { ...shortened(turn, entered), ...(read && committee && { committee: committee._id }) };
  const known = mine.some(({ _id }) => _id === typedValues.committee);
  return {
    type: 'message',
    private: true,
    view: {
      kind: 'attendance.plan-mistakes',
      summary: t.mistakes,
      language: turn.language,
      blocks: [
        { type: 'text', text: t.mistakes },
        { type: 'list', items: problems },
        {
          type: 'actions',
          actions: [
            {
              id: planActions.create,
              label: t.openForm,
              opensForm: true,
              style: 'primary',
              payload: { typed: known ? typedValues : shortened(turn, entered) },
            },
          ],
        },
      ],
    },
  };
}

function committeeProblem(turn: Turn, named: string, found: readonly Committee[]): string {
  const t = committeeTexts[turn.language];
  return found.length > 1
    ? `${t.whichOne(named)} ${found
        .map(({ name }) => name)
        .slice(0, 5)
        .join(', ')}`
    : t.unknown(named);
}

function planErrors(context: Context, turn: Turn, entered: Entered): PlanErrors {
  const read = readPlan(entered, { ...planContext(context, turn), usualTitle: '' });
  return 'errors' in read ? read.errors : {};
}

/** What was typed as the form's fields can show it. */
function shortened({ today }: Turn, entered: Entered): Record<string, string> {
  const day = readDay(entered.day ?? '', today);
  const time = (field: 'start' | 'end') => {
    const read = readTime(entered[field] ?? '');
    return read === undefined || read === 'none' ? {} : { [field]: read };
  };
  const shown = { ...entered, ...(day?.kind === 'day' && { day: day.day }), ...time('start'), ...time('end') };
  return Object.fromEntries(
    Object.entries(shown)
      .filter(([, value]) => value !== '')
      .map(([field, value]) => [field, value.slice(0, longestTyped)]),
  );
}

function placeOrLink(typed: string): Entered {
  return /^(?:https?:\/\/|www\.)\S+$/i.test(typed) ? { link: typed } : { place: typed };
}

function planContext(context: Context, turn: Turn, committee?: Pick<Committee, 'name'>) {
  const { now, today, language } = turn;
  return { now, today, language, zone: context.zone, usualTitle: committee?.name ?? '' };
}

async function draftSubmitted(context: Context, turn: Turn, values: FormValues): Promise<Reply> {
  const t = planningTexts[turn.language];
  const chosen = textIn(values, 'committee');
  const committee = chosen === '' ? undefined : await context.committees.get(chosen);
  const read = readPlan(enteredIn(values), planContext(context, turn, committee));
  const series = 'errors' in read ? {} : seriesPlanIn(values, read, turn, context.zone);
  const errors = {
    ...(committee ? {} : { committee: chosen === '' ? t.committeeMissing : t.committeeUnknown }),
    ...('errors' in read ? read.errors : {}),
    ...('errors' in series ? series.errors : {}),
  };
  if (!committee || 'errors' in read || Object.keys(errors).length > 0) {
    throw new FormRefusal(errors, 'attendance.plan-mistakes');
  }
  await mustLeadCommittee(context, turn, committee._id);
  const seriesPlan = 'plan' in series ? series.plan : undefined;
  if (!seriesPlan) return drafted(context, turn, committee, read);
  const first = await beginSeries(context, turn, committee, read, seriesPlan);
  return planned(context, turn, first);
}

async function drafted(context: Context, turn: Turn, committee: Committee, plan: Plan): Promise<Reply> {
  return planned(context, turn, await insertDraft(context, turn, eventMark(turn.inbound), committee, plan));
}

async function planned(context: Context, turn: Turn, meeting: Meeting): Promise<Reply> {
  turn.audit('attendance.meeting-planned', `Nr. ${meeting.number}`);
  if (meeting.committeeId !== undefined) await committeeThere(context, turn, meeting.committeeId);
  return answered(turn, await planView(context, turn, meeting));
}
