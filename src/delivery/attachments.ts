import { z } from 'zod';
import type { Block, FileBlock, PictureBlock, View } from '../messages/view.js';

/** Bytes of all pictures and files of one message. */
const mostBytes = 1_000_000;

/** A picture as the store keeps it, and where among the blocks it stands. */
export const storedPicture = z.object({
  at: z.number().int(),
  alt: z.string(),
  /** Base64. */
  png: z.string(),
  svg: z.string().optional(),
});
export type StoredPicture = z.infer<typeof storedPicture>;

/** A file as the store keeps it, and where among the blocks it stands. */
export const storedFile = z.object({
  at: z.number().int(),
  name: z.string(),
  mediaType: z.string(),
  label: z.string(),
  /** Base64. */
  bytes: z.string(),
});
export type StoredFile = z.infer<typeof storedFile>;

/** Pictures and files, kept apart from the blocks they stand among: a document holds JSON. */
export interface Attachments {
  readonly pictures?: readonly StoredPicture[] | undefined;
  readonly files?: readonly StoredFile[] | undefined;
}

export type StoredBlocks = Attachments & { readonly blocks: readonly Block[] };
export type StoredView = Attachments & {
  /** Without its pictures and files. */
  readonly view: View;
};

/** Takes pictures and files out of a view. Throws a RangeError if they are too large to be kept. */
export function asStored(view: View): StoredView {
  const { blocks, ...attachments } = storedBlocks(view.blocks, view.kind);
  return { view: { ...view, blocks }, ...attachments };
}

/** The same for blocks alone; `name` stands in the error. */
export function storedBlocks(blocks: readonly Block[], name: string): StoredBlocks {
  const bytes = bytesOf(blocks);
  if (bytes > mostBytes) {
    throw new RangeError(`${name}: pictures and files of ${bytes} bytes, at most ${mostBytes} are kept`);
  }
  const pictures = blocks.flatMap((block, at) => (block.type === 'picture' ? [storePicture(block, at)] : []));
  const files = blocks.flatMap((block, at) => (block.type === 'file' ? [storeFile(block, at)] : []));
  if (pictures.length + files.length === 0) return { blocks };
  return {
    blocks: blocks.filter(({ type }) => type !== 'picture' && type !== 'file'),
    ...(pictures.length > 0 && { pictures }),
    ...(files.length > 0 && { files }),
  };
}

/** The view as it was handed over. */
export function asSent({ view, ...attachments }: StoredView): View {
  return { ...view, blocks: blocksAsSent({ blocks: view.blocks, ...attachments }) };
}

export function blocksAsSent({ blocks, pictures = [], files = [] }: StoredBlocks): readonly Block[] {
  const whole: Block[] = [...blocks];
  const taken: readonly (StoredPicture | StoredFile)[] = [...pictures, ...files];
  for (const attachment of [...taken].sort((a, b) => a.at - b.at)) whole.splice(attachment.at, 0, asBlock(attachment));
  return whole;
}

function asBlock(attachment: StoredPicture | StoredFile): PictureBlock | FileBlock {
  if ('png' in attachment) {
    const { alt, png, svg } = attachment;
    return { type: 'picture', alt, png: decoded(png), ...(svg !== undefined && { svg }) };
  }
  const { name, mediaType, label, bytes } = attachment;
  return { type: 'file', name, mediaType, label, bytes: decoded(bytes) };
}

function storePicture({ alt, png, svg }: PictureBlock, at: number): StoredPicture {
  return { at, alt, png: encoded(png), ...(svg !== undefined && { svg }) };
}

function storeFile({ name, mediaType, label, bytes }: FileBlock, at: number): StoredFile {
  return { at, name, mediaType, label, bytes: encoded(bytes) };
}

/** Of all pictures and files among these blocks. */
export function bytesOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => {
    if (block.type === 'picture') return sum + block.png.length + Buffer.byteLength(block.svg ?? '');
    return block.type === 'file' ? sum + block.bytes.length : sum;
  }, 0);
}

function encoded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function decoded(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
