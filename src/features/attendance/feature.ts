import { type Feature, stored } from '../../bot/feature.js';
import { calendarPart } from './calendar/part.js';
import { checkinPart } from './checkin/part.js';
import { committeeImportPart } from './committees/import-part.js';
import { committeesPart } from './committees/part.js';
import { type AttendanceOptions, contextOf } from './context.js';
import { decisionsSpec, invitationsSpec, meetingsSpec, representationsSpec, tasksSpec } from './meetings/model.js';
import { minutesParts } from './minutes/parts.js';
import { committeeMembers, committeeNames, committeesChairedBy, committeesSpec } from './model.js';
import type { Part } from './part.js';
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
} {
  const context = contextOf(options);
  const { invitations, parts: repliesParts } = createReplies(context);
  const parts: readonly Part[] = [
    ...repliesParts,
    committeesPart(context, invitations),
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
    commands: parts.flatMap((part) => part.commands ?? []),
    actions: parts.flatMap((part) => part.actions ?? []),
    forms: parts.flatMap((part) => part.forms ?? []),
    collections: [
      stored(committeesSpec),
      stored(meetingsSpec),
      stored(invitationsSpec),
      stored(representationsSpec),
      stored(decisionsSpec),
      stored(tasksSpec),
      ...parts.flatMap((part) => part.collections ?? []),
    ],
    audits: Object.assign({}, ...parts.map((part) => part.audits ?? {})),
    jobs: parts.flatMap((part) => part.jobs ?? []),
    pages: parts.flatMap((part) => part.pages ?? []),
    reports: Object.assign({}, ...parts.map((part) => part.reports ?? {})),
    impact: (year, language) => impactBlocks(context, year, language),
    schedules: parts.flatMap((part) => part.schedules ?? []),
    numbered: Object.assign({}, ...parts.map((part) => part.numbered ?? {})),
    succeed: async (turn, from, to) => {
      const moved: string[] = [];
      for (const part of parts) moved.push(...((await part.succeed?.(turn, from, to)) ?? []));
      return moved;
    },
    answer: async (turn, question) => {
      for (const part of parts) {
        const reply = await part.answer?.(turn, question);
        if (reply) return reply;
      }
      return undefined;
    },
    file: async (turn, file) => {
      for (const part of parts) {
        const reply = await part.file?.(turn, file);
        if (reply) return reply;
      }
      return undefined;
    },
    delivered: async (batches) => {
      for (const part of parts) await part.delivered?.(batches);
    },
    below: async (turn) => (await Promise.all(parts.map(async (part) => (await part.below?.(turn)) ?? []))).flat(),
    home: async (turn) => (await Promise.all(parts.map(async (part) => (await part.home?.(turn)) ?? []))).flat(),
    stop: async () => {
      await Promise.all(parts.map(async (part) => part.stop?.()));
    },
  };
}
