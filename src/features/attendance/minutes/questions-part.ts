import type { Part } from '../../../bot/parts.js';
import type { Reply } from '../../../messages/reply.js';
import type { Context } from '../context.js';
import { decisionsView } from './decision-list-part.js';
import { readMinutesQuestion } from './question-shapes.js';
import { readSearch } from './search.js';
import { tasksView } from './task-list-part.js';

/** Questions that are clearly about decisions or own tasks; all others are left to who is asked next. Nothing is changed. */
export function minutesQuestionsPart(context: Context): Part {
  return {
    answer: async (turn, question): Promise<Reply | undefined> => {
      const read = readMinutesQuestion(question);
      if (!read) return undefined;
      if (read.about === 'tasks') return { type: 'message', private: true, view: await tasksView(context, turn) };
      return { type: 'message', view: await decisionsView(context, turn, await readSearch(context, read.search)) };
    },
  };
}
