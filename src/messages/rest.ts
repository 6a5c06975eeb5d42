import { createHash } from 'node:crypto';
import type { FileBlock, View } from './view.js';

/**
 * What stands beside a card that one message cannot hold: further messages, and files. Its buttons carry this mark, so
 * that a press that shows the same again rewrites the card and does not post the rest another time.
 */
export function restMark(view: View, isLong: boolean): string | undefined {
  const files = filesMark(view);
  return isLong || files !== '' ? `${isLong ? view.kind : ''}~${files}` : undefined;
}

/** Whether what a view has beside its card was posted with the card that bears this mark. */
export function isPosted(mark: string | undefined, view: View): { readonly rest: boolean; readonly files: boolean } {
  const [kind = '', files = ''] = mark?.split('~') ?? [];
  return { rest: kind === view.kind, files: files !== '' && files === filesMark(view) };
}

function filesMark({ blocks }: View): string {
  const files = blocks.filter((block): block is FileBlock => block.type === 'file');
  if (files.length === 0) return '';
  const hash = createHash('sha256');
  for (const { name, bytes } of files) hash.update(name).update('\0').update(bytes);
  return hash.digest('base64url').slice(0, 16);
}
