import { BIAS_VALUE, softmax } from './classifier.js';
import type { LinearWeights } from './model.js';
import { randomFrom } from './random.js';

/** A training line as numbers: its features with their strength, the word each was noticed in, and the class it belongs to. */
export interface Example {
  readonly rows: Int32Array;
  readonly values: Float32Array;
  readonly words: Int16Array;
  readonly label: number;
}

/** Several learn, each from another order of the lines and with other words left out; their mean errs less than any of them. */
const LEARNERS = 3;
const EPOCHS = 10;
const FIRST_RATE = 0.8;
const LAST_RATE = 0.16;
const DECAY = 1e-4;
/** Lines are learned with some words and some features left out, so that no single word decides alone. */
const DROPPED_FEATURES = 0.15;
const DROPPED_WORDS = 0.15;
/** No line is believed entirely: so much of the truth is spread over all classes. */
const DOUBT = 0.05;
/** How far rare classes are weighed up: 0 not at all, 1 until all weigh the same. */
const BALANCE = 0.5;
const SMALLEST_GRADIENT = 1e-3;

/**
 * Multinomial logistic regression by stochastic gradient descent with a rate of its own for every feature (AdaGrad).
 * Deterministic: the same examples give the same weights.
 */
export function learn(examples: readonly Example[], features: number, classes: number): LinearWeights {
  const mean = new Float32Array((features + 1) * classes);
  for (let seed = 1; seed <= LEARNERS; seed += 1) {
    const { weights } = learned(examples, features + 1, classes, randomFrom(seed));
    for (let k = 0; k < mean.length; k += 1) mean[k] = (mean[k] ?? 0) + (weights[k] ?? 0) / LEARNERS;
  }
  return quantised(mean, classes);
}

function learned(examples: readonly Example[], rows: number, classes: number, random: () => number): Learner {
  const learner = new Learner(rows, classes, importance(examples, classes));
  const order = [...examples];
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(order, random);
    const rate = FIRST_RATE + ((LAST_RATE - FIRST_RATE) * epoch) / (EPOCHS - 1);
    for (const example of order) learner.step(example, rate, random);
  }
  return learner;
}

class Learner {
  readonly weights: Float32Array;
  readonly #gradients: Float32Array;
  readonly #bias: number;

  constructor(
    rows: number,
    readonly classes: number,
    readonly importance: readonly number[],
  ) {
    this.weights = new Float32Array(rows * classes);
    this.#gradients = new Float32Array(rows).fill(SMALLEST_GRADIENT);
    this.#bias = rows - 1;
  }

  step(example: Example, rate: number, random: () => number): void {
    const { rows, values } = thinned(example, this.#bias, random);
    const error = this.#error(rows, values, example.label);
    let size = 0;
    for (const part of error) size += part * part;
    for (let k = 0; k < rows.length; k += 1) this.#correct(rows[k] ?? 0, values[k] ?? 0, error, size, rate);
  }

  #error(rows: readonly number[], values: readonly number[], label: number): Float64Array {
    const { classes, weights } = this;
    const sums = new Float64Array(classes);
    for (let k = 0; k < rows.length; k += 1) {
      const start = (rows[k] ?? 0) * classes;
      const value = values[k] ?? 0;
      for (let c = 0; c < classes; c += 1) sums[c] = (sums[c] ?? 0) + value * (weights[start + c] ?? 0);
    }
    const error = softmax(sums);
    const factor = this.importance[label] ?? 1;
    for (let c = 0; c < classes; c += 1) {
      const truth = (c === label ? 1 - DOUBT : 0) + DOUBT / classes;
      error[c] = factor * ((error[c] ?? 0) - truth);
    }
    return error;
  }

  #correct(row: number, value: number, error: Float64Array, size: number, rate: number): void {
    const { classes, weights } = this;
    const seen = (this.#gradients[row] ?? 0) + size * value * value;
    this.#gradients[row] = seen;
    const step = (rate * value) / Math.sqrt(seen);
    const kept = 1 - rate * DECAY;
    const start = row * classes;
    for (let c = 0; c < classes; c += 1) weights[start + c] = (weights[start + c] ?? 0) * kept - step * (error[c] ?? 0);
  }
}

/** The example with some of its words and features left out, the rest strengthened to make up for single features; and the bias. */
function thinned({ rows, values, words }: Example, bias: number, random: () => number) {
  const gone = new Set<number>();
  const longest = words.reduce((most, word) => Math.max(most, word), -1);
  for (let word = 0; word <= longest; word += 1) if (random() < DROPPED_WORDS) gone.add(word);
  const kept = { rows: [bias], values: [BIAS_VALUE] };
  for (let k = 0; k < rows.length; k += 1) {
    if (random() < DROPPED_FEATURES || gone.has(words[k] ?? -1)) continue;
    kept.rows.push(rows[k] ?? 0);
    kept.values.push((values[k] ?? 0) / (1 - DROPPED_FEATURES));
  }
  return kept;
}

function importance(examples: readonly Example[], classes: number): readonly number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const { label } of examples) counts[label] = (counts[label] ?? 0) + 1;
  return counts.map((count) => (examples.length / classes / Math.max(1, count)) ** BALANCE);
}

function shuffle<Item>(items: Item[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [items[i], items[j]];
    if (a !== undefined && b !== undefined) [items[i], items[j]] = [b, a];
  }
}

/** Each row in bytes: its largest weight becomes 127. */
function quantised(weights: Float32Array, classes: number): LinearWeights {
  const rows = weights.length / classes;
  const scales = new Float32Array(rows);
  const bytes = new Int8Array(weights.length);
  for (let row = 0; row < rows; row += 1) {
    const own = weights.subarray(row * classes, (row + 1) * classes);
    const scale = own.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
    if (scale === 0) continue;
    scales[row] = scale;
    for (let c = 0; c < classes; c += 1) bytes[row * classes + c] = Math.round((own[c] ?? 0) / scale);
  }
  return { classes, scales, weights: bytes };
}
