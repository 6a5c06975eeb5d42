import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { View } from '../messages/view.js';
import type { Collection, CollectionSpec } from '../ports/document-store.js';
import { asSent, asStored, blocksAsSent, storedFile, storedPicture } from './attachments.js';
import type { Entry } from './entry.js';

const Content = z.object({
  _id: z.string(),
  /** Without its pictures and files. */
  view: z.custom<View>((value) => typeof value === 'object' && value !== null && 'summary' in value),
  pictures: z.array(storedPicture).readonly().optional(),
  files: z.array(storedFile).readonly().optional(),
  /** Counts how often it was changed, from 1. */
  edition: z.number().int(),
  changedAt: z.date(),
  /** Set until every copy has been marked to be rewritten: not before. */
  spread: z.date().optional(),
});
export type Content = z.infer<typeof Content>;

const keptDays = 120;

/** What many messages have in common. Longer there than the entries that show it. */
export const contentsSpec: CollectionSpec<Content> = {
  name: 'outbox-contents',
  schema: Content,
  version: 1,
  indexes: [{ fields: [['spread', 1]], sparse: true }],
  retention: { days: keptDays, field: 'changedAt' },
  // Written for many at once; whom it names, its feature keeps and erases.
  personal: 'none',
};

/** What an entry shows now. */
export interface Composed {
  readonly view: View;
  /** Of the shared contents, where it has such. */
  readonly edition?: number;
}

/** Rejects with `Unavailable`, as the store does. */
export class Contents {
  constructor(private readonly contents: Collection<Content>) {}

  get(id: string): Promise<Content | undefined> {
    return this.contents.get(id);
  }

  /** Keeps a view; `spread`: when copies that show an older one are to be marked. False if it is the same as before. */
  async put(id: string, view: View, changedAt: Date, spread: Date): Promise<boolean> {
    const stored = asStored(view);
    const fresh: Content = { _id: id, ...stored, edition: 1, changedAt };
    if ((await this.contents.insert(fresh)) === 'inserted') return true;
    const { pictures, files } = stored;
    const before = await this.contents.get(id);
    if (before && isDeepStrictEqual(asSent(before), asSent(stored))) return false;
    const gone = { ...(!pictures && { pictures: true as const }), ...(!files && { files: true as const }) };
    await this.contents.upsert(
      id,
      {
        $set: { view: stored.view, changedAt, spread, ...(pictures && { pictures }), ...(files && { files }) },
        ...(Object.keys(gone).length > 0 && { $unset: gone }),
        $inc: { edition: 1 },
      },
      { ...fresh, edition: 0 },
    );
    return true;
  }

  /** What a message shows now; undefined for a cover, and where its contents are gone. */
  async compose(entry: Entry): Promise<Composed | undefined> {
    if (entry.view) return { view: asSent({ ...entry, view: entry.view }) };
    if (entry.shared === undefined) return undefined;
    const content = await this.contents.get(entry.shared);
    if (!content) return undefined;
    const view = asSent(content);
    const below = blocksAsSent({ ...entry, blocks: entry.below ?? [] });
    return { view: { ...view, blocks: [...view.blocks, ...below] }, edition: content.edition };
  }
}
