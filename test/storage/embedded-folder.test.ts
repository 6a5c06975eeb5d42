import { mkdir, readdir, stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Refusal, Unavailable } from '../../src/kernel/errors.js';
import type { Json } from '../../src/kernel/json.js';
import { silentLogger } from '../../src/ports/logger.js';
import { askOwner, FolderTaken, openFolder } from '../../src/storage/embedded/folder.js';
import { createEmbeddedStore } from '../../src/storage/embedded/store.js';
import { bundled, type Child, ended, startChild } from '../support/child.js';
import { type FreshFolder, freshFolder } from '../support/folder.js';

describe('a data folder', () => {
  let script: string;
  let folder: FreshFolder;
  const children: Child[] = [];
  beforeAll(async () => {
    script = await bundled(new URL('./children/owner.ts', import.meta.url));
  });
  beforeEach(async () => {
    folder = await freshFolder();
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map(kill));
    await folder.remove();
  });

  function start(path: string, at = 0): { child: Child; said: Promise<string> } {
    const child = startChild(script, path, String(at));
    children.push(child);
    const said = new Promise<string>((told) => child.stdout.once('data', (text: Buffer) => told(String(text).trim())));
    return { child, said };
  }

  async function kill(child: Child): Promise<void> {
    const end = ended(child);
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await end;
    }
  }

  it('belongs to one process: another is refused with the folder, the reason and what to do, in two languages', async () => {
    const { child, said } = start(folder.path);
    expect(await said).toBe('owner');
    const refusal = await openFolder(folder.path).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(FolderTaken);
    expect(refusal).toBeInstanceOf(Refusal);
    const { message, forLog } = refusal as FolderTaken;
    expect(forLog).toBe('storage.folder-taken');
    expect(message).toContain(folder.path);
    expect(message).toContain(String(child.pid));
    expect(message).toContain('Beenden Sie');
    expect(message).toContain('Stop that one first');
  });

  it('is refused to a second store, and to a second owner in the same process', async () => {
    const store = createEmbeddedStore({ folder: folder.path, logger: silentLogger });
    const { said } = start(folder.path);
    await said;
    await expect(store.start([])).rejects.toThrow(FolderTaken);
    const other = await freshFolder();
    const owner = await openFolder(other.path);
    await expect(openFolder(other.path)).rejects.toThrow(FolderTaken);
    await owner.release();
    await (await openFolder(other.path)).release();
    await other.remove();
  });

  it('is free again after a release, and after kill -9', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { child, said } = start(folder.path);
      expect(await said).toBe('owner');
      await kill(child);
      const owner = await openFolder(folder.path);
      await owner.release();
    }
    expect(await readdir(folder.path)).toHaveLength(1);
  });

  it('goes to exactly one of six that start at once, a dead owner before them, again and again', {
    timeout: 120_000,
  }, async () => {
    for (let round = 0; round < 6; round += 1) {
      const at = Date.now() + 600;
      const starters = Array.from({ length: 6 }, () => start(folder.path, at));
      const said = await Promise.all(starters.map((starter) => starter.said));
      expect([...said].sort()).toEqual(['owner', 'taken', 'taken', 'taken', 'taken', 'taken']);
      await Promise.all(starters.map(({ child }) => kill(child)));
    }
  });

  it('can be reached where its path is too long for a socket', async () => {
    const deep = join(folder.path, 'd'.repeat(60), 'e'.repeat(60));
    await mkdir(deep, { recursive: true });
    const { child, said } = start(deep);
    expect(await said).toBe('owner');
    expect(await askOwner(deep, 'jobs', 1, 5_000)).toEqual({ process: child.pid, argument: 1 });
    await expect(openFolder(deep)).rejects.toThrow(FolderTaken);
    await kill(child);
    await (await openFolder(deep)).release();
  });

  it('lets nobody else in: its directories and sockets are the owner’s alone', async () => {
    const fresh = join(folder.path, 'data');
    const owner = await openFolder(fresh);
    const mode = async (...parts: string[]) => (await stat(join(fresh, ...parts))).mode & 0o777;
    expect(await mode()).toBe(0o700);
    expect(await mode('owner-1')).toBe(0o700);
    expect(await mode('owner-1', 's')).toBe(0o600);
    await owner.release();
  });

  describe('handing over', () => {
    it('answers from another process', async () => {
      const { child, said } = start(folder.path);
      await said;
      const argument = { at: '2026-11-23T12:00:00Z', list: [1, null, 'ü\n'] };
      expect(await askOwner(folder.path, 'jobs', argument, 5_000)).toEqual({ process: child.pid, argument });
    });

    it('finds nobody in a folder that nobody has, has any more, or ever had', async () => {
      expect(await askOwner(folder.path, 'jobs', null, 1_000)).toBe('nobody');
      const { child, said } = start(folder.path);
      await said;
      await kill(child);
      expect(await askOwner(folder.path, 'jobs', null, 1_000)).toBe('nobody');
      await (await openFolder(folder.path)).release();
      expect(await askOwner(folder.path, 'jobs', null, 1_000)).toBe('nobody');
    });

    it('waits for an owner that is still starting', async () => {
      const owner = await openFolder(folder.path);
      const asked = askOwner(folder.path, 'seed', 'early', 5_000);
      const other = askOwner(folder.path, 'jobs', null, 5_000);
      owner.onRequest('jobs', async () => 'jobs done');
      expect(await other).toBe('jobs done');
      owner.onRequest('seed', async (argument) => [argument]);
      expect(await asked).toEqual(['early']);
      await owner.release();
    });

    it('gives up on an owner that does not answer in time', async () => {
      const owner = await openFolder(folder.path);
      await expect(askOwner(folder.path, 'seed', null, 100)).rejects.toThrow(Unavailable);
      await owner.release();
    });

    it('carries refusals and failures back', async () => {
      const owner = await openFolder(folder.path);
      owner.onRequest('seed', async () => Promise.reject(new Refusal('Schon geladen.', 'seed.loaded')));
      owner.onRequest('jobs', async () => Promise.reject(new Error('broken')));
      const refused = askOwner(folder.path, 'seed', null, 5_000);
      await expect(refused).rejects.toMatchObject({
        name: 'Refusal',
        forPerson: 'Schon geladen.',
        forLog: 'seed.loaded',
      });
      await expect(askOwner(folder.path, 'jobs', null, 5_000)).rejects.toThrow('broken');
      await owner.release();
    });

    it('finishes what was handed over before it lets the folder go', async () => {
      const owner = await openFolder(folder.path);
      let finish: (answer: Json) => void = () => undefined;
      const begun = new Promise<void>((beginning) => {
        owner.onRequest('jobs', () => {
          beginning();
          return new Promise<Json>((done) => {
            finish = done;
          });
        });
      });
      const asked = askOwner(folder.path, 'jobs', null, 5_000);
      await begun;
      const released = owner.release();
      finish('done');
      expect(await asked).toBe('done');
      await released;
    });

    it.each([
      ['garbage', 'not json\n'],
      ['an unknown operation', '{"name":"exec","argument":"rm"}\n'],
      ['null', 'null\n'],
    ])('answers %s with a failure, and goes on', async (_what, request) => {
      const owner = await openFolder(folder.path);
      owner.onRequest('jobs', async () => 'fine');
      expect(await raw(join(folder.path, 'owner-1', 's'), request)).toMatch(/^\{"failed":/);
      expect(await askOwner(folder.path, 'jobs', null, 5_000)).toBe('fine');
      await owner.release();
    });

    it('hangs up on a request without end, and on one that is broken off', async () => {
      const owner = await openFolder(folder.path);
      owner.onRequest('jobs', async () => 'fine');
      expect(await raw(join(folder.path, 'owner-1', 's'), 'x'.repeat(3_000_000))).toBe('');
      createConnection(join(folder.path, 'owner-1', 's')).end('{"name":"jo');
      expect(await askOwner(folder.path, 'jobs', null, 5_000)).toBe('fine');
      await owner.release();
    });
  });
});

/** What the other side answers before it hangs up. */
function raw(socket: string, request: string): Promise<string> {
  return new Promise((done) => {
    let answer = '';
    const connection = createConnection(socket, () => connection.write(request));
    connection.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    connection.on('error', () => done(answer));
    connection.on('close', () => done(answer));
  });
}
