import { z } from 'zod';
import { formatInstant } from '../../../kernel/dates.js';
import { inAll, type Language, languages } from '../../../kernel/texts.js';
import type { Change, CollectionSpec, Shown, Wording } from '../../../ports/document-store.js';
import { specTexts } from './spec-texts.js';

/** Days that what a meeting holds by person is kept; counts by partner stay. */
export const personDataDays = 365;

const AgendaItem = z.object({
  id: z.string(),
  title: z.string(),
  /** Notes of the minutes. */
  notes: z.string().optional(),
});
export type AgendaItem = z.infer<typeof AgendaItem>;

const Meeting = z.object({
  _id: z.string(),
  /** Counts changes: two who edit at once do not overwrite each other. */
  rev: z.number().int(),
  number: z.number().int(),
  committeeId: z.string().optional(),
  /** The committee's name, so that a meeting can be shown by itself; follows when the committee is renamed. */
  committeeName: z.string().optional(),
  title: z.string(),
  start: z.date(),
  end: z.date(),
  place: z.string().optional(),
  link: z.string().optional(),
  agenda: z.array(AgendaItem),
  /** Until when replies are wanted; presses after it are refused. */
  replyBy: z.date(),
  maybeAllowed: z.boolean(),
  /** When people are reminded, in working days ahead; as usual if left out. */
  reminders: z.object({ silent: z.array(z.number().int()), undecided: z.array(z.number().int()) }).optional(),
  /** One reply per partner suffices; else everybody is asked. */
  onePerPartner: z.boolean(),
  state: z.enum(['draft', 'invited', 'cancelled']),
  /** Version of what was asked, date and place: rises when the meeting moves; replies name the one they are to. */
  asked: z.number().int(),
  /** SEQUENCE of its calendar entry. */
  sequence: z.number().int(),
  /** Occurrence of a series; `at` is the local day it was planned for, whatever it moved to. */
  series: z.object({ id: z.string(), at: z.string(), index: z.number().int() }).optional(),
  /** Who planned it. */
  by: z.string(),
  createdAt: z.date(),
  invitedAt: z.date().optional(),
  /** A draft's: when it is to be invited to, and who decided so. */
  inviteAt: z.date().optional(),
  inviteBy: z.string().optional(),
  /** Mark of the event that planning last changed it by: delivered again, it changes nothing more. */
  event: z.string().optional(),
  cancelled: z.object({ at: z.date(), by: z.string(), reason: z.string().optional() }).optional(),
  /** The last move: from when and where, and by whom. */
  moved: z
    .object({ at: z.date(), by: z.string(), fromStart: z.date(), fromEnd: z.date(), fromPlace: z.string().optional() })
    .optional(),
  /** When somebody first noted who was there. */
  checkedInAt: z.date().optional(),
  /** Notes of the minutes that belong to no agenda item. */
  notes: z.string().optional(),
  /** Counts changes to what the minutes say: notes, decisions, tasks. */
  minutesRev: z.number().int().optional(),
  /** Who changed the minutes last. */
  minutesBy: z.string().optional(),
  /** Marks of the last events that changed the notes: each does so once, however often it is delivered. */
  minutesMarks: z.array(z.string()).optional(),
  /** How many decisions were ever noted: each keeps its place in the minutes. */
  decisionCount: z.number().int().optional(),
  /** The minutes: signed off by the chair, sent. A change takes the chair's word back. */
  signedOff: z.object({ at: z.date(), by: z.string() }).optional(),
  minutesSentAt: z.date().optional(),
  /** What was sent last: the first time, or the how manieth correction (`version` counts from 1); due then. */
  minutesSent: z.object({ version: z.number().int(), rev: z.number().int(), by: z.string(), due: z.date() }).optional(),
  /** When data by person went, a year after the meeting. */
  closedAt: z.date().optional(),
  /** Marks of wider changes under way, finished by whoever comes across them. */
  unfinished: z.array(z.enum(['inviting', 'moving', 'cancelling', 'sending-minutes'])),
});
export type Meeting = z.infer<typeof Meeting>;

const otherHands = ['minutesBy', 'signedOff.by', 'minutesSent.by', 'cancelled.by', 'moved.by'] as const;

export const meetingsSpec: CollectionSpec<Meeting> = {
  name: 'meetings',
  schema: Meeting,
  version: 1,
  indexes: [
    {
      fields: [
        ['state', 1],
        ['start', 1],
        ['_id', 1],
      ],
    },
    {
      fields: [
        ['committeeId', 1],
        ['start', 1],
        ['_id', 1],
      ],
    },
    { fields: [['number', 1]], unique: true },
    {
      fields: [
        ['series.id', 1],
        ['series.index', 1],
      ],
    },
    {
      fields: [
        ['inviteAt', 1],
        ['_id', 1],
      ],
    },
    { fields: [['by', 1]] },
    ...otherHands.map((path) => ({ fields: [[path, 1]] }) as const),
    { fields: [['unfinished', 1]] },
    {
      fields: [
        ['closedAt', 1],
        ['start', 1],
      ],
    },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptMeetings) },
  personal: {
    personField: 'by',
    alsoIn: otherHands,
    label: inAll(specTexts, (t) => t.meetings),
    purpose: inAll(specTexts, (t) => t.purposeMeetings),
    show: ({ title, start }, language, { zone }) => ({
      [specTexts[language].meeting]: `${title}, ${formatInstant(start, zone, language)}`,
    }),
    erase: (meeting, personId) => ({
      $set: Object.fromEntries(handsOn(meeting).flatMap(([path, id]) => (id === personId ? [[path, 'erased']] : []))),
    }),
  },
};

/** Who had a hand in a meeting, by the path of the field. */
function handsOn({ by, minutesBy, signedOff, minutesSent, cancelled, moved }: Meeting) {
  return [
    ['by', by],
    ['minutesBy', minutesBy],
    ['signedOff.by', signedOff?.by],
    ['minutesSent.by', minutesSent?.by],
    ['cancelled.by', cancelled?.by],
    ['moved.by', moved?.by],
  ] as const;
}

export const replies = ['yes', 'maybe', 'no'] as const;
export type ReplyKind = (typeof replies)[number];

/** What check-in says of somebody: dabei, abgesagt, nicht dabei, Vertretung, Gast. */
export const presences = ['present', 'excused', 'absent', 'deputy', 'guest'] as const;
export type Presence = (typeof presences)[number];

/** One person and one meeting: invited as what, replied what, was there or not. */
const Invitation = z.object({
  /** `MEETING:PERSON`. */
  _id: z.string(),
  meetingId: z.string(),
  personId: z.string(),
  /** The partner they spoke for when invited; without one (confirmed) they count alone. */
  partnerId: z.string().optional(),
  role: z.enum(['member', 'deputy', 'guest', 'walk-in']),
  /** A deputy's: whom they stand in for. */
  standsInFor: z.string().optional(),
  /** Whom they send instead of themselves. */
  sends: z.string().optional(),
  reply: z.enum(replies).optional(),
  remark: z.string().optional(),
  /** The platform's time of the press: the last press wins, never the arrival of a retry. */
  repliedAt: z.date().optional(),
  /** Who replied on their behalf. */
  repliedBy: z.string().optional(),
  /** Version of what was asked that the reply is to. */
  repliedTo: z.number().int().optional(),
  /** Mark of the event that replied: of two at the same time the greater one wins, in whatever order they arrive. */
  replyMark: z.string().optional(),
  /** When the remark was made, and by which event: it is ordered by itself. */
  remarkedAt: z.date().optional(),
  remarkMark: z.string().optional(),
  /** The reply that the remark came with: it goes with another one. */
  remarkTo: z.enum(replies).optional(),
  /** Their language, for cards that are rewritten. */
  language: z.enum(languages).optional(),
  /** Keys of the messages in the outbox that show this person's card. */
  cards: z.array(z.string()).optional(),
  /** The calendar entry comes with the card: they are in no chat, where it would be a press away. */
  withFile: z.boolean().optional(),
  /** What those messages show by now, as a mark. */
  shown: z.string().optional(),
  presence: z.enum(presences).optional(),
  /** Corrections of the check-in, latest last. */
  presenceLog: z.array(z.object({ presence: z.enum(presences), by: z.string(), at: z.date() })).optional(),
  /** Reminders sent, at most a few. */
  remindedAt: z.array(z.date()).optional(),
  /** The meeting's end: data by person goes a year after it. */
  until: z.date(),
});
export type Invitation = z.infer<typeof Invitation>;

export const invitationsSpec: CollectionSpec<Invitation> = {
  name: 'invitations',
  schema: Invitation,
  version: 1,
  indexes: [
    {
      fields: [
        ['meetingId', 1],
        ['_id', 1],
      ],
    },
    {
      fields: [
        ['personId', 1],
        ['until', -1],
        ['_id', -1],
      ],
    },
    { fields: [['standsInFor', 1]] },
    { fields: [['sends', 1]] },
    { fields: [['repliedBy', 1]] },
    { fields: [['presenceLog.by', 1]] },
  ],
  retention: { days: personDataDays, field: 'until' },
  personal: {
    personField: 'personId',
    alsoIn: ['standsInFor', 'sends', 'repliedBy', 'presenceLog.by'],
    label: inAll(specTexts, (t) => t.invitations),
    purpose: inAll(specTexts, (t) => t.purposeInvitations),
    show: shownInvitation,
    erase: (invitation, personId) => erasedFrom(invitation, personId),
  },
};

async function shownInvitation(invitation: Invitation, language: Language, wording: Wording): Promise<Shown> {
  const t = specTexts[language];
  const { until, reply, remark, presence, standsInFor, sends } = invitation;
  return {
    [t.meeting]: formatInstant(until, wording.zone, language),
    ...(reply && { [t.reply]: t[reply] }),
    ...(remark !== undefined && { [t.remark]: remark }),
    ...(presence && { [t.presence]: t[presence] }),
    ...(standsInFor !== undefined && { [t.standsInFor]: await wording.nameOf(standsInFor) }),
    ...(sends !== undefined && { [t.sends]: await wording.nameOf(sends) }),
  };
}

/** Erasing the invited person empties their own row; somebody else's row only forgets them. */
function erasedFrom(invitation: Invitation, personId: string): Change {
  if (invitation.personId === personId) {
    return { $set: { personId: `erased:${invitation._id}` }, $unset: { remark: true, repliedBy: true } };
  }
  const held = (['standsInFor', 'sends', 'repliedBy'] as const).filter((field) => invitation[field] === personId);
  const log = invitation.presenceLog?.map((entry) => (entry.by === personId ? { ...entry, by: 'erased' } : entry));
  return {
    $unset: Object.fromEntries(held.map((field) => [field, true] as const)),
    ...(log && { $set: { presenceLog: log } }),
  };
}

/** How one partner was represented at one meeting: what reports count, without persons. Written at check-in. */
const Representation = z.object({
  /** `MEETING:PARTNER`. */
  _id: z.string(),
  meetingId: z.string(),
  committeeId: z.string().optional(),
  partnerId: z.string(),
  /** The meeting's day, ISO. */
  day: z.string(),
  represented: z.enum(['yes', 'by-deputy', 'excused', 'no']),
});
export type Representation = z.infer<typeof Representation>;

export const representationsSpec: CollectionSpec<Representation> = {
  name: 'representations',
  schema: Representation,
  version: 1,
  indexes: [
    { fields: [['meetingId', 1]] },
    {
      fields: [
        ['committeeId', 1],
        ['day', 1],
      ],
    },
    { fields: [['day', 1]] },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptRepresentations) },
  personal: 'none',
};

/** A decision of a meeting, for everybody to find. */
const Decision = z.object({
  _id: z.string(),
  meetingId: z.string(),
  committeeId: z.string().optional(),
  agendaItem: z.string().optional(),
  /** Its place in the minutes of its meeting, from 1; never given again. */
  place: z.number().int(),
  /** The committee and the meeting's number, so that it can be shown by itself. */
  committeeName: z.string().optional(),
  meetingNumber: z.number().int(),
  text: z.string(),
  /** Stems and beginnings of its words, for searching. */
  words: z.array(z.string()),
  /** Strategic goal 1 to 8, our counting. */
  goal: z.number().int().optional(),
  day: z.string(),
  createdAt: z.date(),
  by: z.string(),
});
export type Decision = z.infer<typeof Decision>;

export const decisionsSpec: CollectionSpec<Decision> = {
  name: 'decisions',
  schema: Decision,
  version: 1,
  indexes: [
    { fields: [['meetingId', 1]] },
    {
      fields: [
        ['words', 1],
        ['day', -1],
      ],
    },
    {
      fields: [
        ['committeeId', 1],
        ['day', -1],
      ],
    },
    {
      fields: [
        ['goal', 1],
        ['day', -1],
      ],
    },
    { fields: [['day', -1]] },
    { fields: [['by', 1]] },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptDecisions) },
  personal: {
    personField: 'by',
    label: inAll(specTexts, (t) => t.decisions),
    show: (decision, language) => ({ [specTexts[language].decision]: decision.text }),
    erase: () => ({ $set: { by: 'erased' } }),
  },
};

/** Somebody's task from a meeting; carried over into the next until it is done. */
const Task = z.object({
  _id: z.string(),
  number: z.number().int(),
  meetingId: z.string(),
  committeeId: z.string().optional(),
  agendaItem: z.string().optional(),
  ownerId: z.string(),
  text: z.string(),
  /** ISO day. */
  due: z.string(),
  doneAt: z.date().optional(),
  doneBy: z.string().optional(),
  createdAt: z.date(),
  by: z.string(),
});
export type Task = z.infer<typeof Task>;

export const tasksSpec: CollectionSpec<Task> = {
  name: 'tasks',
  schema: Task,
  version: 1,
  indexes: [
    {
      fields: [
        ['ownerId', 1],
        ['due', 1],
      ],
    },
    { fields: [['meetingId', 1]] },
    {
      fields: [
        ['committeeId', 1],
        ['due', 1],
      ],
    },
    { fields: [['due', 1]] },
    { fields: [['doneAt', 1]] },
    {
      fields: [
        ['ownerId', 1],
        ['doneAt', 1],
      ],
    },
    { fields: [['by', 1]] },
    { fields: [['doneBy', 1]] },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptTasks) },
  personal: {
    personField: 'ownerId',
    alsoIn: ['by', 'doneBy'],
    label: inAll(specTexts, (t) => t.tasks),
    show: (task, language) => ({ [specTexts[language].task]: task.text }),
    erase: (task, personId) => ({
      $set: Object.fromEntries(
        (['ownerId', 'by', 'doneBy'] as const)
          .filter((field) => task[field] === personId)
          .map((field) => [field, 'erased']),
      ),
    }),
  },
};

/** The row of a person for a meeting. */
export function invitationId(meetingId: string, personId: string): string {
  return `${meetingId}:${personId}`;
}
