import type { Turn } from '../../../bot/feature.js';
import { Conflict, Refusal } from '../../../kernel/errors.js';
import type { Change } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import { meetingTexts } from '../meeting-texts.js';
import type { Meeting } from './model.js';

const mostAttempts = 20;

/** The meeting under a typed number; refused with what the number is instead. */
export async function meetingByNumber(context: Context, turn: Turn, typed: string): Promise<Meeting> {
  return meetingById(context, turn, await context.numbers.subject('meeting', typed, turn.language));
}

/** The meeting that a button names; refused if it is gone. */
export async function meetingById(context: Context, turn: Turn, id: string): Promise<Meeting> {
  const found = await context.meetings.get(id);
  if (!found) throw new Refusal(meetingTexts[turn.language].gone, 'attendance.meeting-gone');
  return found;
}

/**
 * Changes a meeting by what was read from it, as often as somebody else was quicker, and counts the change. `decide`
 * resolves with undefined if there is nothing to change. Resolves with the meeting as it then is; undefined if it is gone.
 */
export async function changeMeeting(
  context: Context,
  id: string,
  decide: (meeting: Meeting) => Promise<Change | undefined> | Change | undefined,
): Promise<Meeting | undefined> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const read = await context.meetings.get(id);
    if (!read) return undefined;
    const change = await decide(read);
    if (!change) return read;
    const counted = { ...change, $inc: { ...change.$inc, rev: 1 } };
    const changed = await context.meetings.update(id, counted, { rev: read.rev });
    if (changed) return changed;
  }
  throw new Conflict(`meeting ${id} keeps changing`);
}
