import { z } from 'zod';
import type { CollectionSpec } from '../../../src/ports/document-store.js';

export interface Note {
  readonly _id: string;
  readonly text: string;
  readonly count: number;
}

/** The collection that the tests of the embedded store's files write. */
export const noteSpec: CollectionSpec<Note> = {
  name: 'notes',
  schema: z.object({ _id: z.string(), text: z.string(), count: z.number() }),
  version: 1,
  indexes: [{ fields: [['count', 1]] }],
  retention: { keep: 'until-deleted', why: { de: 'Test', einfach: 'Test', en: 'Test' } },
  personal: 'none',
};
