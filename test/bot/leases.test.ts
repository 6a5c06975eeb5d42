import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Leases, leaseSpec } from '../../src/bot/leases.js';
import { Unavailable } from '../../src/kernel/errors.js';
import { type FixedClock, fixedClock } from '../support/clock.js';
import { countedIds } from '../support/ids.js';
import { logbook } from '../support/logbook.js';
import { openTemporaryStore, type TemporaryStore } from '../support/store.js';
import { until } from '../support/until.js';

describe('a lease on an event', () => {
  let opened: TemporaryStore;
  let clock: FixedClock;
  const log = logbook();
  beforeEach(async () => {
    opened = await openTemporaryStore([leaseSpec]);
    clock = fixedClock();
    log.lines.length = 0;
  });
  afterEach(() => opened.close());

  const stored = () => opened.store.collection(leaseSpec);
  const process = (name: string, renewEveryMs?: number) =>
    new Leases({
      leases: stored(),
      clock,
      ids: countedIds(name),
      logger: log.logger,
      ...(renewEveryMs && { renewEveryMs }),
    });
  const theLease = async () => (await stored().find()).items[0];

  it('is renewed while the work goes on, so that long work is not done twice', async () => {
    const slow = gate<string>();
    const working = process('a', 5).once('event', () => slow.passed);
    await until(async () => (await theLease()) !== undefined, 'it is leased');
    const first = (await theLease())?.until ?? new Date(0);
    clock.advance({ minutes: 5 });
    await until(async () => ((await theLease())?.until ?? first) > clock.now(), 'it is renewed');
    await expect(process('b').once('event', async () => 'twice')).rejects.toThrow(Unavailable);
    slow.open('once');
    expect(await working).toBe('once');
    expect(await process('c').once('event', async () => 'again')).toBeUndefined();
  });

  it('that was lost to another process is not finished by the one that was too slow', async () => {
    const [slow, quick] = [gate<string>(), gate<string>()];
    const first = process('a').once('event', () => slow.passed);
    await until(async () => (await theLease()) !== undefined, 'it is leased');
    clock.advance({ minutes: 1 });
    const second = process('b').once('event', () => quick.passed);
    await until(async () => (await theLease())?.holder === 'b-1', 'it is taken over');
    slow.open('too late');
    expect(await first).toBeUndefined();
    expect(await theLease()).toMatchObject({ state: 'leased', holder: 'b-1' });
    expect(log.lines.map(({ message }) => message)).toEqual(['lease lost to another delivery while its work went on']);
    quick.open('in time');
    expect(await second).toBe('in time');
    expect(await theLease()).toMatchObject({ state: 'done', holder: 'b-1' });
  });

  it('that was lost is not given back by the one that failed', async () => {
    const [slow, quick] = [gate<never>(), gate<string>()];
    const first = process('a').once('event', () => slow.passed);
    await until(async () => (await theLease()) !== undefined, 'it is leased');
    clock.advance({ minutes: 1 });
    const second = process('b').once('event', () => quick.passed);
    await until(async () => (await theLease())?.holder === 'b-1', 'it is taken over');
    slow.fail(new Unavailable('platform'));
    await expect(first).rejects.toThrow(Unavailable);
    expect(await theLease()).toMatchObject({ state: 'leased', holder: 'b-1' });
    quick.open('done');
    await second;
  });

  it('is given back at once if the work fails', async () => {
    const failing = process('a').once('event', () => Promise.reject(new Unavailable('platform')));
    await expect(failing).rejects.toThrow(Unavailable);
    expect(await process('b').once('event', async () => 'second try')).toBe('second try');
  });
});

/** A promise that the test settles. */
function gate<T>() {
  let open: (value: T) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const passed = new Promise<T>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { passed, open: (value: T) => open(value), fail: (error: Error) => fail(error) };
}
