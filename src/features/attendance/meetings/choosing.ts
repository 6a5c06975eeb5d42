import type { Turn, Typed } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import { meetingTexts } from '../meeting-texts.js';
import type { Meeting } from './model.js';

const mostChoices = 5;
const longestLabel = 70;

/** Asks which of several meetings is meant: each button types the word again, with the number behind it. */
export function whichMeeting(
  context: Context,
  turn: Turn,
  meetings: readonly Meeting[],
  { word, typed }: { readonly word: string; readonly typed: Typed },
): Reply {
  const t = meetingTexts[turn.language];
  const rest = Object.entries(typed).flatMap(([name, value]) => (name === 'number' ? [] : (value ?? [])));
  const choices = meetings.slice(0, mostChoices).map((meeting) => {
    const line = meetingLine(meeting, turn.language, context.zone, turn.today);
    return typedAction([word, meeting.number, ...rest].join(' '), cut(line, longestLabel));
  });
  const all = meetings.length > mostChoices ? [typedAction('treffen', t.allMeetings)] : [];
  return {
    type: 'message',
    private: true,
    view: {
      kind: 'attendance.which-meeting',
      summary: t.whichOne,
      language: turn.language,
      blocks: [
        { type: 'text', text: t.whichOne },
        { type: 'actions', actions: [...choices, ...all] },
      ],
    },
  };
}
