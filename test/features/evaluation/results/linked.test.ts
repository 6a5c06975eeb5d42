import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Membership, shownTogether } from '../../../../src/features/evaluation/results/linked.js';

const named = (count: number, row: string | undefined, column: string | undefined): readonly Membership[] =>
  Array.from({ length: count }, () => ({ row, column }));

test('two tables of large groups are shown whole', () => {
  const people = [...named(8, 'a', 'x'), ...named(7, 'a', 'y'), ...named(9, 'b', 'x'), ...named(6, 'b', 'y')];
  expect(shownTogether(people, 5)).toEqual({ rows: new Set(['a', 'b']), columns: new Set(['x', 'y']) });
});

test('a sector and a life stage that have all but one person in common are not shown together', () => {
  const people = [...named(8, 'a', 'x'), ...named(1, 'b', 'x'), ...named(9, 'b', 'y')];
  const { rows, columns } = shownTogether(people, 5);
  expect(rows.has('a') && columns.has('x')).toBe(false);
});

test('nothing is shown of too few people', () => {
  expect(shownTogether(named(4, 'a', 'x'), 5)).toEqual({ rows: new Set(), columns: new Set() });
});

const groups = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined });
const crowds = fc
  .array(fc.record({ row: groups, column: groups, count: fc.integer({ min: 1, max: 9 }) }), { maxLength: 9 })
  .map((cells) => cells.flatMap(({ row, column, count }) => named(count, row, column)));

test('no sum and difference of what is shown leaves fewer people than may be shown', () => {
  fc.assert(
    fc.property(crowds, fc.integer({ min: 3, max: 7 }), (people, smallest) => {
      const { rows, columns } = shownTogether(people, smallest);
      const sums = [...rows].map((name) => people.map((person) => Number(person.row === name)));
      sums.push(...[...columns].map((name) => people.map((person) => Number(person.column === name))));
      if (sums.length > 0) sums.push(people.map(() => 1));
      for (let choice = 0; choice < 3 ** sums.length; choice += 1) {
        const signs = sums.map((_, index) => (Math.floor(choice / 3 ** index) % 3) - 1);
        const left = people.map((_, person) =>
          sums.reduce((total, sum, index) => total + (sum[person] ?? 0) * (signs[index] ?? 0), 0),
        );
        const touched = left.filter((times) => times !== 0).length;
        expect(touched === 0 || touched >= smallest).toBe(true);
      }
    }),
    { numRuns: 150, seed: 3 },
  );
});
