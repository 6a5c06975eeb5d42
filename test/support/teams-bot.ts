import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { Leases, leaseSpec } from '../../src/bot/leases.js';
import { createTeamsChannel, type TeamsChannel, type TeamsOptions } from '../../src/channels/teams/channel.js';
import type { Inbound } from '../../src/messages/inbound.js';
import type { Reply } from '../../src/messages/reply.js';
import type { DocumentStore } from '../../src/ports/document-store.js';
import { type Logger, silentLogger } from '../../src/ports/logger.js';
import { createEmbeddedStore } from '../../src/storage/embedded/store.js';
import { type FixedClock, fixedClock } from './clock.js';
import { countedIds } from './ids.js';
import { TeamsConnector } from './teams-connector.js';
import { TeamsKeys } from './teams-keys.js';

export const appId = '11111111-2222-4333-8444-555555555555';
export const tenant = '7f3a1c52-1111-4222-8333-444455556666';

export type Script = (inbound: Inbound) => Promise<Reply> | Reply;
export type Activity = Record<string, unknown> & { readonly value?: unknown };

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Empty where the answer is no JSON. */
  readonly body: AnswerBody;
}

/** What an invoke is answered with, as far as the tests read it. */
export interface AnswerBody {
  readonly type?: string;
  readonly value?: unknown;
  readonly task?: { readonly type: string; readonly value: unknown };
  readonly composeExtension?: unknown;
}

/** A real wire payload from `test/payloads/teams`, as it would come from our connector. */
export async function payload(name: string, changes: Activity = {}): Promise<Activity> {
  const file = new URL(`../payloads/teams/${name}.json`, import.meta.url);
  return { ...(JSON.parse(await readFile(file, 'utf8')) as Activity), ...changes };
}

/** The channel on a real port with a real store, the SDK's real authentication and a scripted network behind it. */
export class TeamsBot {
  readonly inbound: Inbound[] = [];
  /** What the network behind the channel replies. */
  script: Script = () => ({ type: 'nothing' });

  private constructor(
    readonly channel: TeamsChannel,
    readonly store: DocumentStore,
    readonly connector: TeamsConnector,
    readonly keys: TeamsKeys,
    readonly clock: FixedClock,
    private readonly server: Server,
    private readonly folder: string,
  ) {}

  static async start(options: Partial<TeamsOptions> = {}, logger: Logger = silentLogger): Promise<TeamsBot> {
    const folder = await mkdtemp(join(tmpdir(), 'dorfbote-teams-'));
    const clock = fixedClock();
    const store = createEmbeddedStore({ folder, clock, logger: silentLogger });
    const ids = countedIds();
    const leases = new Leases({
      leases: store.collection(leaseSpec),
      clock,
      ids: countedIds('lease'),
      logger: silentLogger,
    });
    const connector = new TeamsConnector();
    const keys = new TeamsKeys();
    await Promise.all([connector.start(), keys.start()]);
    const holder: { bot?: TeamsBot } = {};
    const channel = createTeamsChannel({
      ...(options.local ? {} : { appId, authentication: keys.authentication(appId) }),
      allowedTenants: [tenant],
      local: false,
      store,
      clock,
      ids,
      logger,
      dispatch: async (inbound) => {
        const { bot } = holder;
        if (!bot) throw new Error('not started');
        return (await leases.once(inbound.key, () => bot.deal(inbound))) ?? { type: 'nothing' };
      },
      ...options,
    });
    await store.start([...channel.collections, leaseSpec as never]);
    const web = express();
    channel.mount?.(web);
    await channel.start();
    const server = createServer(web);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bot = new TeamsBot(channel, store, connector, keys, clock, server, folder);
    holder.bot = bot;
    return bot;
  }

  private async deal(inbound: Inbound): Promise<Reply> {
    this.inbound.push(inbound);
    return this.script(inbound);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/messages`;
  }

  async stop(): Promise<void> {
    await this.channel.stop();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await Promise.all([this.connector.stop(), this.keys.stop()]);
    await this.store.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** As Teams sends it: from our connector, with a good token. */
  async receives(activity: Activity | string, changes: Activity = {}): Promise<Answer> {
    const base = typeof activity === 'string' ? await payload(activity) : activity;
    const { url } = this.connector;
    const token = this.keys.bearer(appId, url);
    return this.post(JSON.stringify({ ...base, serviceUrl: url, ...changes }), { authorization: token });
  }

  async post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, text, body: isJson ? JSON.parse(text) : {} };
  }

  /** The cards that were sent, oldest first. */
  get cards(): readonly string[] {
    return this.connector.messages.map(({ activity }) => JSON.stringify(activity));
  }
}
