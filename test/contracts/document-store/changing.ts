import { beforeEach, expect, it } from 'vitest';
import { Conflict } from '../../../src/kernel/errors.js';
import type { Change } from '../../../src/ports/document-store.js';
import { type Meeting, meetingSpec, memberSpec, type Store, type Thing, thingSpec } from './specs.js';

const monday = new Date('2026-11-23T08:00:00Z');
const tuesday = new Date('2026-11-24T08:00:00Z');
const thing: Thing = {
  _id: 't',
  n: 5,
  at: monday,
  word: 'a',
  tags: ['x', 'y', 'x'],
  list: [
    { name: 'a', n: 1 },
    { name: 'b', n: 1 },
  ],
  nested: { n: 1, deep: { word: 'b' } },
};

export function changing(store: Store): void {
  const things = () => store().collection(thingSpec);
  const meetings = () => store().collection(meetingSpec);
  const members = () => store().collection(memberSpec);

  beforeEach(async () => {
    await things().insert(thing);
  });

  it.each<[string, Change, Partial<Thing>]>([
    ['sets', { $set: { word: 'b', fresh: [1] } }, { word: 'b', fresh: [1] }],
    [
      'sets nested fields and makes the way to them',
      { $set: { 'nested.deep.word': 'c', 'a.b.c': 1 } },
      { nested: { n: 1, deep: { word: 'c' } }, a: { b: { c: 1 } } },
    ],
    [
      'sets fields with numeric names',
      { $set: { 'replies.1': 'ja', 'replies.2': 'nein' } },
      { replies: { 1: 'ja', 2: 'nein' } },
    ],
    [
      'sets an item of a list, filling up with null',
      { $set: { 'tags.0': 'z', 'list.1.n': 7, 'tags.4': 'w' } },
      {
        tags: ['z', 'y', 'x', null, 'w'],
        list: [
          { name: 'a', n: 1 },
          { name: 'b', n: 7 },
        ],
      },
    ],
    ['sets dates', { $set: { at: tuesday } }, { at: tuesday }],
    ['sets null', { $set: { word: null } }, { word: null }],
    [
      'removes',
      { $unset: { word: true, 'nested.deep': true, 'no.such.way': true } },
      { word: undefined, nested: { n: 1 } },
    ],
    [
      'counts',
      { $inc: { n: -2.5, fresh: 3, 'nested.n': 1 } },
      { n: 2.5, fresh: 3, nested: { n: 2, deep: { word: 'b' } } },
    ],
    ['raises to a number', { $max: { n: 7, 'nested.n': 0, fresh: 1 } }, { n: 7, fresh: 1 }],
    ['raises to a date', { $max: { at: tuesday } }, { at: tuesday }],
    ['keeps a later date', { $max: { at: new Date(0) } }, {}],
    ['lowers', { $min: { n: 2, at: tuesday, fresh: monday } }, { n: 2, fresh: monday }],
    ['adds to lists', { $push: { tags: 'x', fresh: { a: 1 } } }, { tags: ['x', 'y', 'x', 'x'], fresh: [{ a: 1 }] }],
    ['adds to sets', { $addToSet: { tags: 'x', list: { name: 'b', n: 1 }, fresh: 'z' } }, { fresh: ['z'] }],
    [
      'adds an object to a set if one field differs',
      { $addToSet: { list: { name: 'b', n: 2 } } },
      {
        list: [
          { name: 'a', n: 1 },
          { name: 'b', n: 1 },
          { name: 'b', n: 2 },
        ],
      },
    ],
    ['pulls all equals', { $pull: { tags: 'x' } }, { tags: ['y'] }],
    ['pulls objects by some of their fields', { $pull: { list: { name: 'a' } } }, { list: [{ name: 'b', n: 1 }] }],
    ['pulls from nothing', { $pull: { fresh: 'x' } }, {}],
    [
      'does several things at once',
      { $set: { word: 'z' }, $inc: { n: 1 }, $push: { tags: 'z' }, $unset: { at: true } },
      { word: 'z', n: 6, tags: ['x', 'y', 'x', 'z'], at: undefined },
    ],
    ['leaves out operators that are undefined', { $set: { word: 'z' }, $inc: undefined } as Change, { word: 'z' }],
  ])('%s', async (_what, change, expected) => {
    const after = defined({ ...thing, ...expected });
    expect(await things().update('t', change)).toStrictEqual(after);
    expect(await things().get('t')).toStrictEqual(after);
  });

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['operators with nothing', { $set: {} }],
    ['a whole document', { word: 'b' }],
    ['an unknown operator', { $rename: { word: 'w' } }],
    ['the id', { $set: { _id: 'u' } }],
    ["the store's own fields", { $set: { _v: 9 } }],
    ['undefined, which one might take for removing', { $set: { word: undefined } }],
    ['NaN', { $set: { n: Number.NaN } }],
    ['a key with a dollar sign', { $set: { nested: { $gt: 1 } } }],
    ['__proto__', { $set: JSON.parse('{"__proto__":{"polluted":1}}') }],
    ['a way through __proto__', { $set: { '__proto__.polluted': 1 } }],
    ['an operator as an item', { $push: { tags: { $each: ['a'] } } }],
    ['a text to count by', { $inc: { n: '1' } }],
    ['the same field twice', { $set: { n: 1 }, $inc: { n: 1 } }],
    ['a field and one within it', { $set: { nested: {} }, $inc: { 'nested.n': 1 } }],
    ['counting up a text', { $inc: { word: 1 } }],
    ['adding to what is no list', { $push: { word: 'x' } }],
    ['pulling from what is no list', { $pull: { word: 'a' } }],
    ['a way through a text', { $set: { 'word.deeper': 1 } }],
  ])('refuses to change %s, and changes nothing', async (_what, change) => {
    await expect(things().update('t', change as Change)).rejects.toThrow();
    expect(await things().get('t')).toStrictEqual(thing);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('changes nothing where nothing is', async () => {
    expect(await things().update('nobody', { $set: { n: 1 } })).toBeUndefined();
    expect(await things().get('nobody')).toBeUndefined();
  });

  it('changes only what also matches', async () => {
    expect(await things().update('t', { $inc: { n: 1 } }, { n: 4 })).toBeUndefined();
    expect(await things().update('t', { $inc: { n: 1 } }, { $or: [{ n: 4 }, { word: 'a' }] })).toMatchObject({ n: 6 });
    expect(await things().update('t', { $inc: { n: 1 } }, { _id: 'somebody else' })).toBeUndefined();
    expect(await things().get('t')).toMatchObject({ n: 6 });
  });

  it('lets exactly one of fifty conflicting writers through, at each of ten versions', async () => {
    await meetings().insert({ _id: 'm', title: 'Sitzung', version: 1 });
    for (let version = 1; version <= 10; version += 1) {
      const tries = Array.from({ length: 50 }, (_, writer) =>
        meetings().update('m', { $set: { title: `von ${writer}` }, $inc: { version: 1 } }, { version }),
      );
      const winners = (await Promise.all(tries)).filter((changed) => changed !== undefined);
      expect(winners).toHaveLength(1);
      expect(await meetings().get('m')).toEqual(winners[0]);
    }
    expect((await meetings().get('m'))?.version).toBe(11);
  });

  it('loses none of two hundred counts and additions at once', async () => {
    const writers = Array.from({ length: 200 }, (_, writer) =>
      things().update('t', { $inc: { n: 1 }, $addToSet: { writers: `w${writer}` } }),
    );
    await Promise.all(writers);
    const found = await things().get('t');
    expect(found?.n).toBe(205);
    expect(found?.writers).toHaveLength(200);
  });

  it('refuses a change that takes a unique key, and leaves both as they were', async () => {
    await members().insertMany([
      { _id: 'a', email: 'a@example.org' },
      { _id: 'b', email: 'b@example.org', user: 'U' },
    ]);
    const taking = members().update('b', { $set: { email: 'a@example.org' }, $unset: { user: true } });
    await expect(taking).rejects.toThrow(Conflict);
    await expect(taking).rejects.toThrow('members: email');
    expect(await members().get('b')).toEqual({ _id: 'b', email: 'b@example.org', user: 'U' });
  });

  it('frees the old unique key with a change, and keeps the own one', async () => {
    await members().insert({ _id: 'a', email: 'a@example.org' });
    await members().update('a', { $set: { email: 'new@example.org' } });
    await members().update('a', { $set: { email: 'new@example.org', user: 'U' } });
    expect(await members().insert({ _id: 'b', email: 'a@example.org' })).toBe('inserted');
    await expect(members().insert({ _id: 'c', email: 'new@example.org' })).rejects.toThrow(Conflict);
  });

  it('gives a unique key to one of many who want it at once', async () => {
    const wanting = Array.from({ length: 20 }, (_, index) =>
      members().insert({ _id: `m${index}`, email: 'x@example.org' }),
    );
    const outcomes = await Promise.allSettled(wanting);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toHaveLength(19);
    expect(refused.every((reason) => reason instanceof Conflict)).toBe(true);
  });

  it('upserts: changes what is there, makes what is not, with the change applied', async () => {
    const fresh: Meeting = { _id: 'm', title: 'Neu', version: 1, guests: ['a'] };
    const made = await meetings().upsert('m', { $inc: { version: 1 }, $push: { guests: 'b' } }, fresh);
    expect(made).toEqual({ ...fresh, version: 2, guests: ['a', 'b'] });
    const changed = await meetings().upsert('m', { $inc: { version: 1 } }, { ...fresh, title: 'anders' });
    expect(changed).toEqual({ ...made, version: 3 });
    expect(await meetings().get('m')).toEqual(changed);
  });

  it('makes one document from many upserts at once, and loses none of them', async () => {
    const fresh: Thing = { _id: 'counter', n: 0 };
    await Promise.all(Array.from({ length: 40 }, () => things().upsert('counter', { $inc: { n: 1 } }, fresh)));
    expect(await things().get('counter')).toEqual({ _id: 'counter', n: 40 });
  });

  it('refuses an upsert of two ids, against the schema, or on a taken unique key', async () => {
    const fresh: Meeting = { _id: 'm', title: 'Neu', version: 1 };
    await expect(meetings().upsert('other', { $inc: { version: 1 } }, fresh)).rejects.toThrow(TypeError);
    await expect(meetings().upsert('m', { $set: { title: 7 } }, fresh)).rejects.toThrow(TypeError);
    await members().insert({ _id: 'a', email: 'a@example.org' });
    const taken = members().upsert('b', { $set: { email: 'a@example.org' } }, { _id: 'b' });
    await expect(taken).rejects.toThrow(Conflict);
    expect(await members().get('b')).toBeUndefined();
  });
}

function defined(fields: Thing): Thing {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Thing;
}
