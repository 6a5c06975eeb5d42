import { z } from 'zod';
import { action } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { inAll } from '../../../kernel/texts.js';
import type { Context } from '../context.js';
import { listTexts } from './list-texts.js';
import { homeBlocks, listId, listView } from './list-view.js';

const mostSkipped = 1_000;

/** `treffen`: mine first, on every channel and at home. */
export function listPart(context: Context): Part {
  return {
    commands: [
      {
        id: listId,
        words: ['treffen', 'termine', 'meine treffen'],
        slots: [],
        role: 'all',
        changes: false,
        personal: true,
        help: inAll(listTexts, (t) => t.command),
        run: async (turn) => ({ type: 'message', private: true, view: await listView(context, turn) }),
      },
    ],
    actions: [
      action({
        id: listId,
        role: 'all',
        payload: z.object({ skip: z.number().int().min(0).max(mostSkipped) }),
        changes: false,
        run: async (turn, { skip }) => ({ type: 'replace', view: await listView(context, turn, skip) }),
      }),
    ],
    home: (turn) => homeBlocks(context, turn),
  };
}
