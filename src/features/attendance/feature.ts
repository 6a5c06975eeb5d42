import { type Feature, stored } from '../../bot/feature.js';
import { merged, type Part } from '../../bot/parts.js';
import type { Meetings } from '../../ports/meetings.js';
import { calendarPart } from './calendar/part.js';
import { checkinPart } from './checkin/part.js';
import { afterPart } from './committees/after-part.js';
import { committeeImportPart } from './committees/import-part.js';
import { committeesPart } from './committees/part.js';
import { type AttendanceOptions, contextOf } from './context.js';
import { meetingsForOthers } from './for-others.js';
import { decisionsSpec } from './meetings/decisions.js';
import { invitationsSpec } from './meetings/invitations.js';
import { meetingsSpec } from './meetings/model.js';
import { representationsSpec } from './meetings/representations.js';
import { tasksSpec } from './meetings/tasks.js';
import { minutesParts } from './minutes/parts.js';
import { committeeMembers, committeeNames, committeesChairedBy, committeesSpec } from './model.js';
import { planningPart } from './planning/part.js';
import { createReplies } from './replies/part.js';
import { impactBlocks } from './reports/impact.js';
import { reportParts } from './reports/parts.js';

export type { AttendanceOptions } from './context.js';

/** Committees, their meetings, invitations, attendance and minutes; and which committees a person chairs. */
export function createAttendanceFeature(options: AttendanceOptions): Feature & {
  readonly committeesChairedBy: (personId: string) => Promise<readonly string[]>;
  readonly committeeMembers: (committees: readonly string[]) => Promise<readonly string[]>;
  readonly committeeNames: ReturnType<typeof committeeNames>;
  readonly meetings: Meetings;
} {
  const context = contextOf(options);
  const { invitations, parts: repliesParts } = createReplies(context);
  const own: Part = {
    collections: [
      stored(committeesSpec),
      stored(meetingsSpec),
      stored(invitationsSpec),
      stored(representationsSpec),
      stored(decisionsSpec),
      stored(tasksSpec),
    ],
    impact: (year, language) => impactBlocks(context, year, language),
  };
  const parts: readonly Part[] = [
    own,
    ...repliesParts,
    committeesPart(context, invitations),
    afterPart(context),
    committeeImportPart(context, invitations),
    planningPart(context, invitations),
    calendarPart(context),
    checkinPart(context),
    ...minutesParts(context),
    ...reportParts(context),
  ];
  return {
    name: 'attendance',
    title: { de: 'Treffen', einfach: 'Treffen', en: 'Meetings' },
    committeesChairedBy: committeesChairedBy(context.committees),
    committeeMembers: committeeMembers(context.committees),
    committeeNames: committeeNames(context.committees),
    meetings: meetingsForOthers(context, invitations),
    ...merged(parts),
  };
}
