import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../src/kernel/errors.js';
import { DeliveryFailure } from '../../src/ports/messenger.js';
import { accountOf, type OpenOffice, openOffice, view } from './office.js';

const people = (channel: string, count: number) => Array.from({ length: count }, (_, index) => `${channel}-${index}`);

describe('a running bot', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  it('sends what is enqueued while it is busy with others, at once', async () => {
    for (const person of people('teams', 20)) at.teams.always.set(person, { takes: 30_000 });
    await at.office.enqueue(...people('teams', 20));
    const dispatcher = at.office.dispatcher();
    dispatcher.start();
    await at.time.pass({ seconds: 10 });
    await at.office.enqueue('slack-new');
    dispatcher.wake();
    await at.time.pass({ seconds: 1 });
    expect(at.slack.keys).toEqual(['slack-new']);
    await at.time.during(dispatcher.stop());
  });

  it('sends within seconds what another process enqueued', async () => {
    const dispatcher = at.office.dispatcher();
    dispatcher.start();
    await at.time.pass({ minutes: 3 });
    await at.office.enqueue('slack-1');
    await at.time.pass({ seconds: 6 });
    expect(at.slack.keys).toEqual(['slack-1']);
    await at.time.during(dispatcher.stop());
  });

  it('tries again by itself, and finishes what is under way when it is stopped', async () => {
    at.slack.fates = [{ refused: new DeliveryFailure('retry', 'overloaded') }];
    at.teams.fates = [{ takes: 20_000 }];
    await at.office.enqueue('slack-1', 'teams-1');
    const dispatcher = at.office.dispatcher();
    dispatcher.start();
    await at.time.pass({ seconds: 12 });
    expect(at.slack.keys).toEqual(['slack-1']);
    expect(at.teams.keys).toEqual([]);
    await at.time.during(dispatcher.stop());
    expect(at.teams.keys).toEqual(['teams-1']);
    expect(await at.office.entry('teams-1')).toMatchObject({ state: 'sent' });
  });

  it('goes on when the store is back', async () => {
    const dispatcher = at.office.dispatcher();
    dispatcher.start();
    await at.time.pass({ seconds: 1 });
    at.store.before = () => Promise.reject(new Unavailable('store'));
    await at.time.pass({ minutes: 2 });
    at.store.before = undefined;
    await at.office.enqueue('slack-1');
    await at.time.pass({ seconds: 8 });
    expect(at.slack.keys).toEqual(['slack-1']);
    await at.time.during(dispatcher.stop());
  });

  it('holds no more ready than it sends within moments, however many wait', async () => {
    await at.office.enqueue(...people('slack', 120));
    let [calls, most] = [0, 0];
    at.store.before = async (method) => {
      if (method === 'count' || ++calls % 10 > 0) return;
      most = Math.max(most, await at.office.entries().count({ state: 'leased' }));
    };
    await at.drain();
    expect(at.slack.posts).toHaveLength(120);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(40);
  });

  it('keeps what waits for its turn, so that nobody takes it over', async () => {
    at.teams.always.set('teams-0', { takes: 55_000 });
    for (const person of people('teams', 12)) at.teams.always.set(person, { takes: 55_000 });
    await at.office.enqueue(...people('teams', 12));
    const first = at.office.dispatcher('first');
    first.start();
    for (let beat = 0; beat < 30; beat += 1) {
      await at.time.pass({ seconds: 5 });
      expect(await at.office.entries().count({ state: 'leased', due: { $lte: at.time.now() } })).toBe(0);
    }
    await at.time.during(first.stop());
    expect(new Set(at.teams.keys).size).toBe(at.teams.keys.length);
  });

  it('tells of progress every two seconds at most, of all batches at once, and in the end', async () => {
    const told: { readonly batches: readonly string[]; readonly at: number }[] = [];
    const messages = people('slack', 30).map((personId, index) => ({
      key: personId,
      personId,
      view,
      due: at.time.now(),
      batch: index % 2 === 0 ? 'even' : 'odd',
    }));
    await at.office.outbox().enqueue(messages);
    const dispatcher = at.office.dispatcher('a', {
      onProgress: (batches) => void told.push({ batches: [...batches].sort(), at: at.time.passed() }),
    });
    await at.time.during(dispatcher.drain(at.time.now()));
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(told.length).toBeLessThanOrEqual(6);
    expect(told.at(-1)?.at).toBeGreaterThanOrEqual(at.slack.posts.at(-1)?.at.getTime() ? 5_000 : 0);
    expect(told[1]?.batches).toEqual(['even', 'odd']);
    const gaps = told.slice(1, -1).map((each, index) => each.at - (told[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
  });

  it('tells nobody of messages that belong to no batch', async () => {
    const told: (readonly string[])[] = [];
    await at.office.enqueue('slack-1');
    const dispatcher = at.office.dispatcher('a', { onProgress: (batches) => void told.push(batches) });
    await at.time.during(dispatcher.drain(at.time.now()));
    expect(told).toEqual([]);
    expect(at.slack.posts[0]?.user).toBe(accountOf('slack-1').user);
  });
});
