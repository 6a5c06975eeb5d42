import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import { type Reference, referenceSpec } from '../../src/channels/teams/references.js';
import { outboxSpec, type State } from '../../src/delivery/entry.js';
import { accountKey } from '../../src/messages/inbound.js';
import { systemClock } from '../../src/ports/clock.js';
import type { DocumentStore } from '../../src/ports/document-store.js';
import { silentLogger } from '../../src/ports/logger.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import type * as slacks from '../../test/support/slack-server.js';
import type * as connectors from '../../test/support/teams-connector.js';
import { type Met, nothingMet, troubleSlack, troubleTeams } from './faults.js';
import { accountOf, batch, entriesFor, keyIn, peopleIds, tenant, workspace } from './people.js';
import { deaths, Processes } from './processes.js';
import { Random } from './random.js';
import { bounds, specs } from './setting.js';
import type { Step } from './steps.js';
import { type Account, holds, verdictOn } from './verdict.js';

export interface RoundOptions {
  /** The script of one process, for plain node. */
  readonly child: string;
  /** A database of this round's own, on a replica set. */
  readonly mongo: string;
  readonly servers: {
    readonly SlackServer: typeof slacks.SlackServer;
    readonly TeamsConnector: typeof connectors.TeamsConnector;
  };
  readonly recipients: number;
  readonly processes: number;
  readonly kills: number;
  readonly seed: number;
  /** Messages a second to each platform. */
  readonly perSecond: number;
  /** A round that takes longer counts as failed. */
  readonly longestMs: number;
}

export interface RoundResult {
  readonly seed: number;
  readonly recipients: number;
  readonly messages: number;
  readonly kills: number;
  readonly killsAtSteps: Readonly<Partial<Record<Step, number>>>;
  readonly seconds: number;
  readonly faults: { readonly slack: Met; readonly teams: Met };
  readonly slack: Account;
  readonly teams: Account;
  readonly states: Readonly<Record<string, number>>;
  readonly holds: boolean;
}

const open: readonly State[] = ['waiting', 'held', 'forming', 'bundled', 'leased', 'sending'];
const pollMs = 250;
const enqueuedAtOnce = 250;

/** One announcement to everybody, with processes that die, on platforms that fail; and what came of it. */
export async function round(options: RoundOptions): Promise<RoundResult> {
  const { servers, seed, recipients } = options;
  const random = new Random(seed);
  const faults = { slack: nothingMet(), teams: nothingMet() };
  const slack = await servers.SlackServer.start();
  const teams = new servers.TeamsConnector();
  await teams.start();
  const store = createMongoStore({ uri: options.mongo, clock: systemClock, logger: silentLogger });
  try {
    await store.start(specs);
    await settle(recipients, slack, teams, store);
    troubleSlack(slack, random, faults.slack, bounds.historyLagMs);
    troubleTeams(teams, random, faults.teams);
    const begun = performance.now();
    const killed = await run(options, random, slack, store);
    const seconds = (performance.now() - begun) / 1_000;
    return await judged(options, { slack, teams, store, faults, killed, seconds });
  } finally {
    await Promise.all([slack.stop(), teams.stop(), store.stop()]);
  }
}

/** Everybody is known at their platform; some in Teams have no chat with the bot yet. */
async function settle(
  recipients: number,
  slack: slacks.SlackServer,
  teams: connectors.TeamsConnector,
  store: DocumentStore,
): Promise<void> {
  const references: Reference[] = [];
  for (const id of peopleIds(recipients)) {
    const account = accountOf(id);
    if (account.channel === 'slack') slack.users.set(id, { id, team_id: workspace, real_name: id });
    else references.push(referenceTo(id, accountKey(account), teams.url));
  }
  const collection = store.collection(referenceSpec);
  for (let start = 0; start < references.length; start += 1_000) {
    await collection.insertMany(references.slice(start, start + 1_000));
  }
}

function referenceTo(id: string, _id: string, serviceUrl: string): z.infer<typeof referenceSpec.schema> {
  const hasChat = Number(id.slice(1)) % 8 !== 1;
  const base = { _id, member: id, bot: '28:bot', serviceUrl, tenant, met: `a:${id}`, seen: new Date() };
  return hasChat ? { ...base, chat: `a:${id}` } : base;
}

async function run(options: RoundOptions, random: Random, slack: slacks.SlackServer, store: DocumentStore) {
  const { child, mongo, recipients, perSecond, kills } = options;
  const order = { mongo, recipients, perSecond, enqueuedAtOnce, slack: { url: slack.apiUrl, token: slack.tokens.bot } };
  const processes = new Processes(child, order, deaths(kills, random));
  processes.start(options.processes);
  const latest = performance.now() + options.longestMs;
  try {
    while (!(processes.settled && (await isOver(store, recipients)))) {
      if (performance.now() > latest) break;
      await wait(pollMs);
    }
  } finally {
    await processes.end();
  }
  return processes.killed;
}

async function isOver(store: DocumentStore, recipients: number): Promise<boolean> {
  const states = await store.collection(outboxSpec).tally({ batch }, 'state');
  const total = [...states.values()].reduce((sum, count) => sum + count, 0);
  return total >= expectedKeys(recipients).length && open.every((state) => !states.get(state));
}

function expectedKeys(recipients: number): readonly string[] {
  return peopleIds(recipients).flatMap((id) => entriesFor(id, new Date()).map(({ key }) => key));
}

interface Ran {
  readonly slack: slacks.SlackServer;
  readonly teams: connectors.TeamsConnector;
  readonly store: DocumentStore;
  readonly faults: RoundResult['faults'];
  readonly killed: Processes['killed'];
  readonly seconds: number;
}

async function judged(options: RoundOptions, ran: Ran): Promise<RoundResult> {
  const expected = expectedKeys(options.recipients);
  const booked = await books(ran.store);
  const inSlack = ran.slack.messages.flatMap(({ text, blocks }) => keyIn(JSON.stringify([text, blocks])) ?? []);
  const inTeams = ran.teams.messages.flatMap(({ activity }) => keyIn(JSON.stringify(activity)) ?? []);
  const slack = verdictOn('slack', expected, booked, inSlack);
  const teams = verdictOn('teams', expected, booked, inTeams);
  const states: Record<string, number> = {};
  for (const state of booked.values()) states[state] = (states[state] ?? 0) + 1;
  return {
    seed: options.seed,
    recipients: options.recipients,
    messages: expected.length,
    kills: ran.killed.kills,
    killsAtSteps: Object.fromEntries(ran.killed.atSteps),
    seconds: Math.round(ran.seconds),
    faults: ran.faults,
    slack,
    teams,
    states,
    holds: booked.size === expected.length && ran.killed.kills === options.kills && holds(slack) && holds(teams),
  };
}

async function books(store: DocumentStore): Promise<ReadonlyMap<string, State>> {
  const booked = new Map<string, State>();
  let after: string | undefined;
  do {
    const page = await store
      .collection(outboxSpec)
      .find({ filter: { batch }, limit: 1_000, ...(after !== undefined && { after }) });
    for (const entry of page.items) booked.set(entry._id, entry.state);
    after = page.next;
  } while (after !== undefined);
  return booked;
}
