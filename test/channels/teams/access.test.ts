import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTeamsChannel } from '../../../src/channels/teams/channel.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { countedIds } from '../../support/ids.js';
import { type Activity, appId, payload, TeamsBot, tenant } from '../../support/teams-bot.js';
import type { TokenWishes } from '../../support/teams-keys.js';

let bot: TeamsBot;
let message: string;

beforeAll(async () => {
  bot = await TeamsBot.start();
  message = JSON.stringify(await payload('message-personal', { serviceUrl: bot.connector.url }));
});
afterAll(() => bot.stop());
beforeEach(() => {
  bot.inbound.length = 0;
  // The SDK prints every bad token's error.
  vi.spyOn(console, 'error').mockReturnValue();
});

const token = (wishes?: TokenWishes) => bot.keys.bearer(appId, bot.connector.url, wishes);

async function expectRefusal(body: string, headers: Record<string, string>, status: number): Promise<void> {
  const answer = await bot.post(body, headers);
  expect(answer.status).toBe(status);
  expect(answer.text).not.toMatch(/\bat \/|node_modules|Error:/);
  expect(answer.body).toEqual({ error: expect.any(String) });
  expect(bot.inbound).toEqual([]);
}

describe('Who may send to the bot', () => {
  it('lets in what carries a good token', async () => {
    expect((await bot.post(message, { authorization: token() })).status).toBe(200);
    expect(bot.inbound).toHaveLength(1);
  });

  it.each<[string, () => string]>([
    ['no token', () => ''],
    ['an empty bearer', () => 'Bearer '],
    ['garbage', () => 'Bearer abc.def.ghi'],
    ['no JWT at all', () => 'Bearer x'],
    ['another scheme', () => token().replace('Bearer', 'Basic')],
    ['too many parts', () => `${token()} more`],
    ['algorithm none', () => token({ algorithm: 'none' })],
    ['the public key used as an HMAC secret', () => token({ algorithm: 'HS256' })],
    ['a signature by somebody else', () => token({ forged: true })],
    ['an unknown key', () => token({ keyId: 'other' })],
    ['another audience', () => token({ audience: 'somebody-else' })],
    ['another issuer', () => token({ issuer: 'https://evil.test' })],
    ['an expired token', () => token({ expiresIn: -1_000 })],
    ['a token for another service URL', () => token({ serviceUrl: 'https://evil.test/' })],
    ['a cut signature', () => token().slice(0, -8)],
    [
      'a changed claim',
      () => token().replace(/\.[^.]+\./, `.${Buffer.from('{"iss":"https://issuer.test"}').toString('base64url')}.`),
    ],
  ])('refuses %s with 401', async (_, authorization) => {
    await expectRefusal(message, { authorization: authorization() }, 401);
  });

  it.each<[string, Activity]>([
    ['another tenant', { channelData: { tenant: { id: 'other' } } }],
    [
      'a conversation of another tenant',
      { conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'other' } },
    ],
    ['no tenant', { channelData: {}, conversation: { id: 'a:1', conversationType: 'personal' } }],
  ])('refuses %s with 403 before anything is dispatched', async (_, changes) => {
    const body = JSON.stringify({ ...JSON.parse(message), ...changes });
    await expectRefusal(body, { authorization: token() }, 403);
  });

  it('answers 503 while keys cannot be fetched, and works again afterwards', async () => {
    const fresh = await TeamsBot.start();
    try {
      const body = JSON.stringify(await payload('message-personal', { serviceUrl: fresh.connector.url }));
      const authorization = fresh.keys.bearer(appId, fresh.connector.url);
      fresh.keys.broken = 500;
      expect((await fresh.post(body, { authorization })).status).toBe(503);
      for (const algorithm of ['none', 'HS256'] as const) {
        const hopeless = fresh.keys.bearer(appId, fresh.connector.url, { algorithm });
        expect((await fresh.post(body, { authorization: hopeless })).status).toBe(401);
      }
      fresh.keys.broken = undefined;
      expect((await fresh.post(body, { authorization })).status).toBe(200);
      expect(fresh.inbound).toHaveLength(1);
    } finally {
      await fresh.stop();
    }
  });
});

describe('What may be sent to the bot', () => {
  it.each<[string, string]>([
    ['{}', '{}'],
    ['an array', '[]'],
    ['malformed JSON', '{"type":'],
    ['nothing', ''],
    ['a string', '"message"'],
    ['no conversation', '{"type":"message","channelId":"msteams"}'],
    ['nesting beyond reason', `{"type":"message","value":${'['.repeat(60_000)}${']'.repeat(60_000)}}`],
  ])('refuses %s with 400', async (_, body) => {
    await expectRefusal(body, { authorization: token() }, 400);
  });

  it('refuses {} with 400 also without a token', () => expectRefusal('{}', {}, 400));

  it('refuses several megabytes with 413', () =>
    expectRefusal(JSON.stringify({ text: 'x'.repeat(3_000_000) }), { authorization: token() }, 413));

  it('refuses other content types with 415', () =>
    expectRefusal(message, { authorization: token(), 'content-type': 'text/plain' }, 415));

  it('refuses unknown encodings', () =>
    expectRefusal(message, { authorization: token(), 'content-encoding': 'zstd-of-doom' }, 415));

  it.each<[string, Activity]>([
    ['another channel', { channelId: 'AseChannel' }],
    ['a service URL that is none', { serviceUrl: 'javascript:alert(1)' }],
    ['a sender without an id', { from: { name: 'Anna' } }],
    ['an empty conversation id', { conversation: { id: '' } }],
    ['a text that is no text', { text: { a: 1 } }],
    ['entities that are no list', { entities: 'x' }],
  ])('refuses %s with 400', async (_, changes) => {
    await expectRefusal(JSON.stringify({ ...JSON.parse(message), ...changes }), { authorization: token() }, 400);
  });

  it('answers other methods with 405', async () => {
    expect((await fetch(bot.url)).status).toBe(405);
  });

  it('survives a connection that ends in the middle of the body', async () => {
    const { hostname, port } = new URL(bot.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"a"',
        );
        socket.end();
        socket.destroy();
      });
      socket.on('close', () => resolve());
    });
    expect((await bot.post('{}')).status).toBe(400);
  });

  it('takes odd but possible texts', async () => {
    for (const text of ['', '👨‍👩‍👧‍👦', 'x'.repeat(40_000), '\u0000\u0007', '<script>', 'مرحبا', null]) {
      const answer = await bot.receives('message-personal', { text, id: `odd-${String(text).slice(0, 5)}` });
      expect(answer.status).toBe(200);
    }
    expect(bot.inbound).toHaveLength(7);
  });
});

describe('Local mode', () => {
  let local: TeamsBot;
  beforeAll(async () => {
    local = await TeamsBot.start({ local: true, allowedTenants: [] });
  });
  afterAll(() => local.stop());
  beforeEach(() => {
    local.inbound.length = 0;
  });

  it('takes traffic from this machine without a token, from any tenant', async () => {
    const body = await payload('message-personal', {
      serviceUrl: local.connector.url,
      channelData: { tenant: { id: 'any' } },
    });
    expect((await local.post(JSON.stringify(body))).status).toBe(200);
    expect(local.inbound[0]?.from.realm).toBe('any');
  });

  it('names the realm "local" where there is no tenant', async () => {
    const conversation = { id: 'c-1', conversationType: 'personal' };
    const body = await payload('message-personal', {
      serviceUrl: local.connector.url,
      channelData: null,
      conversation,
    });
    expect((await local.post(JSON.stringify(body))).status).toBe(200);
    expect(local.inbound[0]?.from.realm).toBe('local');
  });

  it.each([
    'https://smba.trafficmanager.net/emea/',
    'http://localhost.evil.test/',
    'http://127.0.0.1@evil.test/',
    'http://user@127.0.0.1/',
    'http://10.0.0.1/',
    'http://[::2]/',
  ])('refuses the service URL %s', async (serviceUrl) => {
    const answer = await local.post(JSON.stringify(await payload('message-personal', { serviceUrl })));
    expect(answer.status).toBe(403);
    expect(local.inbound).toEqual([]);
  });

  it.each([
    ['a proxy', { 'x-forwarded-for': '127.0.0.1' }],
    ['a proxy by the standard header', { forwarded: 'for=127.0.0.1' }],
    ['a proxy that says only which host was asked for', { 'x-forwarded-host': 'bot.example' }],
    ['a web page', { origin: 'http://127.0.0.1:3000' }],
  ])('refuses what comes through %s', async (_, headers) => {
    const body = JSON.stringify(await payload('message-personal', { serviceUrl: local.connector.url }));
    expect((await local.post(body, headers)).status).toBe(403);
    expect(local.inbound).toEqual([]);
  });

  it('sends nothing beyond this machine, whatever was stored', async () => {
    const message = {
      channel: 'teams',
      realm: 'x',
      parts: { serviceUrl: 'https://evil.test/', conversation: 'c', activity: 'a', bot: 'b' },
    } as const;
    const view = { kind: 'x.y', summary: 'x', blocks: [] };
    await expect(local.channel.messenger.update(message, view)).rejects.toMatchObject({
      kind: 'permanent',
      reason: 'not-local',
    });
  });

  it.each([
    [{ local: true, appId }, 'exclude each other'],
    [{ local: false }, 'only local mode is possible'],
  ])('and an app id: one of the two (%j)', (settings, why) => {
    const { store, clock } = bot;
    const dispatch = async () => ({ type: 'nothing' }) as const;
    const make = () =>
      createTeamsChannel({
        ...settings,
        allowedTenants: [],
        store,
        clock,
        ids: countedIds(),
        logger: silentLogger,
        dispatch,
      });
    expect(make).toThrow(why);
  });
});

describe('Allowed tenants', () => {
  it('lets nobody in when there are none', async () => {
    const closed = await TeamsBot.start({ allowedTenants: [] });
    try {
      expect((await closed.receives('message-personal')).status).toBe(403);
    } finally {
      await closed.stop();
    }
  });

  it('compares tenants without regard to case', async () => {
    const open = await TeamsBot.start({ allowedTenants: [tenant.toUpperCase()] });
    try {
      expect((await open.receives('message-personal')).status).toBe(200);
    } finally {
      await open.stop();
    }
  });
});
