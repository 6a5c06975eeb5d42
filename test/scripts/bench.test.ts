import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { delivering } from '../../scripts/bench/delivering.js';
import { dispatching } from '../../scripts/bench/dispatching.js';
import { questions } from '../../scripts/bench/questions.js';
import { median, percentile, result } from '../../scripts/bench/result.js';

const atMost = (than: number) => ({ of: 'value', is: '<=', than }) as const;
const timesAtLeast = (than: number) => ({ of: 'ratio', is: '>=', than }) as const;

describe('a result of the bench', () => {
  it('says what was measured, against what, and whether the bar holds', () => {
    expect(result('answer-median', 'ms', { value: 0.5, baseline: 0.25 }, atMost(3))).toEqual({
      name: 'answer-median',
      value: 0.5,
      unit: 'ms',
      baseline: 0.25,
      ratio: 2,
      bar: 'value <= 3',
      holds: true,
    });
  });

  it('holds at the bar and not beyond it, before anything is rounded', () => {
    expect(result('a', 'ms', { value: 3, baseline: 1 }, atMost(3)).holds).toBe(true);
    const beyond = result('a', 'ms', { value: 3.0004, baseline: 1 }, atMost(3));
    expect([beyond.value, beyond.holds]).toEqual([3, false]);
  });

  it('can be judged by its ratio to the baseline', () => {
    const faster = result('a', '1/s', { value: 2_000, baseline: 1_000 }, timesAtLeast(2));
    expect([faster.bar, faster.holds]).toEqual(['ratio >= 2', true]);
    expect(result('a', '1/s', { value: 1_999, baseline: 1_000 }, timesAtLeast(2)).holds).toBe(false);
  });

  it('takes percentiles as values that were really measured', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect([median(values), percentile(values, 99), percentile(values, 100)]).toEqual([100, 198, 200]);
    expect(percentile([7], 99)).toBe(7);
    expect(() => median([])).toThrow('nothing was measured');
  });
});

describe('the bench', () => {
  it('measures with the 160 questions that are for tuning', async () => {
    expect(await questions()).toHaveLength(160);
  });

  it('weighs the answerer and the search in processes of their own', async () => {
    const child = resolve('dist/scripts/bench/children/answerer.js');
    for (const way of ['answerer', 'search']) {
      const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child, way]);
      const cost = JSON.parse(stdout) as Record<string, number>;
      expect(Object.keys(cost)).toEqual(['loadMs', 'liveMegabytes', 'residentMegabytes']);
      expect(cost.loadMs).toBeGreaterThan(0);
      expect(cost.residentMegabytes).toBeGreaterThan(0);
    }
  });

  it('measures a question through the whole bot against a bare write', async () => {
    const [embedded] = await dispatching();
    expect(embedded).toMatchObject({ name: 'dispatch-embedded', unit: 'ms' });
    expect(embedded?.ratio).toBeGreaterThan(1);
  });

  it('measures deliveries, every message delivered', { timeout: 60_000 }, async () => {
    const [embedded] = await delivering();
    expect(embedded).toMatchObject({ name: 'deliveries-embedded', unit: '1/s' });
  });
});
