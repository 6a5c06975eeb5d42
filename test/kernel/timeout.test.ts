import { describe, expect, it } from 'vitest';
import { inTime, within } from '../../src/kernel/timeout.js';

const never = new Promise<never>(() => undefined);
const tooLate = () => new RangeError('too late');

describe('a bounded wait', () => {
  it('ends with what the work came to', async () => {
    expect(await within(1_000, Promise.resolve('done'))).toBe('done');
    expect(await inTime(1_000, Promise.resolve('late'), tooLate)).toBe('late');
  });

  it('ends without it when the time is up', async () => {
    expect(await within(1, never)).toBe('late');
    await expect(inTime(1, never, tooLate)).rejects.toThrow('too late');
  });

  it('fails as the work fails', async () => {
    await expect(within(1_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(inTime(1_000, Promise.reject(new Error('no')), tooLate)).rejects.toThrow('no');
  });
});
