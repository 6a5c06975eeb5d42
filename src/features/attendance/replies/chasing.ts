import { eventMark, type Turn } from '../../../bot/feature.js';
import { isWorkingTime, nextWorkingTime } from '../../../kernel/calendar.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import type { View } from '../../../messages/view.js';
import { meetingLine, shortTime } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import { mustLead } from '../permissions.js';
import { mustBeOpen, type Replying, shown } from './answering.js';
import { chasingTexts } from './chasing-texts.js';
import { cardKey } from './copies.js';
import { openView } from './open-view.js';
import { partyWith, silentIn } from './parties.js';
import { rosterOf } from './roster.js';
import { sendCards } from './sending.js';

export const remindId = 'attendance.remind';

export interface Remind {
  /** Only those who answer together with this person. */
  readonly person?: string;
  /** Chosen where it was asked outside working hours. */
  readonly when?: 'now' | 'next';
  /** The page of the list that was pressed. */
  readonly page?: number;
}

/** `erinnern NR`: reminds those who have not replied, at once or, outside working hours, when they choose. */
export async function remind(context: Replying, turn: Turn, meeting: Meeting, what: Remind): Promise<Reply> {
  await mustLead(context, turn, meeting);
  await mustBeOpen(context, turn, meeting);
  const t = chasingTexts[turn.language];
  if (meeting.start <= turn.now) {
    const line = meetingLine(meeting, turn.language, context.zone, turn.today);
    throw new Refusal(t.over(line), 'attendance.over');
  }
  const roster = await rosterOf(context, meeting);
  const party = what.person === undefined ? undefined : partyWith(roster.parties, what.person);
  const silent = silentIn(meeting, roster.parties).filter((row) => !party || party.rows.includes(row));
  const page = what.page ?? 0;
  if (silent.length === 0) return shown(turn, await openView(context, turn, meeting, page, t.nobodyToRemind));
  const next = nextWorkingTime(turn.now, context.zone);
  if (what.when === undefined && !isWorkingTime(turn.now, context.zone)) {
    return shown(turn, offer(context, turn, meeting, what, next));
  }
  const due = what.when === 'next' ? next : turn.now;
  const mark = eventMark(turn.inbound);
  await context.live.mark(meeting._id);
  await sendCards(context, roster, silent, {
    due,
    lead: 'reminder',
    reminds: due,
    key: ({ personId }) => cardKey(meeting._id, `remind:${mark}`, personId),
  });
  await context.live.touch(meeting._id);
  turn.audit('attendance.reminded', `Nr. ${meeting.number}`, { people: silent.length });
  const when = shortTime(due, turn.language, context.zone, turn.today);
  const note = what.when === 'next' ? t.remindedAt(silent.length, when) : t.reminded(silent.length);
  return shown(turn, await openView(context, turn, meeting, page, note));
}

function offer(context: Replying, turn: Turn, meeting: Meeting, what: Remind, next: Date): View {
  const t = chasingTexts[turn.language];
  const text = t.outside(shortTime(next, turn.language, context.zone, turn.today));
  const payload = {
    meeting: meeting._id,
    ...(what.person !== undefined && { person: what.person }),
    page: what.page ?? 0,
  };
  return {
    kind: 'attendance.outside-hours',
    summary: text,
    language: turn.language,
    blocks: [
      { type: 'text', text: meetingLine(meeting, turn.language, context.zone, turn.today) },
      { type: 'text', text },
      {
        type: 'actions',
        actions: [
          { id: remindId, label: t.sendNow, payload: { ...payload, when: 'now' } },
          { id: remindId, label: t.sendNext, payload: { ...payload, when: 'next' }, style: 'primary' },
        ],
      },
    ],
  };
}
