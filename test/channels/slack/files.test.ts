import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileBlock } from '../../../src/messages/view.js';
import { type House, say, startedHouse, until } from '../../support/slack-house.js';

const file: FileBlock = {
  type: 'file',
  name: 'zustellung-12.csv',
  mediaType: 'text/csv; charset=utf-8',
  bytes: new TextEncoder().encode('Name;Stand\nAnna;zugestellt\n'),
  label: 'Zustellung als Tabelle',
};
const view = say('Zustellung Nr. 12', { blocks: [file] });
const shared = (slack: House['slack']) => [...slack.files.values()].map(({ sharedIn, title }) => ({ sharedIn, title }));

let house: House;
beforeEach(async () => {
  house = await startedHouse('HTTP');
});
afterEach(() => house.stop());

describe('a file', () => {
  it('is named in the message, and put below it in the conversation', async () => {
    house.answer = () => ({ type: 'message', view });
    await house.anna.write('zustellung 12');
    await until(() => shared(house.slack)[0]?.sharedIn !== undefined);
    expect(JSON.stringify(house.slack.messages[0]?.blocks)).toContain(
      'Datei: Zustellung als Tabelle (zustellung-12.csv)',
    );
    expect(shared(house.slack)).toEqual([{ sharedIn: 'D0ANNA001', title: 'Zustellung als Tabelle' }]);
  });

  it('for one person goes into their conversation with the bot, although they asked in a channel', async () => {
    house.answer = () => ({ type: 'message', view, private: true });
    await house.anna.command('zustellung 12');
    await until(() => shared(house.slack)[0]?.sharedIn !== undefined);
    expect(shared(house.slack)[0]?.sharedIn).toBe('D0ANNA001');
  });

  it('that Slack does not take is said in words', async () => {
    house.slack.fail('files.getUploadURLExternal', { error: 'storage_limit_reached' });
    house.answer = () => ({ type: 'message', view });
    await house.anna.write('zustellung 12');
    await until(() => house.slack.messages.length === 2);
    expect(JSON.stringify(house.slack.messages[1]?.blocks)).toContain('konnte ich hier nicht ablegen');
  });

  it('goes with what the bot sends of its own accord, and does not bring the message again if it fails', async () => {
    const anna = { channel: 'slack', realm: 'T0DINGG01', user: 'U0ANNA001' } as const;
    house.slack.fail('files.getUploadURLExternal', { error: 'storage_limit_reached' });
    await house.channel.messenger.send(anna, view, 'k1');
    await house.channel.messenger.send(anna, view, 'k2');
    expect(house.slack.messages.filter(({ metadata }) => metadata)).toHaveLength(2);
    expect(shared(house.slack).filter(({ sharedIn }) => sharedIn === 'D0ANNA001')).toHaveLength(1);
  });
});

describe('a room', () => {
  it('gets what the bot sends of its own accord, and can be looked at for it', async () => {
    const room = { channel: 'slack', realm: 'T0DINGG01', conversation: 'C0ALLE001' } as const;
    const ref = await house.channel.messenger.send(room, say('Neu im Netzwerk'), 'room:1');
    expect(house.slack.messages).toMatchObject([{ channel: 'C0ALLE001', text: 'Neu im Netzwerk' }]);
    expect(await house.channel.messenger.find(room, 'room:1', new Date(Date.now() - 60_000))).toEqual(ref);
  });

  it('that the bot is not in refuses for good', async () => {
    const room = { channel: 'slack', realm: 'T0DINGG01', conversation: 'C0FREMD01' } as const;
    const sending = house.channel.messenger.send(room, say('Neu'), 'room:2');
    await expect(sending).rejects.toMatchObject({ kind: 'permanent' });
  });

  it('is known by its name where Slack says it', async () => {
    await house.anna.command('hallo');
    expect(house.inbounds[0]?.place).toMatchObject({ kind: 'channel', conversation: 'C0ALLE001', name: 'alle' });
  });
});
