import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lanesSpec } from '../../src/delivery/gate.js';
import { documentedLimits, limitsOf } from '../../src/delivery/limits.js';
import { type OpenOffice, openOffice, view } from './office.js';
import type { Platform } from './platform.js';

const people = (channel: string, count: number) => Array.from({ length: count }, (_, index) => `${channel}-${index}`);

describe('the pace', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  const instants = (platform: Platform) => platform.posts.map((post) => post.at.getTime()).sort((a, b) => a - b);
  const mostWithin = (times: readonly number[], milliseconds: number) =>
    Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + milliseconds).length));
  const together = async (processes: number, beat = '') => {
    const names = Array.from({ length: processes }, (_, index) => `${beat}${index}`);
    await at.time.during(Promise.all(names.map((name) => at.office.dispatcher(name).drain(at.time.now()))));
  };

  it.each([1, 4])(
    'of a workspace is kept by %i processes together, and nine tenths of it are used',
    async (processes) => {
      await at.office.enqueue(...people('slack', 100));
      const begun = at.time.passed();
      await together(processes);
      const times = instants(at.slack);
      expect(times).toHaveLength(100);
      expect(mostWithin(times, 10_000)).toBeLessThanOrEqual(51);
      expect(99 / ((at.time.passed() - begun) / 1_000)).toBeGreaterThanOrEqual(0.9 * documentedLimits.slackPerSecond);
    },
  );

  it('of a tenant leaves as much to each process as the others do not need', async () => {
    await at.office.enqueue(...people('teams', 300));
    const begun = at.time.passed();
    await together(3);
    expect(instants(at.teams)).toHaveLength(300);
    expect(mostWithin(instants(at.teams), 1_000)).toBeLessThanOrEqual(documentedLimits.teamsPerSecond + 3);
    expect(299 / ((at.time.passed() - begun) / 1_000)).toBeGreaterThanOrEqual(0.9 * documentedLimits.teamsPerSecond);
  });

  it('of a conversation in Teams keeps every one of its limits, over processes and beats', async () => {
    const keys = Array.from({ length: 80 }, (_, index) => `message-${index}`);
    await at.office.outbox().enqueue(keys.map((key) => ({ key, personId: 'teams-1', view, due: at.time.now() })));
    for (let beat = 0; at.teams.posts.length < keys.length && beat < 60; beat += 1) {
      await together(2, `${beat}-`);
      await at.time.pass({ seconds: 2 });
    }
    expect(at.teams.keys).toEqual(keys);
    for (const { count, milliseconds } of documentedLimits.teamsConversation) {
      expect(mostWithin(instants(at.teams), milliseconds)).toBeLessThanOrEqual(count);
    }
  });

  it('lets the first message go at once', async () => {
    await at.office.enqueue('slack-1', 'teams-1');
    await at.drain();
    expect(at.time.passed()).toBe(0);
  });

  it.each(['slack-1', 'teams-1'])('to %s goes on soon after a clock that ran ahead is put right', async (to) => {
    await at.office.enqueue(to);
    await at.drain();
    const ahead = new Date(at.time.now().getTime() + 60 * 86_400_000);
    await at.office.entries().update(to, { $set: { sendingSince: ahead } });
    const lanes = at.office.store.collection(lanesSpec);
    for (const { _id } of (await lanes.find()).items) await lanes.update(_id, { $set: { free: ahead.getTime() } });
    await at.office.outbox().enqueue([{ key: 'next', personId: to, view, due: at.time.now() }]);
    await at.beats(2);
    expect([...at.slack.keys, ...at.teams.keys]).toContain('next');
  });

  it('is what the settings say', () => {
    const { slack, mail } = limitsOf({ ...documentedLimits, slackPerSecond: 0.5, mailsPerMinute: 30 });
    expect(slack.perSecond).toBe(0.5);
    expect(mail.perSecond).toBe(0.5);
  });
});
