import { z } from 'zod';
import { action, eventMark, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { isWorkingTime, nextWorkingTime } from '../../../kernel/calendar.js';
import { formatInstant } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import { meetingById } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { mustLead } from '../permissions.js';
import { oneMeeting, planActions } from './actions.js';
import type { FollowUps } from './following.js';
import { answered, commandOn, isDone } from './register.js';
import { dueDrafts, invitesFromNowOn } from './series.js';
import { planningTexts } from './texts.js';
import { usualReplyBy } from './times.js';
import { planView } from './view.js';

const invitePayload = oneMeeting.extend({
  when: z.enum(['now', 'next']).optional(),
  rev: z.number().int().optional(),
});
const byWord = { jetzt: 'now', arbeitszeit: 'next' } as const;
type When = (typeof byWord)[keyof typeof byWord];
const mostAtOnce = 20;

/** `einladen`: now, or at the next working time. */
export function invitingPart(context: Context, following: FollowUps): Part {
  return {
    commands: [
      commandOn(
        context,
        ['draft'],
        {
          id: 'attendance.invite',
          words: ['einladen'],
          slots: [{ kind: 'word', name: 'when', words: Object.keys(byWord), optional: true }],
          help: inAll(planningTexts, (t) => t.inviteCommand),
        },
        (turn, meeting, { when }) =>
          invite(context, following, turn, meeting, {
            when: when === undefined ? undefined : byWord[when as keyof typeof byWord],
          }),
      ),
    ],
    actions: [
      action({
        id: planActions.invite,
        role: 'chair',
        payload: invitePayload,
        changes: true,
        run: async (turn, { meeting: id, when, rev }) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          return invite(context, following, turn, meeting, { when, rev });
        },
      }),
      action({
        id: planActions.uninvite,
        role: 'chair',
        payload: oneMeeting,
        changes: true,
        run: async (turn, { meeting: id }) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          const change = { $unset: { inviteAt: true, inviteBy: true }, $inc: { rev: 1 } } as const;
          const draft = await context.meetings.update(id, change, { state: 'draft' });
          return answered(turn, await planView(context, turn, draft ?? (await meetingById(context, turn, id))));
        },
      }),
    ],
    audits: { 'attendance.invited': inAll(planningTexts, (t) => t.auditInvited) },
  };
}

async function invite(
  context: Context,
  following: FollowUps,
  turn: Turn,
  meeting: Meeting,
  { when, rev = meeting.rev }: { readonly when: When | undefined; readonly rev?: number | undefined },
): Promise<Reply> {
  const t = planningTexts[turn.language];
  if (isDone(meeting, turn) && meeting.state === 'invited') return invited(context, following, turn, meeting);
  const note = settledNote(meeting, turn, rev);
  if (note !== undefined) return answered(turn, await planView(context, turn, meeting, [note]));
  if (meeting.start <= turn.now) throw new Refusal(t.inviteToPast, 'attendance.invite-past');
  if (!(await hasInvitees(context, meeting))) throw new Refusal(t.nobodyToInvite, 'attendance.nobody-to-invite');
  if (when !== 'now' && !isWorkingTime(turn.now, context.zone)) {
    const next = nextWorkingTime(turn.now, context.zone);
    return when === 'next' ? schedule(context, turn, meeting, next) : offer(context, turn, meeting, next);
  }
  const decided = await decide(context, meeting, { by: turn.person.id, at: turn.now, event: eventMark(turn.inbound) });
  if (decided) return invited(context, following, turn, decided);
  const now = await meetingById(context, turn, meeting._id);
  return answered(turn, await planView(context, turn, now, [t.changedMeanwhile]));
}

/** Why there is nothing to decide; undefined if there is. */
function settledNote({ state, rev: current }: Meeting, { language }: Turn, rev: number): string | undefined {
  const t = planningTexts[language];
  if (state === 'invited') return t.alreadyInvited;
  if (state === 'cancelled') return t.isCancelled;
  return current === rev ? undefined : t.changedMeanwhile;
}

async function hasInvitees(context: Context, { committeeId }: Meeting): Promise<boolean> {
  const committee = committeeId === undefined ? undefined : await context.committees.get(committeeId);
  return (committee?.memberIds.length ?? 0) + (committee?.guestIds?.length ?? 0) > 0;
}

/** The decision to invite, in one conditional write. Undefined if somebody was quicker, or changed it meanwhile. */
async function decide(
  context: Context,
  meeting: Meeting,
  { by, at, event }: { readonly by: string; readonly at: Date; readonly event: string },
): Promise<Meeting | undefined> {
  const replyBy = meeting.replyBy > at ? meeting.replyBy : usualReplyBy(meeting.start, at, context.zone);
  return context.meetings.update(
    meeting._id,
    {
      $set: { state: 'invited', invitedAt: at, inviteBy: by, replyBy, event },
      $unset: { inviteAt: true },
      $addToSet: { unfinished: 'inviting' },
      $inc: { rev: 1 },
    },
    { state: 'draft', rev: meeting.rev },
  );
}

async function invited(context: Context, following: FollowUps, turn: Turn, decided: Meeting): Promise<Reply> {
  const t = planningTexts[turn.language];
  turn.audit('attendance.invited', `Nr. ${decided.number}`);
  await invitesFromNowOn(context, decided, turn.now);
  const meeting = await following.finish(decided);
  const notes = [t.invitedNow, ...(meeting.series ? [t.seriesInvites] : [])];
  return answered(turn, await planView(context, turn, meeting, notes));
}

async function schedule(context: Context, turn: Turn, meeting: Meeting, at: Date): Promise<Reply> {
  const draft = await context.meetings.update(
    meeting._id,
    { $set: { inviteAt: at, inviteBy: turn.person.id }, $inc: { rev: 1 } },
    { state: 'draft' },
  );
  const now = draft ?? (await meetingById(context, turn, meeting._id));
  const note = planningTexts[turn.language].scheduled(formatInstant(at, context.zone, turn.language));
  return answered(turn, await planView(context, turn, now, draft ? [note] : []));
}

async function offer(context: Context, turn: Turn, meeting: Meeting, next: Date): Promise<Reply> {
  const t = planningTexts[turn.language];
  const text = t.outside(formatInstant(next, context.zone, turn.language));
  const payload = { meeting: meeting._id };
  const line = meetingLine(meeting, turn.language, context.zone, turn.today);
  return answered(turn, {
    kind: 'attendance.outside-hours',
    summary: text,
    language: turn.language,
    blocks: [
      { type: 'text', text: line },
      { type: 'text', text },
      {
        type: 'actions',
        actions: [
          { id: planActions.invite, label: t.inviteNow, payload: { ...payload, when: 'now' } },
          { id: planActions.invite, label: t.inviteNext, payload: { ...payload, when: 'next' }, style: 'primary' },
          { id: planActions.show, label: t.back, payload },
        ],
      },
    ],
  });
}

/** Invites to what is due: put off until working time, or near enough in a series that invites by itself. */
export async function inviteDue(context: Context, following: FollowUps, now: Date): Promise<number> {
  const filter = { inviteAt: { $lte: now } };
  const { items } = await context.meetings.find({ filter, sort: [['inviteAt', 1]], limit: mostAtOnce });
  const ofSeries = isWorkingTime(now, context.zone) ? await dueDrafts(context, now, mostAtOnce) : [];
  let done = 0;
  for (const meeting of new Map([...items, ...ofSeries].map((each) => [each._id, each])).values()) {
    if (meeting.start <= now || !(await hasInvitees(context, meeting))) {
      await context.meetings.update(
        meeting._id,
        { $unset: { inviteAt: true }, $inc: { rev: 1 } },
        { rev: meeting.rev },
      );
      continue;
    }
    const by = meeting.inviteBy ?? meeting.by;
    const decided = await decide(context, meeting, { by, at: now, event: `clock:${meeting._id}` });
    if (!decided) continue;
    await following.finish(decided);
    done += 1;
  }
  return done;
}
