import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboxSpec } from '../../src/delivery/entry.js';
import type { CollectionSpec } from '../../src/ports/document-store.js';
import { silentLogger } from '../../src/ports/logger.js';
import { DeliveryFailure } from '../../src/ports/messenger.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { freshDatabase, mongoSetupMs } from '../support/mongo.js';
import { Office, type OpenOffice, openOffice, view } from './office.js';
import { type Fate, Platform } from './platform.js';
import { VirtualTime } from './virtual-time.js';

const second = 1_000;
const never = () => new Promise<never>(() => undefined);

/** What one post meets: how long it takes, how long the answer is under way, and whether it arrives. */
const fate = fc
  .record({
    takes: fc.integer({ min: 0, max: 40 * second }),
    answers: fc.integer({ min: 0, max: 19 * second }),
    end: fc.constantFrom('answered', 'lost', 'refused', 'not accepted' as const),
  })
  .map(({ takes, answers, end }): Fate => {
    if (end === 'refused') return { takes, refused: new DeliveryFailure('retry', 'overloaded') };
    if (end === 'not accepted') return { takes, refused: new DeliveryFailure('unclear', 'reset') };
    return { takes, answers, ...(end === 'lost' && { lost: new DeliveryFailure('unclear', 'reset') }) };
  });

interface Process {
  /** Milliseconds between two beats, and before the first. */
  readonly every: number;
  readonly offset: number;
  /** When it is killed, in milliseconds from the beginning. */
  readonly dies?: number;
}

const processes = fc.array(
  fc.record(
    {
      every: fc.integer({ min: second, max: 60 * second }),
      offset: fc.integer({ min: 0, max: 60 * second }),
      dies: fc.integer({ min: 0, max: 300 * second }),
    },
    { requiredKeys: ['every', 'offset'] },
  ),
  { minLength: 1, maxLength: 3 },
);

/** Beats for an hour, or until it is killed: then none of its calls comes back. */
async function live(at: OpenOffice, name: string, { every, offset, dies = Number.POSITIVE_INFINITY }: Process) {
  const dead = () => at.time.passed() >= dies;
  const store = at.time.watch(at.office.store, async () => (dead() ? never() : undefined));
  const dispatcher = at.office.dispatcher(name, { store });
  await at.time.wait(offset);
  while (at.time.passed() < 3_600 * second && !dead()) {
    await dispatcher.drain(at.time.now());
    await at.time.wait(every);
  }
}

describe('several processes on one outbox', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  it.each([[1], [2], [4]])('do not take over what %i of them are still sending, at any second', async (count) => {
    at.slack.lag = 30 * second;
    at.slack.fates = [{ takes: 30 * second, answers: 29 * second }];
    await at.office.enqueue('slack-1');
    const first = at.office.dispatcher('first').drain(at.time.now());
    for (let passed = 0; passed < 200; passed += 1) {
      const names = Array.from({ length: count }, (_, index) => `other-${passed}-${index}`);
      const drains = names.map((name) => at.office.dispatcher(name).drain(at.time.now()));
      await at.time.during(Promise.all([at.time.wait(second), ...drains]));
    }
    await at.time.during(first);
    expect(at.slack.keys).toEqual(['slack-1']);
    expect(at.slack.lookedAt).toEqual([]);
  });

  it('do not take over what one of them began to send late, after slow others', async () => {
    at.slack.lag = 30 * second;
    at.slack.always.set('slack-1', { takes: 59 * second });
    const keys = ['a', 'b', 'c', 'd'];
    await at.office.outbox().enqueue(keys.map((key) => ({ key, personId: 'slack-1', view, due: at.time.now() })));
    const first = at.office.dispatcher('first').drain(at.time.now());
    await at.time.pass({ seconds: 1 });
    for (let passed = 0; passed < 300; passed += 1) {
      void at.office.dispatcher(`other-${passed}`).drain(at.time.now());
      await at.time.pass({ seconds: 1 });
    }
    await at.time.during(first);
    expect([...at.slack.keys].sort()).toEqual(keys);
  });

  it.each([0, 20, 40, 59])('take over from one that died while a post took %i seconds', async (seconds) => {
    at.slack.lag = 30 * second;
    at.slack.fates = [{ takes: seconds * second }];
    await at.office.enqueue('slack-1', 'slack-2');
    void live(at, 'dead', { every: second, offset: 0, dies: 1 });
    for (let passed = 0; passed < 200; passed += 1) {
      await at.time.pass({ seconds: 1 });
      await at.drain(`alive-${passed}`);
    }
    expect([...at.slack.keys].sort()).toEqual(['slack-1', 'slack-2']);
    expect(await at.office.entries().count({ state: 'sent' })).toBe(2);
  });

  it('leave alone what another has done meanwhile, however late their own word arrives', async () => {
    at.slack.fates = [{ refused: new DeliveryFailure('retry', 'overloaded') }];
    await at.office.enqueue('slack-1');
    let updates = 0;
    const slow = at.time.watch(at.office.store, async (method, collection) => {
      if (method === 'update' && collection === 'outbox') updates += 1;
      if (updates > 1) await at.time.wait(600 * second);
    });
    const first = at.office.dispatcher('slow', { store: slow }).drain(at.time.now());
    for (const name of ['b', 'c', 'd']) {
      await at.time.pass({ minutes: 2 });
      await at.drain(name);
    }
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'sent' });
    await at.time.during(first);
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'sent' });
    await at.drain('e');
    expect(at.slack.keys).toEqual(['slack-1']);
  });
});

describe('several processes, whatever happens when', () => {
  it('send every message once: deaths at any instant, lost answers, any lag within the bound', async () => {
    const circumstances = fc.record({
      processes,
      fates: fc.array(fate, { maxLength: 8 }),
      lag: fc.integer({ min: 0, max: 30 * second }),
      messages: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(circumstances, async ({ processes: mortal, fates, lag, messages }) => {
        const at = await openOffice();
        try {
          at.slack.lag = lag;
          at.slack.fates = [...fates];
          const people = Array.from({ length: messages }, (_, index) => `slack-${index}`);
          await at.office.enqueue(...people);
          mortal.forEach((process, index) => void live(at, `mortal-${index}`, process));
          await at.time.during(live(at, 'survivor', { every: 60 * second, offset: 7 * second }));
          expect([...at.slack.keys].sort()).toEqual(people);
          expect(await at.office.entries().count({ state: 'sent' })).toBe(messages);
        } finally {
          await at.close();
        }
      }),
      { numRuns: 40, seed: 20_261_110 },
    );
  }, 60_000);
});

describe('four processes on a real MongoDB', () => {
  it(
    'send each message once',
    async () => {
      const database = await freshDatabase();
      const time = new VirtualTime();
      const store = createMongoStore({ uri: database.uri, clock: time, logger: silentLogger });
      await store.start([outboxSpec as unknown as CollectionSpec<never>]);
      try {
        const office = new Office(time.watch(store), time, time.wait);
        const slack = new Platform(time, time.wait);
        office.messengers.set('slack', slack);
        const people = Array.from({ length: 120 }, (_, index) => `slack-${index}`);
        await office.enqueue(...people);
        const names = ['a', 'b', 'c', 'd'];
        const drained = await time.during(Promise.all(names.map((name) => office.dispatcher(name).drain(time.now()))));
        expect([...slack.keys].sort()).toEqual(people.sort());
        expect(drained.reduce((sum, { done }) => sum + done, 0)).toBe(120);
      } finally {
        await store.stop();
        await database.drop();
      }
    },
    mongoSetupMs,
  );
});
