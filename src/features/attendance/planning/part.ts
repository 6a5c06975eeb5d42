import { z } from 'zod';
import { action, stored, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Block } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { meetingTexts } from '../meeting-texts.js';
import { meetingLine, meetingName, shortTime } from '../meeting-views.js';
import { meetingById } from '../meetings/finding.js';
import { mustLead } from '../permissions.js';
import type { Invitations } from '../replies/invitations.js';
import { oneMeeting, planActions } from './actions.js';
import { cancellingPart } from './cancelling.js';
import { draftingPart } from './drafting.js';
import { editingPart } from './editing.js';
import { FollowUps } from './following.js';
import { inviteDue, invitingPart } from './inviting.js';
import { movingPart } from './moving.js';
import { openMeetings } from './register.js';
import { extendAll } from './series.js';
import { SeriesChanges, seriesAudits } from './series-changes.js';
import { seriesSpec } from './series-model.js';
import { planningTexts } from './texts.js';
import { planView } from './view.js';

const draftsShown = 3;
const longestLabel = 70;

/** Planning meetings: drafts, inviting, moving, cancelling, series. */
export function planningPart(context: Context, invitations: Invitations): Part {
  const following = new FollowUps(context, invitations);
  const changes = new SeriesChanges(context, following);
  const parts: readonly Part[] = [
    draftingPart(context),
    editingPart(context, following, changes),
    invitingPart(context, following),
    movingPart(context, following),
    cancellingPart(context, following, changes),
  ];
  return {
    commands: parts.flatMap((part) => part.commands ?? []),
    forms: parts.flatMap((part) => part.forms ?? []),
    actions: [
      action({
        id: planActions.show,
        role: 'chair',
        payload: oneMeeting.extend({
          /** Pressed at home: the card comes as a message. */
          beside: z.boolean().optional(),
        }),
        changes: false,
        run: async (turn, { meeting: id, beside }) => {
          const meeting = await meetingById(context, turn, id);
          await mustLead(context, turn, meeting);
          const view = await planView(context, turn, meeting);
          return beside ? { type: 'message', private: true, view } : { type: 'replace', view };
        },
      }),
      ...parts.flatMap((part) => part.actions ?? []),
    ],
    collections: [stored(seriesSpec)],
    audits: Object.assign({}, seriesAudits, ...parts.map((part) => part.audits ?? {})),
    jobs: [
      {
        name: 'attendance.planning',
        run: async (now) => {
          const left = (await following.finishAll()) + (await changes.finishAll(now));
          const made = await extendAll(context, now);
          return { done: left + made + (await inviteDue(context, following, now)), failed: 0 };
        },
      },
    ],
    home: (turn) => draftsAtHome(context, turn),
    numbered: {
      meeting: async (subject, language) => {
        const meeting = await context.meetings.get(subject);
        if (!meeting) return undefined;
        const line = `${meetingName(meeting)}, ${shortTime(meeting.start, language, context.zone)}`;
        return meetingTexts[language].numberedAs(line);
      },
    },
  };
}

/** Drafts that wait to be invited to, for those who planned them or may; a series shows its next alone. */
async function draftsAtHome(context: Context, turn: Turn): Promise<readonly Block[]> {
  const { person, language } = turn;
  if (!person.coordinator && person.chairs.length === 0) return [];
  const drafts = await openMeetings(context, turn, ['draft'], draftsShown * draftsShown);
  const first = drafts.filter(
    ({ series }, index) => !series || drafts.findIndex((other) => other.series?.id === series.id) === index,
  );
  if (first.length === 0) return [];
  const actions = first.slice(0, draftsShown).map((meeting) => ({
    id: planActions.show,
    label: cut(meetingLine(meeting, language, context.zone, turn.today), longestLabel),
    payload: { meeting: meeting._id, beside: true },
  }));
  return [
    { type: 'text', text: [strong(planningTexts[language].drafts)] },
    { type: 'actions', actions },
  ];
}
