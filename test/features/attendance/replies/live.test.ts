import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutbox } from '../../../../src/delivery/outbox.js';
import { contextOf } from '../../../../src/features/attendance/context.js';
import { LiveCards, staleCardsSpec } from '../../../../src/features/attendance/replies/live.js';
import { SharedWork } from '../../../../src/features/attendance/replies/shared-work.js';
import type { View } from '../../../../src/messages/view.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { until } from '../../../support/until.js';
import { stores } from '../../identity/house.js';
import { carla, deniz, gabi, Square } from './square.js';

describe.each(stores)('cards that are kept up to date, on %s', (on) => {
  let square: Square;
  beforeEach(async () => {
    square = await Square.invited({ on });
  });
  afterEach(() => square.close());

  /** A process of its own: what it hands to the outbox is counted. */
  function processOn(before: Promise<void> = Promise.resolve()) {
    const { store, clock, people } = square.town.house;
    const revised: (readonly { readonly key: string; readonly view: View }[])[] = [];
    const outbox = createOutbox({ store, clock, onEnqueued: () => undefined });
    const counting = {
      ...outbox,
      revise: async (some: Parameters<typeof outbox.revise>[0]) => {
        if (some.length > 0) revised.push(some);
        await before;
        await outbox.revise(some);
      },
    };
    const options = {
      store,
      clock,
      outbox: counting,
      logger: silentLogger,
      zone: 'Europe/Berlin',
      people: () => people,
    };
    const live = new LiveCards(contextOf(options as unknown as Parameters<typeof contextOf>[0]));
    return { live, revised };
  }

  /** What the house's own process invited is shown, and it does no more. */
  async function houseAtRest() {
    await square.town.house.features.find(({ name }) => name === 'attendance')?.stop?.();
    await square.town.house.runs('attendance.replies');
  }

  it('are rewritten together soon after many presses, without a beat', async () => {
    const meeting = await square.town.meeting();
    await houseAtRest();
    const { live, revised } = processOn();
    await square.rows.update((await square.row(carla))._id, { $set: { reply: 'yes', repliedTo: 1 } });
    await Promise.all(Array.from({ length: 50 }, () => live.touch(meeting._id)));
    await until(() => revised.length > 0, 'the cards are rewritten');
    await live.settle();
    expect(revised).toHaveLength(1);
    expect(revised[0]).toHaveLength(3);
  });

  it('are worked out to their end before a stop is over', async () => {
    const meeting = await square.town.meeting();
    await houseAtRest();
    let open = () => {};
    const { live, revised } = processOn(
      new Promise((resolve) => {
        open = resolve;
      }),
    );
    await square.rows.update((await square.row(carla))._id, { $set: { reply: 'yes', repliedTo: 1 } });
    await live.touch(meeting._id);
    await until(() => revised.length > 0, 'the cards are being rewritten');
    const order: string[] = [];
    const stopped = live.settle().then(() => order.push('stopped'));
    await nextTurn();
    order.push('rewritten');
    open();
    await stopped;
    expect(order).toEqual(['rewritten', 'stopped']);
    expect((await square.town.house.store.collection(staleCardsSpec).get(meeting._id))?.stale).toBeUndefined();
  });

  it('do not miss what a killed process left: the next beat shows it', async () => {
    const meeting = await square.town.meeting();
    const { live } = processOn();
    // It marked the cards and wrote the reply; then it was gone.
    await live.mark(meeting._id);
    await square.rows.update((await square.row(deniz))._id, { $set: { reply: 'no', repliedTo: 1 } });
    await square.beat();
    expect(await square.cardText(gabi)).toContain('0 Zusagen, 1 Absage, 2 offen');
  });

  it('are taken over from a process that died while it worked them out', async () => {
    const meeting = await square.town.meeting();
    const stale = square.town.house.store.collection(staleCardsSpec);
    const { live } = processOn();
    await live.mark(meeting._id);
    const held = new Date(square.clock.now().getTime() + 30_000);
    await stale.update(meeting._id, { $set: { heldUntil: held } });
    await square.rows.update((await square.row(deniz))._id, { $set: { reply: 'yes', repliedTo: 1 } });
    await square.town.house.runs('attendance.replies');
    expect((await stale.get(meeting._id))?.stale).toBe(true);
    square.clock.advance({ minutes: 1 });
    await square.beat();
    expect((await stale.get(meeting._id))?.stale).toBeUndefined();
    expect(await square.cardText(gabi)).toContain('1 Zusage, 0 Absagen, 2 offen');
  });

  it('are not handed over again where nothing they show has changed', async () => {
    const meeting = await square.town.meeting();
    const { live, revised } = processOn();
    await live.mark(meeting._id);
    await live.catchUp();
    await live.mark(meeting._id);
    await live.catchUp();
    expect(revised.length).toBeLessThanOrEqual(1);
  });
});

describe('work that many share', () => {
  it('is begun after each of them asked, once for all who wait', async () => {
    const begun: number[] = [];
    const release: (() => void)[] = [];
    let asked = 0;
    const work = new SharedWork(async () => {
      begun.push(asked);
      await new Promise<void>((resolve) => release.push(resolve));
      return begun.length;
    });
    const ask = () => {
      asked += 1;
      return work.run('one');
    };
    const first = ask();
    await until(() => begun.length === 1);
    const later = [ask(), ask(), ask()];
    release.shift()?.();
    expect(await first).toBe(1);
    await until(() => begun.length === 2);
    release.shift()?.();
    expect(await Promise.all(later)).toEqual([2, 2, 2]);
    expect(begun).toEqual([1, 4]);
  });

  it('tells a failure to those who asked, and goes on for the next', async () => {
    let runs = 0;
    const work = new SharedWork(async () => {
      runs += 1;
      if (runs === 1) throw new Error('gone');
      return runs;
    });
    await expect(work.run('one')).rejects.toThrow('gone');
    await expect(work.run('one')).resolves.toBeGreaterThan(1);
  });
});
