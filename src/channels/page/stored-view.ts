import { createHash } from 'node:crypto';
import type { Block, View } from '../../messages/view.js';

/** A view as a document holds it: the bytes of pictures and files in base64. */
export type StoredView = Omit<View, 'blocks'> & { readonly blocks: readonly StoredBlock[] };
type Bytes = Extract<Block, { type: 'picture' | 'file' }>;
type StoredBlock = Exclude<Block, Bytes> | (Omit<Bytes, 'png' | 'bytes'> & { readonly base64: string });

/** What is shown afresh each time keeps nothing of what it shows. */
export function asStored(view: View): StoredView {
  if (view.afresh) return { ...view, blocks: [] };
  return { ...view, blocks: view.blocks.map(storedBlock) };
}

export function asShown(view: StoredView): View {
  return { ...view, blocks: view.blocks.map(shownBlock) };
}

/** Tells one version of a view from another. */
export function versionOf(view: View): string {
  return createHash('sha256')
    .update(JSON.stringify(asStored(view)))
    .digest('base64url');
}

function storedBlock(block: Block): StoredBlock {
  if (block.type === 'picture') {
    const { png, ...rest } = block;
    return { ...rest, base64: base64(png) };
  }
  if (block.type === 'file') {
    const { bytes, ...rest } = block;
    return { ...rest, base64: base64(bytes) };
  }
  return block;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function shownBlock(block: StoredBlock): Block {
  if (!('base64' in block)) return block;
  const { base64: text, ...rest } = block;
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  return (rest.type === 'picture' ? { ...rest, png: bytes } : { ...rest, bytes }) as Block;
}
