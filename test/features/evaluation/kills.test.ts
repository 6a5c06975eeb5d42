import { expect, test } from 'vitest';
import { Unavailable } from '../../../src/kernel/errors.js';
import type { DocumentStore } from '../../../src/ports/document-store.js';
import { watched } from '../../support/faulty-store.js';
import { button } from '../identity/house.js';
import { anna, deniz, fatma, SurveyHouse } from './house.js';

const writes = new Set(['insert', 'insertMany', 'update', 'upsert', 'claim', 'delete']);

/** Lets so many writes through; from then on nothing gets through, as for a process that died. */
class Fuse {
  left = Number.POSITIVE_INFINITY;

  between(store: DocumentStore): DocumentStore {
    return watched(store, (_collection, call) => {
      if (writes.has(call)) this.left -= 1;
      if (this.left < 0) throw new Unavailable('killed');
    });
  }

  /** Whether it died. */
  async lives(count: number, act: () => Promise<unknown>): Promise<boolean> {
    this.left = count;
    const died = await act().then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Unavailable)) throw error;
        return true;
      },
    );
    this.left = Number.POSITIVE_INFINITY;
    return died;
  }
}

async function withFuse(act: (house: SurveyHouse, fuse: Fuse) => Promise<void>): Promise<void> {
  const fuse = new Fuse();
  const house = await SurveyHouse.open({ between: (store) => fuse.between(store), survey: { smallestGroup: 3 } });
  try {
    await act(house, fuse);
  } finally {
    await house.close();
  }
}

const points = Array.from({ length: 16 }, (_, index) => index);

test.each(points)('a process that dies after %i writes of starting asks everybody once all the same', (count) =>
  withFuse(async (house, fuse) => {
    const start = button(await house.says(anna, 'umfrage neu kurz'), 'Starten');
    const died = await fuse.lives(count, () => house.house.presses(anna, start, { key: 'press' }));
    house.clock.advance({ minutes: 2 });
    if (died) await house.house.presses(anna, start, { key: 'press' });
    await house.runs();
    await house.runs();
    const [round] = (await house.context.rounds.find()).items;
    expect(round).toMatchObject({ state: 'open', total: 3, unfinished: [] });
    for (const person of [anna, deniz, fatma]) {
      expect(await house.keysFor(person)).toEqual([`round:${round?._id}:prompt:PERSON`]);
    }
    expect(await house.house.audited()).toEqual(['evaluation.started']);
  }),
);

test.each(points)('a process that dies after %i writes of submitting and closing stores each answer once', (count) =>
  withFuse(async (house, fuse) => {
    const others = [await house.meets('ERDEM'), await house.meets('GRETA')];
    const round = await house.started();
    for (const person of [deniz, ...others]) {
      await house.says(person, 'antwort teils');
      await house.says(person, 'antwort kaum');
    }
    await house.says(fatma, 'antwort teils');
    for (const person of others) await house.says(person, 'absenden');
    const died = await fuse.lives(count, async () => {
      await house.house.deliver(deniz, { type: 'text', text: 'absenden', via: 'chat' }, { key: 'submit' });
      await house.runs('2026-12-01T00:01:00+01:00');
    });
    house.clock.set('2026-12-01T00:05:00+01:00');
    if (died) await house.runs();
    await house.house.runs('evaluation-submissions');
    await house.runs();
    expect(await house.round(round._id)).toMatchObject({ state: 'closed', total: 5 });
    expect((await house.round(round._id)).unfinished).not.toContain('closing');
    const values = (await house.answers()).map(({ value }) => value).toSorted();
    const prompt = await house.prompt(round._id, deniz);
    // Of two alone nothing is kept; with the third, each answer once.
    expect(values).toEqual(prompt?.state === 'done' ? [2, 2, 2, 3, 3, 3] : []);
    expect(await house.context.ballots.count()).toBe(0);
    expect(await house.context.roundKeys.count()).toBe(0);
    for (const person of [deniz, fatma]) {
      expect(await house.prompt(round._id, person)).not.toHaveProperty('draft');
      expect(await house.prompt(round._id, person)).not.toHaveProperty('sealed');
    }
  }),
);

test('several processes that beat at the same instant open a planned round and ask everybody once', async () => {
  const house = await SurveyHouse.open({ on: 'mongodb' });
  try {
    house.clock.set('2026-11-13T20:00:00+01:00');
    const offer = await house.press(anna, await house.says(anna, 'umfrage neu kurz'), 'Starten');
    await house.press(anna, offer, 'Zur nächsten Arbeitszeit');
    house.clock.set('2026-11-16T08:00:00+01:00');
    await Promise.all([house.runs(), house.runs(), house.runs()]);
    await house.runs();
    const [round] = (await house.context.rounds.find()).items;
    expect(round).toMatchObject({ state: 'open', total: 3, unfinished: [] });
    for (const person of [anna, deniz, fatma]) expect(await house.keysFor(person)).toHaveLength(1);
  } finally {
    await house.close();
  }
});
