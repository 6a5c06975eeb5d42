import { appendFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stored } from '../../src/bot/feature.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Collection } from '../../src/ports/document-store.js';
import { createEmbeddedStore } from '../../src/storage/embedded/store.js';
import { type FreshFolder, freshFolder } from '../support/folder.js';
import { type LogLine, logbook } from '../support/logbook.js';
import { type Note, noteSpec } from './children/notes.js';

const noon = new Date('2026-11-23T12:00:00Z');
const ids = ['a', 'b', 'c', 'd', 'e'];
const odd = '„Zeile“\u2028und\u0085noch\u2029eine 👋';

describe('the embedded store on a damaged file', () => {
  let folder: FreshFolder;
  let file: string;
  let whole: Buffer;
  beforeEach(async () => {
    folder = await freshFolder();
    file = join(folder.path, 'notes.db');
    await opened(async (notes) => {
      for (const _id of ids) await notes.insert({ _id, text: odd, count: 1 });
    });
    whole = await readFile(file);
  });
  afterEach(() => folder.remove());

  /** Opens the store, does something, closes it; resolves with what the log said. */
  async function opened(work?: (notes: Collection<Note>) => Promise<unknown>, clock: Clock = { now: () => noon }) {
    const { logger, lines } = logbook();
    const store = createEmbeddedStore({ folder: folder.path, logger, clock });
    const notes = store.collection(noteSpec);
    await store.start([stored(noteSpec)]);
    await work?.(notes);
    const found = (await notes.find()).items.map(({ _id }) => _id);
    await store.stop();
    return { found, lines };
  }

  const copies = async () => (await readdir(folder.path)).filter((name) => name.includes('.damaged-'));
  const report = (lines: readonly LogLine[]) =>
    lines.find(({ message }) => message.startsWith('data file was damaged'));
  /** The line of a note, with its end. */
  const lineOf = (id: string) => {
    const start = whole.indexOf(`{"_id":"${id}"`);
    return { start, end: whole.indexOf('\n', start) + 1 };
  };

  it('opens a whole file in silence, signs that NeDB splits lines at included', async () => {
    const { found, lines } = await opened(async (notes) => {
      expect((await notes.get('a'))?.text).toBe(odd);
    });
    expect(found).toEqual(ids);
    expect(lines).toEqual([]);
    expect(await copies()).toEqual([]);
  });

  it.each([1, 5, 20])('keeps all but a last line torn %s bytes before its end', async (missing) => {
    await appendFile(file, '{"_id":"f","text":"t","count":1}'.slice(0, -missing));
    const { found, lines } = await opened();
    expect(found).toEqual(ids);
    expect(report(lines)).toMatchObject({ level: 'warn', fields: { keptLines: 6, lostLines: 1, tornEnd: true } });
  });

  it('keeps a last line that only lacks its end', async () => {
    await appendFile(file, '{"_id":"f","text":"t","count":1,"_v":1}');
    const { found, lines } = await opened();
    expect(found).toEqual([...ids, 'f']);
    expect(report(lines)?.fields).toMatchObject({ lostLines: 0, tornEnd: true });
  });

  it.each<[string, (line: Buffer) => Buffer]>([
    ['garbage', () => Buffer.from('not json at all\n')],
    [
      'invalid UTF-8',
      (line) => Buffer.concat([line.subarray(0, 20), Buffer.from([0xc3, 0x28, 0xff]), line.subarray(20)]),
    ],
    ['NUL bytes, as after a power cut', (line) => Buffer.concat([Buffer.alloc(line.length - 1), Buffer.from('\n')])],
    ['half a line', (line) => Buffer.concat([line.subarray(0, 25), Buffer.from('\n')])],
    ['JSON that is no record', () => Buffer.from('{"no":"id"}\n')],
    ['null', () => Buffer.from('null\n')],
  ])('keeps all others where the middle holds %s', async (_what, damage) => {
    const { start, end } = lineOf('c');
    const damaged = Buffer.concat([whole.subarray(0, start), damage(whole.subarray(start, end)), whole.subarray(end)]);
    await writeFile(file, damaged);
    const { found, lines } = await opened();
    expect(found).toEqual(['a', 'b', 'd', 'e']);
    expect(report(lines)?.fields).toMatchObject({ file: 'notes.db', lostLines: 1, tornEnd: false });
    expect(Number(report(lines)?.fields.lostBytes)).toBeGreaterThan(0);
  });

  it('keeps what was appended behind a torn line', async () => {
    const { start, end } = lineOf('c');
    await writeFile(file, Buffer.concat([whole.subarray(0, start + 25), whole.subarray(end)]));
    const { found, lines } = await opened();
    expect(found).toEqual(['a', 'b', 'd', 'e']);
    expect(report(lines)?.fields).toMatchObject({ lostLines: 1, lostBytes: 25 });
  });

  it('keeps the damaged file aside as it was, and names it', async () => {
    await appendFile(file, 'torn');
    const damaged = await readFile(file);
    const { lines } = await opened();
    const [copy = ''] = await copies();
    expect(copy).toMatch(/^notes\.db\.damaged-2026-11-23T12-00-00\.000Z-/);
    expect(report(lines)?.fields).toMatchObject({ damagedCopy: copy, copyKeptDays: 30 });
    expect(await readFile(join(folder.path, copy))).toEqual(damaged);
  });

  it('goes on with the mended file: the next start is silent', async () => {
    await appendFile(file, 'torn');
    await opened(async (notes) => notes.insert({ _id: 'f', text: 't', count: 1 }));
    const { found, lines } = await opened();
    expect(found).toEqual([...ids, 'f']);
    expect(lines).toEqual([]);
  });

  it('opens binary noise as an empty collection and says what was lost', async () => {
    const noise = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 256));
    await writeFile(file, noise);
    const { found, lines } = await opened();
    expect(found).toEqual([]);
    expect(report(lines)?.fields).toMatchObject({ keptLines: 0 });
  });

  it('opens an emptied file and says that there was none of its content', async () => {
    await writeFile(file, '');
    const { found, lines } = await opened();
    expect(found).toEqual([]);
    expect(lines.map(({ message }) => message)).toEqual(['data file is empty: if it held anything, that is lost']);
  });

  it('finishes a compaction that was interrupted before the file took its place', async () => {
    await rename(file, `${file}~`);
    expect((await opened()).found).toEqual(ids);
  });

  it('deletes the copies of damaged files after thirty days', async () => {
    await appendFile(file, 'torn');
    await opened();
    await opened(undefined, { now: () => new Date('2026-12-23T12:00:00Z') });
    expect(await copies()).toHaveLength(1);
    await opened(undefined, { now: () => new Date('2026-12-25T12:00:00Z') });
    expect(await copies()).toEqual([]);
  });

  it('names no content in the log', async () => {
    await appendFile(file, '{"_id":"f","text":"Geheimnis');
    const { lines } = await opened();
    expect(JSON.stringify(lines)).not.toContain('Geheimnis');
  });

  it('opens whatever was done to the file, with every line that was left alone', async () => {
    const bytes = fc.uint8Array({ maxLength: 40 });
    const cut = fc.tuple(fc.nat(), fc.nat({ max: 60 }), bytes);
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 4 }), async (cuts) => {
        let damaged = whole;
        for (const [at, length, instead] of cuts) {
          const start = at % damaged.length;
          damaged = Buffer.concat([damaged.subarray(0, start), instead, damaged.subarray(start + length)]);
        }
        await writeFile(file, damaged);
        const { found } = await opened();
        const untouched = ids.filter((id) => damaged.includes(whole.subarray(lineOf(id).start - 1, lineOf(id).end)));
        expect(found).toEqual(expect.arrayContaining(untouched));
      }),
      { numRuns: 60, seed: 20_261_123 },
    );
  });
});
