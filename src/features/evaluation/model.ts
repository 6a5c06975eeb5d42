import { createHash } from 'node:crypto';
import { z } from 'zod';
import { inAll } from '../../kernel/texts.js';
import type { Change, CollectionSpec } from '../../ports/document-store.js';
import { specTexts } from './spec-texts.js';

/** The strategic goals of the agreement, by our counting: it does not number them. */
export const goalNumbers = [1, 2, 3, 4, 5, 6, 7, 8] as const;

const Words = z.object({ de: z.string(), einfach: z.string(), en: z.string() });

/** One question, frozen with its round. */
const Question = z.object({
  id: z.string(),
  text: Words,
  /** Strategic goal that it asks about. */
  goal: z.number().int().optional(),
  kind: z.discriminatedUnion('type', [
    /** Five steps in words, lowest first, and "kann ich nicht beurteilen". */
    z.object({ type: z.literal('scale'), steps: z.enum(['success', 'funding']) }),
    z.object({ type: z.literal('choice'), options: z.array(z.object({ id: z.string(), text: Words })) }),
    z.object({ type: z.literal('number'), least: z.number().optional(), most: z.number().optional() }),
    z.object({ type: z.literal('text') }),
  ]),
});
export type Question = z.infer<typeof Question>;

export const repetitions = ['monthly', 'quarterly', 'half-yearly', 'yearly'] as const;

const Round = z.object({
  _id: z.string(),
  /** Counts changes: two who edit at once do not overwrite each other. */
  rev: z.number().int(),
  number: z.number().int(),
  title: z.string(),
  /** `quartal`, `kurz`, or the round it was cloned from. */
  template: z.string().optional(),
  /** Anonymous: one answer per person; named: one per partner. */
  named: z.boolean(),
  questions: z.array(Question),
  audience: z.record(z.string(), z.array(z.string())),
  state: z.enum(['draft', 'scheduled', 'open', 'closed']),
  opensAt: z.date().optional(),
  /** How many days it stays open. */
  openDays: z.number().int(),
  closesAt: z.date().optional(),
  remindAfterDays: z.array(z.number().int()),
  repeats: z.enum(repetitions).optional(),
  /** Which round of the repetition, from 1; later rounds have the id of the first as `first`. */
  occurrence: z.number().int(),
  first: z.string().optional(),
  /** `coordinators`: the coordination office and the chairs. */
  resultsFor: z.enum(['coordinators', 'participants', 'everyone']),
  /** When they see them: once it has closed if left out, or when the coordination office releases them. */
  resultsWhen: z.enum(['closed', 'released']).optional(),
  releasedAt: z.date().optional(),
  /** Only after a meeting: whose attendance it asks about. */
  meetingId: z.string().optional(),
  by: z.string(),
  createdAt: z.date(),
  /** Set when it opens: the audience is who was known then. */
  openedAt: z.date().optional(),
  /** What opened it, or is to: somebody's press, or the clock when its time had come. */
  openedBy: z.enum(['press', 'clock']).optional(),
  /** Mark of the event that changed it last: the same event delivered again changes nothing. */
  event: z.string().optional(),
  /** How many were prompted; set once all are. */
  total: z.number().int().optional(),
  closedAt: z.date().optional(),
  /** "Ihre Rückmeldungen – und was daraus folgt", written by the coordination office. */
  followUp: z.object({ text: z.string(), at: z.date() }).optional(),
  /** Wider changes under way, finished by whoever comes across them. */
  unfinished: z.array(z.enum(['prompting', 'extending', 'closing', 'reporting', 'following'])),
  cursor: z.string().optional(),
});
export type Round = z.infer<typeof Round>;

export const roundsSpec: CollectionSpec<Round> = {
  name: 'rounds',
  schema: Round,
  version: 1,
  indexes: [
    {
      fields: [
        ['state', 1],
        ['opensAt', 1],
      ],
    },
    {
      fields: [
        ['state', 1],
        ['closesAt', 1],
      ],
    },
    { fields: [['number', 1]], unique: true },
    {
      fields: [
        ['state', 1],
        ['number', -1],
      ],
    },
    {
      fields: [
        ['template', 1],
        ['number', -1],
      ],
    },
    {
      fields: [
        ['first', 1],
        ['occurrence', 1],
      ],
      unique: true,
      sparse: true,
    },
    { fields: [['unfinished', 1]] },
    { fields: [['closedAt', 1]] },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptRounds) },
  personal: 'none',
};

/**
 * One person and one round: asked or not, finished or not, and the draft until it is submitted. Nothing here joins a person
 * with an answer once `state` is `done`: the draft is gone, and no time is kept.
 */
const Prompt = z.object({
  /** Made from the round and the person; does not say who it is. */
  _id: z.string(),
  rev: z.number().int(),
  roundId: z.string(),
  personId: z.string(),
  partnerId: z.string().optional(),
  /** Sectors and life stages of the partner when asked, for response rates. */
  sectors: z.array(z.string()),
  lifeStages: z.array(z.string()),
  state: z.enum(['open', 'submitting', 'done', 'declined']),
  /** Question id → answer, sealed where the round is anonymous; deleted for good when submitted. */
  draft: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
  /** A named round's: random ids of the rows to be written, while they are being written. */
  rows: z.array(z.string()).optional(),
  /** An anonymous round's: the ballot, while it is being put in. */
  sealed: z.string().optional(),
  snoozedUntil: z.date().optional(),
  /** Its round has closed: nothing changes here any more. */
  over: z.boolean().optional(),
  /** How many reminders went out, and when the next may. */
  reminders: z.number().int(),
  remindAt: z.date().optional(),
  /** A named round's: who answered for the partner. */
  answeredBy: z.string().optional(),
  /** A named round's, while it is being submitted: how often its partner's answer had changed before. */
  basedOn: z.number().int().optional(),
  /** A named round's: the coordination office writes down here what a partner says on the phone. */
  onBehalf: z.boolean().optional(),
  /** Known only after the round had begun: asked by the clock. */
  late: z.boolean().optional(),
});
export type Prompt = z.infer<typeof Prompt>;

export const promptsSpec: CollectionSpec<Prompt> = {
  name: 'prompts',
  schema: Prompt,
  version: 1,
  indexes: [
    { fields: [['roundId', 1]] },
    {
      fields: [
        ['roundId', 1],
        ['state', 1],
      ],
    },
    {
      fields: [
        ['personId', 1],
        ['state', 1],
      ],
    },
    {
      fields: [
        ['roundId', 1],
        ['partnerId', 1],
      ],
    },
    {
      fields: [
        ['state', 1],
        ['remindAt', 1],
      ],
    },
    { fields: [['answeredBy', 1]] },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptRounds) },
  personal: {
    personField: 'personId',
    alsoIn: ['answeredBy'],
    label: inAll(specTexts, (t) => t.prompts),
    purpose: inAll(specTexts, (t) => t.purposePrompts),
    show: (prompt, language) => {
      const t = specTexts[language];
      const states = { open: t.stateOpen, submitting: t.stateDone, done: t.stateDone, declined: t.stateDeclined };
      const answered = Object.keys(prompt.draft ?? {}).length;
      const ended = prompt.answeredBy === undefined ? t.stateDeclined : t.stateDone;
      const state = prompt.over && prompt.state === 'open' ? ended : states[prompt.state];
      return { [t.round]: state, ...(answered > 0 && { [t.draft]: t.draftAnswers(String(answered)) }) };
    },
    erase: (prompt, personId): Change =>
      prompt.personId === personId
        ? { $set: { personId: `erased:${prompt.roundId}` }, $unset: { draft: true, answeredBy: true } }
        : { $unset: { answeredBy: true } },
  },
};

/** One submitted answer to one question. Its id is random, it has no time, and nothing leads to who gave it. */
const Answer = z.object({
  _id: z.string(),
  roundId: z.string(),
  questionId: z.string(),
  value: z.union([z.string(), z.number(), z.array(z.string())]),
  /** At most one grouping attribute. */
  sector: z.string().optional(),
  /** Named rounds only. */
  partnerId: z.string().optional(),
  /** Named rounds only: said on the phone, and entered by the coordination office. */
  onBehalf: z.boolean().optional(),
});
export type Answer = z.infer<typeof Answer>;

export const answersSpec: CollectionSpec<Answer> = {
  name: 'answers',
  schema: Answer,
  version: 1,
  indexes: [
    {
      fields: [
        ['roundId', 1],
        ['questionId', 1],
      ],
    },
    { fields: [['partnerId', 1]] },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptAnswers) },
  personal: 'none',
};

export const actionGoalStates = ['proposed', 'running', 'stalled', 'reached', 'dropped'] as const;

const ActionGoal = z.object({
  _id: z.string(),
  rev: z.number().int(),
  number: z.number().int(),
  /** Strategic goal 1 to 8 that it derives from. */
  goal: z.number().int(),
  text: z.string(),
  ownerId: z.string().optional(),
  indicator: z.string().optional(),
  /** ISO day. */
  due: z.string().optional(),
  state: z.enum(actionGoalStates),
  /** Its states, oldest first; who set them is not kept. */
  history: z.array(z.object({ at: z.date(), state: z.enum(actionGoalStates) })).optional(),
  by: z.string(),
  createdAt: z.date(),
  changedAt: z.date(),
  /** Its last review: does it still fit the Leitbild, and how children, young people and parents take part. */
  review: z
    .object({ at: z.date(), by: z.string(), fits: z.boolean(), participation: z.string().optional() })
    .optional(),
  /** Mark of the event that changed it last. */
  event: z.string().optional(),
  /** When a review is asked for next. */
  reviewDue: z.date().optional(),
});
export type ActionGoal = z.infer<typeof ActionGoal>;

export const actionGoalsSpec: CollectionSpec<ActionGoal> = {
  name: 'action-goals',
  schema: ActionGoal,
  version: 1,
  indexes: [
    {
      fields: [
        ['goal', 1],
        ['number', 1],
      ],
    },
    { fields: [['ownerId', 1]] },
    { fields: [['by', 1]] },
    {
      fields: [
        ['state', 1],
        ['reviewDue', 1],
      ],
    },
  ],
  retention: { keep: 'until-deleted', why: inAll(specTexts, (t) => t.keptGoals) },
  personal: {
    personField: 'ownerId',
    alsoIn: ['by'],
    label: inAll(specTexts, (t) => t.actionGoals),
    show: (goal, language) => ({ [specTexts[language].actionGoal]: goal.text }),
    erase: (goal, personId) => ({
      ...(goal.by === personId && { $set: { by: 'erased' } }),
      ...(goal.ownerId === personId && { $unset: { ownerId: true } }),
    }),
  },
};

/** The record of a person and a round: the same however often they are asked. */
export function promptId(roundId: string, personId: string): string {
  return createHash('sha256').update(`${roundId}:${personId}`).digest('base64url');
}
