import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/ports/logger.js';
import { Heartbeat } from '../../src/scheduling/heartbeat.js';
import { fixedClock } from '../support/clock.js';

const clock = fixedClock();

describe('the heartbeat', () => {
  it('runs every job for the instant it is given, and sums up what failed', async () => {
    const seen: string[] = [];
    const job = (name: string, failed: number) => ({
      name,
      run: async (now: Date) => {
        seen.push(`${name} ${now.toISOString()}`);
        return { done: 1, failed };
      },
    });
    const summary = await new Heartbeat([job('a', 0), job('b', 2)], clock, silentLogger).beat(clock.now());
    expect(seen).toEqual(['a 2026-11-10T08:00:00.000Z', 'b 2026-11-10T08:00:00.000Z']);
    expect(summary).toEqual({
      at: '2026-11-10T08:00:00.000Z',
      jobs: [
        { name: 'a', done: 1, failed: 0 },
        { name: 'b', done: 1, failed: 2 },
      ],
      failed: 2,
    });
  });

  it('goes on with the other jobs when one throws', async () => {
    const broken = { name: 'broken', run: () => Promise.reject(new Error('broken')) };
    const fine = { name: 'fine', run: async () => ({ done: 3, failed: 0 }) };
    const summary = await new Heartbeat([broken, fine], clock, silentLogger).beat(clock.now());
    expect(summary.jobs).toEqual([
      { name: 'broken', done: 0, failed: 1 },
      { name: 'fine', done: 3, failed: 0 },
    ]);
  });

  it('goes on without a job that hangs, and does not begin it again before it has ended', async () => {
    let begun = 0;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const hanging = {
      name: 'hanging',
      run: async () => {
        begun += 1;
        await ended;
        return { done: 1, failed: 0 };
      },
    };
    const fine = { name: 'fine', run: async () => ({ done: 3, failed: 0 }) };
    const heartbeat = new Heartbeat([hanging, fine], clock, silentLogger, 10);
    const beat = async () => (await heartbeat.beat(clock.now())).jobs;
    const without = [
      { name: 'hanging', done: 0, failed: 1 },
      { name: 'fine', done: 3, failed: 0 },
    ];
    expect([await beat(), await beat()]).toEqual([without, without]);
    expect(begun).toBe(1);
    end();
    await heartbeat.stop();
    expect((await beat())[0]).toEqual({ name: 'hanging', done: 1, failed: 0 });
    expect(begun).toBe(2);
  });

  it('never runs two beats at the same time', async () => {
    let running = 0;
    let most = 0;
    const slow = {
      name: 'slow',
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return { done: 1, failed: 0 };
      },
    };
    const heartbeat = new Heartbeat([slow], clock, silentLogger);
    await Promise.all([heartbeat.beat(clock.now()), heartbeat.beat(clock.now()), heartbeat.beat(clock.now())]);
    expect(most).toBe(1);
  });

  it('beats once for several calls that wake it, and not after it was stopped', async () => {
    let beats = 0;
    const heartbeat = new Heartbeat(
      [{ name: 'count', run: async () => ({ done: ++beats, failed: 0 }) }],
      clock,
      silentLogger,
    );
    heartbeat.start();
    heartbeat.wake();
    heartbeat.wake();
    await heartbeat.stop();
    expect(beats).toBe(1);
    heartbeat.wake();
    await heartbeat.stop();
    expect(beats).toBe(1);
  });

  it('leaves out what goes on by itself, unless everything is asked for', async () => {
    const ran: string[] = [];
    const counting = (name: string, byItself: boolean) => ({
      name,
      byItself,
      run: async () => ({ done: ran.push(name), failed: 0 }),
    });
    const heartbeat = new Heartbeat([counting('job', false), counting('outbox', true)], clock, silentLogger);
    heartbeat.start();
    await heartbeat.stop();
    expect(ran).toEqual(['job']);
    await heartbeat.beat(clock.now());
    expect(ran).toEqual(['job', 'job', 'outbox']);
  });
});
