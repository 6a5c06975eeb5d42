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
  probabilities({ features: { hashes, values } }: Reading): Float64Array {
    const sums = new Float64Array(this.#linear.classes);
    this.#addRow(sums, this.#index.size, BIAS_VALUE);
    for (let k = 0; k < hashes.length; k += 1) {
      const row = this.#index.rowOf(hashes[k] ?? 0);
      if (row !== undefined) this.#addRow(sums, row, values[k] ?? 0);
    }
    return softmax(sums);
  }

  /** How much each word of the text spoke for a class, beyond what it says for the average class. */
  shares({ tokens, features: { hashes, values, places } }: Reading, wanted: number): Float64Array {
    const timesNoticed = new Uint16Array(hashes.length);
    for (const feature of places.features) timesNoticed[feature] = (timesNoticed[feature] ?? 0) + 1;
    const each = new Float64Array(hashes.length);
    for (let feature = 0; feature < hashes.length; feature += 1) {
      const times = timesNoticed[feature] ?? 0;
      const row = times === 0 ? undefined : this.#index.rowOf(hashes[feature] ?? 0);
      if (row !== undefined) each[feature] = (this.#contrast(row, wanted) * (values[feature] ?? 0)) / times;
    }
    const shares = new Float64Array(tokens.length);
    for (let k = 0; k < places.features.length; k += 1) {
      const word = places.words[k] ?? 0;
      shares[word] = (shares[word] ?? 0) + (each[places.features[k] ?? 0] ?? 0);
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
    const start = row * classes;
    let sum = 0;
    for (let c = 0; c < classes; c += 1) sum += weights[start + c] ?? 0;
    return ((weights[start + wanted] ?? 0) - sum / classes) * (scales[row] ?? 0);
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
