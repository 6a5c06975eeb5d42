import { fileURLToPath } from 'node:url';
import type * as slacks from '../test/support/slack-server.js';
import type * as connectors from '../test/support/teams-connector.js';
import { fromTests } from './bench/from-tests.js';
import { type RoundResult, round } from './chaos/round.js';
import { optionsOf, runCommand } from './environment.js';
import { replicaSet } from './replica-set.js';

const usage =
  'So geht es: npm run chaos -- --rounds 5 [--recipients 2000] [--processes 4] [--kills 40] [--rate 60] [--seed 1]';
const longestRoundMs = 600_000;

/**
 * Kills the processes that deliver, at every step and at any instant, on platforms that fail, and counts what arrived.
 * Prints one JSON object a round and one for all; exit code 0 if nothing was lost and nothing came twice.
 */
await runCommand(async () => {
  const numbers = readNumbers();
  const { SlackServer } = await fromTests<typeof slacks>('slack-server');
  const { TeamsConnector } = await fromTests<typeof connectors>('teams-connector');
  const replicas = await replicaSet();
  const results: RoundResult[] = [];
  try {
    for (let count = 0; count < numbers.rounds; count += 1) {
      const result = await round({
        ...numbers,
        child: fileURLToPath(new URL('./chaos/child.js', import.meta.url)),
        mongo: replicas.database(),
        servers: { SlackServer, TeamsConnector },
        perSecond: numbers.rate,
        seed: numbers.seed + count,
        longestMs: longestRoundMs,
      });
      console.log(JSON.stringify({ round: count + 1, ...result }));
      results.push(result);
    }
  } finally {
    await replicas.stop();
  }
  console.log(JSON.stringify(summaryOf(results)));
  return results.every(({ holds }) => holds) ? 0 : 1;
});

function readNumbers() {
  const text = { type: 'string' } as const;
  const values = optionsOf(
    { rounds: text, recipients: text, processes: text, kills: text, rate: text, seed: text },
    usage,
  );
  return {
    rounds: wholeNumber(values.rounds, 1),
    recipients: wholeNumber(values.recipients, 2_000),
    processes: wholeNumber(values.processes, 4),
    kills: wholeNumber(values.kills, 40),
    rate: wholeNumber(values.rate, 60),
    seed: wholeNumber(values.seed, 1),
  };
}

function wholeNumber(value: string | undefined, usual: number): number {
  if (value === undefined) return usual;
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new Error(usage);
  return Number(value);
}

function summaryOf(results: readonly RoundResult[]) {
  const sum = (of: (result: RoundResult) => number) => results.reduce((total, result) => total + of(result), 0);
  return {
    rounds: results.length,
    recipients: sum(({ recipients }) => recipients),
    messages: sum(({ messages }) => messages),
    kills: sum(({ kills }) => kills),
    seconds: sum(({ seconds }) => seconds),
    slack: {
      lost: sum(({ slack }) => slack.lost.length),
      twice: sum(({ slack }) => slack.twice.length),
    },
    teams: {
      lost: sum(({ teams }) => teams.lost.length),
      twice: sum(({ teams }) => teams.twice.length),
      unclear: sum(({ teams }) => teams.unclear),
    },
    early: sum(({ slack, teams }) => slack.early.length + teams.early.length),
    holds: results.every(({ holds }) => holds),
  };
}
