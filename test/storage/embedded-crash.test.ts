import { execFileSync, spawn } from 'node:child_process';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stored } from '../../src/bot/feature.js';
import { createEmbeddedStore } from '../../src/storage/embedded/store.js';
import { bundled, type Child, ended, startChild } from '../support/child.js';
import { type FreshFolder, freshFolder } from '../support/folder.js';
import { logbook } from '../support/logbook.js';
import { type Note, noteSpec } from './children/notes.js';

const kills = 20;

describe('the embedded store when its process is killed', () => {
  let writer: string;
  let folder: FreshFolder;
  beforeAll(async () => {
    writer = await bundled(new URL('./children/writer.ts', import.meta.url));
  });
  beforeEach(async () => {
    folder = await freshFolder();
  });
  afterEach(() => folder.remove());

  /** What the folder holds now, and what opening it said. */
  async function contents() {
    const { logger, lines } = logbook();
    const store = createEmbeddedStore({ folder: folder.path, logger });
    const notes = store.collection(noteSpec);
    await store.start([stored(noteSpec)]);
    const found = new Map<string, Note>();
    let after: string | undefined;
    do {
      const page = await notes.find({ limit: 1_000, ...(after === undefined ? {} : { after }) });
      for (const note of page.items) found.set(note._id, note);
      after = page.next;
    } while (after !== undefined);
    await store.stop();
    return { found, lines };
  }

  it(`has lost no acknowledged write after ${kills} kills in the middle of writing`, { timeout: 120_000 }, async () => {
    const printed: string[] = [];
    for (let round = 0; round < kills; round += 1) {
      const child = startChild(writer, folder.path, `r${round}`);
      const end = ended(child);
      await acknowledgements(child, 1 + round * 11);
      child.kill('SIGKILL');
      printed.push((await end).printed);
    }
    const { found, lines } = await contents();
    const acknowledged = wholeLines(printed);
    expect(acknowledged.length).toBeGreaterThan(kills * 4);
    for (const line of acknowledged) expect(holds(found, line), line).toBe(true);
    expect(lines.every(({ fields }) => fields.lostLines === undefined || Number(fields.lostLines) <= 1)).toBe(true);
  });

  it('refuses a write as unavailable when the disk takes no more, then mends the file, goes on and loses nothing', async () => {
    // A real limit of the system: the process may write no file beyond 200 KiB, the last write is torn.
    const command = `ulimit -f 200 && exec "${process.execPath}" "${writer}" "${folder.path}" full`;
    const { printed } = await ended(spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] }));
    expect(printed).toContain('refused Unavailable\nthen inserted, 1 readable\n');
    const { found, lines } = await contents();
    expect(lines).toEqual([]);
    expect(found.has('full-again')).toBe(true);
    const acknowledged = wholeLines([printed]).filter((line) => /^(inserted|updated|deleted)/.test(line));
    expect(acknowledged.length).toBeGreaterThan(50);
    for (const line of acknowledged) expect(holds(found, line), line).toBe(true);
  });

  it('leaves nothing behind that keeps the next process from starting', async () => {
    const child = startChild(writer, folder.path, 'x');
    await new Promise((begun) => child.stdout.once('data', begun));
    child.kill('SIGKILL');
    await ended(child);
    expect((await contents()).found.size).toBeGreaterThan(0);
    expect(execFileSync('ls', ['-a', folder.path]).toString()).not.toContain('candidate');
  });
});

function wholeLines(printed: readonly string[]): readonly string[] {
  return printed.flatMap((text) => text.split('\n').slice(0, -1));
}

/** Settles once the child has told of so many writes: it is in the middle of the next one. */
function acknowledgements(child: Child, count: number): Promise<void> {
  let lines = 0;
  return new Promise((reached) => {
    child.stdout.on('data', (text: Buffer | string) => {
      lines += String(text).split('\n').length - 1;
      if (lines >= count) reached();
    });
  });
}

/** Whether what was acknowledged shows. Ids that end in 2 were about to be deleted, told or not. */
function holds(found: ReadonlyMap<string, Note>, line: string): boolean {
  const [what, id = '', count] = line.split(' ');
  if (what === 'inserted') return id.endsWith('-2') || found.has(id);
  if (what === 'updated') return found.get(id)?.count === Number(count);
  return what === 'deleted' && !found.has(id);
}
