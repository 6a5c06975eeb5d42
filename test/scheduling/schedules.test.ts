import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stored } from '../../src/bot/feature.js';
import { Unavailable } from '../../src/kernel/errors.js';
import type { DocumentStore } from '../../src/ports/document-store.js';
import { silentLogger } from '../../src/ports/logger.js';
import { ledgerSpec, sightingsSpec } from '../../src/scheduling/ledger.js';
import { type Schedule, Schedules, type SchedulesOptions } from '../../src/scheduling/schedules.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { type FixedClock, fixedClock } from '../support/clock.js';
import { countedIds } from '../support/ids.js';
import { logbook } from '../support/logbook.js';
import { freshDatabase, mongoSetupMs } from '../support/mongo.js';
import { openTemporaryStore } from '../support/store.js';
import { until } from '../support/until.js';
import { dailySchedule } from './daily.js';

const specs = [stored(ledgerSpec), stored(sightingsSpec)];

async function mongo() {
  const database = await freshDatabase();
  const store = createMongoStore({ uri: database.uri, clock: fixedClock(), logger: silentLogger });
  await store.start(specs);
  return {
    store,
    async close() {
      await store.stop();
      await database.drop();
    },
  };
}

describe.each([
  ['the embedded store', () => openTemporaryStore(specs)],
  ['MongoDB', mongo],
] as const)('schedules on %s', (_name, open) => {
  let opened: { readonly store: DocumentStore; close(): Promise<void> };
  let clock: FixedClock;
  let log: ReturnType<typeof logbook>;
  /** What ran, as `NAME OCCURRENCE`. */
  let ran: string[];
  beforeEach(async () => {
    opened = await open();
    clock = fixedClock('2026-11-09T12:00:00+01:00');
    log = logbook();
    ran = [];
  }, mongoSetupMs);
  afterEach(() => opened.close());

  const noted = (name: string, then: () => Promise<void> = async () => undefined): Schedule =>
    dailySchedule(name, async (occurrence) => {
      ran.push(`${name} ${occurrence.toISOString()}`);
      await then();
    });
  const process = (name: string, schedules: readonly Schedule[], more: Partial<SchedulesOptions> = {}) =>
    new Schedules({
      store: opened.store,
      clock,
      ids: countedIds(name),
      logger: log.logger,
      zone: 'Europe/Berlin',
      schedules,
      ...more,
    });
  const rows = async () => (await opened.store.collection(ledgerSpec).find()).items;
  const theRow = async () => (await rows())[0];
  /** One beat at the clock's instant. */
  const beat = (schedules: Schedules) => schedules.run(clock.now());
  const at = (instant: string, schedules: Schedules) => {
    clock.set(instant);
    return beat(schedules);
  };

  it('run an occurrence once, however often they beat', async () => {
    const one = process('a', [noted('test.daily')]);
    expect(await beat(one)).toEqual({ done: 0, failed: 0 });
    expect(await at('2026-11-10T07:59:00+01:00', one)).toEqual({ done: 0, failed: 0 });
    expect(await at('2026-11-10T08:00:00+01:00', one)).toEqual({ done: 1, failed: 0 });
    expect(await at('2026-11-10T08:01:00+01:00', one)).toEqual({ done: 0, failed: 0 });
    expect(await at('2026-11-10T19:00:00+01:00', process('b', [noted('test.daily')]))).toEqual({ done: 0, failed: 0 });
    expect(ran).toEqual(['test.daily 2026-11-10T07:00:00.000Z']);
    expect(await theRow()).toMatchObject({ _id: 'test.daily:2026-11-10T07:00:00.000Z', state: 'done', attempts: 1 });
  });

  it('do not run what was before they existed', async () => {
    await at('2026-11-10T09:00:00+01:00', process('a', [noted('test.daily')]));
    expect(ran).toEqual([]);
    await at('2026-11-11T08:00:00+01:00', process('a', [noted('test.daily'), noted('test.new')]));
    await at('2026-11-11T08:01:00+01:00', process('a', [noted('test.newer')]));
    // The two run side by side.
    expect([...ran].sort()).toEqual(['test.daily 2026-11-11T07:00:00.000Z', 'test.new 2026-11-11T07:00:00.000Z']);
  });

  it('do not run again what another pattern of theirs had on the same day', async () => {
    const early = { ...noted('test.daily'), pattern: '0 7 * * *' };
    await beat(process('a', [noted('test.daily')]));
    await at('2026-11-10T08:00:00+01:00', process('a', [noted('test.daily')]));
    await at('2026-11-10T08:30:00+01:00', process('a', [early]));
    await at('2026-11-11T07:00:00+01:00', process('a', [early]));
    expect(ran).toEqual(['test.daily 2026-11-10T07:00:00.000Z', 'test.daily 2026-11-11T06:00:00.000Z']);
  });

  it('make up for the last occurrence that a downtime missed, and for no other', async () => {
    await beat(process('a', [noted('test.daily')]));
    await at('2026-11-14T19:59:00+01:00', process('a', [noted('test.daily')]));
    expect(ran).toEqual(['test.daily 2026-11-14T07:00:00.000Z']);
  });

  it('leave out what is too late', async () => {
    await beat(process('a', [noted('test.daily')]));
    await at('2026-11-14T20:01:00+01:00', process('a', [noted('test.daily')]));
    expect(ran).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it('run nothing twice when the clock goes back, nor when it comes forward again', async () => {
    const one = process('a', [noted('test.daily')]);
    await beat(one);
    for (const instant of ['2026-11-10T08:00', '2026-11-10T07:30', '2026-11-10T08:00', '2026-11-09T08:30']) {
      await at(`${instant}:00+01:00`, one);
    }
    await at('2026-11-10T12:00:00+01:00', one);
    expect(ran).toEqual(['test.daily 2026-11-10T07:00:00.000Z']);
  });

  it('go on as usual after the clock was a year ahead', async () => {
    const one = process('a', [noted('test.daily')]);
    await beat(one);
    await at('2027-11-10T08:00:00+01:00', one);
    await at('2026-11-10T08:00:00+01:00', one);
    expect(ran).toEqual(['test.daily 2027-11-10T07:00:00.000Z', 'test.daily 2026-11-10T07:00:00.000Z']);
  });

  it('take the instant that a beat is given for now, whatever the clock says', async () => {
    const one = process('a', [noted('test.daily')]);
    await one.run(new Date('2026-11-20T12:00:00+01:00'));
    expect(await one.run(new Date('2026-11-21T08:00:00+01:00'))).toEqual({ done: 1, failed: 0 });
    expect(ran).toEqual(['test.daily 2026-11-21T07:00:00.000Z']);
  });

  it('run once when several processes beat at once', async () => {
    await beat(process('a', [noted('test.daily')]));
    clock.set('2026-11-10T08:00:00+01:00');
    const beats = ['b', 'c', 'd', 'e'].map((name) => beat(process(name, [noted('test.daily')])));
    const done = await Promise.all(beats);
    expect(done.reduce((sum, each) => sum + each.done, 0)).toBe(1);
    expect(ran).toEqual(['test.daily 2026-11-10T07:00:00.000Z']);
  });

  it('begin again what failed, later and later, until it is too late for it', async () => {
    const broken = noted('test.daily', () => Promise.reject(new Error('with words of a person')));
    const one = process('a', [broken]);
    await beat(one);
    expect(await at('2026-11-10T08:00:00+01:00', one)).toEqual({ done: 0, failed: 1 });
    expect(await at('2026-11-10T08:00:59+01:00', one)).toEqual({ done: 0, failed: 0 });
    expect(await at('2026-11-10T08:01:00+01:00', one)).toEqual({ done: 0, failed: 1 });
    expect(await at('2026-11-10T08:02:59+01:00', one)).toEqual({ done: 0, failed: 0 });
    expect(await at('2026-11-10T08:03:00+01:00', one)).toEqual({ done: 0, failed: 1 });
    expect(ran).toHaveLength(3);
    expect(await at('2026-11-10T20:00:01+01:00', one)).toEqual({ done: 0, failed: 1 });
    expect(await theRow()).toMatchObject({ state: 'left' });
    expect(await at('2026-11-10T21:00:01+01:00', one)).toEqual({ done: 0, failed: 0 });
    expect(ran).toHaveLength(3);
    expect(JSON.stringify(log.lines)).not.toContain('with words');
  });

  it('finish what failed once, also when the next occurrence has come', async () => {
    let fails = true;
    const weak = {
      ...noted('test.daily', async () => (fails ? Promise.reject(new Error('no')) : undefined)),
      lateHours: 48,
    };
    const one = process('a', [weak]);
    await beat(one);
    await at('2026-11-10T08:00:00+01:00', one);
    fails = false;
    expect(await at('2026-11-11T08:00:00+01:00', one)).toEqual({ done: 2, failed: 0 });
    expect(ran.slice(1)).toEqual(['test.daily 2026-11-10T07:00:00.000Z', 'test.daily 2026-11-11T07:00:00.000Z']);
  });

  it('take over from a process that went silent, not from one that is at work', async () => {
    const hangs = noted('test.daily', () => new Promise<never>(() => undefined));
    await beat(process('a', [hangs]));
    clock.set('2026-11-10T08:00:00+01:00');
    void beat(process('silent', [hangs]));
    await until(() => ran.length === 1, 'it runs');
    expect(await at('2026-11-10T08:01:59+01:00', process('b', [noted('test.daily')]))).toEqual({ done: 0, failed: 0 });
    expect(await at('2026-11-10T08:02:00+01:00', process('b', [noted('test.daily')]))).toEqual({ done: 1, failed: 0 });
    expect(await theRow()).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('renew their lease while a run goes on', async () => {
    const slow = gate();
    const long = noted('test.daily', () => slow.passed);
    const one = process('a', [long], { renewEveryMs: 5 });
    await beat(one);
    clock.set('2026-11-10T08:00:00+01:00');
    const working = beat(one);
    await until(() => ran.length === 1, 'it runs');
    clock.advance({ minutes: 30 });
    await until(async () => ((await theRow())?.due ?? clock.now()) > clock.now(), 'the lease is renewed');
    expect(await beat(process('b', [noted('test.daily')]))).toEqual({ done: 0, failed: 0 });
    slow.open();
    expect(await working).toEqual({ done: 1, failed: 0 });
    expect(ran).toHaveLength(1);
  });

  it('leave a row alone that another process has taken over meanwhile', async () => {
    const [slow, other] = [gate(), gate()];
    const first = process('a', [noted('test.daily', () => slow.passed)]);
    await beat(first);
    clock.set('2026-11-10T08:00:00+01:00');
    const late = beat(first);
    await until(() => ran.length === 1, 'the first runs');
    clock.advance({ minutes: 3 });
    const second = beat(process('b', [noted('test.daily', () => other.passed)]));
    await until(() => ran.length === 2, 'the second runs');
    slow.open();
    await late;
    expect(await theRow()).toMatchObject({ state: 'open', holder: 'b-1' });
    other.open();
    expect(await second).toEqual({ done: 1, failed: 0 });
    expect(await theRow()).toMatchObject({ state: 'done', holder: 'b-1' });
  });

  it('do not wait for one that is slow: the others run, and it ends by itself', async () => {
    const slow = gate();
    const schedules = [noted('test.slow', () => slow.passed), noted('test.quick')];
    const one = process('a', schedules, { patienceMs: 20 });
    const done = async (name: string) =>
      (await rows()).filter(({ schedule, state }) => schedule === name && state === 'done').length;
    /** Beats until the quick one has been done so often: how fast the store is does not matter. */
    const beatUntilDone = (times: number) =>
      until(async () => {
        await beat(one);
        return (await done('test.quick')) === times;
      }, `the quick one is done ${times} times`);
    await beat(process('unhurried', schedules));
    clock.set('2026-11-10T08:00:00+01:00');
    await beatUntilDone(1);
    clock.set('2026-11-11T08:00:00+01:00');
    await beatUntilDone(2);
    await until(() => ran.some((each) => each.startsWith('test.slow')), 'the slow one has begun');
    expect(ran.filter((each) => each.startsWith('test.slow'))).toHaveLength(1);
    expect((await beat(one)).failed).toBeGreaterThanOrEqual(1);
    slow.open();
    await one.stop();
    expect(await done('test.slow')).toBe(1);
  });

  it('take a run that does not end for failed', async () => {
    const hangs = noted('test.daily', () => new Promise<never>(() => undefined));
    const one = process('a', [hangs], { longestRunMs: 5 });
    await beat(one);
    expect(await at('2026-11-10T08:00:00+01:00', one)).toEqual({ done: 0, failed: 1 });
    expect(log.lines.map(({ fields }) => fields.reason)).toEqual(['TookTooLong']);
    expect(await at('2026-11-10T08:01:00+01:00', process('b', [noted('test.daily')]))).toEqual({ done: 1, failed: 0 });
  });

  it('begin nothing after they were stopped', async () => {
    const one = process('a', [noted('test.daily')]);
    await beat(one);
    await one.stop();
    expect(await at('2026-11-10T08:00:00+01:00', one)).toEqual({ done: 0, failed: 0 });
    expect(ran).toEqual([]);
    await beat(process('b', [noted('test.daily')]));
    expect(ran).toHaveLength(1);
  });
});

describe('schedules', () => {
  const options = { clock: fixedClock(), ids: countedIds('a'), logger: silentLogger, zone: 'Europe/Berlin' };
  const never = async () => undefined;

  it('count as failed while the store cannot be reached', async () => {
    const opened = await openTemporaryStore(specs);
    await opened.close();
    const log = logbook();
    const one = new Schedules({
      ...options,
      logger: log.logger,
      store: opened.store,
      schedules: [dailySchedule('test.daily', never)],
    });
    expect(await one.run(new Date())).toEqual({ done: 0, failed: 1 });
    expect(log.lines.map(({ fields }) => fields.reason)).toEqual([Unavailable.name]);
  });

  it.each<[string, readonly Schedule[], RegExp]>([
    ['a pattern that is none', [{ ...dailySchedule('test.x', never), pattern: 'täglich' }], /CronPattern/],
    ['no time to be late', [{ ...dailySchedule('test.x', never), lateHours: 0 }], /lateHours is 1 to/],
    ['one name for two', [dailySchedule('test.x', never), dailySchedule('test.x', never)], /declared twice/],
  ])('with %s are refused at start', async (_what, schedules, message) => {
    const { store, close } = await openTemporaryStore(specs);
    expect(() => new Schedules({ ...options, store, schedules })).toThrow(message);
    await close();
  });
});

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}
