import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deaths } from '../../scripts/chaos/processes.js';
import { Random } from '../../scripts/chaos/random.js';
import { round } from '../../scripts/chaos/round.js';
import { steps } from '../../scripts/chaos/steps.js';
import { holds, verdictOn } from '../../scripts/chaos/verdict.js';
import { bundled } from '../support/child.js';
import { freshDatabase, type MongoDatabase, mongoSetupMs } from '../support/mongo.js';
import { SlackServer } from '../support/slack-server.js';
import { TeamsConnector } from '../support/teams-connector.js';

describe('processes that die, on platforms that fail', () => {
  let database: MongoDatabase;
  beforeAll(async () => {
    database = await freshDatabase('replica-set');
  }, mongoSetupMs);
  afterAll(() => database.drop());

  it('lose nothing and send nothing twice', async () => {
    const result = await round({
      child: await bundled(new URL('../../scripts/chaos/child.ts', import.meta.url)),
      mongo: database.uri,
      servers: { SlackServer, TeamsConnector },
      recipients: 60,
      processes: 3,
      kills: 4,
      seed: 7,
      perSecond: 30,
      longestMs: 100_000,
    });
    expect(result, JSON.stringify(result)).toMatchObject({ messages: 72, kills: 4, holds: true });
    expect(Object.values(result.states).reduce((sum, count) => sum + count, 0)).toBe(72);
  }, 120_000);
});

describe('a chaos round', () => {
  it('kills at every named step, and at any instant besides', () => {
    const all = deaths(steps.length + 10, new Random(3));
    expect(all).toHaveLength(steps.length + 10);
    const named = all.flatMap((death) => ('step' in death ? [death.step] : []));
    expect([...named].sort()).toEqual([...steps].sort());
  });

  it('is the same for the same seed', () => {
    expect(deaths(40, new Random(5))).toEqual(deaths(40, new Random(5)));
    expect(deaths(40, new Random(5))).not.toEqual(deaths(40, new Random(6)));
  });

  const expected = ['U000000:1', 'U000000:2', 'U000001:1'];
  const sent = new Map(expected.map((key) => [key, 'sent'] as const));

  it('sees what came twice, what was lost, what came early and what is booked wrongly', () => {
    expect(verdictOn('slack', expected, sent, ['U000000:1', 'U000000:2', 'U000000:1']).twice).toEqual(['U000000:1']);
    expect(verdictOn('slack', expected, sent, ['U000000:1']).lost).toEqual(['U000000:2']);
    expect(verdictOn('slack', expected, sent, ['U000000:2', 'U000000:1']).early).toEqual(['U000000:2']);
    const failed = new Map([...sent, ['U000000:1', 'failed'] as const]);
    expect(verdictOn('slack', expected, failed, ['U000000:1', 'U000000:2']).wrong).toEqual(['U000000:1']);
    expect(holds(verdictOn('slack', expected, sent, ['U000000:1', 'U000000:2']))).toBe(true);
  });

  it('lets a message be unclear in Teams, whether or not it arrived, and never in Slack', () => {
    const unclear = new Map(expected.map((key) => [key, 'unclear'] as const));
    expect(holds(verdictOn('teams', expected, unclear, []))).toBe(true);
    expect(holds(verdictOn('teams', expected, unclear, ['U000001:1']))).toBe(true);
    expect(holds(verdictOn('teams', expected, sent, []))).toBe(false);
    expect(holds(verdictOn('slack', expected, unclear, ['U000000:1', 'U000000:2']))).toBe(false);
  });
});
