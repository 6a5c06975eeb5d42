import { z } from 'zod';
import { action, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { typedAction } from '../../../bot/views.js';
import { inAll } from '../../../kernel/texts.js';
import type { Action, View } from '../../../messages/view.js';
import { checkinTexts } from '../checkin/texts.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import { personDataDays } from '../meetings/model.js';

const ownId = 'attendance.own';
const pageSize = 10;
const dayMs = 86_400_000;

/** `meine teilnahme`: where somebody was in the last twelve months, for themselves alone. */
export function ownPart(context: Context): Part {
  return {
    commands: [
      {
        id: ownId,
        words: ['meine teilnahme'],
        slots: [],
        role: 'all',
        changes: false,
        personal: true,
        help: inAll(checkinTexts, (t) => t.ownCommand),
        run: async (turn) => ({ type: 'message', private: true, view: await ownView(context, turn) }),
      },
    ],
    actions: [
      action({
        id: ownId,
        role: 'all',
        payload: z.object({ after: z.string().max(1_000).optional() }),
        changes: false,
        run: async (turn, { after }) => ({ type: 'replace', view: await ownView(context, turn, after) }),
      }),
    ],
  };
}

async function ownView(context: Context, turn: Turn, after?: string): Promise<View> {
  const t = checkinTexts[turn.language];
  const since = new Date(turn.now.getTime() - personDataDays * dayMs);
  const page = await context.invitations.find({
    filter: { personId: turn.person.id, until: { $gt: since, $lte: turn.now } },
    sort: [['until', -1]],
    limit: pageSize,
    ...(after !== undefined && { after }),
  });
  const meetings = await context.meetings.find({
    filter: { _id: { $in: page.items.map(({ meetingId }) => meetingId) } },
    limit: pageSize,
  });
  const byId = new Map(meetings.items.map((meeting) => [meeting._id, meeting]));
  const items = page.items.flatMap(({ meetingId, presence }) => {
    const meeting = byId.get(meetingId);
    if (!meeting || meeting.state === 'draft') return [];
    const was = meeting.state === 'cancelled' ? '' : `: ${presence ? t[presence] : t.ownUnknown}`;
    return [`${meetingLine(meeting, turn.language, context.zone, turn.today)}${was}`];
  });
  const more: Action = { id: ownId, label: t.more, payload: { after: page.next } };
  return {
    kind: ownId,
    summary: t.ownTitle,
    title: t.ownTitle,
    language: turn.language,
    blocks: [
      items.length > 0 ? { type: 'list', items } : { type: 'text', text: t.ownEmpty },
      { type: 'note', text: t.ownNote },
      {
        type: 'actions',
        actions: [...(page.next === undefined ? [] : [more]), typedAction('treffen', t.toMeetings)],
      },
    ],
  };
}
