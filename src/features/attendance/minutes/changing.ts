import { eventMark, type Turn } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Change } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import { meetingTexts } from '../meeting-texts.js';
import { changeMeeting, meetingById } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { mustLead } from '../permissions.js';
import { minutesTexts } from './texts.js';

/** Who writes minutes leads the meeting; it is one that people are invited to, and not closed. */
export async function mustWrite(context: Context, turn: Turn, meeting: Meeting): Promise<void> {
  await mustLead(context, turn, meeting);
  const t = minutesTexts[turn.language];
  const number = String(meeting.number);
  if (meeting.state === 'draft') throw new Refusal(t.notInvited(number), 'attendance.not-invited');
  if (meeting.state === 'cancelled') throw new Refusal(t.isCancelled(number), 'attendance.cancelled');
  if (meeting.closedAt) throw new Refusal(t.isClosed(number), 'attendance.closed');
}

/** The meeting that a button names, for whoever may write its minutes. */
export async function writable(context: Context, turn: Turn, id: string): Promise<Meeting> {
  const meeting = await meetingById(context, turn, id);
  await mustWrite(context, turn, meeting);
  return meeting;
}

const mostMarks = 20;

/**
 * Changes what the minutes say, with the chair's word taken back: what was signed off is not what is there now. An event
 * does so once, however often it is delivered.
 */
export async function changeMinutes(
  context: Context,
  turn: Turn,
  id: string,
  decide: (meeting: Meeting) => Change | undefined = () => ({}),
): Promise<Meeting> {
  const mark = eventMark(turn.inbound);
  const changed = await changeMeeting(context, id, (meeting) => {
    const marks = meeting.minutesMarks ?? [];
    const change = marks.includes(mark) ? undefined : decide(meeting);
    return (
      change && {
        ...change,
        $set: { ...change.$set, minutesBy: turn.person.id, minutesMarks: [...marks.slice(1 - mostMarks), mark] },
        $inc: { ...change.$inc, minutesRev: 1 },
        $unset: { ...change.$unset, signedOff: true },
      }
    );
  });
  if (!changed) throw new Refusal(meetingTexts[turn.language].gone, 'attendance.meeting-gone');
  turn.audit('attendance.minutes-written', `Nr. ${changed.number}`);
  return changed;
}
