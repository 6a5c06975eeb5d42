import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundled, type Child, ended, startChild } from '../support/child.js';
import { freshFolder } from '../support/folder.js';
import { freshDatabase, mongoSetupMs } from '../support/mongo.js';

let runner: string;
beforeAll(async () => {
  runner = await bundled(new URL('./children/runner.ts', import.meta.url));
});

async function beat(place: string, instant: string): Promise<readonly string[]> {
  const { code, printed } = await ended(startChild(runner, place, instant));
  expect(code).toBe(0);
  return printed.trim().split('\n');
}

/** Resolves when the process has printed that it is in the middle of a run. */
async function begun(child: Child): Promise<void> {
  await new Promise((resolve) => child.stdout.once('data', resolve));
}

const occurrence = '2026-11-10T07:00:00.000Z';

async function onMongo() {
  const { uri, drop } = await freshDatabase();
  return { place: uri, drop };
}

async function inFolder() {
  const { path, remove } = await freshFolder();
  return { place: path, drop: remove };
}

describe.each([
  ['MongoDB', onMongo],
  ['the embedded store', inFolder],
])('a process that is killed in the middle of a run, on %s', (_name, open) => {
  let place: string;
  let drop: () => Promise<void>;
  beforeEach(async () => {
    ({ place, drop } = await open());
    return () => drop();
  }, mongoSetupMs);

  it('leaves a row that the next one takes up after its lease, once', async () => {
    expect(await beat(place, '2026-11-09T12:00:00+01:00')).toEqual(['beat 0 0']);
    const child = startChild(runner, place, '2026-11-10T08:00:00+01:00', 'hang');
    const end = ended(child);
    await begun(child);
    child.kill('SIGKILL');
    expect((await end).printed).toBe(`begun ${occurrence}\n`);
    expect(await beat(place, '2026-11-10T08:01:00+01:00')).toEqual(['beat 0 0']);
    expect(await beat(place, '2026-11-10T08:03:00+01:00')).toEqual([`begun ${occurrence}`, 'beat 1 0']);
    expect(await beat(place, '2026-11-10T08:10:00+01:00')).toEqual(['beat 0 0']);
  });
});

describe('processes on one MongoDB', () => {
  let place: string;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    ({ place, drop } = await onMongo());
  }, mongoSetupMs);
  afterAll(() => drop());

  it('that beat at the same instant run an occurrence once', async () => {
    await beat(place, '2026-11-09T12:00:00+01:00');
    const both = await Promise.all([1, 2].map(() => beat(place, '2026-11-10T08:00:00+01:00')));
    expect(both.flat().filter((line) => line.startsWith('begun'))).toEqual([`begun ${occurrence}`]);
    expect(both.flat().filter((line) => line === 'beat 1 0')).toHaveLength(1);
  });
});
