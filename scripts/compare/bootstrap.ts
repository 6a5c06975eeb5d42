import { randomFrom } from '../../src/features/agreement/understanding/random.js';

const draws = 2_000;
const outside = 0.025;

/** Between these two lies a figure with 95 % probability, if the questions are a fair sample. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * Draws as many items from each group as it has, with repetition, again and again, and looks how far the figure spreads.
 * The same items give the same interval.
 */
export function interval<T>(groups: readonly (readonly T[])[], figure: (drawn: readonly T[]) => number): Interval {
  const random = randomFrom(20_260_101);
  const draw = () => groups.flatMap((items) => drawn(items, random));
  const figures = Array.from({ length: draws }, () => figure(draw())).sort((a, b) => a - b);
  const at = (share: number) => figures[Math.min(draws - 1, Math.floor(share * draws))] ?? 0;
  return { from: at(outside), to: at(1 - outside) };
}

function drawn<T>(items: readonly T[], random: () => number): readonly T[] {
  return items.flatMap(() => items[Math.floor(random() * items.length)] ?? []);
}
