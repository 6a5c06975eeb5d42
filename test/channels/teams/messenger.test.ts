import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Adapter } from '../../../src/channels/teams/adapter.js';
import { checkRegistration } from '../../../src/channels/teams/channel.js';
import { FileOffers } from '../../../src/channels/teams/file-offers.js';
import { TeamsMessenger } from '../../../src/channels/teams/messenger.js';
import { References } from '../../../src/channels/teams/references.js';
import { TeamsRooms } from '../../../src/channels/teams/rooms.js';
import { Unavailable } from '../../../src/kernel/errors.js';
import type { Account } from '../../../src/messages/inbound.js';
import type { View } from '../../../src/messages/view.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { longText } from '../../support/fixture-views.js';
import { countedIds } from '../../support/ids.js';
import { logbook } from '../../support/logbook.js';
import { appId, TeamsBot, tenant } from '../../support/teams-bot.js';
import type { Fault } from '../../support/teams-connector.js';

let bot: TeamsBot;
const anna: Account = { channel: 'teams', realm: tenant, user: '0d5c1b7e-aaaa-4bbb-8ccc-dddd00000001' };
const view: View = { kind: 'muster.neu', summary: 'Neu: Kita', blocks: [{ type: 'text', text: 'Hallo' }] };
const long: View = { ...view, blocks: Array.from({ length: 6 }, () => ({ type: 'text' as const, text: longText })) };

beforeAll(async () => {
  bot = await TeamsBot.start();
  await bot.receives('message-personal');
});
afterAll(() => bot.stop());
beforeEach(() => {
  bot.connector.messages.length = 0;
  bot.connector.updates.length = 0;
  bot.connector.calls.length = 0;
});

/** What the channel's messenger keeps, in the bot's store. */
const parts = () => ({
  references: new References(bot.store, bot.clock),
  rooms: new TeamsRooms(bot.store, bot.clock),
  offers: new FileOffers(bot.store, bot.clock, countedIds('offer')),
});
const send = (to: Account = anna, what: View = view) => bot.channel.messenger.send(to, what, 'key-1');

describe('Sending of the bot’s own accord', () => {
  it('reaches the personal chat that a person once wrote from', async () => {
    const message = await send();
    expect(bot.connector.messages).toMatchObject([
      { conversation: 'a:1pers-anna', activity: { summary: 'Neu: Kita' } },
    ]);
    expect(message).toEqual({
      channel: 'teams',
      realm: tenant,
      parts: {
        serviceUrl: bot.connector.url,
        conversation: 'a:1pers-anna',
        activity: bot.connector.messages[0]?.id,
        bot: '28:11111111-2222-4333-8444-555555555555',
      },
    });
  });

  it('rewrites a sent message in place', async () => {
    const message = await send();
    await bot.channel.messenger.update(message, { ...view, summary: 'Anders' });
    expect(bot.connector.messages).toMatchObject([{ activity: { summary: 'Anders' } }]);
  });

  it('rewrites one message however long the view has become, says what is missing, and keeps the buttons', async () => {
    const message = await send();
    const actions = [{ id: 'muster.mehr', label: 'Weitere' }];
    const grown: View = { ...long, blocks: [...long.blocks, { type: 'actions', actions }] };
    for (let change = 0; change < 3; change += 1) await bot.channel.messenger.update(message, grown);
    expect(bot.connector.messages).toMatchObject([{ activity: { summary: 'Neu: Kita' } }]);
    const card = JSON.stringify(bot.connector.messages[0]?.activity);
    expect(card).toContain('… gekürzt');
    expect(card).toContain('Weitere');
    expect(Buffer.byteLength(card)).toBeLessThan(28_000);
  });

  it('opens a personal chat with somebody met in a channel, and knows it from then on', async () => {
    await bot.receives('message-channel-mention', { id: 'x1', from: { id: '29:cem', name: 'Cem' } });
    const cem: Account = { channel: 'teams', realm: tenant, user: '29:cem' };
    await send(cem);
    await send(cem);
    expect(bot.connector.messages.map(({ conversation }) => conversation)).toEqual(['a:new-29:cem', 'a:new-29:cem']);
    expect(bot.connector.calls.filter(({ path }) => path === '/v3/conversations')).toHaveLength(1);
  });

  it('cannot reach who never met the bot', async () => {
    await expect(send({ ...anna, user: 'nobody' })).rejects.toMatchObject({
      kind: 'permanent',
      reason: 'no-conversation',
    });
    expect(bot.connector.calls).toEqual([]);
  });

  it('sends a long view as several messages', async () => {
    await send(anna, long);
    expect(bot.connector.messages.length).toBeGreaterThan(1);
    expect(bot.connector.messages[0]?.activity.summary).toMatch(/\(1\/\d\)$/);
  });

  it('cannot tell whether a message arrived', async () => {
    expect(await bot.channel.messenger.find(anna, 'key-1', new Date())).toBe('unknown');
  });
});

describe('What goes wrong on the way', () => {
  const cases: readonly [string, Omit<Fault, 'method'>, Record<string, unknown>][] = [
    [
      'too many messages',
      { answer: 429, headers: { 'retry-after': '7' } },
      { kind: 'retry', reason: 'rate-limited', retryAfterSeconds: 7 },
    ],
    [
      'too many messages, until nobody knows',
      { answer: 429 },
      { kind: 'retry', reason: 'rate-limited', retryAfterSeconds: undefined },
    ],
    ['a person who blocked the bot', { answer: 403 }, { kind: 'permanent', reason: 'blocked' }],
    ['a chat that is gone', { answer: 404 }, { kind: 'permanent', reason: 'no-conversation' }],
    ['a card too large', { answer: 413 }, { kind: 'permanent', reason: 'too-large' }],
    ['a card that is refused', { answer: 400 }, { kind: 'permanent', reason: 'http-400' }],
    ['a refused token', { answer: 401 }, { kind: 'retry', reason: 'unauthorized' }],
    ['two writers', { answer: 412 }, { kind: 'retry', reason: 'precondition-failed' }],
    ['a server’s error', { answer: 500, accepted: true }, { kind: 'unclear', reason: 'http-500' }],
    ['a gateway’s error', { answer: 502, accepted: true }, { kind: 'unclear', reason: 'http-502' }],
    ['a gateway’s time-out', { answer: 504, accepted: true }, { kind: 'unclear', reason: 'http-504' }],
    ['a cut connection', { answer: 'reset', accepted: true }, { kind: 'unclear', reason: 'connection-lost' }],
    ['no answer at all', { answer: 'silence', accepted: true }, { kind: 'unclear', reason: 'timed-out' }],
  ];

  it.each(cases)('%s is told apart, and nothing is sent again', async (_, fault, expected) => {
    bot.connector.fail({ method: 'POST', ...fault });
    await expect(send()).rejects.toMatchObject({ name: 'DeliveryFailure', ...expected });
    expect(bot.connector.calls).toHaveLength(1);
    expect(bot.connector.messages).toHaveLength(fault.accepted ? 1 : 0);
  });

  it('a failure after the first of several messages is unclear', async () => {
    bot.connector.fail({ method: 'POST', answer: 429, after: 1 });
    await expect(send(anna, long)).rejects.toMatchObject({ kind: 'unclear', reason: 'partly-sent' });
    expect(bot.connector.messages).toHaveLength(1);
  });

  it('a connector that is not there was certainly not reached', async () => {
    const other = await TeamsBot.start();
    await other.receives('message-personal');
    await other.connector.stop();
    await expect(other.channel.messenger.send(anna, view, 'k')).rejects.toMatchObject({
      kind: 'retry',
      reason: 'unreachable',
    });
    await other.connector.start();
    await other.stop();
  });

  it('without a token nothing is sent, and it may be tried again', async () => {
    const noToken = async () => {
      throw new Error('AADSTS7000215: Invalid client secret provided.');
    };
    const adapter = new Adapter({ appId }, bot.keys.authentication(appId, noToken));
    const messenger = new TeamsMessenger({ ...parts(), adapter, local: false, logger: silentLogger });
    await expect(messenger.send(anna, view)).rejects.toMatchObject({ kind: 'retry', reason: 'no-token' });
    expect(bot.connector.calls).toEqual([]);
  });

  /** The channel's messenger on a store of which the test lets one operation fail. */
  function messengerWith(change: (references: References) => void, logger = silentLogger): TeamsMessenger {
    const adapter = new Adapter({ appId }, bot.keys.authentication(appId));
    const kept = parts();
    change(kept.references);
    return new TeamsMessenger({ ...kept, adapter, local: false, logger });
  }
  const gone = async () => {
    throw new Unavailable('store');
  };

  it('without the store nothing is sent, and it may be tried again', async () => {
    const messenger = messengerWith((references) => {
      references.of = gone;
    });
    await expect(messenger.send(anna, view)).rejects.toBeInstanceOf(Unavailable);
    expect(bot.connector.calls).toEqual([]);
  });

  it('a new chat that cannot be remembered costs no receipt: the message is out', async () => {
    await bot.receives('message-channel-mention', { id: 'x2', from: { id: '29:dana', name: 'Dana' } });
    const dana: Account = { channel: 'teams', realm: tenant, user: '29:dana' };
    const { lines, logger } = logbook();
    const messenger = messengerWith((references) => {
      references.rememberChat = gone;
    }, logger);
    expect(await messenger.send(dana, view)).toMatchObject({ parts: { conversation: 'a:new-29:dana' } });
    expect(bot.connector.messages).toHaveLength(1);
    expect(lines.map(({ message }) => message)).toContain('new chat not remembered');
  });

  it('a message reference of somebody else’s making is refused', async () => {
    const message = { channel: 'teams', realm: tenant, parts: {} } as const;
    await expect(bot.channel.messenger.update(message, view)).rejects.toMatchObject({
      kind: 'permanent',
      reason: 'no-message',
    });
  });

  it('a registration without a password is no registration', async () => {
    await expect(checkRegistration({ appId })).rejects.toThrow('TEAMS_APP_PASSWORD');
  });
});

describe('Profiles', () => {
  const member = (facts: Record<string, unknown>) =>
    bot.connector.members.set('a:1pers-anna/29:1aGNmX-anna', { id: '29:1aGNmX-anna', name: 'Anna Beispiel', ...facts });

  it('of the tenant’s own people have a confirmed address', async () => {
    member({ email: 'anna@kita.example', userPrincipalName: 'anna@stadt.example', tenantId: tenant, userRole: 'user' });
    expect(await bot.channel.profiles.lookup(anna)).toEqual({
      name: 'Anna Beispiel',
      email: { address: 'anna@kita.example', confirmed: true },
      guest: false,
      locale: 'de-DE',
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['by role', { email: 'a@b.example', tenantId: tenant, userRole: 'guest' }],
    ['by name', { email: 'a@b.example', userPrincipalName: 'a_b.example#EXT#@stadt.example', tenantId: tenant }],
    ['by tenant', { email: 'a@b.example', tenantId: 'other' }],
  ])('of guests (known %s) have none', async (_, facts) => {
    member(facts);
    const profile = await bot.channel.profiles.lookup(anna);
    expect(profile).toMatchObject({ guest: true, email: { address: 'a@b.example', confirmed: false } });
  });

  it('do without an address where there is none', async () => {
    member({ tenantId: tenant });
    expect(await bot.channel.profiles.lookup(anna)).toEqual({ name: 'Anna Beispiel', guest: false, locale: 'de-DE' });
  });

  it.each<Fault>([
    { method: 'GET', answer: 404 },
    { method: 'GET', answer: 500 },
    { method: 'GET', answer: 'silence' },
  ])('are unknown when the connector does not say within a second (%j)', async (fault) => {
    bot.connector.fail(fault);
    const before = Date.now();
    expect(await bot.channel.profiles.lookup(anna)).toBeUndefined();
    expect(Date.now() - before).toBeLessThan(2_000);
  });

  it('of strangers are unknown', async () => {
    expect(await bot.channel.profiles.lookup({ ...anna, user: 'x' })).toBeUndefined();
  });
});
