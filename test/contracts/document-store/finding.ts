import { beforeEach, expect, it } from 'vitest';
import type { Filter } from '../../../src/ports/document-store.js';
import { type Meeting, meetingSpec, numbered, type Store, type Thing, thingSpec } from './specs.js';

const monday = new Date('2026-11-23T08:00:00Z');
const tuesday = new Date('2026-11-24T08:00:00Z');
const things: readonly Thing[] = [
  { _id: 'a', kind: 'cat', n: 1, at: monday, tags: ['red', 'big'], list: [{ name: 'x', n: 1 }, { name: 'y' }] },
  { _id: 'b', kind: 'cat', n: 2, at: tuesday, tags: [], list: [] },
  { _id: 'c', kind: 'dog', n: 3, at: null, tags: ['red'], list: [{ name: 'z', n: 9 }] },
  { _id: 'd', kind: null, n: '3', nested: { kind: 'cat', '1': 'gut' } },
  { _id: 'e', n: true, tags: 'red' },
];

export function finding(store: Store): void {
  const collection = () => store().collection(thingSpec);
  const ids = async (filter: Filter) => (await collection().find({ filter })).items.map(({ _id }) => _id).join('');

  beforeEach(async () => {
    await collection().insertMany(things);
  });

  it.each<[string, Filter, string]>([
    ['everything by an empty filter', {}, 'abcde'],
    ['an id', { _id: 'b' }, 'b'],
    ['ids', { _id: { $in: ['e', 'a', 'nobody'] } }, 'ae'],
    ['a value', { kind: 'cat' }, 'ab'],
    ['two values', { kind: 'cat', n: 2 }, 'b'],
    ['a date', { at: tuesday }, 'b'],
    ['numbers apart from texts', { n: 3 }, 'c'],
    ['an item of a list', { tags: 'red' }, 'ace'],
    ['null where it is null or missing', { kind: null }, 'de'],
    ['what is not null', { kind: { $ne: null } }, 'abc'],
    ['what is not a value, missing included', { kind: { $ne: 'cat' } }, 'cde'],
    ['lists without an item', { tags: { $ne: 'red' } }, 'bd'],
    ['one of several', { kind: { $in: ['dog', null] } }, 'cde'],
    ['none of several', { kind: { $nin: ['dog', null] } }, 'ab'],
    ['more', { n: { $gt: 1 } }, 'bc'],
    ['from to', { n: { $gte: 2, $lt: 3 } }, 'b'],
    ['dates up to', { at: { $lte: monday } }, 'a'],
    ['dates after, without null', { at: { $gt: monday } }, 'b'],
    ['texts from', { kind: { $gte: 'd' } }, 'c'],
    ['what is there', { tags: { $exists: true } }, 'abce'],
    ['what is not there, null being there', { kind: { $exists: false } }, 'e'],
    ['a nested field', { 'nested.kind': 'cat' }, 'd'],
    ['a nested field with a numeric name', { 'nested.1': 'gut' }, 'd'],
    ['a field in a list of objects', { 'list.name': 'y' }, 'a'],
    ['an item by its position', { 'tags.0': 'red' }, 'ac'],
    ['conditions of a list each on its own item', { 'list.n': { $gt: 0, $lt: 10 } }, 'ac'],
    ['one of two filters', { $or: [{ kind: 'dog' }, { n: 1 }] }, 'ac'],
    ['a filter and one of two', { kind: 'cat', $or: [{ n: 1 }, { n: 3 }] }, 'a'],
    ['nothing among none', { kind: { $in: [] } }, ''],
  ])('finds %s', async (_what, filter, expected) => {
    expect(await ids(filter)).toBe(expected);
    expect(await collection().count(filter)).toBe(expected.length);
    expect((await collection().findOne(filter))?._id).toBe(expected[0]);
  });

  it.each<[string, unknown]>([
    ['an unknown operator', { kind: { $where: 'true' } }],
    ['a regular expression', { kind: /cat/ }],
    ['$and', { $and: [{ kind: 'cat' }] }],
    ['an undefined condition, which would match everything', { kind: undefined }],
    ['an undefined operand', { kind: { $gt: undefined } }],
    ['an object as a value', { nested: { kind: 'cat' } }],
    ['a list as a value', { tags: ['red'] }],
    ['a condition without operators', { kind: {} }],
    ['$in without a list', { kind: { $in: 'cat' } }],
    ['$or without filters', { $or: [] }],
    ['a path with an empty part', { 'a..b': 1 }],
    ["the store's own fields", { _v: 1 }],
    ['no filter at all', null],
  ])('refuses %s, in every call', async (_what, wrong) => {
    const filter = wrong as Filter;
    await expect(collection().find({ filter })).rejects.toThrow(TypeError);
    await expect(collection().findOne(filter)).rejects.toThrow(TypeError);
    await expect(collection().delete(filter)).rejects.toThrow(TypeError);
    await expect(collection().update('a', { $set: { n: 0 } }, filter)).rejects.toThrow(TypeError);
    await expect(collection().claim(filter, { $set: { n: 0 } }, { limit: 1 })).rejects.toThrow(TypeError);
    expect(await collection().count()).toBe(5);
    expect(await collection().get('a')).toEqual(things[0]);
  });

  it('refuses an id that is undefined instead of giving any document', async () => {
    await expect(collection().get(undefined as unknown as string)).rejects.toThrow(TypeError);
    await expect(collection().update(undefined as unknown as string, { $set: { n: 0 } })).rejects.toThrow(TypeError);
  });

  it('deletes what matches and says how many', async () => {
    expect(await collection().delete({ kind: 'cat' })).toBe(2);
    expect(await collection().delete({ kind: 'cat' })).toBe(0);
    expect(await ids({})).toBe('cde');
    expect(await collection().delete({})).toBe(3);
  });

  it('reads a page of a thousand long documents', async () => {
    const meetings = store().collection(meetingSpec);
    const many: Meeting[] = numbered('m', 1_000).map((_id) => ({ _id, title: 'ü'.repeat(200), version: 1 }));
    await meetings.insertMany(many);
    const page = await meetings.find({ limit: 1_000 });
    expect(page.items).toEqual(many);
    expect(page.next).toBeUndefined();
  });

  it('tallies by a field that holds texts or numbers, and what has none of it together', async () => {
    expect(await collection().tally({ kind: 'cat' }, 'kind')).toEqual(new Map([['cat', 2]]));
    expect(await collection().tally({ kind: 'cat' }, 'n')).toEqual(
      new Map([
        ['1', 1],
        ['2', 1],
      ]),
    );
    expect(await collection().tally({ kind: 'cat' }, 'nothing')).toEqual(new Map([[undefined, 2]]));
    expect(await collection().tally({ kind: 'nobody' }, 'kind')).toEqual(new Map());
  });

  it('tallies by two fields at once', async () => {
    const pairs = async (filter: Readonly<Record<string, string>>) =>
      (await collection().crossTally(filter, ['kind', 'n']))
        .map(({ values, count }) => [...values, count].join(' '))
        .sort();
    expect(await pairs({ kind: 'cat' })).toEqual(['cat 1 1', 'cat 2 1']);
    expect(await pairs({ kind: 'nobody' })).toEqual([]);
    expect(await collection().crossTally({ kind: 'cat' }, ['kind', 'nothing'])).toEqual([
      { values: ['cat', undefined], count: 2 },
    ]);
  });
}
