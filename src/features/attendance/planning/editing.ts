import { action, eventMark, form, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import { changeMeeting, meetingById } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { type Entered, marksOf, merge } from '../merging.js';
import { mustLead } from '../permissions.js';
import { editedMeeting, oneMeeting, planActions } from './actions.js';
import { changeTo, ofItsOwn } from './changing.js';
import type { FollowUps } from './following.js';
import { agendaField, enteredIn, meetingFields, scopeField, scopeIn, textIn } from './form.js';
import { agendaFrom, enteredOf, type Plan, readPlan } from './plan.js';
import { answered, commandOn, isDone } from './register.js';
import type { SeriesChanges } from './series-changes.js';
import { seriesTexts } from './series-texts.js';
import { planningTexts } from './texts.js';
import { planView } from './view.js';

/** `Bearbeiten` and `Tagesordnung`. Two who edit at once do not overwrite each other: the second sees what changed. */
export function editingPart(context: Context, following: FollowUps, changes: SeriesChanges): Part {
  const editor = new Editor(context, following, changes);
  return {
    commands: [
      commandOn(
        context,
        ['draft', 'invited'],
        {
          id: 'attendance.meeting-edit',
          words: ['treffen bearbeiten'],
          unlisted: true,
          help: inAll(planningTexts, (t) => t.editCommand),
        },
        async (turn, meeting) => ({ type: 'form', form: await editor.form(turn, meeting._id) }),
      ),
      commandOn(
        context,
        ['draft', 'invited'],
        {
          id: 'attendance.meeting-plan',
          words: ['planung'],
          unlisted: true,
          changes: false,
          help: inAll(planningTexts, (t) => t.showCommand),
        },
        async (turn, meeting) => answered(turn, await planView(context, turn, meeting)),
      ),
      commandOn(
        context,
        ['draft', 'invited'],
        {
          id: 'attendance.meeting-agenda',
          words: ['tagesordnung'],
          slots: [{ kind: 'text', name: 'punkte', optional: true }],
          unlisted: true,
          help: inAll(planningTexts, (t) => t.agendaCommand),
        },
        async (turn, meeting, { punkte }) =>
          punkte === undefined
            ? { type: 'form', form: await editor.agendaForm(turn, meeting._id) }
            : editor.saveAgenda(turn, meeting._id, {}, punkte.replaceAll(';', '\n')),
      ),
      commandOn(
        context,
        ['draft', 'invited'],
        {
          id: planActions.align,
          words: ['reihe angleichen'],
          unlisted: true,
          help: inAll(seriesTexts, (t) => t.alignCommand),
        },
        (turn, meeting) => changes.align(turn, meeting),
      ),
    ],
    actions: [
      action({
        id: planActions.align,
        role: 'chair',
        payload: oneMeeting,
        changes: true,
        run: async (turn, { meeting: id }) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          return changes.align(turn, meeting);
        },
      }),
    ],
    forms: [
      form({
        id: planActions.edit,
        role: 'chair',
        payload: editedMeeting,
        changes: true,
        show: (turn, { meeting, base }, values) => editor.form(turn, meeting, base, values),
        run: (turn, { meeting, base = {} }, values) => editor.save(turn, meeting, base, values),
      }),
      form({
        id: planActions.agenda,
        role: 'chair',
        payload: editedMeeting,
        changes: true,
        show: (turn, { meeting, base }, values) => editor.agendaForm(turn, meeting, base, values),
        run: (turn, { meeting, base = {} }, values) => editor.saveAgenda(turn, meeting, base, textIn(values, 'agenda')),
      }),
    ],
    audits: { 'attendance.meeting-edited': inAll(planningTexts, (t) => t.auditEdited) },
  };
}

class Editor {
  constructor(
    private readonly context: Context,
    private readonly following: FollowUps,
    private readonly changes: SeriesChanges,
  ) {}

  async form(turn: Turn, id: string, base: Entered = {}, values?: FormValues): Promise<Form> {
    const t = planningTexts[turn.language];
    const meeting = await this.editable(turn, id);
    const current = enteredOf(meeting, this.context.zone);
    const shown = values ? merge(base, current, enteredIn(values)).values : current;
    return {
      id: planActions.edit,
      title: t.editForm,
      submit: t.save,
      opener: t.openForm,
      language: turn.language,
      ...(meeting.state === 'invited' && { intro: t.editIntro }),
      payload: { meeting: id, base: { ...marksOf(current) } },
      fields: [
        ...meetingFields(turn, shown),
        ...(meeting.series ? [scopeField(turn, values ? textIn(values, 'scope') : 'this')] : []),
      ],
    };
  }

  async save(turn: Turn, id: string, base: Entered, values: FormValues): Promise<Reply> {
    const meeting = await this.editable(turn, id);
    const scope = meeting.series ? scopeIn(values) : 'this';
    if (scope === 'this')
      return this.saved(turn, id, (read) => this.planFrom(turn, read, base, enteredIn(values)).plan);
    const { plan, mine } = this.planFrom(turn, meeting, base, enteredIn(values));
    return this.changes.edit(turn, meeting, plan, mine, scope);
  }

  async agendaForm(turn: Turn, id: string, base: Entered = {}, values?: FormValues): Promise<Form> {
    const t = planningTexts[turn.language];
    const current = agendaOf(await this.editable(turn, id));
    const shown = values ? merge(base, current, { agenda: textIn(values, 'agenda') }).values : current;
    return {
      id: planActions.agenda,
      title: t.agenda,
      submit: t.save,
      opener: t.openForm,
      language: turn.language,
      payload: { meeting: id, base: { ...marksOf(current) } },
      fields: [agendaField(turn, shown.agenda)],
    };
  }

  async saveAgenda(turn: Turn, id: string, base: Entered, typed: string): Promise<Reply> {
    await this.editable(turn, id);
    return this.saved(turn, id, (read) => {
      const { values, conflicts } = merge(base, agendaOf(read), { agenda: typed });
      if (conflicts.length > 0) throw this.conflict(turn, agendaOf(read), conflicts);
      const entered = { ...enteredOf(read, this.context.zone), agenda: values.agenda ?? '' };
      return this.read(turn, read, entered);
    });
  }

  /** Changes the one meeting by a plan that is made anew for what is stored whenever somebody was quicker. */
  private async saved(turn: Turn, id: string, planFor: (read: Meeting) => Plan): Promise<Reply> {
    const t = planningTexts[turn.language];
    const cause = { by: turn.person.id, at: turn.now, event: eventMark(turn.inbound) };
    const changed = await changeMeeting(this.context, id, (read) => {
      if (isDone(read, turn)) return undefined;
      const { agenda, place, link, ...plan } = planFor(read);
      const items = agendaFrom(agenda, read.agenda, () => this.context.ids.next());
      const target = { ...plan, agenda: items, place, link };
      return ofItsOwn(read, target, changeTo(read, target, cause));
    });
    const now = changed ?? (await meetingById(this.context, turn, id));
    if (!isDone(now, turn)) return answered(turn, await planView(this.context, turn, now, [t.unchanged]));
    if (now.state === 'invited') turn.audit('attendance.meeting-edited', `Nr. ${now.number}`);
    const finished = await this.following.finish(now);
    await this.following.refresh(finished);
    const note = now.unfinished.includes('moving') ? t.savedAndTold : t.saved;
    return answered(turn, await planView(this.context, turn, finished, [note]));
  }

  /** What was submitted beside what is stored now; what both changed, and mistakes, go back to their fields. */
  private planFrom(turn: Turn, read: Meeting, base: Entered, submitted: Entered) {
    const current = enteredOf(read, this.context.zone);
    const { values, mine, conflicts } = merge(base, current, submitted);
    if (conflicts.length > 0) throw this.conflict(turn, current, conflicts);
    const byHand = mine.includes('replyBy') || !mine.some((field) => field === 'day');
    const plan = this.read(turn, read, byHand ? values : { ...values, replyBy: '' });
    return { plan, mine };
  }

  private read(turn: Turn, meeting: Meeting, entered: Entered): Plan {
    const { now, today, language } = turn;
    const usualTitle = meeting.committeeName ?? meeting.title;
    const read = readPlan(entered, { now, today, language, zone: this.context.zone, usualTitle, was: meeting.start });
    if ('errors' in read) throw new FormRefusal({ ...read.errors }, 'attendance.plan-mistakes');
    return read;
  }

  private conflict(turn: Turn, current: Entered, fields: readonly string[]): FormRefusal {
    const t = planningTexts[turn.language];
    const shown = (field: string) => t.meanwhile(current[field] || t.empty);
    return new FormRefusal(
      Object.fromEntries(fields.map((field) => [field, shown(field)])),
      'attendance.edit-conflict',
    );
  }

  private async editable(turn: Turn, id: string): Promise<Meeting> {
    const meeting = await meetingById(this.context, turn, id);
    await mustLead(this.context, turn, meeting);
    if (meeting.state === 'cancelled') {
      throw new Refusal(planningTexts[turn.language].isCancelled, 'attendance.is-cancelled');
    }
    return meeting;
  }
}

function agendaOf({ agenda }: Meeting): Entered {
  return { agenda: agenda.map(({ title }) => title).join('\n') };
}
