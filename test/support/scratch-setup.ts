import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Linux keeps this folder in memory. */
const inMemory = '/dev/shm';
const enoughBytes = 3 * 1024 ** 3;

/**
 * Vitest's global set-up. What tests write is thrown away, and flushing it to a disk is most of what they would wait for:
 * where there is room, this run's temporary files, those of its databases among them, stand in memory.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.TMPDIR || !(await hasRoom())) return async () => {};
  const folder = await mkdtemp(join(inMemory, 'dorfbote-run-'));

  process.env.TMPDIR = folder;
  return async () => {
    delete process.env.TMPDIR;
    await rm(folder, { recursive: true, force: true });
  };
}

async function hasRoom(): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(inMemory);
    return bavail * bsize >= enoughBytes;
  } catch {
    // There is no such folder here: the disk does.
    return false;
  }
}
