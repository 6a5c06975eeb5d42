import type { LongWork } from '../../bot/feature.js';
import type { Language } from '../../kernel/texts.js';
import type { Charts } from '../../ports/charts.js';
import type { Clock } from '../../ports/clock.js';
import type { Collection, DocumentStore } from '../../ports/document-store.js';
import type { Ids } from '../../ports/ids.js';
import type { Links } from '../../ports/links.js';
import type { Logger } from '../../ports/logger.js';
import type { Numbers } from '../../ports/numbers.js';
import type { Outbox } from '../../ports/outbox.js';
import type { PartnerDirectory } from '../../ports/partners.js';
import type { People, PeopleSearch } from '../../ports/people.js';
import type { QuestionTopics } from '../../ports/question-topics.js';
import type { Rooms } from '../../ports/rooms.js';
import { type Decision, decisionsSpec } from './meetings/decisions.js';
import { type Invitation, invitationsSpec } from './meetings/invitations.js';
import { type Meeting, meetingsSpec } from './meetings/model.js';
import { type Representation, representationsSpec } from './meetings/representations.js';
import { type Task, tasksSpec } from './meetings/tasks.js';
import { type Committee, committeesSpec } from './model.js';

export interface AttendanceOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly outbox: Outbox;
  readonly links: Links;
  readonly numbers: Numbers;
  /** Draws the reports. */
  readonly charts: Charts;
  /** The directory of partners. */
  readonly directory: PartnerDirectory;
  /** The network's time zone. */
  readonly zone: string;
  readonly networkName: string;
  /** For what takes longer than an answer may; done within the answer if left out. */
  readonly longWork?: LongWork;
  /** Asked for late, as all that identity knows: who somebody is depends in turn on what they chair. */
  readonly people: () => People;
  readonly search: () => PeopleSearch;
  readonly rooms: () => Rooms;
  /** The strategic goals in the order of our counting: decisions may name one. */
  readonly goals?: readonly string[];
  /** What the agreement says of partners' letting their staff take part, to the letter, with its source. */
  readonly onTakingPart?: (language: Language) => readonly { readonly text: string; readonly source: string }[];
  /** How many questions wait for the coordination; none if left out. */
  readonly openQuestions?: () => Promise<number>;
  /** What a question is about. Without it no questions are answered. */
  readonly topics?: () => QuestionTopics;
}

/** What every part of this room works on. */
export interface Context extends AttendanceOptions {
  readonly committees: Collection<Committee>;
  readonly meetings: Collection<Meeting>;
  readonly invitations: Collection<Invitation>;
  readonly representations: Collection<Representation>;
  readonly decisions: Collection<Decision>;
  readonly tasks: Collection<Task>;
}

export function contextOf(options: AttendanceOptions): Context {
  const { store } = options;
  return {
    ...options,
    committees: store.collection(committeesSpec),
    meetings: store.collection(meetingsSpec),
    invitations: store.collection(invitationsSpec),
    representations: store.collection(representationsSpec),
    decisions: store.collection(decisionsSpec),
    tasks: store.collection(tasksSpec),
  };
}
