import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFailure } from '../../src/ports/messenger.js';
import { type OpenOffice, openOffice, view } from './office.js';
import { ref } from './platform.js';

describe('the dispatcher', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  it('sends what is due, once, and remembers the message', async () => {
    await at.office.enqueue('slack-1', 'slack-2');
    expect(await at.drain()).toEqual({ done: 2, failed: 0 });
    await at.drain('b');
    expect(at.slack.keys).toEqual(['slack-1', 'slack-2']);
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'sent', message: ref(0) });
  });

  it('takes the same key once, however often it is enqueued', async () => {
    await at.office.enqueue('slack-1', 'slack-1');
    await at.drain();
    await at.office.enqueue('slack-1');
    await at.drain();
    expect(at.slack.keys).toEqual(['slack-1']);
  });

  it('waits until a message is due', async () => {
    const due = new Date(at.time.now().getTime() + 60_000);
    await at.office.outbox().enqueue([{ key: 'later', personId: 'slack-1', view, due }]);
    await at.drain();
    expect(at.slack.keys).toEqual([]);
    await at.time.pass({ minutes: 1 });
    await at.drain();
    expect(at.slack.keys).toEqual(['later']);
  });

  it('does not try again what will never be accepted', async () => {
    at.slack.fates = [{ refused: new DeliveryFailure('permanent', 'account-inactive') }];
    await at.office.enqueue('slack-1');
    expect(await at.drain()).toEqual({ done: 0, failed: 1 });
    await at.time.pass({ hours: 2 });
    await at.drain();
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'failed', reason: 'account-inactive' });
    expect(at.slack.attempts).toBe(1);
  });

  it('counts what another process has taken over neither as done nor as failed', async () => {
    await at.office.enqueue('slack-1');
    const dispatcher = at.office.dispatcher('a', {
      async onLookingUp() {
        await at.office.entries().update('slack-1', { $set: { holder: 'another' } });
      },
    });
    expect(await at.time.during(dispatcher.drain(at.time.now()))).toEqual({ done: 0, failed: 0 });
    expect(at.slack.attempts).toBe(0);
  });

  describe('asked about another instant than now', () => {
    it('tries again by the clock, and at any later instant that is asked about', async () => {
      at.slack.fates = [{ refused: new DeliveryFailure('retry', 'overloaded') }];
      await at.office.enqueue('slack-1');
      await at.drain('a', new Date('2099-01-01T00:00:00Z'));
      expect(at.slack.attempts).toBe(1);
      const entry = await at.office.entry('slack-1');
      expect(entry?.due.getTime()).toBeLessThan(at.time.now().getTime() + 60_000);
      expect(entry?.changedAt).toEqual(at.time.now());
      await at.drain('b', new Date('2099-01-01T00:00:00Z'));
      expect(at.slack.keys).toEqual(['slack-1']);
    });

    it('tries nothing twice in one go, however far ahead the instant lies', async () => {
      at.slack.always.set('slack-1', { refused: new DeliveryFailure('retry', 'overloaded') });
      await at.office.enqueue('slack-1');
      expect(await at.drain('a', new Date('2099-01-01T00:00:00Z'))).toEqual({ done: 0, failed: 1 });
      expect(at.slack.attempts).toBe(1);
    });

    it('holds leases by the clock: neither a past nor a future instant takes from a process that is at work', async () => {
      at.slack.fates = [{ takes: 10_000 }];
      await at.office
        .outbox()
        .enqueue([{ key: 'old', personId: 'slack-1', view, due: new Date('2020-01-01T00:00:00Z') }]);
      const first = at.office.dispatcher('a').drain(new Date('2020-06-01T00:00:00Z'));
      await at.time.pass({ seconds: 1 });
      await at.drain('b', new Date('2020-06-01T00:00:00Z'));
      await at.drain('c', new Date('2099-01-01T00:00:00Z'));
      expect(at.slack.lookedAt).toEqual([]);
      await at.time.during(first);
      await at.drain('d', new Date('2099-01-01T00:00:00Z'));
      expect(at.slack.keys).toEqual(['old']);
      expect(await at.office.entry('old')).toMatchObject({ state: 'sent' });
    });
  });
});
