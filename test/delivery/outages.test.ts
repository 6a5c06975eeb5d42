import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../src/kernel/errors.js';
import { DeliveryFailure } from '../../src/ports/messenger.js';
import { logbook } from '../support/logbook.js';
import { type OpenOffice, openOffice } from './office.js';
import type { Fate } from './platform.js';

const hour = 3_600_000;
const refused = (reason: string, seconds?: number): Fate => ({
  refused: new DeliveryFailure('retry', reason, seconds),
});

describe('while something is away', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  const stateOf = async (key: string) => (await at.office.entry(key))?.state;

  describe('a platform', () => {
    it('delivers what an outage of two days held up, within an hour of its end', async () => {
      at.slack.always.set('slack-1', refused('service-unavailable'));
      await at.office.enqueue('slack-1');
      await at.beats(48);
      expect(await at.office.entry('slack-1')).toMatchObject({ state: 'waiting', reason: 'service-unavailable' });
      at.slack.always.clear();
      await at.beats(1.1);
      expect(await stateOf('slack-1')).toBe('sent');
      expect(await at.office.entry('slack-1')).not.toHaveProperty('reason');
    });

    it('gives up three days after the first try, and says why', async () => {
      at.slack.always.set('slack-1', refused('invalid-auth'));
      await at.office.enqueue('slack-1');
      await at.beats(71.9);
      expect(await stateOf('slack-1')).toBe('waiting');
      await at.beats(1.2);
      expect(await at.office.entry('slack-1')).toMatchObject({ state: 'failed', reason: 'invalid-auth' });
    });

    it('counts the three days from the first try, not from when the message was due', async () => {
      await at.office.enqueue('slack-1');
      await at.time.pass({ days: 10 });
      at.slack.fates = [refused('service-unavailable')];
      await at.beats(0.1);
      expect(await stateOf('slack-1')).toBe('sent');
    });

    it('is asked again after pauses that double up to an hour, none exactly like another', async () => {
      const asked: number[] = [];
      at.slack.always.set('slack-1', refused('service-unavailable'));
      await at.office.enqueue('slack-1');
      const dispatcher = at.office.dispatcher();
      for (let step = 0; step < 14; step += 1) {
        await at.time.during(dispatcher.drain(at.time.now()));
        const due = (await at.office.entry('slack-1'))?.due ?? at.time.now();
        const pause = due.getTime() - at.time.now().getTime();
        asked.push(pause);
        await at.time.pass({ seconds: pause / 1_000 });
      }
      asked.forEach((pause, index) => {
        const longest = Math.min(5_000 * 2 ** index, hour);
        expect(pause).toBeLessThanOrEqual(longest);
        expect(pause).toBeGreaterThanOrEqual(longest * 0.75);
      });
      expect(new Set(asked.slice(-3)).size).toBe(3);
    });

    it('is not asked before the instant that it named, nor taken at its word for years', async () => {
      at.slack.fates = [refused('rate-limited', 600)];
      await at.office.enqueue('slack-1');
      await at.drain();
      await at.time.pass({ minutes: 9 });
      await at.drain('b');
      expect(at.slack.keys).toEqual([]);
      await at.time.pass({ minutes: 2 });
      await at.drain('c');
      expect(at.slack.keys).toEqual(['slack-1']);

      at.slack.fates = [refused('rate-limited', 1e9)];
      await at.office.enqueue('slack-2');
      await at.drain('d');
      await at.time.pass({ days: 1 });
      await at.drain('e');
      expect(await stateOf('slack-2')).toBe('sent');
    });
  });

  describe('the person’s account or their channel', () => {
    it('keeps a message for a person without an account as a letter, and sends it when they come', async () => {
      at.office.accountless.add('slack-1');
      await at.office.enqueue('slack-1');
      expect(await at.drain()).toEqual({ done: 0, failed: 0 });
      expect(await at.office.entry('slack-1')).toMatchObject({ state: 'letter', reason: 'no-account', attempts: 0 });
      await at.beats(60);
      at.office.accountless.clear();
      await at.beats(0.5);
      expect(at.slack.keys).toEqual(['slack-1']);
    });

    it('goes at once to a person who was not known, when they are', async () => {
      at.office.unknown.add('slack-1');
      await at.office.enqueue('slack-1');
      await at.drain();
      at.office.unknown.clear();
      await at.office.outbox().lookAgain(['slack-1']);
      await at.drain();
      expect(at.slack.keys).toEqual(['slack-1']);
    });

    it('says after three days that nobody knows a person', async () => {
      at.office.unknown.add('slack-1');
      await at.office.enqueue('slack-1');
      await at.beats(72.1);
      expect(await at.office.entry('slack-1')).toMatchObject({ state: 'failed', reason: 'unknown-person' });
    });

    it('keeps what belongs to a channel that is off here, for days, without counting it as tried', async () => {
      await at.office.enqueue('slack-1');
      const off = at.office.dispatcher('off', { channelsOff: true });
      for (let quarter = 0; quarter < 200; quarter += 1) {
        expect(await at.time.during(off.drain(at.time.now()))).toEqual({ done: 0, failed: 0 });
        await at.time.pass({ minutes: 15 });
      }
      expect(await at.office.entry('slack-1')).toMatchObject({ state: 'waiting', reason: 'channel-off', attempts: 0 });
      await at.drain('on');
      expect(at.slack.keys).toEqual(['slack-1']);
    });
  });

  describe('the store', () => {
    it('tries again what a messenger could not even begin', async () => {
      at.teams.fates = [{ refused: new Unavailable('store') }];
      await at.office.enqueue('teams-1');
      await at.drain();
      expect(await at.office.entry('teams-1')).toMatchObject({ state: 'waiting', reason: 'unavailable' });
      await at.time.pass({ minutes: 1 });
      await at.drain('b');
      expect(await stateOf('teams-1')).toBe('sent');
    });

    it('remembers what became of a message until it can be written', async () => {
      await at.office.enqueue('teams-1', 'teams-2');
      at.teams.fates = [{ takes: 1_000 }, { takes: 1_000, refused: new DeliveryFailure('retry', 'overloaded') }];
      const dispatcher = at.office.dispatcher();
      const draining = dispatcher.drain(at.time.now());
      draining.catch(() => undefined);
      await at.time.pass({ seconds: 0.9 });
      at.store.before = () => Promise.reject(new Unavailable('store'));
      await expect(at.time.during(draining)).rejects.toBeInstanceOf(Unavailable);
      await expect(at.time.during(dispatcher.drain(at.time.now()))).rejects.toBeInstanceOf(Unavailable);

      await at.time.pass({ hours: 3 });
      at.store.before = undefined;
      await at.time.during(dispatcher.drain(at.time.now()));
      expect(await stateOf('teams-1')).toBe('sent');
      expect(await stateOf('teams-2')).toBe('sent');
      expect(at.teams.keys).toEqual(['teams-1', 'teams-2']);
    });

    it('knows that nothing was sent if it could not even note that sending begins', async () => {
      await at.office.enqueue('teams-1');
      const dispatcher = at.office.dispatcher();
      const entries = at.office.entries();
      at.store.before = async (method, collection) => {
        if (method !== 'update' || collection !== 'outbox') return;
        at.store.before = undefined;
        // It is noted, but the answer is lost.
        await entries.update('teams-1', {
          $set: { state: 'sending', sendingSince: at.time.now() },
          $inc: { attempts: 1 },
        });
        throw new Unavailable('store');
      };
      await expect(at.time.during(dispatcher.drain(at.time.now()))).rejects.toBeInstanceOf(Unavailable);
      expect(await stateOf('teams-1')).toBe('sending');
      await at.time.during(dispatcher.drain(at.time.now()));
      expect(await stateOf('teams-1')).toBe('sent');
      expect(at.teams.attempts).toBe(1);
    });

    it('sends nothing on a note that took too long to be safe', async () => {
      await at.office.enqueue('slack-1');
      at.store.before = async (method, collection) => {
        if (method === 'update' && collection === 'outbox') await at.time.wait(8_000);
      };
      expect(await at.drain()).toEqual({ done: 0, failed: 0 });
      expect(at.slack.attempts).toBe(0);
      at.store.before = undefined;
      await at.drain('b');
      expect(at.slack.keys).toEqual(['slack-1']);
    });
  });

  describe('nothing but sense', () => {
    it('sends everything else although one message breaks the messenger, and stores no words of the error', async () => {
      const { logger, lines } = logbook();
      at.office.logger = logger;
      at.slack.always.set('slack-1', { refused: new TypeError('Frau Geheim is not iterable') });
      await at.office.enqueue('slack-1', 'slack-2');
      expect(await at.drain()).toEqual({ done: 1, failed: 1 });
      expect(at.slack.keys).toEqual(['slack-2']);
      expect(await at.office.entry('slack-1')).toMatchObject({ state: 'sending', reason: 'TypeError' });
      expect(JSON.stringify([lines, await at.office.entry('slack-1')])).not.toContain('Geheim');
    });

    it('stores no reason that is not a code', async () => {
      at.slack.fates = [{ refused: new DeliveryFailure('permanent', 'channel Frau Geheim not found') }];
      await at.office.enqueue('slack-1');
      await at.drain();
      expect(await at.office.entry('slack-1')).toMatchObject({ state: 'failed', reason: 'unnamed' });
    });

    it('sends everything else although one person cannot be looked up', async () => {
      await at.office.enqueue('slack-1', 'slack-2');
      const dispatcher = at.office.dispatcher('a', {
        async onLookingUp(personId) {
          if (personId === 'slack-1') throw new TypeError('broken profile');
        },
      });
      expect(await at.time.during(dispatcher.drain(at.time.now()))).toEqual({ done: 1, failed: 1 });
      expect(await at.office.entry('slack-1')).toMatchObject({ state: 'waiting', reason: 'TypeError' });
    });
  });
});
