/** Groups of fewer are never shown, unless the operator sets another number. */
export const usualSmallest = 5;
/** Below this no setting goes. */
export const leastSmallest = 3;

/**
 * Which groups of a table are to be hidden, by index, where the sum over everybody is published: every group that is too
 * small, and as many of the next larger ones as it takes that those hidden are not too small together either. `rest`
 * belong to no group and are never shown. What is left when everything shown is taken from the sum is then either nobody
 * or at least `smallest` people.
 */
export function hiddenGroups(sizes: readonly number[], smallest: number, rest = 0): ReadonlySet<number> {
  const hidden = new Set<number>();
  const bySize = sizes.map((size, index) => ({ size, index })).toSorted((a, b) => a.size - b.size || a.index - b.index);
  let together = rest;
  for (const { size, index } of bySize) {
    const isCovered = together === 0 || together >= smallest;
    if (size >= smallest && isCovered) break;
    hidden.add(index);
    together += size;
  }
  return hidden;
}

/** How many chose each answer, in the order of the question's answers. */
export type Counts = readonly number[];

/** What a question came to. Undefined: too few, or too few beside others, to be shown. */
export interface Published {
  readonly total: Counts | undefined;
  readonly groups: readonly (Counts | undefined)[];
}

/** The part of a table of answers by group that may be shown; `total` holds the groups and who belongs to none. */
export function published(total: Counts, groups: readonly Counts[], smallest: number): Published {
  if (sum(total) < smallest) return { total: undefined, groups: groups.map(() => undefined) };
  const rest = sum(total) - groups.reduce((all, counts) => all + sum(counts), 0);
  const hidden = hiddenGroups(groups.map(sum), smallest, rest);
  return { total, groups: groups.map((counts, index) => (hidden.has(index) ? undefined : counts)) };
}

export function sum(counts: Counts): number {
  return counts.reduce((all, count) => all + count, 0);
}
