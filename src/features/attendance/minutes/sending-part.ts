import { z } from 'zod';
import { action, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { privately } from '../../../bot/views.js';
import { isWorkingTime, nextWorkingTime } from '../../../kernel/calendar.js';
import { formatInstant } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Block, View } from '../../../messages/view.js';
import { onMeeting } from '../checkin/which.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import { meetingById } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { mustWrite, writable } from './changing.js';
import { editorOf } from './notes.js';
import { decideToSend, finishSending, sendOut, signOff } from './sending.js';
import { minutesTexts } from './texts.js';
import { isWritten, minutesIds, minutesOf, minutesView } from './view.js';

const whens = { jetzt: 'now', arbeitszeit: 'next' } as const;
type When = (typeof whens)[keyof typeof whens];

const signed = z.object({ meeting: sentId, rev: z.number().int() });
const sent = signed.extend({ when: z.enum(['now', 'next']).optional() });

/** Signing the minutes off, sending them, and what the agreement says of taking part. */
export function sendingPart(context: Context): Part {
  const chair = { role: 'chair', changes: true, personal: true, unlisted: true } as const;
  return {
    commands: [
      {
        id: minutesIds.sign,
        words: ['protokoll freigeben'],
        slots: [{ kind: 'number', name: 'number', optional: true }],
        ...chair,
        help: inAll(minutesTexts, (t) => t.signCommand),
        run: (turn, { number }) =>
          onMeeting(context, turn, { number }, 'protokoll freigeben', async (meeting) =>
            privately(await sign(context, turn, meeting, meeting.minutesRev ?? 0)),
          ),
      },
      {
        id: minutesIds.send,
        words: ['protokoll senden', 'korrektur senden'],
        slots: [
          { kind: 'number', name: 'number', optional: true },
          { kind: 'word', name: 'when', words: Object.keys(whens), optional: true },
        ],
        ...chair,
        help: inAll(minutesTexts, (t) => t.sendCommand),
        run: (turn, { number, when }) =>
          onMeeting(context, turn, { number, when }, 'protokoll senden', async (meeting) =>
            privately(
              await send(
                context,
                turn,
                meeting,
                meeting.minutesRev ?? 0,
                when === undefined ? undefined : whens[when as keyof typeof whens],
              ),
            ),
          ),
      },
      {
        id: minutesIds.forManager,
        words: ['für meine leitung', 'meine leitung'],
        slots: [],
        role: 'all',
        changes: false,
        help: inAll(minutesTexts, (t) => t.managerCommand),
        run: async (turn) => ({ type: 'message', view: managerView(context, turn) }),
      },
    ],
    actions: [
      action({
        id: minutesIds.sign,
        role: 'chair',
        payload: signed,
        changes: true,
        run: async (turn, { meeting, rev }) => ({
          type: 'replace',
          view: await sign(context, turn, await writable(context, turn, meeting), rev),
        }),
      }),
      action({
        id: minutesIds.send,
        role: 'chair',
        payload: sent,
        changes: true,
        run: async (turn, { meeting, rev, when }) => ({
          type: 'replace',
          view: await send(context, turn, await writable(context, turn, meeting), rev, when),
        }),
      }),
      action({
        id: minutesIds.forManager,
        role: 'all',
        payload: z.object({}),
        changes: false,
        run: async (turn) => ({ type: 'message', private: true, view: managerView(context, turn) }),
      }),
    ],
    jobs: [{ name: 'attendance-minutes', run: async () => ({ done: await finishSending(context), failed: 0 }) }],
    audits: {
      'attendance.minutes-signed': inAll(minutesTexts, (t) => t.auditSigned),
      'attendance.minutes-sent': inAll(minutesTexts, (t) => t.auditSent),
    },
  };
}

/** The chair's; a coordinator's where nobody chairs. */
async function sign(context: Context, turn: Turn, meeting: Meeting, rev: number): Promise<View> {
  const t = minutesTexts[turn.language];
  await mustWrite(context, turn, meeting);
  await mustChair(context, turn, meeting);
  if (!isWritten(await minutesOf(context, meeting))) throw new Refusal(t.nothingToSign, 'attendance.nothing-written');
  const now = await signOff(context, turn, meeting, rev);
  if (now) {
    turn.audit('attendance.minutes-signed', `Nr. ${meeting.number}`);
    return minutesView(context, turn, now, t.nowSigned);
  }
  const changed = await meetingById(context, turn, meeting._id);
  return minutesView(context, turn, changed, t.changedMeanwhile(await editorOf(context, turn, changed)));
}

async function mustChair(context: Context, turn: Turn, { committeeId }: Meeting): Promise<void> {
  const chairId = committeeId === undefined ? undefined : (await context.committees.get(committeeId))?.chairId;
  if (chairId === undefined || chairId === turn.person.id) return;
  if (committeeId !== undefined && turn.person.chairs.includes(committeeId)) return;
  const t = minutesTexts[turn.language];
  const name = (await context.people().names([chairId])).get(chairId) ?? t.somebody;
  throw new Refusal(t.onlyChair(name), 'attendance.not-the-chair');
}

async function send(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  rev: number,
  when: When | undefined,
): Promise<View> {
  const t = minutesTexts[turn.language];
  await mustWrite(context, turn, meeting);
  if (meeting.minutesSent?.rev === rev) return minutesView(context, turn, meeting, t.sentAlready);
  if (!meeting.signedOff) return minutesView(context, turn, meeting, t.signFirst);
  const isWork = isWorkingTime(turn.now, context.zone);
  const next = nextWorkingTime(turn.now, context.zone);
  if (!isWork && when === undefined) return offer(context, turn, meeting, rev, next);
  const due = when === 'next' ? next : turn.now;
  const decided = await decideToSend(context, turn, meeting, rev, due);
  if (!decided) {
    const now = await meetingById(context, turn, meeting._id);
    return minutesView(context, turn, now, t.changedMeanwhile(await editorOf(context, turn, now)));
  }
  turn.audit('attendance.minutes-sent', `Nr. ${meeting.number}`);
  const count = await sendOut(context, decided);
  const at = due > turn.now ? t.onDay(formatInstant(due, context.zone, turn.language)) : t.atOnce;
  const told = (decided.minutesSent?.version ?? 1) > 1 ? t.correctionTo(count, at) : t.sentTo(count, at);
  return minutesView(context, turn, await meetingById(context, turn, meeting._id), told);
}

function offer(context: Context, turn: Turn, meeting: Meeting, rev: number, next: Date): View {
  const t = minutesTexts[turn.language];
  const text = t.outside(formatInstant(next, context.zone, turn.language));
  const payload = { meeting: meeting._id, rev };
  return {
    kind: 'attendance.outside-hours',
    summary: text,
    title: t.title(meetingLine(meeting, turn.language, context.zone, turn.today)),
    language: turn.language,
    blocks: [
      { type: 'text', text },
      {
        type: 'actions',
        actions: [
          { id: minutesIds.send, label: t.sendNow, payload: { ...payload, when: 'now' } },
          { id: minutesIds.send, label: t.sendNext, payload: { ...payload, when: 'next' }, style: 'primary' },
          { id: minutesIds.show, label: t.back, payload: { meeting: meeting._id } },
        ],
      },
    ],
  };
}

/** „Für meine Leitung“: the agreement to the letter, with its source, to be copied. */
function managerView(context: Context, turn: Turn): View {
  const t = minutesTexts[turn.language];
  const quotes = context.onTakingPart?.(turn.language) ?? [];
  const blocks: readonly Block[] =
    quotes.length === 0
      ? [{ type: 'text', text: t.managerNone }]
      : [
          { type: 'text', text: t.managerIntro },
          ...quotes.map(({ text, source }) => ({ type: 'quote', text, source }) as const),
          { type: 'note', text: t.managerNote },
        ];
  return {
    kind: 'attendance.for-manager',
    summary: t.forManager,
    title: t.forManager,
    language: turn.language,
    blocks,
  };
}
