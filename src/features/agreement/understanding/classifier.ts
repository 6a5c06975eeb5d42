import type { FeatureIndex } from './feature-index.js';
import type { Reading } from './features.js';
import type { LinearWeights } from './model.js';

/** The bias is a feature that every text has, this strongly. */
export const BIAS_VALUE = 0.3;

/** A linear classifier: every feature of a text speaks for or against each class, and the sum decides. */
export class Classifier {
  readonly #index: FeatureIndex;
  readonly #linear: LinearWeights;

  constructor(index: FeatureIndex, linear: LinearWeights) {
    this.#index = index;
    this.#linear = linear;
  }

  /** The probability of each class. */
  probabilities({ features }: Reading): Float64Array {
    const sums = new Float64Array(this.#linear.classes);
    this.#addRow(sums, this.#index.size, BIAS_VALUE);
    for (const { name, value } of features) {
      const row = this.#index.rowOf(name);
      if (row !== undefined) this.#addRow(sums, row, value);
    }
    return softmax(sums);
  }

  /** How much each word of the text spoke for a class, beyond what it says for the average class. */
  shares({ tokens, features }: Reading, wanted: number): Float64Array {
    const shares = new Float64Array(tokens.length);
    for (const { name, value, at } of features) {
      const row = this.#index.rowOf(name);
      if (row === undefined || at.length === 0) continue;
      const share = (this.#contrast(row, wanted) * value) / at.length;
      for (const position of at) shares[position] = (shares[position] ?? 0) + share;
    }
    return shares;
  }

  #addRow(sums: Float64Array, row: number, value: number): void {
    const { classes, scales, weights } = this.#linear;
    const factor = (scales[row] ?? 0) * value;
    const start = row * classes;
    for (let c = 0; c < classes; c += 1) sums[c] = (sums[c] ?? 0) + factor * (weights[start + c] ?? 0);
  }

  #contrast(row: number, wanted: number): number {
    const { classes, scales, weights } = this.#linear;
    const own = weights.subarray(row * classes, (row + 1) * classes);
    const mean = own.reduce((sum, weight) => sum + weight, 0) / classes;
    return ((own[wanted] ?? 0) - mean) * (scales[row] ?? 0);
  }
}

/** Probabilities that add up to one, in place. */
export function softmax(sums: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const sum of sums) if (sum > highest) highest = sum;
  let total = 0;
  for (let c = 0; c < sums.length; c += 1) total += sums[c] = Math.exp((sums[c] ?? 0) - highest);
  for (let c = 0; c < sums.length; c += 1) sums[c] = (sums[c] ?? 0) / total;
  return sums;
}
