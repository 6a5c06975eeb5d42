import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Room } from '../../../src/messages/inbound.js';
import type { View } from '../../../src/messages/view.js';
import { longText } from '../../support/fixture-views.js';
import { type Activity, TeamsBot, tenant } from '../../support/teams-bot.js';

const view: View = { kind: 'muster.neu', summary: 'Neu: Kita', blocks: [{ type: 'text', text: 'Hallo' }] };
const long: View = { ...view, blocks: Array.from({ length: 6 }, () => ({ type: 'text' as const, text: longText })) };
const channel = room('19:kanal@thread.tacv2');
const group = room('19:gruppe@thread.v2');

let bot: TeamsBot;
beforeAll(async () => {
  bot = await TeamsBot.start();
});
afterAll(() => bot.stop());
beforeEach(async () => {
  bot.connector.without.clear();
  await bot.receives('message-channel-mention', fresh());
  await bot.receives('message-group-mention', { ...fresh(), ...inGroup });
  bot.inbound.length = 0;
  bot.connector.messages.length = 0;
});

let count = 0;
const fresh = () => ({ id: `room-${++count}`, timestamp: new Date(1_800_000_000_000 + count).toISOString() });
const inGroup = {
  conversation: { id: group.conversation, conversationType: 'groupChat', isGroup: true, tenantId: tenant },
};

function room(conversation: string): Room {
  return { channel: 'teams', realm: tenant, conversation };
}
/** An event in a channel of the team. */
function inTeam(id: string, names: { readonly channel?: string; readonly team?: string } = {}): Activity {
  return {
    conversation: { id, conversationType: 'channel', isGroup: true, tenantId: tenant },
    channelData: {
      tenant: { id: tenant },
      channel: { id, ...(names.channel && { name: names.channel }) },
      team: { id: '19:team@thread.tacv2', ...(names.team && { name: names.team }) },
    },
  };
}
const send = (to: Room, what: View = view) => bot.channel.messenger.send(to, what, 'key-1');

describe('A channel', () => {
  it('where the bot was mentioned gets what it sends of its own accord, as a new post', async () => {
    const message = await send(channel);
    const [sent] = bot.connector.messages;
    expect(sent).toMatchObject({ conversation: '19:kanal@thread.tacv2', activity: { summary: 'Neu: Kita' } });
    expect(message).toEqual({
      channel: 'teams',
      realm: tenant,
      parts: {
        serviceUrl: bot.connector.url,
        bot: '28:11111111-2222-4333-8444-555555555555',
        conversation: `19:kanal@thread.tacv2;messageid=${sent?.id}`,
        activity: sent?.id,
      },
    });
  });

  it('gets what does not fit into one message in the thread of that post', async () => {
    await send(channel, long);
    const [first, ...more] = bot.connector.messages;
    expect(first?.conversation).toBe('19:kanal@thread.tacv2');
    expect(more.length).toBeGreaterThan(0);
    for (const { conversation } of more) expect(conversation).toBe(`19:kanal@thread.tacv2;messageid=${first?.id}`);
  });

  it('sees its post rewritten in place', async () => {
    const message = await send(channel);
    await bot.channel.messenger.update(message, { ...view, summary: 'Zurückgezogen' });
    expect(bot.connector.messages).toMatchObject([{ activity: { summary: 'Zurückgezogen' } }]);
  });

  it('cannot be asked whether something arrived', async () => {
    expect(await bot.channel.messenger.find(channel, 'key-1', new Date(0))).toBe('unknown');
  });

  it('that lost its thread after the first message is unclear', async () => {
    bot.connector.fail({ method: 'POST', answer: 429, after: 1 });
    await expect(send(channel, long)).rejects.toMatchObject({ kind: 'unclear', reason: 'partly-sent' });
  });

  it('is told where to ask for a file, since Teams gives none in channels', async () => {
    const file = {
      type: 'file',
      name: 'a.csv',
      mediaType: 'text/csv',
      bytes: Buffer.from('a'),
      label: 'Liste',
    } as const;
    await send(channel, { ...view, blocks: [file] });
    expect(bot.cards).toHaveLength(1);
    expect(bot.cards[0]).toContain('Datei: Liste (a.csv)');
    expect(bot.cards[0]).toContain('nur im persönlichen Chat');
  });
});

describe('A group chat', () => {
  it('gets what does not fit into one message below the first', async () => {
    await send(group, long);
    expect(new Set(bot.connector.messages.map(({ conversation }) => conversation))).toEqual(
      new Set([group.conversation]),
    );
  });
});

describe('Where the bot is not', () => {
  it('a room is refused for good', async () => {
    await expect(send(room('19:fremd@thread.tacv2'))).rejects.toMatchObject({
      kind: 'permanent',
      reason: 'not-in-channel',
    });
  });

  it('another organisation’s room of the same id is another room', async () => {
    await expect(send({ ...channel, realm: 'other' })).rejects.toMatchObject({ kind: 'permanent' });
  });

  it('any more, although nobody told, a room is refused for good', async () => {
    bot.connector.without.add(channel.conversation);
    await expect(send(channel)).rejects.toMatchObject({ kind: 'permanent', reason: 'not-in-channel' });
  });

  it('any more because the room is gone, it is refused for good', async () => {
    bot.connector.fail({ method: 'POST', answer: 404 });
    await expect(send(channel)).rejects.toMatchObject({ kind: 'permanent', reason: 'channel-not-found' });
  });

  it('a group chat is forgotten when the app is removed from it', async () => {
    await bot.receives('installation-remove', { ...fresh(), ...inGroup });
    await expect(send(group)).rejects.toMatchObject({ kind: 'permanent', reason: 'not-in-channel' });
    await send(channel);
  });

  it('all channels of a team are forgotten, and told of, when the app is removed from the team', async () => {
    await bot.receives('message-channel-mention', { ...fresh(), ...inTeam('19:eltern@thread.tacv2') });
    bot.inbound.length = 0;
    await bot.receives('installation-remove', { ...fresh(), ...inTeam('19:team@thread.tacv2') });
    for (const each of [channel, room('19:eltern@thread.tacv2')]) {
      await expect(send(each)).rejects.toMatchObject({ kind: 'permanent' });
    }
    expect(bot.inbound.map(({ event, place }) => [event.type, place.conversation])).toEqual([
      ['removed', '19:team@thread.tacv2'],
      ['removed', '19:eltern@thread.tacv2'],
      ['removed', '19:kanal@thread.tacv2'],
    ]);
    await send(group);
  });
});

describe('A room is met', () => {
  it('where the app is installed, before anybody has said anything', async () => {
    await bot.receives('installation-add', { ...fresh(), ...inTeam('19:neu@thread.tacv2') });
    await send(room('19:neu@thread.tacv2'));
    expect(bot.connector.messages.map(({ conversation }) => conversation)).toEqual(['19:neu@thread.tacv2']);
  });

  it('where another bot installed it', async () => {
    const from = { id: '28:99999999-2222-4333-8444-555555555555', name: 'Anderer Bot' };
    await bot.receives('installation-add', { ...fresh(), ...inTeam('19:auto@thread.tacv2'), from });
    await send(room('19:auto@thread.tacv2'));
    expect(bot.connector.messages).toHaveLength(1);
  });

  it.each([
    [{ channel: 'Elternarbeit', team: 'Netzwerk' }, 'Elternarbeit'],
    [{ team: 'Netzwerk' }, 'Netzwerk'],
  ])('in a channel of %j under the name %s', async (names, expected) => {
    await bot.receives('message-channel-mention', { ...fresh(), ...inTeam('19:team@thread.tacv2', names) });
    expect(bot.inbound[0]?.place.name).toBe(expected);
  });

  it('in a channel under the name that the connector tells, asked once', async () => {
    const id = '19:kultur@thread.tacv2';
    bot.connector.channels.set('19:team@thread.tacv2', [{ id: '19:team@thread.tacv2' }, { id, name: 'Kultur' }]);
    bot.connector.calls.length = 0;
    for (const _ of [1, 2]) await bot.receives('message-channel-mention', { ...fresh(), ...inTeam(id) });
    expect(bot.inbound.map(({ place }) => place.name)).toEqual(['Kultur', 'Kultur']);
    expect(bot.connector.calls.filter(({ path }) => path.startsWith('/v3/teams/'))).toHaveLength(1);
  });

  it('in a group chat under the chat’s name', async () => {
    const conversation = { ...inGroup.conversation, name: 'AK Übergänge' };
    await bot.receives('message-group-mention', { ...fresh(), conversation });
    expect(bot.inbound[0]?.place).toMatchObject({ kind: 'group', name: 'AK Übergänge' });
  });
});
