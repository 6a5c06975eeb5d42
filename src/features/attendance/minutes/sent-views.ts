import { typedAction } from '../../../bot/views.js';
import { dayAt, formatDay } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { View } from '../../../messages/view.js';
import { comingLine, nextMeetings } from '../committees/coming.js';
import type { Context } from '../context.js';
import { meetingLine, meetingName } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import { changeBlocks } from './corrections.js';
import { minutesTexts } from './texts.js';
import { contentBlocks, decisionLine, minutesIds, minutesOf, ownTaskBlocks, readerActions } from './view.js';

/** Who reads it. */
export interface Reader {
  readonly id: string;
  readonly language: Language;
}

const longestSummary = 150;
const mostDecisions = 10;
/** Meetings of one committee that are under way at once, and the next. */
const mostUnderWay = 5;

/** The minutes as everybody invited gets them; a correction says that it is one. */
export async function sentMinutesView(
  context: Context,
  meeting: Meeting,
  { id, language }: Reader,
  said?: string,
): Promise<View> {
  const t = minutesTexts[language];
  const minutes = await minutesOf(context, meeting);
  const line = meetingLine(meeting, language, context.zone);
  const isCorrection = (meeting.minutesSent?.version ?? 1) > 1;
  const title = isCorrection ? t.correctionTitle(line) : t.title(line);
  const first = meeting.minutesSentAt;
  const note = isCorrection && first ? t.correctionNote(formatDay(dayAt(first, context.zone), language)) : undefined;
  return {
    kind: 'attendance.minutes-sent',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      ...(said === undefined ? [] : [{ type: 'text', text: [strong(said)] } as const]),
      ...(note === undefined ? [] : [{ type: 'text', text: note } as const]),
      ...(isCorrection ? changeBlocks(meeting, language) : []),
      ...contentBlocks(minutes, language, true),
      ...ownTaskBlocks(minutes, id, language, 'minutes'),
      { type: 'actions', actions: readerActions(language) },
    ],
  };
}

/** For who was not there: decisions, own tasks, the next date. */
export async function digestView(
  context: Context,
  meeting: Meeting,
  { id, language }: Reader,
  said?: string,
): Promise<View> {
  const t = minutesTexts[language];
  const minutes = await minutesOf(context, meeting);
  const name = meetingName(meeting);
  const day = formatDay(dayAt(meeting.start, context.zone), language);
  const own = minutes.tasks.filter(({ ownerId, doneAt }) => ownerId === id && !doneAt);
  const decisions = minutes.decisions.slice(0, mostDecisions);
  const left = minutes.decisions.length - decisions.length;
  const next = await nextMeeting(context, meeting);
  return {
    kind: 'attendance.digest',
    summary: cut(t.digestSummary(name, day, minutes.decisions.length, own.length), longestSummary),
    title: t.digestTitle(name),
    language,
    blocks: [
      ...(said === undefined ? [] : [{ type: 'text', text: [strong(said)] } as const]),
      { type: 'text', text: t.digestIntro(day) },
      { type: 'text', text: [strong(t.digestDecisions)] },
      decisions.length === 0
        ? { type: 'text', text: t.digestNoDecisions }
        : { type: 'list', items: decisions.map((decision) => decisionLine(decision, language)) },
      ...(left > 0 ? [{ type: 'note', text: t.andMore(String(left)) } as const] : []),
      ...ownTaskBlocks(minutes, id, language, 'digest'),
      {
        type: 'facts',
        facts: [{ label: t.digestNext, value: next ? comingLine(next, language, context.zone) : t.digestNoNext }],
      },
      {
        type: 'actions',
        actions: [
          typedAction(`protokoll lesen ${meeting.number}`, t.read),
          { id: minutesIds.forManager, label: t.forManager },
        ],
      },
    ],
  };
}

/** The committee's next meeting that people are invited to, or that its series will invite them to. */
async function nextMeeting(context: Context, { committeeId, start }: Meeting): Promise<Meeting | undefined> {
  if (committeeId === undefined) return undefined;
  const now = context.clock.now();
  const from = start > now ? start : now;
  const meetings = await nextMeetings(context, { _id: committeeId }, from, mostUnderWay);
  return meetings.find((meeting) => meeting.start > from);
}
