import { z } from 'zod';
import type { Slot } from '../../../bot/feature.js';
import { action, eventMark, form, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { isWorkingTime, localInstant, nextWorkingTime } from '../../../kernel/calendar.js';
import { clockProblem } from '../../../kernel/clock-changes.js';
import { addDays, formatInstant, readDay } from '../../../kernel/dates.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import { answered, commandOn, one, oneVersion, stateName, subjectOf } from './about-one.js';
import { peopleIn, reachOf } from './audience.js';
import { byId, type Context, change } from './context.js';
import { draftTexts } from './draft-texts.js';
import { draftActions, draftView } from './draft-view.js';
import { editorName } from './drafting.js';
import { expand } from './expansion.js';
import type { Announcement } from './model.js';
import { progressKey, progressView } from './progress.js';
import { closeProposal } from './proposal-view.js';
import { statusView } from './status-view.js';

const sendPayload = oneVersion.extend({ when: z.enum(['now', 'next']).optional() });
const mostDaysAhead = 366;
/** Enough for a town; the rest is the job's. */
const pagesAtOnce = 4;
const usualTime = '09:00';
const open = ['draft', 'scheduled', 'proposed'] as const;
const byWord = { jetzt: 'now', arbeitszeit: 'next' } as const;
type When = (typeof byWord)[keyof typeof byWord];

/** `senden`: now, at the next working time, or at a chosen one. */
export function sendingPart(context: Context): Part {
  const typedAt = (id: string, slots: readonly Slot[]) =>
    commandOn(
      context,
      open,
      { id, words: ['senden'], slots, unlisted: true, help: inAll(draftTexts, (t) => t.sendCommand) },
      (turn, draft, { day = '', time = usualTime }) =>
        schedule(context, turn, draft, instantTyped(context, turn, day, time)),
    );
  const am: Slot = { kind: 'literal', word: 'am' };
  const day: Slot = { kind: 'date', name: 'day' };
  const time: Slot = { kind: 'time', name: 'time' };
  return {
    commands: [
      commandOn(
        context,
        open,
        {
          id: 'announcements.send',
          words: ['senden'],
          slots: [{ kind: 'word', name: 'when', words: Object.keys(byWord), optional: true }],
          help: inAll(draftTexts, (t) => t.sendCommand),
        },
        (turn, draft, { when }) =>
          send(context, turn, draft, when === undefined ? undefined : byWord[when as keyof typeof byWord]),
      ),
      typedAt('announcements.send-at', [am, day, time]),
      typedAt('announcements.send-um', [am, day, { kind: 'literal', word: 'um' }, time]),
      typedAt('announcements.send-on', [am, day]),
    ],
    actions: [
      action({
        id: draftActions.send,
        role: 'coordinator',
        payload: sendPayload,
        changes: true,
        run: async (turn, { announcement, version, when }) =>
          send(context, turn, await byId(context, turn, announcement), when, version),
      }),
      action({
        id: draftActions.unschedule,
        role: 'coordinator',
        payload: one,
        changes: true,
        run: async (turn, { announcement }) => unschedule(context, turn, await byId(context, turn, announcement)),
      }),
    ],
    forms: [
      form({
        id: draftActions.later,
        role: 'coordinator',
        payload: oneVersion,
        changes: true,
        show: async (turn, { announcement, version }, values) => laterForm(turn, { announcement, version }, values),
        run: async (turn, { announcement, version }, values) => {
          const draft = await byId(context, turn, announcement);
          return schedule(context, turn, draft, instantIn(context, turn, values), version);
        },
      }),
    ],
    audits: {
      'announcements.sent': inAll(draftTexts, (t) => t.auditSent),
      'announcements.scheduled': inAll(draftTexts, (t) => t.auditScheduled),
    },
  };
}

export async function send(
  context: Context,
  turn: Turn,
  draft: Announcement,
  when: When | undefined,
  version = draft.version,
): Promise<Reply> {
  const refusal = await notNow(context, turn, draft, version);
  if (refusal) return refusal;
  if (when !== 'now' && !isWorkingTime(turn.now, context.zone)) {
    const next = nextWorkingTime(turn.now, context.zone);
    return when === 'next' ? schedule(context, turn, draft, next, version) : offer(context, turn, draft, next);
  }
  const decided = await decide(context, draft, { at: turn.now, sender: turn.person.id, mark: eventMark(turn.inbound) });
  if (!decided) return settled(context, turn, await byId(context, turn, draft._id), version);
  return begun(context, turn, decided);
}

/** What stands in the way of sending it, as an answer; undefined if nothing does. */
async function notNow(context: Context, turn: Turn, draft: Announcement, version: number): Promise<Reply | undefined> {
  const t = draftTexts[turn.language];
  const isDelivered = draft.state === 'sending' && draft.event === eventMark(turn.inbound);
  if (isDelivered) return begun(context, turn, draft);
  if (!open.some((state) => state === draft.state) || draft.version !== version) {
    return settled(context, turn, draft, version);
  }
  if (draft.departure && !draft.consent) throw new Refusal(t.needsConsent, 'announcements.no-consent');
  const reach = await reachOf(context, draft.audience, turn.language);
  if (reach.count.total + reach.rooms > 0) return undefined;
  return answered(turn, await draftView(context, turn, draft, t.nobody));
}

/** Pressed on an older card, or a second time: shows what it is by now. */
async function settled(context: Context, turn: Turn, now: Announcement, version: number): Promise<Reply> {
  const t = draftTexts[turn.language];
  if (now.state === 'withdrawn') throw new Refusal(t.alreadyWithdrawn(String(now.number)), 'announcements.withdrawn');
  if (now.state === 'rejected') {
    throw new Refusal(t.notDraft(String(now.number), stateName(now, turn)), 'announcements.not-a-draft');
  }
  const isOpen = open.some((state) => state === now.state);
  const note = isOpen && now.version !== version ? t.changedMeanwhile(await editorName(context, turn, now)) : undefined;
  return answered(turn, await statusView(context, turn, now, note));
}

export interface Decision {
  readonly at: Date;
  readonly sender: string;
  readonly mark: string;
}

/**
 * The decision to send: one conditional write that freezes what is said, and to whom. Undefined if somebody was quicker,
 * or changed it meanwhile.
 */
export async function decide(
  context: Context,
  draft: Announcement,
  { at, sender, mark }: Decision,
): Promise<Announcement | undefined> {
  const count = await peopleIn(context, draft.audience, at);
  return change(
    context,
    draft,
    {
      $set: {
        state: 'sending',
        decidedAt: at,
        sender,
        intended: count.total + draft.audience.rooms.length,
        expansion: { done: false, count: 0 },
        event: mark,
      },
      $unset: { sendAt: true },
    },
    { state: draft.state, version: draft.version },
  );
}

/** What follows from the decision; the job goes on with it wherever this is cut short. */
async function begun(context: Context, turn: Turn, decided: Announcement): Promise<Reply> {
  turn.audit('announcements.sent', subjectOf(decided));
  await closeProposal(context, decided, turn.person.id);
  const { event } = turn.inbound;
  const card = event.type === 'action' || event.type === 'form' ? event.card : undefined;
  const view = await progressView(context, decided, turn.language);
  const key = progressKey(decided);
  if (card) await context.outbox.adopt({ key, personId: turn.person.id, message: card, view });
  else await context.outbox.enqueue([{ key, personId: turn.person.id, view, due: turn.now, occasion: 'change' }]);
  await expand(context, decided._id, pagesAtOnce);
  if (card) return { type: 'replace', view: await progressView(context, decided, turn.language) };
  const text = draftTexts[turn.language].begun(String(decided.number));
  return answered(turn, {
    kind: 'announcements.begun',
    summary: text,
    language: turn.language,
    blocks: [{ type: 'text', text }],
  });
}

async function offer(context: Context, turn: Turn, draft: Announcement, next: Date): Promise<Reply> {
  const t = draftTexts[turn.language];
  const text = t.outside(formatInstant(next, context.zone, turn.language));
  const payload = { announcement: draft._id, version: draft.version };
  return answered(turn, {
    kind: 'announcements.outside-hours',
    summary: text,
    title: t.draftTitle(String(draft.number), draft.title),
    language: turn.language,
    blocks: [
      { type: 'text', text },
      {
        type: 'actions',
        actions: [
          { id: draftActions.send, label: t.sendNow, payload: { ...payload, when: 'now' } },
          { id: draftActions.send, label: t.sendNext, payload: { ...payload, when: 'next' }, style: 'primary' },
          { id: draftActions.show, label: t.back, payload: { announcement: draft._id } },
        ],
      },
    ],
  });
}

async function schedule(
  context: Context,
  turn: Turn,
  draft: Announcement,
  at: Date,
  version = draft.version,
): Promise<Reply> {
  const refusal = await notNow(context, turn, draft, version);
  if (refusal) return refusal;
  const mark = eventMark(turn.inbound);
  const scheduled =
    draft.event === mark
      ? draft
      : await change(
          context,
          draft,
          { $set: { state: 'scheduled', sendAt: at, sender: turn.person.id, event: mark } },
          { state: draft.state, version },
        );
  if (!scheduled) return settled(context, turn, await byId(context, turn, draft._id), version);
  turn.audit('announcements.scheduled', subjectOf(scheduled));
  await closeProposal(context, scheduled, turn.person.id);
  return answered(turn, await draftView(context, turn, scheduled));
}

async function unschedule(context: Context, turn: Turn, planned: Announcement): Promise<Reply> {
  const draft = await change(
    context,
    planned,
    { $set: { state: 'draft' }, $unset: { sendAt: true } },
    { state: 'scheduled' },
  );
  return answered(turn, await statusView(context, turn, draft ?? (await byId(context, turn, planned._id))));
}

function instantTyped(context: Context, turn: Turn, day: string, time: string): Date {
  const read = instantOf(context, turn, day, time);
  if ('problem' in read) throw new Refusal(read.problem, 'announcements.bad-time');
  return read.at;
}

function instantIn(context: Context, turn: Turn, { day, time }: FormValues): Date {
  const t = draftTexts[turn.language];
  const missing = { ...(!day && { day: t.dayMissing }), ...(!time && { time: t.timeMissing }) };
  if (!day || !time) throw new FormRefusal(missing, 'announcements.no-time');
  const read = instantOf(context, turn, String(day), String(time));
  if ('problem' in read) throw new FormRefusal({ [read.field]: read.problem }, 'announcements.bad-time');
  return read.at;
}

type ReadInstant = { readonly at: Date } | { readonly field: 'day' | 'time'; readonly problem: string };

function instantOf({ zone }: Context, turn: Turn, typedDay: string, typedTime: string): ReadInstant {
  const t = draftTexts[turn.language];
  const read = readDay(typedDay, turn.today);
  if (read?.kind !== 'day') return { field: 'day', problem: t.badDay(typedDay) };
  const time = clockTime(typedTime);
  if (time === undefined) return { field: 'time', problem: t.badTime(typedTime) };
  if (read.day > addDays(turn.today, mostDaysAhead)) return { field: 'day', problem: t.tooFar };
  const problem = clockProblem(read.day, time, zone, turn.language);
  if (problem !== undefined) return { field: 'time', problem };
  const at = localInstant(read.day, time, zone);
  if (at <= turn.now) return { field: 'time', problem: t.past(formatInstant(at, zone, turn.language)) };
  return { at };
}

/** `14`, `14 Uhr`, `9.30` or `14:00` as HH:MM; undefined if no clock shows it. */
function clockTime(typed: string): string | undefined {
  const [, hours = '', minutes = '00'] = /^(\d{1,2})(?:[:.](\d{2}))?(?: ?uhr)?$/i.exec(typed.trim()) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return `${hours.padStart(2, '0')}:${minutes}`;
}

function laterForm(turn: Turn, payload: z.infer<typeof oneVersion>, values: FormValues = {}): Form {
  const t = draftTexts[turn.language];
  const { day, time } = values;
  return {
    id: draftActions.later,
    title: t.laterForm,
    submit: t.laterSubmit,
    opener: t.laterOpener,
    language: turn.language,
    payload,
    fields: [
      { id: 'day', type: 'date', label: t.day, required: true, ...(typeof day === 'string' && { value: day }) },
      { id: 'time', type: 'time', label: t.time, required: true, value: typeof time === 'string' ? time : usualTime },
    ],
  };
}
