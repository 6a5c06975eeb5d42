import type { LongWork } from '../../bot/feature.js';
import type { Language } from '../../kernel/texts.js';
import type { Option } from '../../messages/form.js';
import type { Block } from '../../messages/view.js';
import type { Audience } from '../../ports/audience.js';
import type { Charts } from '../../ports/charts.js';
import type { Clock } from '../../ports/clock.js';
import type { Collection, DocumentStore } from '../../ports/document-store.js';
import type { Ids } from '../../ports/ids.js';
import type { Links } from '../../ports/links.js';
import type { Logger } from '../../ports/logger.js';
import type { Meetings } from '../../ports/meetings.js';
import type { Numbers } from '../../ports/numbers.js';
import type { Outbox } from '../../ports/outbox.js';
import type { PartnerDirectory } from '../../ports/partners.js';
import type { People, PeopleSearch } from '../../ports/people.js';
import { type Ballot, ballotsSpec, type RoundKey, roundKeysSpec } from './answers/model.js';
import {
  type ActionGoal,
  type Answer,
  actionGoalsSpec,
  answersSpec,
  type Prompt,
  promptsSpec,
  type Round,
  roundsSpec,
} from './model.js';

export interface EvaluationOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly outbox: Outbox;
  readonly links: Links;
  readonly charts: Charts;
  readonly numbers: Numbers;
  /** The network's time zone. */
  readonly zone: string;
  readonly networkName: string;
  /** Answers of groups of fewer are not shown; 5 if left out, never below 3. */
  readonly smallestGroup?: number;
  /** `ANSWERS_SECRET`: what anonymous answers are sealed with beside what the store holds; nothing more if left out. */
  readonly answersSecret?: string;
  /** For what takes longer than an answer may; done within the answer if left out. */
  readonly longWork?: LongWork;
  readonly people: People;
  readonly search: PeopleSearch;
  readonly audience: Audience;
  readonly directory: PartnerDirectory;
  /** What came of meetings; nothing is asked after them and nothing offered for them if left out. */
  readonly meetings?: Meetings;
  /** The committees that somebody may choose from; none if left out. */
  readonly committees?: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** The strategic goals to the letter with where they stand; empty where no document has them. */
  readonly goalPassages: (
    language: Language,
  ) => readonly { readonly number: number; readonly text: string; readonly source: string }[];
  /** What the other rooms add to the yearly report. */
  readonly impactOfOthers?: (year: number, language: Language) => Promise<readonly Block[]>;
  /** Areas of work and life stages as the directory of partners knows them, in words. */
  readonly vocabulary: (language: Language) => {
    readonly sectors: readonly Option[];
    readonly lifeStages: readonly Option[];
  };
}

/** What every part of this room works on. */
export interface Context extends EvaluationOptions {
  readonly rounds: Collection<Round>;
  readonly prompts: Collection<Prompt>;
  readonly answers: Collection<Answer>;
  readonly actionGoals: Collection<ActionGoal>;
  readonly ballots: Collection<Ballot>;
  readonly roundKeys: Collection<RoundKey>;
  /** Whether files still hold what was superseded when this process took in answers; a start frees that as well. */
  readonly traces: { left: boolean };
}

export function contextOf(options: EvaluationOptions): Context {
  const { store } = options;
  return {
    ...options,
    rounds: store.collection(roundsSpec),
    prompts: store.collection(promptsSpec),
    answers: store.collection(answersSpec),
    actionGoals: store.collection(actionGoalsSpec),
    ballots: store.collection(ballotsSpec),
    roundKeys: store.collection(roundKeysSpec),
    traces: { left: false },
  };
}

/** All messages of a round in the outbox. */
export function batchOf({ _id }: { readonly _id: string }): string {
  return `round:${_id}`;
}
