import { z } from 'zod';
import { formatInstant } from '../../../kernel/dates.js';
import { inAll } from '../../../kernel/texts.js';
import { channelNames } from '../../../messages/inbound.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
import { storedTexts } from './stored-texts.js';

/** About a partner; of the coordination; a partner's own news; a partner's call for help. */
const announcementKinds = ['partner', 'general', 'neuigkeit', 'gesuch'] as const;

/**
 * `proposed`: waits for the coordination to release it; `sending`: decided and under way; `sent`: nothing of it is under
 * way any more; `cancelled`: stopped while it was sent; `withdrawn`: taken back on all copies.
 */
export const announcementStates = [
  'proposed',
  'rejected',
  'draft',
  'scheduled',
  'sending',
  'sent',
  'cancelled',
  'withdrawn',
] as const;
export type AnnouncementState = (typeof announcementStates)[number];

/** What a form's field takes in Slack. */
export const longestText = 3_000;
export const longestTitle = 120;

const strings = z.array(z.string()).readonly().optional();
const Filter = z.object({
  channels: z.array(z.enum(channelNames)).readonly().optional(),
  sectors: strings,
  lifeStages: strings,
  districts: strings,
  partners: strings,
  committees: strings,
  people: strings,
});

const Expansion = z.object({
  /** Where the next page begins; absent before the first. */
  cursor: z.string().optional(),
  /** Everybody has an entry in the outbox. */
  done: z.boolean(),
  /** Messages made known to the outbox so far: persons and rooms. */
  count: z.number().int(),
  /** A process is at it until then. */
  heldUntil: z.date().optional(),
});

const Announcement = z.object({
  _id: z.string(),
  number: z.number().int(),
  kind: z.enum(announcementKinds),
  state: z.enum(announcementStates),
  title: z.string(),
  text: z.string(),
  /** The partner that it is about, or from. */
  partnerId: z.string().optional(),
  /** It says that the partner leaves, which the partner must have agreed to. */
  departure: z.boolean().optional(),
  consent: z.boolean().optional(),
  audience: z.object({
    filter: Filter,
    rooms: z.array(z.string()).readonly(),
    /** To the rooms by themselves: the filter is empty, and stands for nobody. */
    onlyRooms: z.literal(true).optional(),
  }),
  /** Counts what is said and to whom: who decides on an older one is shown the latest first. */
  version: z.number().int(),
  /** Who wrote it: the coordination, or the partner's person. */
  author: z.string().optional(),
  editor: z.string().optional(),
  /** Who decided to send it: they get the progress. */
  sender: z.string().optional(),
  createdAt: z.date(),
  changedAt: z.date(),
  sendAt: z.date().optional(),
  /** The decision to send: who is known later is not in the audience. */
  decidedAt: z.date().optional(),
  /** How many were to get it when that was decided: persons and rooms. */
  intended: z.number().int().optional(),
  expansion: Expansion.optional(),
  /** Partners whose people are among the recipients. */
  reached: z.array(z.string()).readonly(),
  /** Final counts by state, kept when the single messages are gone. */
  outcome: z.record(z.string(), z.number().int()).optional(),
  completedAt: z.date().optional(),
  /** What the coordinator's card was last told: it is not rewritten for nothing. */
  shown: z.string().optional(),
  correctedAt: z.date().optional(),
  withdrawnAt: z.date().optional(),
  /** Why it was rejected, for its author. */
  reason: z.string().optional(),
  /** Mark of the event that decided last: delivered again, it goes on where it was cut short. */
  event: z.string().optional(),
  /** A change of all copies is decided and not yet handed to the outbox. */
  unfinished: z.literal(true).optional(),
});
export type Announcement = z.infer<typeof Announcement>;

const keptDays = 3 * 365;
const erased = 'erased';

export const announcementsSpec: CollectionSpec<Announcement> = {
  name: 'announcements',
  schema: Announcement as z.ZodType<Announcement>,
  version: 1,
  indexes: [
    {
      fields: [
        ['state', 1],
        ['changedAt', -1],
      ],
    },
    {
      fields: [
        ['changedAt', -1],
        ['_id', -1],
      ],
    },
    {
      fields: [
        ['state', 1],
        ['sendAt', 1],
      ],
    },
    {
      fields: [
        ['state', 1],
        ['decidedAt', 1],
      ],
    },
    { fields: [['unfinished', 1]], sparse: true },
    {
      fields: [
        ['author', 1],
        ['state', 1],
      ],
    },
    { fields: [['editor', 1]] },
    { fields: [['sender', 1]] },
    { fields: [['audience.filter.people', 1]] },
  ],
  retention: { days: keptDays, field: 'changedAt' },
  personal: {
    personField: 'author',
    alsoIn: ['editor', 'sender', 'audience.filter.people'],
    label: inAll(storedTexts, (t) => t.announcements),
    purpose: inAll(storedTexts, (t) => t.announcementsPurpose),
    show: ({ number, title, changedAt }, language, { zone }) => ({
      [storedTexts[language].what]: `Nr. ${number}: ${title}`,
      [storedTexts[language].when]: formatInstant(changedAt, zone, language),
    }),
    erase: ({ author, editor, sender, audience }, personId) => {
      const named = Object.entries({ author, editor, sender }).filter(([, id]) => id === personId);
      return {
        ...(named.length > 0 && { $set: Object.fromEntries(named.map(([field]) => [field, erased])) }),
        ...(audience.filter.people?.includes(personId) && { $pull: { 'audience.filter.people': personId } }),
      };
    },
  },
};

const Read = z.object({
  /** `ANNOUNCEMENT:PERSON`. */
  _id: z.string(),
  announcement: z.string(),
  personId: z.string(),
  partnerId: z.string(),
  at: z.date(),
});
export type Read = z.infer<typeof Read>;

/** Who pressed `Gelesen`; shown to the coordination as counts only. */
export const readsSpec: CollectionSpec<Read> = {
  name: 'announcement-reads',
  schema: Read,
  version: 1,
  indexes: [
    {
      fields: [
        ['announcement', 1],
        ['partnerId', 1],
      ],
    },
    { fields: [['personId', 1]] },
  ],
  retention: { days: 365, field: 'at' },
  personal: {
    personField: 'personId',
    label: inAll(storedTexts, (t) => t.reads),
    purpose: inAll(storedTexts, (t) => t.readsPurpose),
    show: ({ at }, language, { zone }) => ({ [storedTexts[language].when]: formatInstant(at, zone, language) }),
    erase: 'delete',
  },
};

const Question = z.object({
  _id: z.string(),
  announcement: z.string(),
  asker: z.string(),
  text: z.string(),
  at: z.date(),
  /** Those who were asked: their cards change when one of them has answered. */
  askedOf: z.array(z.string()).readonly(),
  answeredBy: z.string().optional(),
  answer: z.string().optional(),
  answeredAt: z.date().optional(),
  event: z.string().optional(),
  open: z.boolean(),
});
export type Question = z.infer<typeof Question>;

export const questionsSpec: CollectionSpec<Question> = {
  name: 'announcement-questions',
  schema: Question as z.ZodType<Question>,
  version: 1,
  indexes: [
    {
      fields: [
        ['open', 1],
        ['at', 1],
      ],
    },
    {
      fields: [
        ['announcement', 1],
        ['asker', 1],
      ],
    },
    { fields: [['asker', 1]] },
    { fields: [['answeredBy', 1]] },
    { fields: [['askedOf', 1]] },
  ],
  retention: { days: 365, field: 'at' },
  personal: {
    personField: 'asker',
    alsoIn: ['answeredBy', 'askedOf'],
    label: inAll(storedTexts, (t) => t.questions),
    purpose: inAll(storedTexts, (t) => t.questionsPurpose),
    show: ({ text, answer, at }, language, { zone }) => ({
      [storedTexts[language].what]: answer === undefined ? text : `${text} – ${answer}`,
      [storedTexts[language].when]: formatInstant(at, zone, language),
    }),
    erase: (question, personId) => ({
      ...(question.asker === personId && { $set: { asker: erased, text: '…', open: false } }),
      ...(question.asker !== personId && question.answeredBy === personId && { $set: { answeredBy: erased } }),
      ...(question.askedOf.includes(personId) && { $pull: { askedOf: personId } }),
    }),
  },
};

const Offer = z.object({
  /** `ANNOUNCEMENT:PERSON`. */
  _id: z.string(),
  announcement: z.string(),
  personId: z.string(),
  at: z.date(),
  withdrawn: z.boolean(),
  /** Counts how often it was made: each time the author is told. */
  times: z.number().int(),
});
export type Offer = z.infer<typeof Offer>;

/** Who pressed `Ich kann helfen`. */
export const offersSpec: CollectionSpec<Offer> = {
  name: 'announcement-offers',
  schema: Offer,
  version: 1,
  indexes: [{ fields: [['announcement', 1]] }, { fields: [['personId', 1]] }],
  retention: { days: 365, field: 'at' },
  personal: {
    personField: 'personId',
    label: inAll(storedTexts, (t) => t.offers),
    purpose: inAll(storedTexts, (t) => t.offersPurpose),
    show: ({ at }, language, { zone }) => ({ [storedTexts[language].when]: formatInstant(at, zone, language) }),
    erase: 'delete',
  },
};

const CatchUp = z.object({
  /** The person's id. */
  _id: z.string(),
  personId: z.string(),
  at: z.date(),
  /** Announcements that a digest has told them of; the latest hundred. */
  told: z.array(z.string()).readonly(),
  /** A digest reaches those as well who have not written yet: they are welcomed when they do. */
  welcomed: z.literal(true).optional(),
});
export type CatchUp = z.infer<typeof CatchUp>;

/** Who has been welcomed, and what digests have told them. */
export const catchUpsSpec: CollectionSpec<CatchUp> = {
  name: 'announcement-catch-ups',
  schema: CatchUp as z.ZodType<CatchUp>,
  version: 1,
  indexes: [{ fields: [['personId', 1]] }],
  retention: { keep: 'until-deleted', why: inAll(storedTexts, (t) => t.catchUpsKept) },
  personal: {
    personField: 'personId',
    label: inAll(storedTexts, (t) => t.catchUps),
    purpose: inAll(storedTexts, (t) => t.catchUpsKept),
    show: ({ at }, language, { zone }) => ({ [storedTexts[language].when]: formatInstant(at, zone, language) }),
    erase: 'delete',
  },
};
