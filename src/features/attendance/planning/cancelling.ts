import { action, eventMark, form, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { typedAction } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import { changeMeeting, meetingById, meetingByNumber } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { leads, mustLead } from '../permissions.js';
import { oneMeeting, planActions } from './actions.js';
import { cancellation } from './changing.js';
import type { FollowUps } from './following.js';
import { scopeField, scopeIn, textIn } from './form.js';
import { answered, commandOn, isDone } from './register.js';
import type { SeriesChanges } from './series-changes.js';
import { seriesTexts } from './series-texts.js';
import { planningTexts } from './texts.js';
import { planView } from './view.js';

const longestReason = 300;

/** `ausfall NR [GRUND]`: everybody hears of it; a draft is simply discarded. */
export function cancellingPart(context: Context, following: FollowUps, changes: SeriesChanges): Part {
  const cancelled = (turn: Turn, meeting: Meeting, reason?: string) =>
    cancel(context, following, turn, meeting, reason);
  return {
    commands: [
      commandOn(
        context,
        ['invited', 'draft'],
        {
          id: 'attendance.cancel',
          words: ['ausfall', 'absetzen'],
          slots: [{ kind: 'text', name: 'grund', optional: true }],
          help: inAll(planningTexts, (t) => t.cancelCommand),
        },
        (turn, meeting, { grund }) => cancelled(turn, meeting, grund),
      ),
      commandOn(
        context,
        ['invited', 'draft'],
        {
          id: 'attendance.cancel-only',
          words: ['ausfall', 'absetzen'],
          unlisted: true,
          help: inAll(planningTexts, (t) => t.cancelCommand),
        },
        (turn, meeting) => cancelled(turn, meeting),
      ),
      commandOn(
        context,
        ['invited', 'draft'],
        {
          id: 'attendance.series-end',
          words: ['reihe beenden'],
          unlisted: true,
          help: inAll(seriesTexts, (t) => t.endCommand),
        },
        (turn, meeting) => changes.end(turn, meeting, 'following'),
      ),
      {
        id: 'attendance.cancel-or-decline',
        words: ['treffen absagen'],
        slots: [{ kind: 'number', name: 'number' }],
        role: 'all',
        changes: false,
        personal: true,
        unlisted: true,
        help: inAll(planningTexts, (t) => t.cancelCommand),
        run: async (turn, { number = '' }) => ({
          type: 'message',
          private: true,
          view: cancelOrDecline(await meetingByNumber(context, turn, number), turn, context.zone),
        }),
      },
    ],
    actions: [
      action({
        id: planActions.discard,
        role: 'chair',
        payload: oneMeeting,
        changes: true,
        run: async (turn, { meeting: id }) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          if (meeting.state === 'invited') return answered(turn, await planView(context, turn, meeting));
          return cancelled(turn, meeting);
        },
      }),
    ],
    forms: [
      form({
        id: planActions.cancel,
        role: 'chair',
        payload: oneMeeting,
        changes: true,
        show: async (turn, { meeting: id }, values) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          return cancelForm(context, turn, meeting, values);
        },
        run: async (turn, { meeting: id }, values) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          const reason = textIn(values, 'reason');
          const scope = meeting.series ? scopeIn(values) : 'this';
          return scope === 'this' ? cancelled(turn, meeting, reason) : changes.end(turn, meeting, scope, reason);
        },
      }),
    ],
    audits: { 'attendance.cancelled': inAll(planningTexts, (t) => t.auditCancelled) },
  };
}

/**
 * Asks whoever may cancel a meeting what a word means that could mean both: not coming oneself, or that it does not take
 * place. Others can only mean themselves.
 */
export function cancelOrDecline(meeting: Meeting, turn: Turn, zone: string): View {
  const t = planningTexts[turn.language];
  const line = meetingLine(meeting, turn.language, zone, turn.today);
  const decline = typedAction(`absage ${meeting.number}`, t.decline);
  const isOpen = meeting.state !== 'cancelled';
  const both = leads(turn.person, meeting.committeeId) && isOpen;
  return {
    kind: 'attendance.cancel-or-decline',
    summary: cut(`${t.whatIsMeant} ${line}`, 150),
    language: turn.language,
    blocks: [
      { type: 'text', text: line },
      ...(both ? [{ type: 'text', text: t.whatIsMeant } as const] : []),
      {
        type: 'actions',
        actions: both
          ? [decline, { id: planActions.cancel, label: t.cancel, payload: { meeting: meeting._id }, opensForm: true }]
          : [decline],
      },
    ],
  };
}

function cancelForm({ zone }: Context, turn: Turn, meeting: Meeting, values: FormValues = {}): Form {
  const t = planningTexts[turn.language];
  const reason = textIn(values, 'reason');
  return {
    id: planActions.cancel,
    title: t.cancelForm,
    submit: t.cancelSubmit,
    intro: `${meetingLine(meeting, turn.language, zone, turn.today)}. ${t.cancelIntro}`,
    opener: t.openForm,
    language: turn.language,
    payload: { meeting: meeting._id },
    fields: [
      {
        id: 'reason',
        type: 'text',
        label: t.reason,
        hint: t.reasonHint,
        maxLength: longestReason,
        ...(reason !== '' && { value: reason }),
      },
      ...(meeting.series ? [scopeField(turn, textIn(values, 'scope'), true)] : []),
    ],
  };
}

async function cancel(
  context: Context,
  following: FollowUps,
  turn: Turn,
  meeting: Meeting,
  typedReason?: string,
): Promise<Reply> {
  const t = planningTexts[turn.language];
  const reason = typedReason === undefined ? undefined : cut(typedReason.replace(/\s+/g, ' ').trim(), longestReason);
  if (meeting.end <= turn.now && meeting.state === 'invited') {
    throw new Refusal(t.cancelPast, 'attendance.cancel-past');
  }
  const cause = { by: turn.person.id, at: turn.now, event: eventMark(turn.inbound) };
  const changed = await changeMeeting(context, meeting._id, (read) => cancellation(read, cause, reason));
  const now = changed ?? meeting;
  if (!isDone(now, turn)) return answered(turn, await planView(context, turn, now, [t.isCancelled]));
  turn.audit('attendance.cancelled', `Nr. ${now.number}`);
  const finished = await following.finish(now);
  const note = finished.invitedAt ? t.cancelledNow : t.discarded;
  return answered(turn, await planView(context, turn, finished, [note]));
}
