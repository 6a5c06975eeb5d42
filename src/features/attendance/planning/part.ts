import { z } from 'zod';
import { action, stored } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import type { Context } from '../context.js';
import { meetingTexts } from '../meeting-texts.js';
import { meetingName, shortTime } from '../meeting-views.js';
import { meetingById } from '../meetings/finding.js';
import { mustLead } from '../permissions.js';
import type { Invitations } from '../replies/invitations.js';
import { oneMeeting, planActions } from './actions.js';
import { cancellingPart } from './cancelling.js';
import { draftingPart } from './drafting.js';
import { draftBlocks } from './drafts.js';
import { editingPart } from './editing.js';
import { FollowUps } from './following.js';
import { inviteDue, invitingPart } from './inviting.js';
import { movingPart } from './moving.js';
import { extendAll } from './series.js';
import { SeriesChanges, seriesAudits } from './series-changes.js';
import { seriesSpec } from './series-model.js';
import { planView } from './view.js';

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
    home: (turn) => draftBlocks(context, turn),
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
