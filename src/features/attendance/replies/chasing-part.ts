import { z } from 'zod';
import { action, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import { meetingLine } from '../meeting-views.js';
import { meetingById } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { mustLead } from '../permissions.js';
import { mustBeOut, type Replying, shown } from './answering.js';
import { remind, remindId } from './chasing.js';
import { chasingTexts } from './chasing-texts.js';
import { batchOf } from './copies.js';
import { mondaySchedule } from './monday.js';
import { openId, openView, unreachedOf } from './open-view.js';
import { reminderJob } from './reminder-job.js';
import { replyTexts } from './texts.js';
import { onMeeting } from './which.js';

const mostPages = 100;
const one = z.object({ meeting: sentId });
const paged = one.extend({ page: z.number().int().min(0).max(mostPages).optional() });

/** `offen`, `erinnern`, the reminders of the clock, and the coordinator's card on Mondays. */
export function chasingPart(context: Replying): Part {
  return {
    commands: [
      {
        id: openId,
        words: ['offen', 'wer fehlt'],
        slots: [{ kind: 'number', name: 'number', optional: true }],
        role: 'chair',
        changes: false,
        personal: true,
        help: inAll(chasingTexts, (t) => t.openCommand),
        run: (turn, typed) =>
          onMeeting(context, turn, typed, { word: 'offen', among: 'led' }, async (meeting) => {
            await mustLead(context, turn, meeting);
            mustBeAsked(context, turn, meeting);
            return shown(turn, await openView(context, turn, meeting));
          }),
      },
      {
        id: remindId,
        words: ['erinnern'],
        slots: [{ kind: 'number', name: 'number', optional: true }],
        role: 'chair',
        changes: true,
        personal: true,
        help: inAll(chasingTexts, (t) => t.remindCommand),
        run: (turn, typed) =>
          onMeeting(context, turn, typed, { word: 'erinnern', among: 'led' }, (meeting) =>
            remind(context, turn, meeting, {}),
          ),
      },
    ],
    actions: [
      action({
        id: openId,
        role: 'chair',
        payload: paged,
        changes: false,
        run: async (turn, { meeting: id, page }) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          mustBeAsked(context, turn, meeting);
          return { type: 'replace', view: await openView(context, turn, meeting, page) };
        },
      }),
      action({
        id: remindId,
        role: 'chair',
        payload: paged.extend({ person: sentId.optional(), when: z.enum(['now', 'next']).optional() }),
        changes: true,
        run: async (turn, { meeting, person, when, page }) =>
          remind(context, turn, await meetingById(context, turn, meeting), {
            ...(person !== undefined && { person }),
            ...(when !== undefined && { when }),
            ...(page !== undefined && { page }),
          }),
      }),
      action({
        id: 'attendance.resend',
        role: 'chair',
        payload: one,
        changes: true,
        run: async (turn, { meeting: id }) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          const failed = (await unreachedOf(context, meeting)).filter(({ state }) => state === 'failed');
          const count = await context.outbox.retry(
            batchOf(meeting),
            failed.map(({ key }) => key),
          );
          const note = chasingTexts[turn.language].retried(count);
          return { type: 'replace', view: await openView(context, turn, meeting, 0, note) };
        },
      }),
    ],
    audits: { 'attendance.reminded': inAll(replyTexts, (t) => t.auditReminded) },
    jobs: [reminderJob(context)],
    schedules: [mondaySchedule(context)],
  };
}

/** Nobody owes a reply to a draft, nor to what does not take place. */
function mustBeAsked({ zone }: Replying, turn: Turn, meeting: Meeting): void {
  mustBeOut(turn, meeting);
  if (meeting.state !== 'cancelled') return;
  const line = meetingLine(meeting, turn.language, zone, turn.today);
  throw new Refusal(replyTexts[turn.language].isOff(line), 'attendance.cancelled');
}
