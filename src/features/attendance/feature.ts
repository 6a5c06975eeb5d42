import { z } from 'zod';
import { action, type Feature, stored } from '../../bot/feature.js';
import { inAll } from '../../kernel/texts.js';
import type { DocumentStore } from '../../ports/document-store.js';
import type { People } from '../../ports/people.js';
import type { QuestionTopics } from '../../ports/question-topics.js';
import { asksForCommittees } from './committee-questions.js';
import { committeesView } from './committees.js';
import { committeeMembers, committeesChairedBy, committeesSpec } from './model.js';
import { succeedInCommittees } from './succession.js';
import { texts } from './texts.js';

export interface AttendanceOptions {
  readonly store: DocumentStore;
  /** Asked for late: who somebody is depends in turn on what they chair. */
  readonly people: () => People;
  /** What a question is about; asked for late. Without it no questions are answered. */
  readonly topics?: () => QuestionTopics;
}

/** Committees, so far to be read; and which of them a person chairs. */
export function createAttendanceFeature(options: AttendanceOptions): Feature & {
  readonly committeesChairedBy: (personId: string) => Promise<readonly string[]>;
  readonly committeeMembers: (committees: readonly string[]) => Promise<readonly string[]>;
} {
  const committees = options.store.collection(committeesSpec);
  return {
    name: 'attendance',
    committeesChairedBy: committeesChairedBy(committees),
    committeeMembers: committeeMembers(committees),
    succeed: (turn, from, to) => succeedInCommittees(committees, turn, from, to),
    commands: [
      {
        id: 'attendance.committees',
        words: ['gremien'],
        slots: [],
        role: 'all',
        changes: false,
        help: inAll(texts, (t) => t.committeesCommand),
        run: async (turn) => ({ type: 'message', view: await committeesView(committees, options.people(), turn) }),
      },
    ],
    actions: [
      action({
        id: 'attendance.committees',
        role: 'all',
        payload: z.object({ after: z.string().max(1_000) }),
        changes: false,
        run: async (turn, { after }) => ({
          type: 'replace',
          view: await committeesView(committees, options.people(), turn, after),
        }),
      }),
    ],
    forms: [],
    collections: [stored(committeesSpec)],
    audits: {},
    jobs: [],
    pages: [],
    answer: async (turn, question) =>
      options.topics?.().topicOf(question) === 'gremien-details' && asksForCommittees(question)
        ? { type: 'message', view: await committeesView(committees, options.people(), turn) }
        : undefined,
  };
}
