import { z } from 'zod';
import { formatInstant } from '../../../kernel/dates.js';
import { inAll } from '../../../kernel/texts.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
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

/** What a change to a series may be about: day and times go together. */
export const seriesAspects = ['title', 'when', 'place', 'link', 'agenda', 'maybe'] as const;
export type SeriesAspect = (typeof seriesAspects)[number];

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
  series: z
    .object({
      id: z.string(),
      at: z.string(),
      index: z.number().int(),
      /** What was changed of this occurrence alone: changes to the series leave that as it is. */
      own: z.array(z.enum(seriesAspects)).optional(),
    })
    .optional(),
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
  minutesSent: z
    .object({
      version: z.number().int(),
      rev: z.number().int(),
      by: z.string(),
      due: z.date(),
      /** Marks of what they said, part by part, for telling what a correction changes. */
      marks: z.record(z.string(), z.string()).optional(),
      /** A correction's: which parts are not as they were sent before. */
      changes: z.array(z.object({ part: z.string(), how: z.enum(['new', 'changed', 'gone']) })).optional(),
    })
    .optional(),
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
