import { expect, it } from 'vitest';
import { Conflict } from '../../../src/kernel/errors.js';
import {
  codeSpec,
  type Meeting,
  meetingSpec,
  memberSpec,
  numbered,
  type Store,
  type Thing,
  thingSpec,
} from './specs.js';

const jour: Meeting = { _id: 'm1', title: 'Jour fixe', version: 1 };

export function inserting(store: Store): void {
  const meetings = () => store().collection(meetingSpec);
  const members = () => store().collection(memberSpec);
  const codes = () => store().collection(codeSpec);
  const things = () => store().collection(thingSpec);

  it('gives back what was inserted, dates as dates, nested values and signs of any script as they were', async () => {
    const thing: Thing = {
      _id: 'ä/ö ü 👋🏽',
      at: new Date('2026-11-23T12:34:56.789Z'),
      before1970: new Date(-1),
      nested: { list: [1, 2.5, -3, 1e15, { deep: [true, null, []] }], '1': 'numeric key' },
      texts: ['Zeile\nZeile', 'a\u2028b\u2029c\u0085d', '\u0000\u001f', '„Grüße“ 👩‍👩‍👧 שלום', '$gt', 'a.b'],
    };
    expect(await things().insert(thing)).toBe('inserted');
    expect(await things().get('ä/ö ü 👋🏽')).toEqual(thing);
  });

  it('says that a document existed, and leaves it as it was', async () => {
    await meetings().insert(jour);
    expect(await meetings().insert({ ...jour, title: 'Anderes' })).toBe('existed');
    expect(await meetings().get('m1')).toEqual(jour);
  });

  it('finds nothing under an unknown id', async () => {
    expect(await meetings().get('nobody')).toBeUndefined();
  });

  it('leaves fields out that are undefined', async () => {
    await meetings().insert({ ...jour, at: undefined, place: { name: 'Rathaus', room: undefined } });
    const found = await meetings().get('m1');
    expect(Object.keys(found ?? {})).toEqual(['_id', 'title', 'version', 'place']);
    expect(Object.keys(found?.place ?? {})).toEqual(['name']);
  });

  it('keeps its own copy: changing what was inserted or found changes nothing stored', async () => {
    const guests = ['a'];
    await meetings().insert({ ...jour, guests });
    guests.push('b');
    const found = await meetings().get('m1');
    (found?.guests as string[] | undefined)?.push('c');
    expect((await meetings().get('m1'))?.guests).toEqual(['a']);
  });

  it('replaces half characters, which no store can keep', async () => {
    await meetings().insert({ ...jour, title: 'halb \ud83d' });
    expect((await meetings().get('m1'))?.title).toBe('halb \ufffd');
  });

  it.each<[string, Partial<Thing>]>([
    ['a key with a dot', { 'a.b': 1 }],
    ['a key with a dollar sign', { $set: 1 }],
    ['a nested key with a dollar sign', { list: [{ $gt: 1 }] }],
    ['a key with NUL', { 'a\0b': 1 }],
    ['__proto__ as a key', JSON.parse('{"nested":{"__proto__":1}}') as Partial<Thing>],
    ["the store's own fields", { _v: 7 }],
    ['a function', { f: () => 1 }],
    ['NaN', { n: Number.NaN }],
    ['infinity', { n: Number.POSITIVE_INFINITY }],
    ['a bigint', { n: 1n }],
    ['an invalid date', { at: new Date('31.02.') }],
    ['a map', { map: new Map() }],
    ['undefined in a list', { list: [undefined] }],
    ['nesting without end', { deep: nested(80) }],
    ['an empty id', { _id: '' }],
    ['an id that is no text', { _id: 7 as unknown as string }],
    ['an id without end', { _id: 'x'.repeat(1_001) }],
    ['__proto__ as an id', { _id: '__proto__' }],
  ])('refuses %s', async (_what, fields) => {
    await expect(things().insert({ _id: 't1', ...fields })).rejects.toThrow(TypeError);
    expect(await things().count()).toBe(0);
  });

  it('refuses what the schema refuses, naming the field and not its value', async () => {
    const wrong = { ...jour, title: 'Geheim'.repeat(50) };
    await expect(meetings().insert(wrong)).rejects.toThrow('meetings: title (too_big)');
    await expect(meetings().insert(wrong)).rejects.not.toThrow('Geheim');
    await expect(meetings().insertMany([jour, wrong])).rejects.toThrow(TypeError);
    expect(await meetings().count()).toBe(0);
  });

  it('refuses fields that the schema does not know instead of losing them', async () => {
    const unknown = { ...jour, tilte: 'Tippfehler' };
    await expect(meetings().insert(unknown)).rejects.toThrow('drops or changes');
    expect(await meetings().count()).toBe(0);
  });

  it('inserts many at once and says which existed, also among themselves', async () => {
    await meetings().insert(jour);
    const many = ['m0', 'm1', 'm2', 'm2'].map((_id) => ({ ...jour, _id, title: `neu ${_id}` }));
    expect(await meetings().insertMany(many)).toEqual({ inserted: ['m0', 'm2'], existed: ['m1', 'm2'] });
    expect((await meetings().get('m1'))?.title).toBe('Jour fixe');
    expect(await meetings().count()).toBe(3);
  });

  it('inserts a thousand at once, none, and not more', async () => {
    const many = numbered('m', 1_001).map((_id) => ({ ...jour, _id }));
    expect((await meetings().insertMany(many.slice(0, 1_000))).inserted).toHaveLength(1_000);
    expect(await meetings().insertMany([])).toEqual({ inserted: [], existed: [] });
    await expect(meetings().insertMany(many)).rejects.toThrow(RangeError);
    expect(await meetings().count()).toBe(1_000);
  });

  it('refuses a taken unique key as a conflict that names the fields', async () => {
    await members().insert({ _id: 'a', email: 'a@example.org' });
    const second = members().insert({ _id: 'b', email: 'a@example.org' });
    await expect(second).rejects.toThrow(Conflict);
    await expect(second).rejects.toThrow('members: email');
    expect(await members().get('b')).toBeUndefined();
  });

  it('says existed rather than conflict if id and unique key are both taken', async () => {
    await members().insert({ _id: 'a', email: 'a@example.org' });
    expect(await members().insert({ _id: 'a', email: 'a@example.org' })).toBe('existed');
  });

  it('lets any number go without an optional unique field, but only one have it as null', async () => {
    await members().insertMany([{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }]);
    await members().insert({ _id: 'd', email: null });
    await expect(members().insert({ _id: 'e', email: null })).rejects.toThrow(Conflict);
    expect(await members().count()).toBe(4);
  });

  it('holds a unique key of two fields for documents that have both', async () => {
    await members().insert({ _id: 'a', realm: 'T1', user: 'U1' });
    await members().insertMany([
      { _id: 'b', realm: 'T1', user: 'U2' },
      { _id: 'c', realm: 'T1' },
      { _id: 'd', realm: 'T1' },
      { _id: 'e', user: 'U1' },
    ]);
    await expect(members().insert({ _id: 'f', realm: 'T1', user: 'U1' })).rejects.toThrow('members: realm, user');
    expect(await members().count()).toBe(5);
  });

  it('holds every item of a list as a unique key', async () => {
    await members().insert({ _id: 'a', keys: ['x', 'y', 'x'] });
    await expect(members().insert({ _id: 'b', keys: ['z', 'y'] })).rejects.toThrow(Conflict);
    expect(await members().insert({ _id: 'c', keys: ['z'] })).toBe('inserted');
  });

  it('counts missing as one value where a unique field is not optional', async () => {
    await codes().insertMany([{ _id: 'a', code: '1' }, { _id: 'b' }]);
    await expect(codes().insert({ _id: 'c' })).rejects.toThrow(Conflict);
    await expect(codes().insert({ _id: 'd', code: '1' })).rejects.toThrow(Conflict);
  });

  it('inserts the others of many before it rejects with a conflict', async () => {
    await members().insert({ _id: 'a', email: 'a@example.org' });
    const many = [{ _id: 'b' }, { _id: 'c', email: 'a@example.org' }, { _id: 'd' }];
    await expect(members().insertMany(many)).rejects.toThrow(Conflict);
    expect((await members().find()).items.map(({ _id }) => _id)).toEqual(['a', 'b', 'd']);
  });

  it('frees a unique key with its document', async () => {
    await members().insert({ _id: 'a', email: 'a@example.org' });
    expect(await members().delete({ _id: 'a' })).toBe(1);
    expect(await members().insert({ _id: 'b', email: 'a@example.org' })).toBe('inserted');
  });
}

function nested(depth: number): unknown {
  return depth === 0 ? 'end' : { deeper: nested(depth - 1) };
}
