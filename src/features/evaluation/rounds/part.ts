import { z } from 'zod';
import { action, type Command, form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { dayAt, readDay } from '../../../kernel/dates.js';
import { Conflict, FormRefusal, Refusal } from '../../../kernel/errors.js';
import { fold } from '../../../kernel/fold.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { shown } from '../shown.js';
import { roundActions } from './actions.js';
import { afterMeetingsSchedule } from './after-meetings.js';
import { previewView, roundView } from './card.js';
import { closeByPress } from './closing.js';
import { contentIn, roundForm } from './content.js';
import { discard, draftFrom, draftFromTemplate, duplicate, editDraft, mustBePending, newView } from './drafting.js';
import { extend } from './extending.js';
import { commandOn, type OnRound, roundById } from './finding.js';
import { roundsJob } from './jobs.js';
import { latecomersSchedule } from './latecomers.js';
import { listView } from './list.js';
import { endRepetition, repeat, repetitionTyped } from './repeating.js';
import { start, startPayload, unschedule } from './starting.js';
import { templates } from './templates.js';
import { roundTexts } from './texts.js';

const one = z.object({ round: sentId });
const oneVersion = one.extend({ rev: z.number().int() });
const byWord = { jetzt: 'now', arbeitszeit: 'next' } as const;
const pending = ['draft', 'scheduled'] as const;
const all = ['draft', 'scheduled', 'open', 'closed'] as const;

/** Rounds: set up, started, extended, closed. */
export function roundsPart(context: Context): Part {
  return {
    commands: [...mainCommands(context), ...furtherCommands(context)],
    actions: actionsOf(context),
    forms: formsOf(context),
    jobs: [roundsJob(context)],
    schedules: [latecomersSchedule(context), afterMeetingsSchedule(context)],
    audits: {
      'evaluation.started': inAll(roundTexts, (t) => t.auditStarted),
      'evaluation.scheduled': inAll(roundTexts, (t) => t.auditScheduled),
      'evaluation.closed': inAll(roundTexts, (t) => t.auditClosed),
      'evaluation.extended': inAll(roundTexts, (t) => t.auditExtended),
      'evaluation.discarded': inAll(roundTexts, (t) => t.auditDiscarded),
    },
    numbered: {
      round: async (subject, language) => {
        const round = await context.rounds.get(subject);
        return round && roundTexts[language].numberedAs(round.title);
      },
    },
  };
}

function mainCommands(context: Context): readonly Command[] {
  return [
    {
      id: 'evaluation.new',
      words: ['umfrage neu', 'auswertung neu', 'rückmeldung neu'],
      slots: [{ kind: 'name', name: 'vorlage', most: 2, optional: true }],
      role: 'coordinator',
      changes: true,
      personal: true,
      help: inAll(roundTexts, (t) => t.commandNew),
      run: (turn, { vorlage }) => newRound(context, turn, vorlage),
    },
    commandOn(
      context,
      pending,
      {
        id: 'evaluation.start-typed',
        words: ['starten', 'umfrage starten'],
        slots: [{ kind: 'word', name: 'when', words: Object.keys(byWord), optional: true }],
        help: inAll(roundTexts, (t) => t.commandStart),
      },
      (turn, round, { when }) =>
        start(context, turn, round, when === undefined ? undefined : byWord[when as keyof typeof byWord]),
    ),
    commandOn(
      context,
      ['open'],
      {
        id: 'evaluation.close-typed',
        words: ['beenden', 'schließen', 'umfrage beenden'],
        help: inAll(roundTexts, (t) => t.commandClose),
      },
      (turn, round, { number }) => closeByPress(context, turn, round, number !== undefined),
    ),
    {
      id: roundActions.list,
      words: ['umfragen', 'auswertungen'],
      slots: [],
      role: 'coordinator',
      changes: false,
      personal: true,
      help: inAll(roundTexts, (t) => t.commandRounds),
      run: async (turn) => shown(turn, await listView(context, turn)),
    },
  ];
}

async function newRound(context: Context, turn: Turn, typed: string | undefined): Promise<Reply> {
  if (typed === undefined) return shown(turn, newView(turn));
  const template = templates.find((each) => each === fold(typed));
  if (template) return draftFromTemplate(context, turn, template);
  return shown(turn, newView(turn, roundTexts[turn.language].noTemplate(typed)));
}

/** What the buttons of a round's card do, typed. */
function furtherCommands(context: Context): readonly Command[] {
  const on = (
    states: readonly Round['state'][],
    command: Pick<Command, 'id' | 'words' | 'help'> & Partial<Pick<Command, 'slots' | 'changes'>>,
    run: OnRound,
  ) => commandOn(context, states, { unlisted: true, ...command }, run);
  return [
    on(
      all,
      {
        id: 'evaluation.show-typed',
        words: ['umfrage ansehen', 'umfrage zeigen'],
        changes: false,
        help: inAll(roundTexts, (t) => t.commandShow),
      },
      async (turn, round) => shown(turn, await roundView(context, turn, round)),
    ),
    on(
      all,
      {
        id: 'evaluation.preview-typed',
        words: ['umfrage vorschau'],
        changes: false,
        help: inAll(roundTexts, (t) => t.commandPreview),
      },
      async (turn, round) => shown(turn, previewView(context, turn, round)),
    ),
    on(
      pending,
      { id: 'evaluation.edit-typed', words: ['umfrage bearbeiten'], help: inAll(roundTexts, (t) => t.commandEdit) },
      async (turn, round) => {
        mustBePending(turn, round);
        return { type: 'form', form: await roundForm(context, turn, round) };
      },
    ),
    on(
      all,
      {
        id: 'evaluation.copy-typed',
        words: ['umfrage duplizieren', 'umfrage kopieren'],
        help: inAll(roundTexts, (t) => t.commandCopy),
      },
      (turn, round) => duplicate(context, turn, round),
    ),
    on(
      pending,
      {
        id: 'evaluation.discard-typed',
        words: ['umfrage verwerfen'],
        help: inAll(roundTexts, (t) => t.commandDiscard),
      },
      (turn, round) => discard(context, turn, round),
    ),
    on(
      ['scheduled'],
      {
        id: 'evaluation.unschedule-typed',
        words: ['umfrage planung aufheben'],
        help: inAll(roundTexts, (t) => t.commandUnschedule),
      },
      (turn, round) => unschedule(context, turn, round),
    ),
    on(
      ['open'],
      {
        id: 'evaluation.close-at-once',
        words: ['umfrage sofort beenden'],
        help: inAll(roundTexts, (t) => t.commandClose),
      },
      (turn, round) => closeByPress(context, turn, round, true),
    ),
    on(
      ['open'],
      {
        id: 'evaluation.extend-typed',
        words: ['umfrage verlängern'],
        slots: [{ kind: 'date', name: 'day', optional: true }],
        help: inAll(roundTexts, (t) => t.commandExtend),
      },
      async (turn, round, { day }) =>
        day === undefined
          ? { type: 'form', form: extendForm(context, turn, round) }
          : extend(context, turn, round, dayIn(turn, day, refused), refused),
    ),
    on(
      pending,
      {
        id: 'evaluation.repeat-typed',
        words: ['umfrage wiederholen'],
        slots: [{ kind: 'name', name: 'wie oft', most: 3, optional: true }],
        help: inAll(roundTexts, (t) => t.commandRepeat),
      },
      (turn, round, typed) => repeat(context, turn, round, repetitionTyped(turn, typed['wie oft'])),
    ),
    on(
      ['draft', 'scheduled', 'open'],
      {
        id: 'evaluation.end-repetition-typed',
        words: ['umfrage wiederholung beenden', 'umfrage nicht wiederholen'],
        help: inAll(roundTexts, (t) => t.commandRepeat),
      },
      (turn, round) => endRepetition(context, turn, round),
    ),
  ];
}

function actionsOf(context: Context): Part['actions'] {
  const at = (turn: Turn, id: string) => roundById(context, turn, id);
  const on = (id: string, changes: boolean, run: (turn: Turn, round: Round) => ReturnType<OnRound>) =>
    action({
      id,
      role: 'coordinator',
      payload: one,
      changes,
      run: async (turn, { round }) => run(turn, await at(turn, round)),
    });
  return [
    action({
      id: roundActions.list,
      role: 'coordinator',
      payload: z.object({ after: z.string().max(1_000).optional() }),
      changes: false,
      run: async (turn, { after }) => shown(turn, await listView(context, turn, after)),
    }),
    on(roundActions.show, false, async (turn, round) => shown(turn, await roundView(context, turn, round))),
    on(roundActions.preview, false, async (turn, round) => shown(turn, previewView(context, turn, round))),
    on(roundActions.copy, true, (turn, round) => duplicate(context, turn, round)),
    on(roundActions.discard, true, (turn, round) => discard(context, turn, round)),
    on(roundActions.unschedule, true, (turn, round) => unschedule(context, turn, round)),
    on(roundActions.endRepetition, true, (turn, round) => endRepetition(context, turn, round)),
    action({
      id: roundActions.start,
      role: 'coordinator',
      payload: startPayload,
      changes: true,
      run: async (turn, { round, rev, when }) => start(context, turn, await at(turn, round), when, rev),
    }),
    action({
      id: roundActions.close,
      role: 'coordinator',
      payload: one.extend({ sure: z.boolean().optional() }),
      changes: true,
      run: async (turn, { round, sure = false }) => closeByPress(context, turn, await at(turn, round), sure),
    }),
  ];
}

function formsOf(context: Context): Part['forms'] {
  return [
    form({
      id: roundActions.create,
      role: 'coordinator',
      payload: z.object({}),
      changes: true,
      show: (turn, _, values) => roundForm(context, turn, undefined, values),
      run: async (turn, _, values) => draftFrom(context, turn, await contentIn(context, turn, values)),
    }),
    form({
      id: roundActions.edit,
      role: 'coordinator',
      payload: oneVersion,
      changes: true,
      show: async (turn, { round }, values) => roundForm(context, turn, await roundById(context, turn, round), values),
      run: async (turn, { round, rev }, values) =>
        edit(context, turn, await roundById(context, turn, round), rev, values),
    }),
    form({
      id: roundActions.extend,
      role: 'coordinator',
      payload: one,
      changes: true,
      show: async (turn, { round }, values) => extendForm(context, turn, await roundById(context, turn, round), values),
      run: async (turn, { round }, values) => {
        const refuse = (problem: string) => new FormRefusal({ day: problem }, 'evaluation.bad-day');
        const typed = typeof values.day === 'string' ? values.day : '';
        return extend(context, turn, await roundById(context, turn, round), dayIn(turn, typed, refuse), refuse);
      },
    }),
  ];
}

/** Whoever comes second is told so at the form, and loses nothing. */
async function edit(context: Context, turn: Turn, round: Round, rev: number, values: FormValues) {
  mustBePending(turn, round);
  const content = await contentIn(context, turn, values);
  const conflict = () =>
    new FormRefusal({ title: roundTexts[turn.language].conflictField }, 'evaluation.edit-conflict');
  try {
    return await editDraft(context, turn, round, content, rev);
  } catch (error) {
    throw error instanceof Conflict ? conflict() : error;
  }
}

function refused(problem: string): Error {
  return new Refusal(problem, 'evaluation.bad-day');
}

function dayIn(turn: Turn, typed: string, refuse: (problem: string) => Error): string {
  const read = readDay(typed, turn.today);
  if (read?.kind !== 'day') throw refuse(roundTexts[turn.language].badDay(typed));
  return read.day;
}

function extendForm({ zone }: Context, turn: Turn, round: Round, values: FormValues = {}): Form {
  const t = roundTexts[turn.language];
  const before = round.closesAt ? dayAt(round.closesAt, zone) : '';
  return {
    id: roundActions.extend,
    title: t.extendForm,
    submit: t.formSave,
    opener: t.extend,
    language: turn.language,
    payload: { round: round._id },
    fields: [
      {
        id: 'day',
        type: 'date',
        label: t.extendUntil,
        required: true,
        value: typeof values.day === 'string' ? values.day : before,
      },
    ],
  };
}
