import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Counts,
  hiddenGroups,
  leastSmallest,
  published,
  sum,
} from '../../../../src/features/evaluation/results/suppression.js';

describe('hiding groups', () => {
  it('hides a small group and a second one, so that it cannot be worked out from the sum', () => {
    expect([...hiddenGroups([12, 4, 7, 20], 5)].sort()).toEqual([1, 2]);
  });

  it('hides small groups alone where they are enough together', () => {
    expect([...hiddenGroups([12, 4, 3], 5)].sort()).toEqual([1, 2]);
  });

  it('hides nothing more where all that is missing is nobody', () => {
    expect([...hiddenGroups([12, 0, 9], 5)]).toEqual([1]);
  });

  it('hides a group beside a few who belong to none', () => {
    expect([...hiddenGroups([12, 9], 5, 2)]).toEqual([1]);
    expect([...hiddenGroups([12, 9], 5, 6)]).toEqual([]);
  });

  it('shows nothing at all of too few answers', () => {
    expect(published([2, 2], [[2, 2]], 5)).toEqual({ total: undefined, groups: [undefined] });
  });
});

/** Rows of counts by group, the last of which belongs to no group. */
const tables = fc
  .record({ answers: fc.integer({ min: 2, max: 6 }), groups: fc.integer({ min: 1, max: 6 }) })
  .chain(({ answers, groups }) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: answers, maxLength: answers }), {
      minLength: groups + 1,
      maxLength: groups + 1,
    }),
  );
const thresholds = fc.integer({ min: leastSmallest, max: 9 });

function parts(rows: readonly Counts[], smallest: number) {
  const groups = rows.slice(0, -1);
  const total = (rows[0] ?? []).map((_, answer) => sum(rows.map((row) => row[answer] ?? 0)));
  const shown = published(total, groups, smallest);
  const missing = rows.filter((_, index) => shown.groups[index] === undefined);
  return { groups, total, shown, missing };
}

describe('a published table', () => {
  it('never shows a group, or everybody, who are too few', () => {
    fc.assert(
      fc.property(tables, thresholds, (rows, smallest) => {
        const { shown } = parts(rows, smallest);
        for (const counts of [shown.total, ...shown.groups]) {
          if (counts) expect(sum(counts)).toBeGreaterThanOrEqual(smallest);
        }
      }),
    );
  });

  it('leaves nobody or enough people of several groups when all that is shown is taken from the sum', () => {
    fc.assert(
      fc.property(tables, thresholds, (rows, smallest) => {
        const { total, shown, missing } = parts(rows, smallest);
        if (!shown.total) return;
        const left = shown.groups.reduce((rest, counts) => rest - sum(counts ?? []), sum(total));
        expect(left === 0 || left >= smallest).toBe(true);
        const isSmallHidden = missing.some((row) => sum(row) > 0 && sum(row) < smallest);
        if (isSmallHidden) expect(missing.filter((row) => sum(row) > 0).length).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  it('fits another table as well in which a hidden number that is not zero differs', () => {
    fc.assert(
      fc.property(tables, thresholds, (rows, smallest) => {
        const { shown, missing } = parts(rows, smallest);
        if (!shown.total) return;
        for (const [index, row] of missing.entries()) {
          for (const [answer, count] of row.entries()) {
            if (count === 0 || sum(row) >= smallest) continue;
            // One of these answers may as well have come from another hidden group: every sum that is shown stays.
            const other = missing.findIndex((_, at) => at !== index);
            expect(other).toBeGreaterThanOrEqual(0);
            const moved = missing.map((each, at) =>
              each.map((value, place) => {
                if (place !== answer) return value;
                if (at === index) return value - 1;
                return at === other ? value + 1 : value;
              }),
            );
            const sums = (table: readonly Counts[]) =>
              row.map((_, place) => sum(table.map((each) => each[place] ?? 0)));
            expect(sums(moved)).toEqual(sums(missing));
          }
        }
      }),
    );
  });

  it('shows every group where none is small', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 5, max: 50 }), { maxLength: 6 }), (sizes) => {
        expect(hiddenGroups(sizes, 5).size).toBe(0);
      }),
    );
  });
});
