import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FreshFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** An empty folder of a test's own. */
export async function freshFolder(): Promise<FreshFolder> {
  const path = await mkdtemp(join(tmpdir(), 'dorfbote-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
