/** What must hold: of the value itself, or of its ratio to the baseline that was measured in the same run. */
export interface Bar {
  readonly of: 'value' | 'ratio';
  readonly is: '<=' | '>=';
  readonly than: number;
}

export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** In the same unit. */
  readonly baseline: number;
  readonly ratio: number;
  /** E.g. `value <= 3`. */
  readonly bar: string;
  readonly holds: boolean;
}

export function result(
  name: string,
  unit: string,
  measured: { readonly value: number; readonly baseline: number },
  bar: Bar,
): Result {
  const { value, baseline } = measured;
  const ratio = value / baseline;
  const judged = bar.of === 'value' ? value : ratio;
  return {
    name,
    value: rounded(value),
    unit,
    baseline: rounded(baseline),
    ratio: rounded(ratio),
    bar: `${bar.of} ${bar.is} ${bar.than}`,
    // Judged before it is rounded.
    holds: bar.is === '<=' ? judged <= bar.than : judged >= bar.than,
  };
}

/** Three digits that count; whole numbers stay whole. */
function rounded(value: number): number {
  return Number(value >= 1_000 ? value.toFixed(0) : value.toPrecision(3));
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The smallest of the values that so many percent of them do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

/** Milliseconds that the work took. */
export async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
