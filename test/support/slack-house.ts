import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { test } from 'vitest';
import { createSlackChannel, type SlackOptions } from '../../src/channels/slack/channel.js';
import type { Inbound } from '../../src/messages/inbound.js';
import type { Reply } from '../../src/messages/reply.js';
import type { View } from '../../src/messages/view.js';
import type { Channel } from '../../src/ports/channel.js';
import type { Logger } from '../../src/ports/logger.js';
import { fixedClock } from './clock.js';
import { overHttp, overSocket, Person, type Transport } from './slack-client.js';
import { SlackServer } from './slack-server.js';

export { until } from './until.js';

export const secret = 'test-signing-secret';

export type Answering = (inbound: Inbound) => Reply | Promise<Reply>;

/** The channel on real Bolt, between a local Slack and a scripted bot. */
export interface House {
  readonly slack: SlackServer;
  readonly channel: Channel;
  readonly transport: Transport;
  readonly anna: Person;
  /** What reached the bot, each key once. */
  readonly inbounds: readonly Inbound[];
  readonly log: readonly string[];
  /** Where Slack delivers over HTTP. */
  readonly url: string;
  answer: Answering;
  stop(): Promise<void>;
}

export type Mode = 'HTTP' | 'Socket Mode';

/** The bot deals with each key once, as the real dispatch does. */
export async function slackHouse(mode: Mode, more: Partial<SlackOptions> = {}): Promise<House> {
  const slack = await SlackServer.start();
  slack.users.set('U0ANNA001', person('U0ANNA001', 'Anna Beispiel', 'anna@example.org'));
  slack.users.set('U0BEN0001', person('U0BEN0001', 'Ben Muster', 'ben@example.org'));
  const inbounds: Inbound[] = [];
  const log: string[] = [];
  const seen = new Set<string>();
  const house = { answer: echo };
  const channel = createSlackChannel({
    botToken: slack.tokens.bot,
    ...(mode === 'HTTP' ? { signingSecret: secret } : { appToken: slack.tokens.app }),
    apiUrl: slack.apiUrl,
    // Bolt verifies by the real time, so the fixed clock stands at the time the test began.
    clock: fixedClock(new Date().toISOString()),
    logger: recording(log),
    dispatch: async (inbound) => {
      if (seen.has(inbound.key)) return { type: 'nothing' };
      seen.add(inbound.key);
      try {
        inbounds.push(inbound);
        return await house.answer(inbound);
      } catch (error) {
        seen.delete(inbound.key);
        throw error;
      }
    },
    ...more,
  });
  const web = express();
  channel.mount?.(web);
  const server = await listening(web);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  const transport = mode === 'HTTP' ? overHttp(url, secret) : overSocket(slack);
  const anna = new Person(slack, transport);
  return Object.assign(house, {
    slack,
    channel,
    transport,
    anna,
    inbounds,
    log,
    url,
    async stop() {
      await channel.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await slack.stop();
    },
  });
}

/** The same, connected. */
export async function startedHouse(mode: Mode, more: Partial<SlackOptions> = {}): Promise<House> {
  const house = await slackHouse(mode, more);
  await house.channel.start();
  return house;
}

/** Tests that get a connected `house` each, so that those which mostly wait can do so side by side. */
export function housed(mode: Mode) {
  return test.extend('mode', mode).extend('house', async ({ mode }, { onCleanup }) => {
    const house = await startedHouse(mode);
    onCleanup(() => house.stop());
    return house;
  });
}

export function say(text: string, more: Partial<View> = {}): View {
  return { kind: 'test.view', summary: text, blocks: [{ type: 'text', text }], ...more };
}

/** A promise to be settled by the test. */
export function gate<T = void>(): { readonly passed: Promise<T>; open(value: T): void } {
  let open: (value: T) => void = () => {};
  const passed = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { passed, open: (value) => open(value) };
}

function person(id: string, real_name: string, email: string) {
  return {
    id,
    team_id: 'T0DINGG01',
    name: id.toLowerCase(),
    real_name,
    deleted: false,
    is_bot: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_email_confirmed: true,
    locale: 'de-DE',
    profile: { real_name, display_name: real_name.split(' ')[0], email },
  };
}

const echo: Answering = ({ event }) =>
  event.type === 'text' ? { type: 'message', view: say(`Antwort auf: ${event.text}`) } : { type: 'nothing' };

async function listening(web: express.Express): Promise<Server> {
  return new Promise((resolve) => {
    const server = web.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function recording(log: string[]): Logger {
  const note = (level: string) => (fields: unknown, message: string) =>
    void log.push(`${level} ${message} ${JSON.stringify(fields)}`);
  return { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
}
