import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ownerOf } from './folder.js';

export type FolderCheck =
  | {
      readonly ok: true;
      readonly kind: 'embedded';
      /** Process id of the bot that has it now. */
      readonly owner?: string;
      readonly freeBytes: number;
    }
  | { readonly ok: false; readonly kind: 'embedded'; readonly problem: 'no-folder' | 'not-writable' };

/** Whether a folder can hold the store: it, or where it would be made. Makes and changes nothing. */
export async function checkFolder(folder: string): Promise<FolderCheck> {
  const path = resolve(folder);
  const place = await nearestThere(path);
  if (!(await stat(place)).isDirectory()) return { ok: false, kind: 'embedded', problem: 'no-folder' };
  if (!(await isWritable(place))) return { ok: false, kind: 'embedded', problem: 'not-writable' };
  const owner = place === path ? await ownerOf(path) : undefined;
  const { bavail, bsize } = await statfs(place);
  return { ok: true, kind: 'embedded', freeBytes: bavail * bsize, ...(owner !== undefined && { owner }) };
}

/** The path itself, or the nearest above it that exists: a folder, or a file that stands in the way. */
async function nearestThere(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    return nearestThere(dirname(path));
  }
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
