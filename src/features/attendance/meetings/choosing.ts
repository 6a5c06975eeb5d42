import type { Turn, Typed } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Context } from '../context.js';
import { meetingTexts } from '../meeting-texts.js';
import { meetingLine } from '../meeting-views.js';
import type { Meeting } from './model.js';

/** More are a press away. */
const mostChoices = 5;
const longestLabel = 70;

/** Asks which of several meetings is meant, as no number was typed: each button types the same with the number in it. */
export function whichMeeting(
  context: Context,
  turn: Turn,
  meetings: readonly Meeting[],
  { word, typed }: { readonly word: string; readonly typed: Typed },
): Reply {
  const t = meetingTexts[turn.language];
  const rest = Object.values(typed).filter((value) => value !== undefined);
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
