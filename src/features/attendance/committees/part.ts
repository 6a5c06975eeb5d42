import { z } from 'zod';
import { action } from '../../../bot/feature.js';
import { inAll } from '../../../kernel/texts.js';
import { asksForCommittees } from '../committee-questions.js';
import { committeesView } from '../committees.js';
import type { Context } from '../context.js';
import type { Part } from '../part.js';
import { succeedInCommittees } from '../succession.js';
import { texts } from '../texts.js';

/** Committees and who belongs to them. */
export function committeesPart(context: Context): Part {
  const { committees } = context;
  return {
    commands: [
      {
        id: 'attendance.committees',
        words: ['gremien'],
        slots: [],
        role: 'all',
        changes: false,
        help: inAll(texts, (t) => t.committeesCommand),
        run: async (turn) => ({ type: 'message', view: await committeesView(committees, context.people(), turn) }),
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
          view: await committeesView(committees, context.people(), turn, after),
        }),
      }),
    ],
    succeed: (turn, from, to) => succeedInCommittees(committees, turn, from, to),
    answer: async (turn, question) =>
      context.topics?.().topicOf(question) === 'gremien-details' && asksForCommittees(question)
        ? { type: 'message', view: await committeesView(committees, context.people(), turn) }
        : undefined,
  };
}
