import { z } from 'zod';
import { inAll } from '../../../kernel/texts.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
import { specTexts } from './spec-texts.js';

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
