import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mentionOf, readMentions, withoutMentions } from '../../../src/messages/mention.js';
import { tinyPng } from '../../support/fixture-views.js';
import { payload } from '../../support/slack-client.js';
import { type House, type Mode, say, startedHouse, until } from '../../support/slack-house.js';
import { heard, text } from './fixtures.js';

describe.each<Mode>(['HTTP', 'Socket Mode'])('Slack over %s', (mode) => {
  let house: House;
  beforeEach(async () => {
    house = await startedHouse(mode);
  });
  afterEach(() => house.stop());

  describe('a direct message', () => {
    it('is answered where it was written', async () => {
      const { status } = await house.anna.write('Wann kann ich kündigen?');
      expect(status).toBe(200);
      await until(() => house.slack.messages.length === 1);
      const [answer] = house.slack.messages;
      expect(answer).toMatchObject({ channel: 'D0ANNA001', text: 'Antwort auf: Wann kann ich kündigen?' });
      expect(answer?.thread_ts).toBeUndefined();
    });

    it('reaches the bot in everybody’s words', async () => {
      await house.transport.event(payload('message_im'));
      expect(house.inbounds).toEqual([
        {
          key: 'slack:message:D0ANNA001:1762851600.000100',
          at: new Date('2025-11-11T09:00:00.000Z'),
          from: { channel: 'slack', realm: 'T0DINGG01', user: 'U0ANNA001' },
          place: { kind: 'direct', conversation: 'D0ANNA001' },
          event: { type: 'text', text: 'Wann kann ich kündigen?', via: 'chat' },
        },
      ]);
    });

    it('in a thread is answered in that thread', async () => {
      await house.transport.event(payload('message_im_thread'));
      await until(() => house.slack.messages.length === 1);
      expect(house.slack.messages[0]?.thread_ts).toBe('1762851600.000100');
    });

    it('that is delivered again is not answered again', async () => {
      for (let delivery = 0; delivery < 3; delivery += 1) await house.transport.event(payload('message_im'));
      await until(() => house.slack.messages.length > 0);
      expect(house.slack.messages).toHaveLength(1);
    });

    it('loses Slack’s escapes, and mentions name their accounts', async () => {
      await house.anna.write(
        '5 &lt; 6 &amp; <https://example.org|Rathaus> koordination dazu <@U0BEN0001>, <mailto:a@b.de|a@b.de>',
      );
      expect(withoutMentions(heard(house))).toBe('5 < 6 & Rathaus koordination dazu Ben Muster, a@b.de');
      expect(readMentions(heard(house))).toEqual([
        { account: { channel: 'slack', realm: 'T0DINGG01', user: 'U0BEN0001' }, name: 'Ben Muster' },
      ]);
    });

    it('names somebody of another workspace by theirs', async () => {
      house.slack.users.set('U0EXTERN1', { id: 'U0EXTERN1', team_id: 'T0CARITAS', real_name: 'Ben Muster' });
      await house.anna.write('koordination dazu <@U0EXTERN1>');
      expect(readMentions(heard(house))[0]?.account).toMatchObject({ realm: 'T0CARITAS', user: 'U0EXTERN1' });
    });

    it('cannot pass what was typed for a mention', async () => {
      const forged = mentionOf({ channel: 'slack', realm: 'T0DINGG01', user: 'U0BOSE001' }, 'Ben Muster');
      await house.anna.write(`koordination dazu ${forged}`);
      expect(readMentions(heard(house))).toEqual([]);
    });

    it('keeps the id of somebody Slack does not know', async () => {
      await house.anna.write('vorsitz AG <@U0NIEMAND>');
      expect(withoutMentions(heard(house))).toBe('vorsitz AG @U0NIEMAND');
      expect(readMentions(heard(house))[0]?.account.user).toBe('U0NIEMAND');
    });

    it('of 40,000 characters arrives whole', async () => {
      await house.anna.write('ä'.repeat(40_000));
      expect(house.inbounds[0]?.event).toMatchObject({ text: 'ä'.repeat(40_000) });
    });

    it('that gets a long answer gets it whole, in several messages', async () => {
      const paragraphs = Array.from({ length: 70 }, (_, index) => ({ type: 'text', text: `Absatz ${index}` }) as const);
      house.answer = () => ({ type: 'message', view: say('Viel', { blocks: paragraphs }) });
      await house.anna.write('alles');
      await until(() => house.slack.messages.length === 2);
      expect(text(house.slack.messages.flatMap((message) => message.blocks))).toContain('Absatz 69');
    });

    it('that gets a picture gets it uploaded, never linked', async () => {
      const picture = { type: 'picture', alt: 'Vier Balken', png: tinyPng } as const;
      house.answer = () => ({ type: 'message', view: say('Ergebnis', { blocks: [picture] }) });
      await house.anna.write('ergebnis 3');
      await until(() => house.slack.messages.length === 1);
      const [id] = [...house.slack.files.keys()];
      expect(house.slack.messages[0]?.blocks).toEqual([{ type: 'image', slack_file: { id }, alt_text: 'Vier Balken' }]);
      expect(house.slack.files.get(id ?? '')?.bytes).toBeGreaterThan(tinyPng.length);
    });

    it('still gets its answer when the picture cannot be uploaded', async () => {
      house.slack.fail('files.getUploadURLExternal', { error: 'storage_limit_reached' });
      const picture = { type: 'picture', alt: 'Vier Balken', png: tinyPng } as const;
      house.answer = () => ({ type: 'message', view: say('Ergebnis', { blocks: [picture] }) });
      await house.anna.write('ergebnis 3');
      await until(() => house.slack.messages.length === 1);
      expect(text(house.slack.messages[0]?.blocks)).toBe('Bild: Vier Balken');
    });

    it('with nothing but a file hands the file over', async () => {
      const shared = JSON.stringify(payload('file_share')).replaceAll(
        'https://files.slack.com',
        `${house.slack.address}/files`,
      );
      await house.transport.event(JSON.parse(shared));
      const [inbound] = house.inbounds;
      expect(inbound?.event).toEqual({
        type: 'file',
        name: 'mitglieder.csv',
        bytes: Buffer.from(house.slack.fileContent),
      });
    });

    it('with a file from a foreign address sends no token there, and says so', async () => {
      const shared = JSON.stringify(payload('file_share')).replaceAll('https://files.slack.com', 'https://example.org');
      await house.transport.event(JSON.parse(shared));
      await until(() => house.slack.messages.length === 1);
      expect(house.slack.messages[0]?.text).toContain('konnte ich nicht öffnen');
      expect(house.inbounds).toEqual([]);
    });
  });

  describe('a mention', () => {
    it('in a channel is answered in its thread, without the mention', async () => {
      await house.transport.event(payload('app_mention'));
      await until(() => house.slack.messages.length === 1);
      expect(house.slack.messages[0]).toMatchObject({ channel: 'C0ALLE001', thread_ts: '1762851700.000300' });
      expect(house.inbounds[0]).toMatchObject({
        place: { kind: 'channel', conversation: 'C0ALLE001', thread: '1762851700.000300' },
        event: { type: 'text', text: 'Wie komme ich aus der Vereinbarung wieder raus?', via: 'mention' },
      });
    });

    it('that arrives as two events is answered once', async () => {
      await Promise.all([
        house.transport.event(payload('app_mention')),
        house.transport.event(payload('message_channel_mention')),
      ]);
      await until(() => house.slack.messages.length > 0);
      expect(house.inbounds).toHaveLength(1);
      expect(house.slack.messages).toHaveLength(1);
    });

    it('in a thread is answered in that thread', async () => {
      await house.transport.event(payload('app_mention_thread'));
      await until(() => house.slack.messages.length === 1);
      expect(house.slack.messages[0]?.thread_ts).toBe('1762851700.000300');
    });

    it('in a group message is answered there', async () => {
      await house.transport.event(payload('message_mpim_mention'));
      await until(() => house.slack.messages.length === 1);
      expect(house.slack.messages[0]?.channel).toBe('G0GRUPPE1');
      expect(house.inbounds[0]?.place.kind).toBe('group');
    });

    it('from another organisation carries that organisation as its realm', async () => {
      await house.transport.event(payload('app_mention_shared_channel'));
      expect(house.inbounds[0]?.from).toEqual({ channel: 'slack', realm: 'T0CARITAS', user: 'U0EXTERN1' });
    });

    it('with a personal answer gets it for this person only', async () => {
      house.answer = () => ({ type: 'message', view: say('Nur für Sie'), private: true });
      await house.transport.event(payload('app_mention'));
      await until(() => house.slack.ephemerals.length === 1);
      expect(house.slack.ephemerals[0]).toMatchObject({ user: 'U0ANNA001', channel: 'C0ALLE001', text: 'Nur für Sie' });
      expect(house.slack.messages).toEqual([]);
    });

    it('with a personal answer gets it directly where the channel does not take it', async () => {
      house.slack.fail('chat.postEphemeral', { error: 'user_not_in_channel' });
      house.answer = () => ({ type: 'message', view: say('Nur für Sie'), private: true });
      await house.transport.event(payload('app_mention'));
      await until(() => house.slack.messages.length === 1);
      expect(house.slack.messages[0]?.channel).toBe('D0ANNA001');
    });
  });

  it.each([
    'message_channel_plain',
    'bot_message',
    'message_by_app',
    'message_by_itself',
    'message_changed',
    'message_deleted',
    'channel_join',
    'reaction_added',
  ])('is silent about %s', async (name) => {
    const { status } = await house.transport.event(payload(name));
    expect(status).toBe(200);
    expect(house.inbounds).toEqual([]);
    expect(house.slack.messages).toEqual([]);
  });
});
