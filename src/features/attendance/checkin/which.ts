import type { Turn, Typed } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import { whichMeeting } from '../meetings/choosing.js';
import { meetingByNumber } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { leads } from '../permissions.js';
import { checkinTexts } from './texts.js';

/** Meetings around today are those that somebody checks in or writes minutes of. */
const daysAround = 14;
const dayMs = 86_400_000;
const mostLooked = 100;

/**
 * The meeting under a typed number; without one the only meeting around today that the person leads, or a choice, each
 * button doing what was typed with the number behind the word.
 */
export async function onMeeting(
  context: Context,
  turn: Turn,
  { number, ...typed }: Typed,
  word: string,
  run: (meeting: Meeting) => Promise<Reply>,
): Promise<Reply> {
  if (number !== undefined) return run(await meetingByNumber(context, turn, number));
  const open = await openMeetings(context, turn);
  const [only, ...others] = open;
  const t = checkinTexts[turn.language];
  if (!only) throw new Refusal(t.noneOpen, 'attendance.none-open');
  if (others.length === 0) return run(only);
  return whichMeeting(context, turn, open, { word, typed });
}

async function openMeetings(context: Context, turn: Turn): Promise<readonly Meeting[]> {
  const around = (days: number) => new Date(turn.now.getTime() + days * dayMs);
  const { items } = await context.meetings.find({
    filter: { state: 'invited', start: { $gte: around(-daysAround), $lte: around(daysAround) } },
    sort: [['start', 1]],
    limit: mostLooked,
  });
  return items.filter(({ committeeId }) => leads(turn.person, committeeId));
}
