import { z } from 'zod';
import network from '../../content/sample-network.json' with { type: 'json' };
import { addWorkingDays, localInstant, schoolHolidays } from '../../kernel/calendar.js';
import { addDays, type Day, dayAt } from '../../kernel/dates.js';
import type { DocumentStore } from '../../ports/document-store.js';
import type { Numbers } from '../../ports/numbers.js';
import { representationsIn } from './checkin/representations.js';
import { type Decision, decisionsSpec } from './meetings/decisions.js';
import { type Invitation, invitationId, invitationsSpec, presences, replies } from './meetings/invitations.js';
import { type Meeting, meetingsSpec } from './meetings/model.js';
import { type Representation, representationsSpec } from './meetings/representations.js';
import { type Task, tasksSpec } from './meetings/tasks.js';
import { searchWords } from './minutes/stems.js';
import { usualReplyBy } from './planning/times.js';

const SampleMeeting = z.object({
  slug: z.string(),
  committee: z.string(),
  title: z.string(),
  /** Working days from the day on which it is loaded. */
  workingDays: z.number().int(),
  time: z.string(),
  minutes: z.number().int(),
  place: z.string(),
  link: z.string().optional(),
  agenda: z.array(z.string()),
  /** Slugs of sample people, as in everything below. */
  replies: z.record(z.string(), z.enum(replies)).optional(),
  presence: z.record(z.string(), z.enum(presences)).optional(),
  /** By the number of the agenda's item, from 1. */
  notes: z.record(z.string(), z.string()).optional(),
  decisions: z.array(z.object({ item: z.number().int(), text: z.string(), goal: z.number().int() })).optional(),
  tasks: z
    .array(
      z.object({
        item: z.number().int(),
        owner: z.string(),
        text: z.string(),
        /** Days from the day on which it is loaded. */
        due: z.number().int(),
        done: z.boolean().optional(),
      }),
    )
    .optional(),
  /** Why it does not take place. */
  cancelled: z.string().optional(),
  draft: z.boolean().optional(),
});
type SampleMeeting = z.infer<typeof SampleMeeting>;

const sample = z
  .object({
    people: z.array(z.object({ slug: z.string(), partner: z.string().optional() })),
    committees: z.array(
      z.object({ slug: z.string(), name: z.string(), chair: z.string().optional(), members: z.array(z.string()) }),
    ),
    meetings: z.array(SampleMeeting),
  })
  .parse(network);

/** Working days that school holidays last at most. */
const longestHolidays = 40;
/** Days before a meeting that it was planned and invited to. */
const plannedBefore = 24;
const dayMs = 86_400_000;

interface Options {
  readonly now: Date;
  readonly zone: string;
  readonly numbers: Numbers;
}

/** Loads meetings of the sample network, past and to come; those that are there already are left as they are. */
export async function seedSampleMeetings(store: DocumentStore, options: Options): Promise<{ readonly added: number }> {
  let added = 0;
  for (const each of sample.meetings) {
    const id = `sample-meeting-${each.slug}`;
    if (await store.collection(meetingsSpec).get(id)) continue;
    await seedOne(store, options, each, id);
    added += 1;
  }
  return { added };
}

/** The meeting comes last: where it is cut short, all of it is loaded again. */
async function seedOne(store: DocumentStore, options: Options, each: SampleMeeting, id: string): Promise<void> {
  const meeting = meetingOf(each, id, await options.numbers.give('meeting', id), options);
  const rows = each.draft ? [] : rowsOf(each, meeting);
  await store.collection(invitationsSpec).insertMany(rows);
  await store.collection(representationsSpec).insertMany(representationRows(each, meeting, rows, options.zone));
  await store.collection(decisionsSpec).insertMany(decisionRows(each, meeting, options.zone));
  for (const [index, task] of (each.tasks ?? []).entries()) {
    const taskId = `sample-task-${each.slug}-${index}`;
    const number = await options.numbers.give('task', taskId);
    await store.collection(tasksSpec).insert(taskOf(task, taskId, number, meeting, options));
  }
  await store.collection(meetingsSpec).insert(meeting);
}

function meetingOf(each: SampleMeeting, id: string, number: number, { now, zone }: Options): Meeting {
  const committee = committeeOf(each);
  const start = localInstant(sampleDay(dayAt(now, zone), each.workingDays), each.time, zone);
  const end = new Date(start.getTime() + each.minutes * 60_000);
  const createdAt = new Date(Math.min(start.getTime(), now.getTime()) - plannedBefore * dayMs);
  const by = samplePersonId(committee.chair ?? 'anna-muster');
  return {
    _id: id,
    rev: 1,
    number,
    committeeId: `sample-committee-${committee.slug}`,
    committeeName: committee.name,
    title: each.title,
    start,
    end,
    place: each.place,
    ...(each.link !== undefined && { link: each.link }),
    agenda: each.agenda.map((title, index) => {
      const notes = each.notes?.[String(index + 1)];
      return { id: itemId(index + 1), title, ...(notes !== undefined && { notes }) };
    }),
    replyBy: usualReplyBy(start, createdAt, zone),
    maybeAllowed: true,
    onePerPartner: true,
    state: each.cancelled === undefined ? (each.draft ? 'draft' : 'invited') : 'cancelled',
    asked: 1,
    sequence: each.cancelled === undefined ? 0 : 1,
    by,
    createdAt,
    ...(!each.draft && { invitedAt: createdAt }),
    ...(each.cancelled !== undefined && { cancelled: { at: now, by, reason: each.cancelled } }),
    ...(each.presence && { checkedInAt: end }),
    ...(each.decisions && { decisionCount: each.decisions.length }),
    unfinished: [],
  };
}

function committeeOf({ committee, slug }: SampleMeeting) {
  const found = sample.committees.find((each) => each.slug === committee);
  if (!found) throw new Error(`sample meeting ${slug} is of no sample committee`);
  return found;
}

function itemId(item: number): string {
  return `item-${item}`;
}

function rowsOf(each: SampleMeeting, meeting: Meeting): readonly Invitation[] {
  return committeeOf(each).members.map((slug, index): Invitation => {
    const personId = samplePersonId(slug);
    const partner = sample.people.find((person) => person.slug === slug)?.partner;
    const reply = each.replies?.[slug];
    const presence = each.presence?.[slug];
    const repliedAt = new Date(meeting.createdAt.getTime() + (index + 1) * (dayMs / 2));
    return {
      _id: invitationId(meeting._id, personId),
      meetingId: meeting._id,
      personId,
      ...(partner !== undefined && { partnerId: `sample-partner-${partner}` }),
      role: 'member',
      ...(reply && { reply, repliedAt, repliedTo: 1 }),
      ...(presence && { presence, presenceLog: [{ presence, by: meeting.by, at: meeting.end }] }),
      language: 'de',
      until: meeting.end,
    };
  });
}

function representationRows(
  each: SampleMeeting,
  meeting: Meeting,
  rows: readonly Invitation[],
  zone: string,
): readonly Representation[] {
  if (!each.presence) return [];
  const { committeeId } = meeting;
  return [...representationsIn(meeting, rows)].map(([partnerId, represented]) => ({
    _id: `${meeting._id}:${partnerId}`,
    meetingId: meeting._id,
    ...(committeeId !== undefined && { committeeId }),
    partnerId,
    day: dayAt(meeting.start, zone),
    represented,
  }));
}

function decisionRows(each: SampleMeeting, meeting: Meeting, zone: string): readonly Decision[] {
  const { committeeId, committeeName } = meeting;
  return (each.decisions ?? []).map(({ item, text, goal }, index) => ({
    _id: `sample-decision-${each.slug}-${index}`,
    meetingId: meeting._id,
    meetingNumber: meeting.number,
    ...(committeeId !== undefined && { committeeId }),
    ...(committeeName !== undefined && { committeeName }),
    agendaItem: itemId(item),
    place: index + 1,
    text,
    words: [...searchWords(text)],
    goal,
    day: dayAt(meeting.start, zone),
    createdAt: meeting.end,
    by: meeting.by,
  }));
}

/** So many working days away; what is to come does not lie in school holidays. */
function sampleDay(today: Day, workingDays: number): Day {
  let day = addWorkingDays(today, workingDays);
  for (let tried = 0; tried < longestHolidays && day > today && schoolHolidays(day) !== undefined; tried += 1) {
    day = addWorkingDays(day, 1);
  }
  return day;
}

function taskOf(
  { item, owner, text, due, done }: NonNullable<SampleMeeting['tasks']>[number],
  id: string,
  number: number,
  meeting: Meeting,
  { now, zone }: Options,
): Task {
  const ownerId = samplePersonId(owner);
  const day: Day = addDays(dayAt(now, zone), due);
  const { committeeId } = meeting;
  return {
    _id: id,
    number,
    meetingId: meeting._id,
    ...(committeeId !== undefined && { committeeId }),
    agendaItem: itemId(item),
    ownerId,
    text,
    due: day,
    ...(done && { doneAt: meeting.end, doneBy: ownerId }),
    createdAt: meeting.end,
    by: meeting.by,
  };
}

function samplePersonId(slug: string): string {
  return `sample-person-${slug}`;
}
