import type { Turn, Typed } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import { whichMeeting } from '../meetings/choosing.js';
import { meetingByNumber } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { leads } from '../permissions.js';
import { comingOf, ledBy } from './coming.js';
import { replyTexts } from './texts.js';

/** Among whose meetings the one is that is meant where no number is typed. */
export type Among = 'mine' | 'led';

/** The meeting under a typed number; without one the only one that is open, or a choice that types the number. */
export async function onMeeting(
  context: Context,
  turn: Turn,
  { number, ...typed }: Typed,
  what: { readonly word: string; readonly among: Among },
  run: (meeting: Meeting) => Promise<Reply>,
): Promise<Reply> {
  if (number !== undefined) return run(await meetingByNumber(context, turn, number));
  const open = what.among === 'mine' ? await myOpen(context, turn) : await ledBy(context, turn);
  const t = replyTexts[turn.language];
  const [only, ...others] = open;
  if (!only) throw new Refusal(t.nothingOpen, 'attendance.nothing-open');
  if (others.length === 0) return run(only);
  return whichMeeting(context, turn, open, { word: what.word, typed });
}

/** Those to which I can still reply: the unanswered ones, else all. */
async function myOpen(context: Context, turn: Turn): Promise<readonly Meeting[]> {
  const coming = (await comingOf(context, turn.person, turn.now)).filter(
    ({ meeting }) => meeting.replyBy > turn.now || leads(turn.person, meeting.committeeId),
  );
  const unanswered = coming.filter(({ needsAnswer }) => needsAnswer);
  return (unanswered.length > 0 ? unanswered : coming).map(({ meeting }) => meeting);
}
