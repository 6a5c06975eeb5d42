import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { stored } from '../../src/bot/feature.js';
import type { CollectionSpec, DocumentStore } from '../../src/ports/document-store.js';
import { createEmbeddedStore } from '../../src/storage/embedded/store.js';
import { type FreshFolder, freshFolder } from '../support/folder.js';
import { logbook } from '../support/logbook.js';
import { until } from '../support/until.js';
import { noteSpec } from './children/notes.js';

interface Session {
  readonly _id: string;
  readonly until?: Date | string | undefined;
  readonly madeAt?: Date | undefined;
}
const sessionSpec: CollectionSpec<Session> = {
  name: 'sessions',
  schema: z.object({ _id: z.string(), until: z.union([z.date(), z.string()]).optional(), madeAt: z.date().optional() }),
  version: 1,
  indexes: [{ fields: [['until', 1]], expireAfterSeconds: 0 }],
  retention: { days: 30, field: 'madeAt' },
  personal: 'none',
};
const noon = new Date('2026-11-23T12:00:00Z');
const dayMs = 86_400_000;

describe('the upkeep of the embedded store', () => {
  let folder: FreshFolder;
  let store: DocumentStore | undefined;
  let now = noon;
  beforeEach(async () => {
    folder = await freshFolder();
    now = noon;
  });
  afterEach(async () => {
    await store?.stop();
    await folder.remove();
  });

  async function started(sweepEveryMs?: number): Promise<DocumentStore> {
    const options = { folder: folder.path, clock: { now: () => now }, logger: logbook().logger };
    const made = createEmbeddedStore(sweepEveryMs === undefined ? options : { ...options, sweepEveryMs });
    store = made;
    await made.start([stored(noteSpec), stored(sessionSpec)]);
    return made;
  }
  const fileText = () => readFile(join(folder.path, 'notes.db'), 'utf8');

  it('leaves nothing of deleted and changed data in its files after compaction', async () => {
    const running = await started();
    const notes = running.collection(noteSpec);
    await notes.insertMany([
      { _id: 'a', text: 'Erika Mustermann', count: 0 },
      { _id: 'b', text: 'bleibt', count: 0 },
    ]);
    await notes.update('a', { $set: { text: 'anonym' } });
    await notes.delete({ _id: 'a' });
    expect(await fileText()).toContain('Mustermann');
    await running.compact();
    expect(await fileText()).not.toContain('Mustermann');
    expect(await fileText()).toContain('bleibt');
    expect(await readdir(folder.path)).toEqual(expect.not.arrayContaining([expect.stringMatching(/~$/)]));
  });

  it('keeps the file short by itself, however often the same documents change', async () => {
    const notes = (await started()).collection(noteSpec);
    await notes.insert({ _id: 'a', text: 'x'.repeat(500), count: 0 });
    let longest = 0;
    for (let round = 0; round < 30; round += 1) {
      await Promise.all(Array.from({ length: 100 }, () => notes.update('a', { $inc: { count: 1 } })));
      longest = Math.max(longest, (await stat(join(folder.path, 'notes.db'))).size);
    }
    expect((await notes.get('a'))?.count).toBe(3_000);
    expect(longest).toBeLessThan(1_200 * 600);
  });

  it('deletes at start what expired while it was not running', async () => {
    const sessions = (await started()).collection(sessionSpec);
    await sessions.insertMany([
      { _id: 'past', until: new Date(noon.getTime() + dayMs) },
      { _id: 'future', until: new Date(noon.getTime() + 3 * dayMs) },
      { _id: 'old', madeAt: new Date(noon.getTime() - 29 * dayMs) },
      { _id: 'young', madeAt: noon },
      { _id: 'never' },
      { _id: 'text', until: '2020-01-01' },
    ]);
    await store?.stop();
    now = new Date(noon.getTime() + 2 * dayMs);
    const left = (await (await started()).collection(sessionSpec).find()).items.map(({ _id }) => _id);
    expect(left).toEqual(['future', 'never', 'text', 'young']);
  });

  it('deletes while it runs what expires, and frees what it held', async () => {
    const sessions = (await started(20)).collection(sessionSpec);
    await sessions.insert({ _id: 'a', until: new Date(noon.getTime() + 1_000) });
    now = new Date(noon.getTime() + 2_000);
    await until(async () => (await sessions.count()) === 0, 'the session is gone');
    expect(await sessions.insert({ _id: 'a' })).toBe('inserted');
  });

  it('empties the folder of everything when cleared, also of damaged copies and collections of former features', async () => {
    await writeFile(join(folder.path, 'former.db'), '{"_id":"x","text":"Erika"}\n');
    await writeFile(join(folder.path, 'notes.db'), '{"_id":"x","text":"Erika","count":1}\ntorn Erika');
    const running = await started();
    expect(await running.collection(noteSpec).count()).toBe(1);
    await running.clear();
    expect(await running.collection(noteSpec).count()).toBe(0);
    for (const name of await readdir(folder.path)) {
      if (name.endsWith('.db') || name.includes('damaged')) {
        expect(await readFile(join(folder.path, name), 'utf8')).not.toContain('Erika');
      }
    }
  });

  it('keeps nothing erased in copies of damaged files: compacting drops them', async () => {
    await writeFile(join(folder.path, 'notes.db'), '{"_id":"x","text":"Erika","count":1}\ntorn Erika');
    const running = await started();
    await running.collection(noteSpec).delete({ _id: 'x' });
    await running.compact();
    for (const name of (await readdir(folder.path)).filter((each) => each.startsWith('notes'))) {
      expect(await readFile(join(folder.path, name), 'utf8'), name).not.toContain('Erika');
    }
  });

  it('can be started again after a stop', async () => {
    const running = await started();
    await running.collection(noteSpec).insert({ _id: 'a', text: 't', count: 0 });
    await running.stop();
    await running.start([stored(noteSpec)]);
    expect(await running.collection(noteSpec).count()).toBe(1);
  });

  it('lets the folder go if it cannot start', async () => {
    const broken = createEmbeddedStore({ folder: folder.path, logger: logbook().logger });
    await expect(broken.start([{ ...stored(noteSpec), name: '../out' }])).rejects.toThrow(TypeError);
    await started();
  });

  it('finds by lists in lists as well, which its indexes cannot', async () => {
    const nestedSpec: CollectionSpec<{ readonly _id: string; readonly a?: unknown }> = {
      ...sessionSpec,
      retention: noteSpec.retention,
      name: 'nested',
      schema: z.object({ _id: z.string(), a: z.unknown() }),
      indexes: [{ fields: [['a.b', 1]] }],
    };
    const nested = (await started()).collection(nestedSpec);
    await nested.insert({ _id: 'flat', a: [{ b: 1 }, { b: 2 }] });
    expect(await nested.count({ 'a.b': 2 })).toBe(1);
    await nested.insert({ _id: 'deep', a: [{ b: [1, 5] }] });
    expect(await nested.count({ 'a.b': 1 })).toBe(2);
    expect(await nested.count({ 'a.b': 5 })).toBe(1);
  });

  it('finds by an index among ten thousand in little time, and by each kind of condition', async () => {
    const notes = (await started()).collection(noteSpec);
    for (let start = 0; start < 10_000; start += 1_000) {
      const many = Array.from({ length: 1_000 }, (_, index) => start + index);
      await notes.insertMany(many.map((count) => ({ _id: `n${count}`, text: 't', count })));
    }
    const begun = performance.now();
    for (let count = 0; count < 500; count += 1) {
      expect((await notes.find({ filter: { count } })).items).toHaveLength(1);
    }
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(await notes.count({ count: { $in: [5, 7, -1] } })).toBe(2);
    expect(await notes.count({ count: { $gte: 9_990 } })).toBe(10);
    expect(await notes.count({ count: { $lt: 10 }, text: 't' })).toBe(10);
    expect(await notes.count({ _id: { $in: ['n1', 'n2', 'x'] } })).toBe(2);
  });
});
