import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stored } from '../../src/bot/feature.js';
import { NumberBook, numbersSpec } from '../../src/bot/numbers.js';
import { Refusal, Unavailable } from '../../src/kernel/errors.js';
import type { Collection, DocumentStore } from '../../src/ports/document-store.js';
import { silentLogger } from '../../src/ports/logger.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { fixedClock } from '../support/clock.js';
import { freshDatabase, mongoSetupMs } from '../support/mongo.js';
import { openTemporaryStore } from '../support/store.js';

const specs = [stored(numbersSpec)];

async function mongo() {
  const database = await freshDatabase();
  const store = createMongoStore({ uri: database.uri, clock: fixedClock(), logger: silentLogger });
  await store.start(specs);
  return {
    store,
    async close() {
      await store.stop();
      await database.drop();
    },
  };
}

/** The store of a process that dies before so many-th write. */
function dying(store: DocumentStore, writesBefore: number): DocumentStore {
  let writes = 0;
  const alive = () => {
    writes += 1;
    if (writes > writesBefore) throw new Unavailable('store');
  };
  const over = <T extends { readonly _id: string }>(inner: Collection<T>): Collection<T> => ({
    ...inner,
    insert: async (document) => {
      alive();
      return inner.insert(document);
    },
    upsert: async (...how) => {
      alive();
      return inner.upsert(...how);
    },
  });
  return { ...store, collection: (spec) => over(store.collection(spec)) };
}

describe.each([
  ['the embedded store', () => openTemporaryStore(specs)],
  ['MongoDB', mongo],
] as const)('numbers on %s', (_name, open) => {
  let opened: { readonly store: DocumentStore; close(): Promise<void> };
  beforeEach(async () => {
    opened = await open();
  }, mongoSetupMs);
  afterEach(() => opened.close());

  const names = {
    numbered: {
      meeting: async (subject: string) => (subject === 'gone' ? undefined : 'das Treffen „AK Übergänge“ am 12.11.'),
    },
  };
  const book = (store = opened.store) => new NumberBook(store, () => [{}, names]);
  const refusal = async (work: Promise<unknown>): Promise<Refusal> => {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof Refusal)) throw new Error('was not refused');
    return error;
  };

  it('count over all kinds, and stay with their subject', async () => {
    expect(await book().give('meeting', 'm1')).toBe(1);
    expect(await book().give('announcement', 'a1')).toBe(2);
    expect(await book().give('meeting', 'm1')).toBe(1);
    expect(await book().give('announcement', 'm1')).toBe(3);
    expect(await book().subject('meeting', 1, 'de')).toBe('m1');
    expect(await book().subject('announcement', '2', 'de')).toBe('a1');
  });

  it('are different for many subjects at once, and one for a subject that is asked for at once', async () => {
    const many = await Promise.all(Array.from({ length: 25 }, (_, index) => book().give('meeting', `m${index}`)));
    expect(new Set(many).size).toBe(25);
    const same = await Promise.all(Array.from({ length: 10 }, () => book().give('round', 'r1')));
    expect(new Set(same).size).toBe(1);
    expect(await book().subject('round', same[0] ?? 0, 'de')).toBe('r1');
    const found = await Promise.all(many.map((number) => book().subject('meeting', number, 'de')));
    expect(found).toEqual(many.map((_, index) => `m${index}`));
  });

  it.each([0, 1, 2])(
    'survive a process that dies after write %i: the next one gives a number, and none twice',
    async (writes) => {
      await book().give('meeting', 'm1');
      await expect(book(dying(opened.store, writes)).give('meeting', 'm2')).rejects.toThrow(Unavailable);
      const number = await book().give('meeting', 'm2');
      const other = await book().give('meeting', 'm3');
      expect(new Set([1, number, other]).size).toBe(3);
      expect(await book().subject('meeting', number, 'de')).toBe('m2');
      expect(await book().give('meeting', 'm2')).toBe(number);
    },
  );

  it.each(['12', ' 12 ', 'Nr. 12', 'nr 12', 'Nr.12', 'NR. 12', 'Nummer 12', '#12', 'No. 12', '012'])(
    'are understood as people type them: %j',
    async (typed) => {
      for (let number = 1; number <= 12; number += 1) await book().give('meeting', `m${number}`);
      expect(await book().subject('meeting', typed, 'de')).toBe('m12');
    },
  );

  it.each([
    ['meeting', '„treffen“'],
    ['announcement', '„ankündigungen“'],
    ['round', '„umfrage“'],
    ['task', '„aufgaben“'],
    ['action-goal', '„ziele“'],
  ] as const)('that there are none say so, and where there are some of %s', async (kind, list) => {
    const { forPerson, forLog } = await refusal(book().subject(kind, 'Nr. 99', 'de'));
    expect(forPerson).toMatch(/^Eine Nr\. 99 gibt es nicht\. /);
    expect(forPerson).toContain(list);
    expect(forLog).toBe('bot.no-number');
  });

  it.each(['last', 'meeting:m1', '', '-1', '1.5', '1e0', 'zwölf', `${'9'.repeat(30)}`, '__proto__', '1 2'])(
    'are not what is none: %j',
    async (typed) => {
      await book().give('meeting', 'm1');
      const { forPerson, forLog } = await refusal(book().subject('meeting', typed, 'de'));
      expect(forLog).toBe('bot.no-number');
      expect(forPerson).not.toContain('NaN');
    },
  );

  it('of another kind say what they are', async () => {
    await book().give('meeting', 'm1');
    await book().give('meeting', 'gone');
    await book().give('round', 'r1');
    const said = async (typed: string) => (await refusal(book().subject('announcement', typed, 'de'))).forPerson;
    expect(await said('Nr. 1')).toContain('Nr. 1 ist etwas anderes: das Treffen „AK Übergänge“ am 12.11.');
    expect(await said('2')).toContain('Nr. 2 ist etwas anderes: ein Treffen');
    expect(await said('3')).toContain('eine Umfrage');
  });
});
