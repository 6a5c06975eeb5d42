import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFailure } from '../../src/ports/messenger.js';
import type { OutboxEntry } from '../../src/ports/outbox.js';
import { type OpenOffice, openOffice, view } from './office.js';
import type { Fate } from './platform.js';

const overloaded = { refused: new DeliveryFailure('retry', 'overloaded') };
const lost = { lost: new DeliveryFailure('unclear', 'reset') };

describe('messages to one person', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  const enqueue = (personId: string, keys: readonly string[], more: Partial<OutboxEntry> = {}) =>
    at.office.outbox().enqueue(keys.map((key) => ({ key, personId, view, due: at.time.now(), ...more })));

  it('arrive in the order in which they were enqueued, whatever their keys', async () => {
    await enqueue('slack-1', ['z', 'm', 'a']);
    await at.drain();
    expect(at.slack.keys).toEqual(['z', 'm', 'a']);
  });

  it('wait for the one before them while it is tried again', async () => {
    at.slack.fates = [overloaded, overloaded];
    await enqueue('slack-1', ['original']);
    await enqueue('slack-1', ['correction']);
    await at.drain();
    expect(at.slack.keys).toEqual([]);
    await at.beats(0.5);
    expect(at.slack.keys).toEqual(['original', 'correction']);
  });

  it('wait while nobody knows whether the one before them arrived', async () => {
    at.slack.fates = [lost];
    await enqueue('slack-1', ['original', 'correction']);
    await at.drain();
    await at.time.pass({ seconds: 5 });
    await at.drain('b');
    expect(at.slack.keys).toEqual(['original']);
    await at.time.pass({ minutes: 1 });
    await at.drain('c');
    expect(at.slack.keys).toEqual(['original', 'correction']);
  });

  it('wait for nobody else’s', async () => {
    at.slack.always.set('slack-1', overloaded);
    await enqueue('slack-1', ['stuck', 'behind-1', 'behind-2', 'behind-3']);
    await enqueue('slack-2', ['other']);
    expect(await at.drain()).toEqual({ done: 1, failed: 1 });
    expect(at.slack.keys).toEqual(['other']);
  });

  it('go on once the one before them has failed for good, or will never be known', async () => {
    at.slack.fates = [{ refused: new DeliveryFailure('permanent', 'too-long') }];
    at.teams.fates = [lost];
    await enqueue('slack-1', ['broken', 'fine']);
    await enqueue('teams-1', ['unknown', 'next']);
    await at.drain();
    expect(at.slack.keys).toEqual(['fine']);
    await at.beats(0.2);
    expect(at.teams.keys).toEqual(['unknown', 'next']);
  });

  it('do not wait for one that is meant for later', async () => {
    await enqueue('slack-1', ['later'], { due: new Date(at.time.now().getTime() + 3_600_000) });
    await enqueue('slack-1', ['now']);
    await at.drain();
    expect(at.slack.keys).toEqual(['now']);
    await at.beats(1.1);
    expect(at.slack.keys).toEqual(['now', 'later']);
  });

  it('do not wait for one that a pause holds back', async () => {
    at.office.pauses.set('slack-1', new Date(at.time.now().getTime() + 86_400_000));
    await enqueue('slack-1', ['invitation']);
    await at.drain();
    await enqueue('slack-1', ['cancellation'], { occasion: 'change' });
    await at.drain('b');
    expect(at.slack.keys).toEqual(['cancellation']);
  });

  it('go on although the process died that was to let them', async () => {
    at.slack.fates = [overloaded];
    await enqueue('slack-1', ['first', 'second']);
    await at.drain();
    // Sent, and the note of it made, by somebody who could not say more.
    await at.office.entries().update('first', { $set: { state: 'sent' }, $unset: { line: true } });
    await at.beats(0.2);
    expect(at.slack.keys).toEqual(['second']);
  });

  it('keep their order over several processes, whatever happens to each', async () => {
    const fates = fc.array(
      fc.constantFrom<Fate>({}, overloaded, lost, { takes: 3_000 }, { takes: 20_000, answers: 5_000 }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(fates, fc.integer({ min: 1, max: 4 }), async (met, processes) => {
        const own = await openOffice();
        try {
          own.slack.fates = [...met];
          const people = ['slack-1', 'slack-2', 'slack-3'];
          const keys = people.flatMap((person) => [1, 2, 3].map((number) => `${person}:${number}`));
          for (const key of keys) {
            const [personId = ''] = key.split(':');
            await own.office.outbox().enqueue([{ key, personId, view, due: own.time.now() }]);
          }
          for (let beat = 0; beat < 20; beat += 1) {
            const names = Array.from({ length: processes }, (_, index) => `${beat}-${index}`);
            await own.time.during(Promise.all(names.map((name) => own.office.dispatcher(name).drain(own.time.now()))));
            await own.time.pass({ seconds: 30 });
          }
          for (const person of people) {
            const got = own.slack.keys.filter((key) => key.startsWith(person));
            expect(got).toEqual([1, 2, 3].map((number) => `${person}:${number}`));
          }
        } finally {
          await own.close();
        }
      }),
      { numRuns: 6, seed: 20_261_123 },
    );
  }, 60_000);
});
