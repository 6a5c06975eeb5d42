import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFailure } from '../../src/ports/messenger.js';
import { type OpenOffice, openOffice } from './office.js';

const lost = { lost: new DeliveryFailure('unclear', 'reset') };

describe('looking for a message whose sending was cut short', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
    at.slack.lag = 30_000;
  });
  afterEach(() => at.close());

  it('finds a message whose answer was lost instead of sending it again', async () => {
    at.slack.fates = [lost];
    await at.office.enqueue('slack-1');
    expect(await at.drain()).toEqual({ done: 0, failed: 1 });
    await at.time.pass({ minutes: 1 });
    expect(await at.drain('b')).toEqual({ done: 1, failed: 0 });
    expect(at.slack.keys).toEqual(['slack-1']);
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'sent' });
  });

  it('never looks before what was accepted must show, whoever comes by in between', async () => {
    at.slack.fates = [lost];
    await at.office.enqueue('slack-1');
    for (let second = 0; second < 60; second += 1) {
      await at.drain(`process-${second}`);
      await at.time.pass({ seconds: 1 });
    }
    expect(at.slack.keys).toEqual(['slack-1']);
    expect(at.slack.lookedAt).toHaveLength(1);
    const accepted = at.slack.posts[0]?.at.getTime() ?? 0;
    expect(at.slack.lookedAt[0]?.getTime()).toBeGreaterThanOrEqual(accepted + at.slack.lag);
  });

  it('sends again what the platform does not have after all', async () => {
    at.slack.fates = [{ refused: new DeliveryFailure('unclear', 'timeout') }];
    await at.office.enqueue('slack-1');
    await at.drain();
    for (const name of ['b', 'c']) {
      await at.time.pass({ minutes: 1 });
      await at.drain(name);
    }
    expect(at.slack.keys).toEqual(['slack-1']);
  });

  it('leaves a message unclear where the platform cannot tell, and never sends it again', async () => {
    at.teams.fates = [lost];
    await at.office.enqueue('teams-1');
    await at.beats(100);
    expect(at.teams.keys).toEqual(['teams-1']);
    expect(await at.office.entry('teams-1')).toMatchObject({ state: 'unclear', reason: 'reset' });
  });

  it('asks again later while the platform cannot be asked, and sends everything else', async () => {
    at.slack.fates = [lost];
    at.slack.lookTroubles = Array.from({ length: 5 }, () => new DeliveryFailure('retry', 'service-unavailable'));
    await at.office.enqueue('slack-1');
    await at.drain();
    await at.time.pass({ minutes: 1 });
    await at.office.enqueue('slack-2');
    expect(await at.drain('b')).toEqual({ done: 1, failed: 1 });
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'sending', reason: 'service-unavailable' });
    await at.beats(1);
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'sent' });
    expect(at.slack.keys).toEqual(['slack-1', 'slack-2']);
  });

  it('asks for three days at most', async () => {
    at.slack.fates = [lost];
    at.slack.lookTroubles = Array.from({ length: 1_000 }, () => new DeliveryFailure('unclear', 'timeout'));
    await at.office.enqueue('slack-1');
    await at.beats(71.5);
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'sending' });
    await at.beats(2);
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'unclear', reason: 'timeout' });
    expect(at.slack.lookedAt.length).toBeLessThan(100);
  });

  it('leaves it unclear where the platform will never say', async () => {
    at.slack.fates = [lost];
    at.slack.lookTroubles = [new DeliveryFailure('permanent', 'channel-not-found')];
    await at.office.enqueue('slack-1');
    await at.drain();
    await at.time.pass({ minutes: 1 });
    expect(await at.drain('b')).toEqual({ done: 0, failed: 1 });
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'unclear', reason: 'channel-not-found' });
  });

  it('survives a messenger that breaks while looking', async () => {
    at.slack.fates = [lost];
    at.slack.lookTroubles = [new TypeError('no metadata')];
    await at.office.enqueue('slack-1');
    await at.drain();
    await at.time.pass({ minutes: 1 });
    await at.drain('b');
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'sending', reason: 'TypeError' });
    await at.beats(0.2);
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'sent' });
  });

  it('waits for the process in which the channel is on', async () => {
    at.slack.fates = [lost];
    await at.office.enqueue('slack-1');
    await at.drain();
    await at.time.pass({ minutes: 1 });
    const off = at.office.dispatcher('off', { channelsOff: true });
    expect(await at.time.during(off.drain(at.time.now()))).toEqual({ done: 0, failed: 0 });
    await at.beats(0.2);
    expect(await at.office.entry('slack-1')).toMatchObject({ state: 'sent' });
    expect(at.slack.keys).toEqual(['slack-1']);
  });
});
