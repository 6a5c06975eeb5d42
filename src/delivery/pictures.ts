import { z } from 'zod';
import type { Block, PictureBlock, View } from '../messages/view.js';

/** Bytes of all pictures of one message: every recipient's entry holds its own copy. */
const mostBytes = 1_000_000;

/** A picture as the store keeps it, and where in the view it stands. */
export const storedPicture = z.object({
  at: z.number().int(),
  alt: z.string(),
  /** Base64. */
  png: z.string(),
});
export type StoredPicture = z.infer<typeof storedPicture>;

export interface StoredView {
  /** Without its pictures: a document holds JSON. */
  readonly view: View;
  readonly pictures?: readonly StoredPicture[];
}

/** Takes the pictures out of a view. Throws a RangeError if they are too large to be kept for every recipient. */
export function asStored(view: View): StoredView {
  const pictures = view.blocks.flatMap((block, at) => (block.type === 'picture' ? [stored(block, at)] : []));
  if (pictures.length === 0) return { view };
  const bytes = view.blocks.reduce((sum, block) => sum + (block.type === 'picture' ? block.png.length : 0), 0);
  if (bytes > mostBytes)
    throw new RangeError(`${view.kind}: pictures of ${bytes} bytes, at most ${mostBytes} are kept`);
  return { view: { ...view, blocks: view.blocks.filter((block) => block.type !== 'picture') }, pictures };
}

/** The view as it was enqueued. */
export function asSent({ view, pictures = [] }: StoredView): View {
  const blocks: Block[] = [...view.blocks];
  for (const { at, alt, png } of pictures) {
    blocks.splice(at, 0, { type: 'picture', alt, png: new Uint8Array(Buffer.from(png, 'base64')) });
  }
  return { ...view, blocks };
}

function stored({ alt, png }: PictureBlock, at: number): StoredPicture {
  return { at, alt, png: Buffer.from(png).toString('base64') };
}
