import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../src/messages/inbound.js';
import type { View } from '../../../src/messages/view.js';
import { DeliveryFailure } from '../../../src/ports/messenger.js';
import { type House, say, startedHouse, until } from '../../support/slack-house.js';
import type { Fault } from '../../support/slack-server.js';

const anna: Account = { channel: 'slack', realm: 'T0DINGG01', user: 'U0ANNA001' };
const invitation = say('Einladung: AK Übergänge, Do. 12.11., 14 Uhr, Rathaus');
const long: View = say('Viel', {
  blocks: Array.from({ length: 120 }, (_, index) => ({ type: 'text', text: `Absatz ${index}` }) as const),
});
const since = new Date(Date.now() - 60_000);

let house: House;
beforeEach(async () => {
  house = await startedHouse('HTTP');
});
afterEach(() => house.stop());

async function failure(work: Promise<unknown>): Promise<DeliveryFailure> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DeliveryFailure)) throw new Error(`no delivery failure but ${String(error)}`);
  return error;
}

describe('sending of the bot’s own accord', () => {
  it('goes to the person’s conversation, with the key as metadata', async () => {
    const ref = await house.channel.messenger.send(anna, invitation, 'invite:m1:p1');
    expect(house.slack.messages).toMatchObject([
      {
        channel: 'D0ANNA001',
        text: 'Einladung: AK Übergänge, Do. 12.11., 14 Uhr, Rathaus',
        metadata: { event_type: 'dorfbote_outbox', event_payload: { key: 'invite:m1:p1' } },
      },
    ]);
    const ts = house.slack.messages[0]?.ts;
    expect(ref).toEqual({ channel: 'slack', realm: 'T0DINGG01', parts: { channel: 'D0ANNA001', ts } });
  });

  it('rewrites in place what it sent', async () => {
    const ref = await house.channel.messenger.send(anna, invitation, 'k');
    await house.channel.messenger.update(ref, say('Fällt aus'));
    expect(house.slack.messages.map((message) => message.text)).toEqual(['Fällt aus']);
  });

  it('rewrites one message however long the view has become, says what is missing, and keeps the buttons', async () => {
    const ref = await house.channel.messenger.send(anna, invitation, 'k');
    const actions = [{ id: 'test.more', label: 'Weitere' }];
    const grown: View = { ...long, blocks: [...long.blocks, { type: 'actions', actions }] };
    for (let change = 0; change < 3; change += 1) await house.channel.messenger.update(ref, grown);
    expect(house.slack.messages.map((message) => message.text)).toEqual(['Viel']);
    const blocks = JSON.stringify(house.slack.messages[0]?.blocks);
    expect(blocks).toContain('Absatz 0');
    expect(blocks).toMatch(/… gekürzt: \d+ Abschnitte passten nicht mehr hierher/);
    expect(blocks).toContain('Weitere');
  });

  it('finds what it sent by its key, and only that', async () => {
    const { messenger } = house.channel;
    const ref = await messenger.send(anna, invitation, 'one');
    await messenger.send(anna, invitation, 'two');
    expect(await messenger.find(anna, 'one', since)).toEqual(ref);
    expect(await messenger.find(anna, 'three', since)).toBe('absent');
  });

  it('finds a message whose answer was lost, once Slack’s history has caught up', async () => {
    const { messenger } = house.channel;
    house.slack.historyLag = 300;
    house.slack.fail('chat.postMessage', 'accepted-but-reset');
    expect(await failure(messenger.send(anna, invitation, 'lost'))).toMatchObject({ kind: 'unclear' });
    expect(await messenger.find(anna, 'lost', since)).toBe('absent');
    await until(async () => (await messenger.find(anna, 'lost', since)) !== 'absent');
    expect(house.slack.messages).toHaveLength(1);
  });

  it('reads on where the conversation is long', async () => {
    const { messenger } = house.channel;
    const ref = await messenger.send(anna, invitation, 'early');
    for (let more = 0; more < 250; more += 1) await messenger.send(anna, say(`Nr. ${more}`), `more-${more}`);
    expect(await messenger.find(anna, 'early', since)).toEqual(ref);
    expect(house.slack.callsOf('conversations.history').length).toBe(2);
  });

  it('sends a long view as several messages, and after a failure only those that are missing', async () => {
    const { messenger } = house.channel;
    house.slack.fail('chat.postMessage', { error: 'unused' });
    await failure(messenger.send(anna, long, 'long'));
    expect(house.slack.messages).toEqual([]);
    await messenger.send(anna, long, 'long');
    expect(house.slack.messages).toHaveLength(3);
    await messenger.send(anna, long, 'long');
    expect(house.slack.messages).toHaveLength(3);
    expect(await messenger.find(anna, 'long', since)).toMatchObject({ parts: { ts: house.slack.messages[0]?.ts } });
  });

  it('calls a view that was sent by half unclear, and absent when asked', async () => {
    const { messenger } = house.channel;
    await messenger.send(anna, say('davor'), 'x');
    let posts = 0;
    const original = house.slack.messages.push.bind(house.slack.messages);
    house.slack.messages.push = (...messages) => {
      posts += 1;
      if (posts === 1) house.slack.fail('chat.postMessage', { limited: 7 });
      return original(...messages);
    };
    expect(await failure(messenger.send(anna, long, 'half'))).toMatchObject({ kind: 'unclear', retryAfterSeconds: 7 });
    expect(await messenger.find(anna, 'half', since)).toBe('absent');
    await messenger.send(anna, long, 'half');
    expect(house.slack.messages).toHaveLength(4);
  });
});

describe('what can go wrong', () => {
  it.each<[Fault, string, string]>([
    [{ limited: 3 }, 'retry', 'rate-limited'],
    [{ limited: 'unsaid' }, 'retry', 'rate-limited'],
    [{ error: 'ratelimited' }, 'retry', 'ratelimited'],
    [{ error: 'service_unavailable' }, 'retry', 'service-unavailable'],
    [{ error: 'invalid_auth' }, 'retry', 'invalid-auth'],
    [{ error: 'token_revoked' }, 'retry', 'token-revoked'],
    [{ error: 'account_inactive' }, 'permanent', 'account-inactive'],
    [{ error: 'channel_not_found' }, 'permanent', 'channel-not-found'],
    [{ error: 'not_in_channel' }, 'permanent', 'not-in-channel'],
    [{ error: 'is_archived' }, 'permanent', 'is-archived'],
    [{ error: 'invalid_blocks' }, 'permanent', 'invalid-blocks'],
    [{ error: 'internal_error' }, 'unclear', 'internal-error'],
    [{ error: 'fatal_error' }, 'unclear', 'fatal-error'],
    [{ status: 500 }, 'unclear', 'http-500'],
    [{ status: 504 }, 'unclear', 'http-504'],
    [{ status: 404 }, 'permanent', 'http-404'],
    [{ text: '<html>Wartung</html>' }, 'unclear', 'unreadable-answer'],
    ['reset', 'unclear', 'connection-lost'],
    ['accepted-but-reset', 'unclear', 'connection-lost'],
    ['accepted-but-silent', 'unclear', 'timeout'],
  ])('%j is %s: %s', async (fault, kind, reason) => {
    house.slack.fail('chat.postMessage', fault);
    const error = await failure(house.channel.messenger.send(anna, invitation, 'k'));
    expect({ kind: error.kind, reason: error.reason }).toEqual({ kind, reason });
    expect(house.slack.callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('keeps the time that Slack asks to wait', async () => {
    house.slack.fail('chat.postMessage', { limited: 30 });
    const error = await failure(house.channel.messenger.send(anna, invitation, 'k'));
    expect(error.retryAfterSeconds).toBe(30);
  });

  it('does not let one busy conversation hold up another', async () => {
    house.slack.fail('chat.postMessage', { limited: 3 });
    const started = Date.now();
    const ben = { ...anna, user: 'U0BEN0001' };
    await failure(house.channel.messenger.send(anna, invitation, 'a'));
    await house.channel.messenger.send(ben, invitation, 'b');
    expect(Date.now() - started).toBeLessThan(1_500);
  });

  it('knows who has left, and who never was', async () => {
    house.slack.users.set('U0WEG0001', { id: 'U0WEG0001', team_id: 'T0DINGG01', deleted: true });
    const { messenger } = house.channel;
    const left = await failure(messenger.send({ ...anna, user: 'U0WEG0001' }, invitation, 'k'));
    expect({ kind: left.kind, reason: left.reason }).toEqual({ kind: 'permanent', reason: 'user-disabled' });
    const nobody = await failure(messenger.send({ ...anna, user: 'U0NIEMAND' }, invitation, 'k'));
    expect(nobody.reason).toBe('user-not-found');
  });

  it('refuses to rewrite what is not a message of Slack’s', async () => {
    const foreign = { channel: 'slack', realm: 'T0DINGG01', parts: { activity: '1' } } as const;
    expect(await failure(house.channel.messenger.update(foreign, invitation))).toMatchObject({ kind: 'permanent' });
  });

  it('says so when nothing listens', async () => {
    await house.slack.stop();
    const error = await failure(house.channel.messenger.send(anna, invitation, 'k'));
    expect(error.kind).toBe('retry');
    const again = await failure(house.channel.messenger.send(anna, invitation, 'k'));
    expect({ kind: again.kind, reason: again.reason }).toEqual({ kind: 'retry', reason: 'unreachable' });
  });

  it('says that nobody knows what became of a post in a channel whose history it may not read, and posts long ones', async () => {
    house.slack.failAlways('conversations.history', { error: 'missing_scope' });
    const { messenger } = house.channel;
    const room = { channel: 'slack', realm: 'T0DINGG01', conversation: 'C0ALLE001' } as const;
    expect(await messenger.find(room, 'k', new Date())).toBe('unknown');
    const blocks = Array.from({ length: 120 }, (_, index) => ({ type: 'text', text: `Zeile ${index}` }) as const);
    await messenger.send(room, say('Lang', { blocks }), 'long');
    expect(house.slack.messages.length).toBeGreaterThan(1);
    expect(await failure(messenger.find(anna, 'k', new Date()))).toMatchObject({ reason: 'missing-scope' });
  });

  it('before anything was posted may be tried again, however unclear', async () => {
    house.slack.fail('conversations.open', 'accepted-but-reset');
    const error = await failure(house.channel.messenger.send(anna, invitation, 'k'));
    expect({ kind: error.kind, reason: error.reason }).toEqual({ kind: 'retry', reason: 'connection-lost' });
  });
});

describe('profiles', () => {
  const look = (user: string, realm = 'T0DINGG01') => house.channel.profiles.lookup({ channel: 'slack', realm, user });

  it('bring name, confirmed address and language', async () => {
    expect(await look('U0ANNA001')).toEqual({
      name: 'Anna Beispiel',
      email: { address: 'anna@example.org', confirmed: true },
      guest: false,
      locale: 'de-DE',
    });
  });

  it('are asked for once, however many want to know at the same time', async () => {
    const found = await Promise.all(Array.from({ length: 50 }, () => look('U0ANNA001')));
    expect(found.every((profile) => profile?.name === 'Anna Beispiel')).toBe(true);
    expect(house.slack.callsOf('users.info')).toHaveLength(1);
    await look('U0ANNA001');
    expect(house.slack.callsOf('users.info')).toHaveLength(2);
  });

  const base = {
    id: 'U0X',
    team_id: 'T0DINGG01',
    real_name: 'Xaver',
    is_email_confirmed: true,
    profile: { email: 'x@example.org' },
  };

  it.each([
    ['does not say that it is', { ...base, is_email_confirmed: undefined }],
    ['says that it is not', { ...base, is_email_confirmed: false }],
  ])('take an address for unconfirmed where Slack %s', async (_what, user) => {
    house.slack.users.set('U0X', user);
    expect((await look('U0X'))?.email).toEqual({ address: 'x@example.org', confirmed: false });
  });

  it('have no address where Slack shows none', async () => {
    house.slack.users.set('U0X', { ...base, profile: {} });
    expect(await look('U0X')).not.toHaveProperty('email');
  });

  it.each([
    ['a multi-channel guest', { is_restricted: true }],
    ['a single-channel guest', { is_ultra_restricted: true }],
    ['a stranger', { is_stranger: true }],
    ['somebody of another workspace', { team_id: 'T0CARITAS' }],
    ['a bot', { is_bot: true }],
  ])('know %s for a guest', async (_what, more) => {
    house.slack.users.set('U0X', { ...base, ...more });
    expect((await look('U0X'))?.guest).toBe(true);
  });

  it('know a guest by the realm of the event', async () => {
    house.slack.users.set('U0X', base);
    expect((await look('U0X', 'T0CARITAS'))?.guest).toBe(true);
  });

  it('of the same organisation are no guests', async () => {
    house.slack.users.set('U0X', {
      ...base,
      team_id: 'T0ANDERS1',
      enterprise_user: { teams: ['T0DINGG01', 'T0ANDERS1'] },
    });
    expect((await look('U0X'))?.guest).toBe(false);
  });

  it.each<[Fault]>([[{ error: 'user_not_found' }], [{ limited: 5 }], [{ status: 500 }], ['accepted-but-silent']])(
    'are unknown within a second when Slack answers %j',
    async (fault) => {
      house.slack.fail('users.info', fault);
      const started = Date.now();
      expect(await look('U0ANNA001')).toBeUndefined();
      expect(Date.now() - started).toBeLessThan(1_000);
    },
  );
});
