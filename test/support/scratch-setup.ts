import { chmod, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Linux keeps this folder in memory. */
const inMemory = '/dev/shm';
const enoughBytes = 3 * 1024 ** 3;
/** Followed by the id of the process that has it, so that what a killed run left is seen to be nobody's. */
const ours = 'dorfbote-run-';

/**
 * Vitest's global set-up. What tests write is thrown away, and flushing it to a disk is most of what they would wait for:
 * where there is room, this run's temporary files, those of its databases among them, stand in memory.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.TMPDIR || !(await hasRoom())) return async () => {};
  await removeLeftovers();
  const folder = await mkdtemp(join(inMemory, `${ours}${process.pid}-`));
  // As open as the usual place: some tests look from another user's side.
  await chmod(folder, 0o755);
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

async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(inMemory)) {
    const owner = Number(new RegExp(`^${ours}(\\d+)-`).exec(name)?.[1]);
    if (owner > 0 && !lives(owner)) await rm(join(inMemory, name), { recursive: true, force: true });
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
