import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Change, Filter } from '../../../src/ports/document-store.js';
import { changed, checkedChange } from '../../../src/storage/changes.js';
import { type Store, type Thing, thingSpec } from './specs.js';

/**
 * Random documents, filters and changes against a reference that is as simple as it can be. Every store is compared with
 * the same reference, so they all mean the same. The seed is fixed: a failure here fails everywhere.
 */
const seed = 20_261_123;

type Scalar = string | number | boolean | Date | null;
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'B', 'ä', 'ｆ', '😀', '1'),
  fc.constantFrom(-1.5, 0, 1, 2, 1e12),
  fc.boolean(),
  fc.constantFrom(0, 1, 1_764_000_000_000).map((time) => new Date(time)),
  fc.constant(null),
);
const inner = fc.record({ name: scalar, n: scalar }, { requiredKeys: [] });
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  inner,
  fc.array(fc.oneof(inner, inner, scalar), { maxLength: 3 }),
);
const fields = fc.record({ kind: value, n: value, at: value, list: value, word: value }, { requiredKeys: [] });

const path = fc.constantFrom('kind', 'n', 'at', 'list', 'word', 'list.name', 'kind.n', 'n.name');
const condition = fc.oneof(
  scalar,
  scalar.map(($ne) => ({ $ne })),
  fc.array(scalar, { maxLength: 3 }).map(($in) => ({ $in })),
  fc.array(scalar, { maxLength: 3 }).map(($nin) => ({ $nin })),
  fc.boolean().map(($exists) => ({ $exists })),
  fc.record({ $gt: scalar, $lte: scalar }, { requiredKeys: ['$gt'] }),
  fc.record({ $gte: scalar, $lt: scalar }, { requiredKeys: ['$lt'] }),
);
const conditions = fc.dictionary(path, condition, { maxKeys: 2 });
const filter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 3, arbitrary: conditions },
  fc
    .tuple(conditions, fc.array(conditions, { minLength: 1, maxLength: 3 }))
    .map(([all, $or]) => ({ ...all, $or }) as Filter),
);

const changePath = fc.constantFrom(
  'kind',
  'n',
  'list',
  'word',
  'list.name',
  'list.0',
  'list.1.n',
  'kind.n',
  'new.deep',
);
const change: fc.Arbitrary<Change> = fc
  .uniqueArray(
    fc.oneof(
      fc.tuple(fc.constant('$set'), changePath, value),
      fc.tuple(fc.constant('$unset'), changePath, fc.constant(true)),
      fc.tuple(fc.constant('$inc'), changePath, fc.constantFrom(-1, 0.5, 2)),
      fc.tuple(fc.constantFrom('$max', '$min'), changePath, fc.constantFrom(0, 1.5, new Date(1))),
      fc.tuple(fc.constantFrom('$push', '$addToSet'), changePath, value),
      fc.tuple(
        fc.constant('$pull'),
        changePath,
        fc.oneof(scalar, fc.dictionary(fc.constantFrom('name', 'n'), scalar, { minKeys: 1 })),
      ),
    ),
    { minLength: 1, maxLength: 3, selector: ([, where]) => where },
  )
  .map((steps) => {
    const made: Record<string, Record<string, unknown>> = {};
    for (const [operator, where, operand] of steps) made[operator] = { ...made[operator], [where]: operand };
    return made;
  });

const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): readonly T[] =>
  fc.sample(arbitrary, { numRuns: count, seed });
const documents: readonly Thing[] = sample(fields, 150).map((made, index) => ({ ...made, _id: `d${index}` }));

export function meaning(store: Store): void {
  const things = () => store().collection(thingSpec);

  it('finds by three hundred random filters what a simple reference finds', async () => {
    await things().insertMany(documents);
    let found = 0;
    for (const random of sample(filter, 300)) {
      const expected = documents.filter((document) => matches(document, random)).map(({ _id }) => _id);
      const { items } = await things().find({ filter: random, limit: 1_000 });
      expect(items.map(({ _id }) => _id).sort(), JSON.stringify(random)).toEqual(expected.sort());
      expect(await things().count(random)).toBe(expected.length);
      found += expected.length;
    }
    expect(found).toBeGreaterThan(3_000);
  });

  it('makes of four hundred random changes what the rules for changes make of them, or refuses alike', async () => {
    let made = 0;
    for (const [index, random] of sample(change, 400).entries()) {
      const document = { ...documents[index % documents.length], _id: `c${index}` };
      await things().insert(document);
      const expected = attempt(() => changed(document, checkedChange(random)));
      const actual = await things()
        .update(document._id, random)
        .catch(() => 'refused' as const);
      expect(actual, JSON.stringify([document, random])).toEqual(expected);
      expect(await things().get(document._id)).toEqual(expected === 'refused' ? document : expected);
      if (expected !== 'refused') made += 1;
    }
    expect(made).toBeGreaterThan(100);
  });

  it('orders random scalars as the reference does, page by page, in both directions', async () => {
    const made = sample(fc.record({ v: scalar, w: scalar }, { requiredKeys: [] }), 120);
    await things().insertMany(made.map((document, index) => ({ ...document, _id: `s${index}` })));
    for (const [v, w] of [
      [1, -1],
      [-1, -1],
    ] as const) {
      const seen: Thing[] = [];
      let after: string | undefined;
      do {
        const sort = [['v', v] as const, ['w', w] as const];
        const page = await things().find({ sort, limit: 11, ...(after === undefined ? {} : { after }) });
        seen.push(...page.items);
        after = page.next;
      } while (after !== undefined && seen.length < 1_000);
      expect(new Set(seen.map(({ _id }) => _id)).size).toBe(120);
      const sorted = [...seen].sort(
        (a, b) => compare(a.v, b.v) * v || compare(a.w, b.w) * w || compare(a._id, b._id) * w,
      );
      expect(seen).toEqual(sorted);
    }
  });
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch {
    return 'refused';
  }
}

function matches(document: Thing, { $or, ...all }: Filter & { $or?: unknown }): boolean {
  const holds = Object.entries(all).every(([where, test]) => satisfies(seenAt(document, where), test));
  return holds && (!$or || ($or as Filter[]).some((one) => matches(document, one)));
}

/** What a condition on a path looks at: scalars, 'present' for anything there, undefined for missing. */
function seenAt(document: Thing, where: string): readonly unknown[] {
  const [first = '', second] = where.split('.');
  const outer = document[first];
  if (second === undefined) return seen(outer);
  if (Array.isArray(outer)) return outer.filter(isObject).flatMap((item) => seen(item[second]));
  return isObject(outer) ? seen(outer[second]) : [undefined];
}

function seen(found: unknown): readonly unknown[] {
  if (Array.isArray(found)) return ['present', ...found].map((item) => (isObject(item) ? 'present' : item));
  return isObject(found) ? ['present'] : [found];
}

function isObject(found: unknown): found is Record<string, unknown> {
  return typeof found === 'object' && found !== null && !(found instanceof Date) && !Array.isArray(found);
}

function satisfies(found: readonly unknown[], test: unknown): boolean {
  const equal = (wanted: unknown) =>
    found.some((one) => one !== 'present' && type(one) === type(wanted) && compare(one, wanted) === 0);
  const ordered = (wanted: unknown, holds: (order: number) => boolean) =>
    found.some((one) => one !== 'present' && type(one) === type(wanted) && holds(compare(one, wanted)));
  if (!isObject(test)) return equal(test);
  return Object.entries(test).every(([operator, wanted]) => {
    switch (operator) {
      case '$ne':
        return !equal(wanted);
      case '$in':
        return (wanted as unknown[]).some(equal);
      case '$nin':
        return !(wanted as unknown[]).some(equal);
      case '$exists':
        return found.some((one) => one !== undefined) === wanted;
      case '$gt':
        return ordered(wanted, (order) => order > 0);
      case '$gte':
        return ordered(wanted, (order) => order >= 0);
      case '$lt':
        return ordered(wanted, (order) => order < 0);
      default:
        return ordered(wanted, (order) => order <= 0);
    }
  });
}

const types = ['nothing', 'number', 'string', 'boolean', 'date'];
function type(found: unknown): string {
  if (found === null || found === undefined) return 'nothing';
  return found instanceof Date ? 'date' : typeof found;
}

function compare(a: unknown, b: unknown): number {
  if (type(a) !== type(b)) return types.indexOf(type(a)) - types.indexOf(type(b));
  if (type(a) === 'nothing') return 0;
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(String(b)));
  return Number(a) - Number(b);
}
