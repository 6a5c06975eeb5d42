import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { peopleSpec } from '../../../src/features/identity/model.js';
import type { CollectionSpec } from '../../../src/ports/document-store.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { createEmbeddedStore } from '../../../src/storage/embedded/store.js';
import { fixedClock } from '../../support/clock.js';
import { freshFolder } from '../../support/folder.js';
import { House, slack, textOf, vouched } from './house.js';

const note = z.object({ _id: z.string(), at: z.date() });
const notesSpec: CollectionSpec<z.infer<typeof note>> = {
  name: 'notes',
  schema: note,
  version: 1,
  indexes: [],
  retention: { days: 30, field: 'at' },
  personal: 'none',
};

describe('upkeep', () => {
  let house: House;
  beforeEach(async () => {
    house = await House.open({
      coordinators: ['anna@stadt.example'],
      extraSpecs: [notesSpec as unknown as CollectionSpec<never>],
    });
  });
  afterEach(() => house.close());

  const run = (name: string) => house.runs(name);

  it('deletes what has had its time, as its collection declares, and nothing else', async () => {
    const notes = house.store.collection(notesSpec);
    const old = Array.from({ length: 700 }, (_, at) => ({ _id: `old-${at}`, at: new Date('2026-10-10T00:00:00Z') }));
    await notes.insertMany(old);
    await notes.insert({ _id: 'young', at: new Date('2026-10-12T00:00:00Z') });
    expect(await run('identity.retention')).toEqual({ done: 700, failed: 0 });
    expect((await notes.find()).items.map(({ _id }) => _id)).toEqual(['young']);
    expect(await run('identity.retention')).toEqual({ done: 0, failed: 0 });
  });

  it('deletes nothing ahead of its time, whatever instant the jobs are run for', async () => {
    const notes = house.store.collection(notesSpec);
    await notes.insert({ _id: 'young', at: new Date('2026-11-01T00:00:00Z') });
    const maria = await house.personOf(slack('M'));
    const farAhead = new Date('2031-01-01T10:00:00Z');
    for (const { name } of house.features.flatMap((feature) => feature.jobs)) await house.runs(name, farAhead);
    expect(await notes.count()).toBe(1);
    expect((await house.people.get(maria.id))?.accounts).toEqual([slack('M')]);
  });

  it('still deletes what was due at an instant that has passed', async () => {
    const notes = house.store.collection(notesSpec);
    await notes.insert({ _id: 'old', at: new Date('2026-09-01T00:00:00Z') });
    await notes.insert({ _id: 'later', at: new Date('2026-10-05T00:00:00Z') });
    await house.runs('identity.retention', new Date('2026-10-20T00:00:00Z'));
    expect((await notes.find()).items.map(({ _id }) => _id)).toEqual(['later']);
  });

  it('forgets people after three years without a contact, but nobody who has the role of the coordination', async () => {
    house.knows(slack('ANNA'), vouched('Anna Amt', 'anna@stadt.example'));
    house.knows(slack('BERND'), vouched('Bernd Büro', 'bernd@stadt.example'));
    const bernd = await house.personOf(slack('BERND'));
    await house.says(slack('ANNA'), 'koordination dazu Bernd Büro');
    const anna = await house.personOf(slack('ANNA'));
    const maria = await house.personOf(slack('M'));
    house.clock.advance({ days: 3 * 365 });
    expect(await run('identity.forget')).toEqual({ done: 0, failed: 0 });
    house.clock.advance({ days: 1 });
    expect(await run('identity.forget')).toEqual({ done: 1, failed: 0 });
    expect(await house.people.get(maria.id)).toBeUndefined();
    expect((await house.people.get(anna.id))?.coordinator).toBe(true);
    expect((await house.people.get(bernd.id))?.coordinator).toBe(true);
  });

  it('knows the network’s own workspaces where Slack is not started, as Slack named them last', async () => {
    house.knows(slack('ANNA'), vouched('Anna Amt', 'anna@stadt.example'));
    const anna = await house.personOf(slack('ANNA'));
    expect(await run('identity.workspaces')).toEqual({ done: 1, failed: 0 });
    expect(await run('identity.workspaces')).toEqual({ done: 0, failed: 0 });

    const jobs = await House.open({
      store: house.store,
      clock: house.clock,
      coordinators: ['anna@stadt.example'],
      workspaces: [],
    });
    expect(await jobs.runs('identity.workspaces')).toEqual({ done: 0, failed: 0 });
    house.clock.advance({ days: 4 * 365 });
    expect(await jobs.runs('identity.forget')).toEqual({ done: 0, failed: 0 });
    expect((await jobs.people.coordinators()).map(({ id }) => id)).toEqual([anna.id]);
    await jobs.close();
  });
});

describe('a person stored by the version before', () => {
  it('is found by name as before, and keeps everything', async () => {
    const folder = await freshFolder();
    const clock = fixedClock();
    const versionOne = {
      ...peopleSpec,
      version: 1,
      migrations: {},
      schema: z.looseObject({ _id: z.string() }),
    } as unknown as CollectionSpec<{ _id: string }>;
    const before = createEmbeddedStore({ folder: folder.path, clock, logger: silentLogger });
    await before.start([versionOne as unknown as CollectionSpec<never>]);
    const now = clock.now();
    const person = {
      rev: 3,
      createdAt: now,
      name: 'Jörg Weiß',
      language: 'en',
      firstSeen: now,
      lastSeen: now,
      absorbed: [],
    };
    await before.collection(versionOne).insert({ _id: 'p1', ...person } as { _id: string });
    await before.stop();

    const store = createEmbeddedStore({ folder: folder.path, clock, logger: silentLogger });
    const house = await House.open({ store, clock, coordinators: ['anna@stadt.example'] });
    house.knows(slack('ANNA'), vouched('Anna Amt', 'anna@stadt.example'));
    expect(await store.collection(peopleSpec).get('p1')).toEqual({
      _id: 'p1',
      ...person,
      nameWords: ['joerg', 'weiss'],
      initials: ['j', 'w'],
      sortName: 'joerg weiss',
    });
    expect(textOf(await house.says(slack('ANNA'), 'koordination dazu Joerg Weiss'))).toContain('Jörg Weiß');
    await house.close();
    await store.stop();
    await folder.remove();
  });
});
