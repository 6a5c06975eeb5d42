/** What a text is made of: features by number below `buckets`, each with how much of it there is. */
export interface Features {
  readonly buckets: Uint16Array;
  readonly amounts: Float32Array;
}

/** One text to learn from. */
export interface Example {
  readonly features: Features;
  readonly positive: boolean;
  /** How much it counts; 1 is usual. */
  readonly weight: number;
}

const buckets = 1 << 16;
const epochs = 10;
const firstStep = 0.5;
const slowing = 0.8;

/** FNV-1a of a feature's name or a part of it, so that the same feature has the same number on every machine. */
export function bucketOf(feature: string, from = 0, until = feature.length): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < until; at += 1) hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % buckets;
}

/** Logistic regression. */
export class LinearModel {
  private constructor(
    private readonly weights: Float32Array | Float64Array,
    private bias: number,
  ) {}

  /** Learnt from examples in a fixed order: the same examples give the same model. */
  static learn(examples: readonly Example[]): LinearModel {
    const model = new LinearModel(new Float64Array(buckets), 0);
    const order = mixed(examples);
    for (let epoch = 0, step = firstStep; epoch < epochs; epoch += 1, step *= slowing) {
      for (const example of order) model.learn(example, step);
    }
    return model;
  }

  /** Throws if these bytes are no such model: another version wrote it, and it must be built again. */
  static decode(file: Uint8Array): LinearModel {
    if (file.byteLength !== (buckets + 1) * 4)
      throw new Error('The model of the guard is of another version. Build again.');
    const numbers = new Float32Array(new Uint8Array(file).buffer);
    return new LinearModel(numbers.subarray(0, buckets), numbers[buckets] ?? 0);
  }

  /** As a file: a number for each feature, then the one that every text has. */
  encode(): Uint8Array {
    const numbers = new Float32Array(buckets + 1);
    numbers.set(this.weights);
    numbers[buckets] = this.bias;
    return new Uint8Array(numbers.buffer);
  }

  /** How likely it is that a text is like the positive examples: 0 to 1. */
  probability({ buckets: at, amounts }: Features): number {
    let sum = this.bias;
    for (let index = 0; index < at.length; index += 1) {
      sum += (this.weights[at[index] ?? 0] ?? 0) * (amounts[index] ?? 0);
    }
    return 1 / (1 + Math.exp(-sum));
  }

  private learn({ features, positive, weight }: Example, step: number): void {
    const change = step * weight * ((positive ? 1 : 0) - this.probability(features));
    const { buckets: at, amounts } = features;
    for (let index = 0; index < at.length; index += 1) {
      const bucket = at[index] ?? 0;
      this.weights[bucket] = (this.weights[bucket] ?? 0) + change * (amounts[index] ?? 0);
    }
    this.bias += change / 10;
  }
}

/** Examples come file by file; learning wants them mixed. A step that shares no factor with the count visits each once. */
function mixed(examples: readonly Example[]): readonly Example[] {
  const commonFactor = (a: number, b: number): number => (b === 0 ? a : commonFactor(b, a % b));
  let stride = Math.max(1, Math.floor(examples.length * 0.618));
  while (commonFactor(stride, examples.length) > 1) stride += 1;
  return examples.flatMap((_, index) => examples[(index * stride) % examples.length] ?? []);
}
