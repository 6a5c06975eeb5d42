import type { Turn, Typed } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import { meetingByNumber } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { leads } from '../permissions.js';
import { comingOf, ledBy } from './coming.js';
import { replyTexts } from './texts.js';

const mostChoices = 5;
const longestLabel = 70;

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
  const rest = Object.values(typed).filter((value) => value !== undefined);
  const actions = open.slice(0, mostChoices).map((meeting) => {
    const line = meetingLine(meeting, turn.language, context.zone, turn.today);
    return typedAction([what.word, meeting.number, ...rest].join(' '), cut(line, longestLabel));
  });
  return {
    type: 'message',
    private: true,
    view: {
      kind: 'attendance.which-meeting',
      summary: t.whichOne,
      language: turn.language,
      blocks: [
        { type: 'text', text: t.whichOne },
        { type: 'actions', actions },
      ],
    },
  };
}

/** Those to which I can still reply: the unanswered ones, else all. */
async function myOpen(context: Context, turn: Turn): Promise<readonly Meeting[]> {
  const coming = (await comingOf(context, turn.person, turn.now)).filter(
    ({ meeting }) => meeting.replyBy > turn.now || leads(turn.person, meeting.committeeId),
  );
  const unanswered = coming.filter(({ needsAnswer }) => needsAnswer);
  return (unanswered.length > 0 ? unanswered : coming).map(({ meeting }) => meeting);
}
