import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFailure } from '../../src/ports/messenger.js';
import { accountOf, type OpenOffice, openOffice, view } from './office.js';

const people = (channel: string, count: number) => Array.from({ length: count }, (_, index) => `${channel}-${index}`);

describe('the lanes of the platforms', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  it('keeps the quiet that one conversation is asked for, and delays no other by it', async () => {
    at.slack.always.set('slack-3', { refused: new DeliveryFailure('retry', 'rate-limited', 90) });
    await at.office.enqueue(...people('slack', 30), ...people('teams', 30));
    const begun = at.time.passed();
    expect(await at.drain()).toEqual({ done: 59, failed: 1 });
    expect(at.time.passed() - begun).toBeLessThan(8_000);
    at.slack.always.clear();
    await at.time.pass({ seconds: 80 });
    await at.drain('b');
    expect(at.slack.posts).toHaveLength(29);
    await at.time.pass({ seconds: 10 });
    await at.drain('c');
    expect(at.slack.posts).toHaveLength(30);
  });

  it('lets the other platform go on while one asks everybody for quiet, and asks that one nothing more', async () => {
    for (const person of people('slack', 60)) {
      at.slack.always.set(person, { refused: new DeliveryFailure('retry', 'rate-limited', 90) });
    }
    await at.office.enqueue(...people('slack', 60), ...people('teams', 30));
    const { done, failed } = await at.drain();
    expect(at.teams.posts).toHaveLength(30);
    expect(at.slack.attempts).toBeLessThanOrEqual(8);
    expect({ done, failed }).toEqual({ done: 30, failed: at.slack.attempts });
  });

  it('keeps that quiet beyond the beat, in every process, and counts it against no message', async () => {
    const refused = new DeliveryFailure('retry', 'token-revoked', 90);
    at.slack.fates = [{ refused }];
    await at.office.enqueue(...people('slack', 30));
    await at.drain();
    const { attempts } = at.slack;
    expect(attempts).toBeLessThanOrEqual(4);
    await at.time.pass({ seconds: 80 });
    await at.drain('b');
    expect(at.slack.attempts).toBe(attempts);
    const waiting = await at.office.entries().find({ filter: { state: 'waiting', attempts: 0 } });
    expect(waiting.items).toHaveLength(30 - attempts);
    await at.time.pass({ seconds: 10 });
    await at.drain('c');
    await at.time.pass({ seconds: 10 });
    await at.drain('d');
    expect(at.slack.posts).toHaveLength(30);
  });

  it('tries a closed lane with one message, of one process, and closes it for longer if that fails', async () => {
    for (const person of people('teams', 30)) {
      at.teams.always.set(person, { refused: new DeliveryFailure('retry', 'unreachable') });
    }
    await at.office.enqueue(...people('teams', 30));
    await at.drain();
    const tries = [at.teams.attempts];
    for (let beat = 0; beat < 45; beat += 1) {
      await at.time.pass({ minutes: 1 });
      const names = ['a', 'b', 'c'].map((name) => `${name}-${beat}`);
      await at.time.during(Promise.all(names.map((name) => at.office.dispatcher(name).drain(at.time.now()))));
      tries.push(at.teams.attempts);
    }
    expect(tries[0]).toBeLessThanOrEqual(4);
    expect(Math.max(...tries.slice(1).map((count, index) => count - (tries[index] ?? 0)))).toBe(1);
    expect(tries.at(-1)).toBeLessThanOrEqual(20);
    at.teams.always.clear();
    await at.beats(1.2);
    expect(at.teams.posts).toHaveLength(30);
  });

  it('closes a lane whose platform only fails, so that few messages become unclear', async () => {
    const lost = new DeliveryFailure('unclear', 'timeout');
    for (const person of people('teams', 40)) at.teams.always.set(person, { takes: 5_000, refused: lost });
    await at.office.enqueue(...people('teams', 40), ...people('slack', 20));
    const begun = at.time.passed();
    await at.drain();
    expect(at.time.passed() - begun).toBeLessThan(20_000);
    expect(at.slack.posts).toHaveLength(20);
    expect(at.teams.attempts).toBeLessThanOrEqual(8);
    expect(await at.office.entries().count({ state: 'waiting', attempts: 0 })).toBeGreaterThanOrEqual(32);
  });

  it('does not close a lane for what concerns one person only', async () => {
    const left = new DeliveryFailure('permanent', 'account-inactive');
    for (const person of people('slack', 10)) at.slack.always.set(person, { refused: left });
    await at.office.enqueue(...people('slack', 12));
    expect(await at.drain()).toEqual({ done: 2, failed: 10 });
  });

  it('sends to several conversations at once, and to each one message after the other', async () => {
    for (const person of people('teams', 8)) at.teams.always.set(person, { takes: 3_000 });
    await at.office
      .outbox()
      .enqueue(
        people('teams', 8).flatMap((personId) =>
          ['first', 'second'].map((which) => ({ key: `${personId}-${which}`, personId, view, due: at.time.now() })),
        ),
      );
    await at.drain();
    expect(at.teams.posts).toHaveLength(16);
    expect(at.teams.mostUnderWay).toBeGreaterThanOrEqual(4);
    expect(at.teams.mostUnderWay).toBeLessThanOrEqual(16);
    expect(at.teams.mostToOnePerson).toBe(1);
  });

  it('keeps a second between two messages to one person on Slack, and a fifth between any two', async () => {
    const messages = ['a', 'b', 'c'].map((key) => ({ key, personId: 'slack-same', view, due: at.time.now() }));
    await at.office.outbox().enqueue(messages);
    await at.office.enqueue(...people('slack', 10));
    await at.drain();
    const instants = (user?: string) =>
      at.slack.posts.filter((post) => !user || post.user === user).map((post) => post.at.getTime());
    const gaps = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...gaps(instants(accountOf('slack-same').user)))).toBeGreaterThanOrEqual(1_000);
    expect(instants()).toHaveLength(13);
    expect(instants().at(-1)).toBeGreaterThanOrEqual((instants()[0] ?? 0) + 12 * 200);
  });

  it('ends after a beat’s time, hands back what it has not begun, and goes on with the next', async () => {
    for (const person of people('teams', 100)) at.teams.always.set(person, { takes: 6_000 });
    await at.office.enqueue(...people('teams', 100));
    await at.drain();
    expect(at.time.passed()).toBeLessThan(60_000);
    expect(at.teams.posts.length).toBeGreaterThan(20);
    expect(await at.office.entries().count({ state: 'leased' })).toBe(0);
    for (const name of ['b', 'c', 'd', 'e']) await at.drain(name);
    expect(new Set(at.teams.keys).size).toBe(100);
    expect(at.teams.keys).toHaveLength(100);
  });

  it('finishes what is under way when it is stopped, and hands back the rest', async () => {
    for (const person of people('teams', 20)) at.teams.always.set(person, { takes: 5_000 });
    await at.office.enqueue(...people('teams', 20));
    const dispatcher = at.office.dispatcher();
    const draining = dispatcher.drain(at.time.now());
    await at.time.pass({ seconds: 3 });
    void dispatcher.stop();
    expect(await at.time.during(draining)).toEqual({ done: 4, failed: 0 });
    expect(await at.office.entries().count({ state: 'waiting' })).toBe(16);
  });

  it('does not wait for a platform that never answers', async () => {
    at.slack.fates = [{ takes: 1e9 }];
    await at.office.enqueue('slack-0', 'slack-1');
    expect(await at.drain()).toEqual({ done: 1, failed: 1 });
    expect(at.time.passed()).toBe(60_000);
    expect(await at.office.entry('slack-0')).toMatchObject({ state: 'sending', reason: 'timed-out' });
  });
});
