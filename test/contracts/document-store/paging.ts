import { expect, it } from 'vitest';
import { Refusal } from '../../../src/kernel/errors.js';
import type { Query } from '../../../src/ports/document-store.js';
import { meetingSpec, numbered, type Store, type Thing, thingSpec } from './specs.js';

const kinds = ['a', 'b', 'b', 'c'];

export function paging(store: Store): void {
  const collection = () => store().collection(thingSpec);

  async function fill(count: number): Promise<readonly Thing[]> {
    const things = numbered('t', count).map((_id, index) => ({ _id, kind: kinds[index % kinds.length], n: index % 3 }));
    await collection().insertMany(things);
    return things;
  }

  /** All pages, one after the other; fails on a chain without end. */
  async function pages(query: Query): Promise<readonly (readonly string[])[]> {
    const found: (readonly string[])[] = [];
    let after: string | undefined;
    do {
      const page = await collection().find({ ...query, ...(after === undefined ? {} : { after }) });
      found.push(page.items.map(({ _id }) => _id));
      after = page.next;
      expect(found.length).toBeLessThan(100);
    } while (after !== undefined);
    return found;
  }

  it('goes by id, a hundred at a time, unless told otherwise', async () => {
    const things = await fill(150);
    const [first, second, ...more] = await pages({});
    expect(first).toEqual(things.slice(0, 100).map(({ _id }) => _id));
    expect(second).toEqual(things.slice(100).map(({ _id }) => _id));
    expect(more).toEqual([]);
  });

  it('ends without a cursor when the last page is exactly full', async () => {
    await fill(20);
    expect((await pages({ limit: 10 })).map((page) => page.length)).toEqual([10, 10]);
    expect((await collection().find({ limit: 20 })).next).toBeUndefined();
  });

  it.each<[string, Query['sort'], (a: Thing, b: Thing) => number]>([
    ['upwards', [['kind', 1]], (a, b) => text(a.kind, b.kind) || text(a._id, b._id)],
    ['downwards', [['kind', -1]], (a, b) => -(text(a.kind, b.kind) || text(a._id, b._id))],
    [
      'by two fields in opposite directions',
      [
        ['n', -1],
        ['kind', 1],
      ],
      (a, b) => Number(b.n) - Number(a.n) || text(a.kind, b.kind) || text(a._id, b._id),
    ],
    ['by id downwards', [['_id', -1]], (a, b) => -text(a._id, b._id)],
  ])('shows everything once %s, however many are alike', async (_what, sort, order) => {
    const expected = [...(await fill(97))].sort(order).map(({ _id }) => _id);
    const found = await pages({ limit: 7, ...(sort ? { sort } : {}) });
    expect(found.flat()).toEqual(expected);
    expect(found.every((page, index) => page.length === (index < found.length - 1 ? 7 : 97 % 7))).toBe(true);
  });

  it('pages through a filter', async () => {
    await fill(97);
    const found = await pages({ filter: { kind: 'b', $or: [{ n: 0 }, { n: 2 }] }, sort: [['n', -1]], limit: 5 });
    expect(found.flat()).toHaveLength(await collection().count({ kind: 'b', n: { $ne: 1 } }));
    expect(new Set(found.flat()).size).toBe(found.flat().length);
  });

  it('puts missing and null first, of whatever type the others are', async () => {
    const values = [null, undefined, -1, 5, 'x', 'X', '', true, false, new Date(0), null, undefined];
    await collection().insertMany(values.map((v, index) => ({ _id: `t-${String(index).padStart(2, '0')}`, v })));
    const upwards = ['00', '01', '10', '11', '02', '03', '06', '05', '04', '08', '07', '09'].map((id) => `t-${id}`);
    expect((await pages({ sort: [['v', 1]], limit: 1 })).flat()).toEqual(upwards);
    expect((await pages({ sort: [['v', -1]], limit: 2 })).flat()).toEqual([...upwards].reverse());
  });

  it('orders texts by code point, rare signs before emoji', async () => {
    const texts = ['😀', 'ｆ', 'z', 'ä', 'Z', '😀a', '\ue000'];
    await collection().insertMany(texts.map((v, index) => ({ _id: `t${index}`, v })));
    const sorted = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const found: unknown[] = [];
    for (const id of (await pages({ sort: [['v', 1]], limit: 2 })).flat()) found.push((await collection().get(id))?.v);
    expect(found).toEqual(sorted);
  });

  it('skips nothing and repeats nothing that was there while others insert and delete', async () => {
    const things = await fill(60);
    const seen: string[] = [];
    let after: string | undefined;
    let round = 0;
    do {
      const page = await collection().find({
        sort: [['kind', 1]],
        limit: 10,
        ...(after === undefined ? {} : { after }),
      });
      seen.push(...page.items.map(({ _id }) => _id));
      after = page.next;
      round += 1;
      const last = page.items.at(-1)?._id ?? '';
      await Promise.all([
        collection().insert({ _id: `a-before-${round}`, kind: 'a' }),
        collection().insert({ _id: `z-behind-${round}`, kind: 'zz' }),
        collection().delete({ _id: last }),
      ]);
    } while (after !== undefined && round < 50);
    expect(new Set(seen).size).toBe(seen.length);
    expect(things.filter(({ _id }) => !seen.includes(_id))).toEqual([]);
  });

  it('goes on where the last document was, even if it is gone', async () => {
    await fill(5);
    const first = await collection().find({ limit: 2 });
    await collection().delete({ _id: 't-0001' });
    const second = await collection().find({ limit: 2, after: first.next ?? '' });
    expect(second.items.map(({ _id }) => _id)).toEqual(['t-0002', 't-0003']);
  });

  it('gives cursors that survive as part of an address', async () => {
    await collection().insertMany([{ _id: 'ä?&=#/+', kind: '„Ü“ 👋' }, { _id: 'b' }, { _id: 'c' }]);
    const { next } = await collection().find({ sort: [['kind', -1]], limit: 1 });
    expect(next).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it('refuses cursors of another list, cut, made up or without end, with a text for the person', async () => {
    await fill(5);
    await store()
      .collection(meetingSpec)
      .insertMany(numbered('m', 3).map((_id) => ({ _id, title: 'T', version: 1 })));
    const { next = '' } = await collection().find({ limit: 2, sort: [['n', 1]] });
    const foreign = (await store().collection(meetingSpec).find({ limit: 1 })).next ?? '';
    const madeUp = Buffer.from('["x",{"$gt":""}]').toString('base64url');
    for (const after of ['', 'garbage', next.slice(0, -4), foreign, madeUp, 'A'.repeat(100_000)]) {
      const answer = collection().find({ limit: 2, sort: [['n', 1]], after });
      await expect(answer).rejects.toThrow(Refusal);
      await expect(answer).rejects.toThrow('storage.bad-cursor');
    }
    await expect(collection().find({ limit: 2, sort: [['n', -1]], after: next })).rejects.toThrow(Refusal);
    await expect(collection().find({ limit: 2, after: next })).rejects.toThrow(Refusal);
  });

  it.each([0, -1, 1.5, 1_001, Number.NaN, Number.POSITIVE_INFINITY])('refuses a page of %s', async (limit) => {
    await expect(collection().find({ limit })).rejects.toThrow(RangeError);
  });

  it('refuses impossible orders', async () => {
    const wrong = (sort: unknown) => collection().find({ sort: sort as NonNullable<Query['sort']> });
    await expect(wrong([['n', 2]])).rejects.toThrow(RangeError);
    await expect(wrong([['$n', 1]])).rejects.toThrow(TypeError);
    await expect(
      wrong([
        ['n', 1],
        ['n', -1],
      ]),
    ).rejects.toThrow(RangeError);
    await expect(wrong(numbered('f', 6).map((path) => [path, 1]))).rejects.toThrow(RangeError);
  });
}

function text(a: unknown, b: unknown): number {
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
