import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { createSlackChannel } from '../../../src/channels/slack/channel.js';
import { checkSlack } from '../../../src/channels/slack/doctor.js';
import { botScopes } from '../../../src/channels/slack/manifest.js';
import { Refusal } from '../../../src/kernel/errors.js';
import type { Reply } from '../../../src/messages/reply.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { DeliveryFailure } from '../../../src/ports/messenger.js';
import { fixedClock } from '../../support/clock.js';
import { payload, send } from '../../support/slack-client.js';
import { type House, type Mode, secret, slackHouse, until } from '../../support/slack-house.js';

const idle = {
  dispatch: async (): Promise<Reply> => ({ type: 'nothing' }),
  clock: fixedClock(),
  logger: silentLogger,
};

let house: House | undefined;
afterEach(async () => {
  await house?.stop();
  house = undefined;
});

async function refusal(work: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw new Error(`no refusal but ${String(error)}`);
  return error;
}

describe('starting', () => {
  it.each<Mode>(['HTTP', 'Socket Mode'])(
    'over %s fails with an explanation when the bot token is wrong',
    async (mode) => {
      house = await slackHouse(mode, { botToken: 'xoxb-wrong' });
      const { forPerson, forLog } = await refusal(house.channel.start());
      expect(forPerson).toContain('SLACK_BOT_TOKEN');
      expect(forLog).toBe('slack.bot-token.invalid_auth');
      expect(house.channel.ready()).toBe(false);
    },
  );

  it('over Socket Mode fails with an explanation when the app token is wrong', async () => {
    house = await slackHouse('Socket Mode', { appToken: 'xapp-wrong' });
    const { forPerson } = await refusal(house.channel.start());
    expect(forPerson).toContain('SLACK_APP_TOKEN');
    expect(house.channel.ready()).toBe(false);
  });

  it('fails with an explanation when neither transport is set up', async () => {
    const bare = createSlackChannel({ botToken: 'xoxb-test', ...idle });
    expect((await refusal(bare.start())).forPerson).toContain('SLACK_SIGNING_SECRET');
  });

  it.each<[Mode, string]>([
    ['HTTP', ''],
    ['HTTP', '/'],
    ['Socket Mode', ''],
    ['Socket Mode', '/'],
  ])('over %s takes Slack’s address ending in “api%s”', async (mode, ending) => {
    house = await slackHouse(mode);
    const { slack } = house;
    const channel = createSlackChannel({
      botToken: slack.tokens.bot,
      ...(mode === 'HTTP' ? { signingSecret: secret } : { appToken: slack.tokens.app }),
      apiUrl: `${slack.apiUrl}${ending}`,
      ...idle,
    });
    channel.mount?.(express());
    await channel.start();
    expect(channel.ready()).toBe(true);
    await channel.stop();
  });

  it('goes on without Slack while Slack is away, asks Slack to come again, and connects when it is back', async () => {
    house = await slackHouse('HTTP');
    house.slack.failAlways('auth.test', { status: 503 });
    await house.channel.start();
    expect(house.channel.ready()).toBe(false);
    const body = JSON.stringify(payload('message_im'));
    expect((await send(house.url, body, { secret })).status).toBe(503);
    house.slack.failAlways('auth.test', undefined);
    const { channel } = house;
    await until(() => channel.ready(), 'the connection', 10_000);
    expect((await send(house.url, body, { secret })).status).toBe(200);
    expect(house.inbounds).toHaveLength(1);
  });

  it('stops trying when Slack, back again, refuses the token, and goes on saying that it is not ready', async () => {
    house = await slackHouse('HTTP', { connectPause: { first: 0.02, last: 0.04 } });
    const { channel, slack, log, url } = house;
    slack.failAlways('auth.test', { status: 503 });
    await channel.start();
    await until(() => slack.callsOf('auth.test').length > 3);
    slack.failAlways('auth.test', { error: 'token_revoked' });
    await until(() => log.some((line) => line.includes('slack.bot-token.token_revoked')));
    const tries = slack.callsOf('auth.test').length;
    const body = JSON.stringify(payload('message_im'));
    for (let asked = 0; asked < 60; asked += 1) expect((await send(url, body, { secret })).status).toBe(503);
    expect(slack.callsOf('auth.test')).toHaveLength(tries);
    expect(channel.ready()).toBe(false);
  });

  it('is not ready while Slack refuses the token of what is sent, and is again as soon as Slack takes it, by itself', async () => {
    house = await slackHouse('HTTP', { connectPause: { first: 0.05, last: 0.05 } });
    const { channel, slack, log } = house;
    await channel.start();
    const view = { kind: 'test.said', summary: 'Hallo', blocks: [] };
    const send = () => channel.messenger.send({ channel: 'slack', realm: 'T0DINGG01', user: 'U0ANNA001' }, view, 'k1');
    for (const error of ['token_revoked', 'invalid_auth', 'account_inactive']) {
      slack.failAlways('auth.test', { error });
      slack.fail('chat.postMessage', { error });
      await expect(send()).rejects.toThrow(DeliveryFailure);
      expect(channel.ready()).toBe(false);
      expect(log.some((line) => line.includes(error))).toBe(true);
      slack.failAlways('auth.test', undefined);
      await until(() => channel.ready());
    }
    slack.failAlways('auth.test', { error: 'token_revoked' });
    slack.fail('chat.postMessage', { error: 'token_revoked' }, { error: 'channel_not_found' });
    await expect(send()).rejects.toThrow(DeliveryFailure);
    await expect(send()).rejects.toThrow(DeliveryFailure);
    expect(channel.ready()).toBe(false);
    await send();
    expect(channel.ready()).toBe(true);
  });

  it('knows its workspace once Slack has said so', async () => {
    house = await slackHouse('HTTP');
    const { slack } = house;
    const channel = createSlackChannel({
      botToken: slack.tokens.bot,
      signingSecret: secret,
      apiUrl: slack.apiUrl,
      ...idle,
    });
    channel.mount?.(express());
    const { workspaces } = channel;
    expect(workspaces()).toEqual([]);
    await channel.start();
    expect(workspaces()).toEqual(['T0DINGG01']);
    await channel.stop();
  });

  it('stops quietly without ever having connected', async () => {
    house = await slackHouse('Socket Mode');
    await house.channel.stop();
    expect(house.channel.ready()).toBe(false);
  });
});

describe('the doctor', () => {
  it('names missing scopes', async () => {
    house = await slackHouse('HTTP');
    house.slack.scopes = 'chat:write,commands';
    const check = await checkSlack({ botToken: house.slack.tokens.bot, apiUrl: house.slack.apiUrl });
    expect(check).toMatchObject({ ok: true, team: 'DINgg' });
    expect(check.ok && check.missingScopes).toContain('im:history');
    house.slack.scopes = Object.keys(botScopes).join(',');
    expect(await checkSlack({ botToken: house.slack.tokens.bot, apiUrl: house.slack.apiUrl })).toMatchObject({
      missingScopes: [],
    });
  });

  it('names the token that Slack refuses', async () => {
    house = await slackHouse('HTTP');
    const { apiUrl, tokens } = house.slack;
    expect(await checkSlack({ botToken: 'xoxb-wrong', apiUrl })).toMatchObject({
      ok: false,
      problem: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
    expect(await checkSlack({ botToken: tokens.bot, appToken: 'xapp-wrong', apiUrl })).toMatchObject({
      ok: false,
      problem: expect.stringContaining('SLACK_APP_TOKEN'),
    });
  });

  it('says so when Slack cannot be reached', async () => {
    const check = await checkSlack({ botToken: 'xoxb-x', apiUrl: 'http://127.0.0.1:1/api' });
    expect(check).toMatchObject({ ok: false, problem: expect.stringContaining('SLACK_API_URL') });
  });
});
