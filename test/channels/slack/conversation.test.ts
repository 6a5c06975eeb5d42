import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Form } from '../../../src/messages/form.js';
import type { InboundEvent } from '../../../src/messages/inbound.js';
import { mentionOf, readMentions, withoutMentions } from '../../../src/messages/mention.js';
import type { Reply } from '../../../src/messages/reply.js';
import { tinyPng } from '../../support/fixture-views.js';
import { payload } from '../../support/slack-client.js';
import { type House, type Mode, say, startedHouse, until } from '../../support/slack-house.js';
import type { Block } from '../../support/slack-workspace.js';

function text(blocks: readonly Block[] | undefined): string {
  return [...JSON.stringify(blocks ?? []).matchAll(/"text":"([^"]*)"/g)].map((match) => match[1]).join(' ');
}

/** What the bot heard first. */
function heard(house: House): string {
  const event = house.inbounds[0]?.event;
  return event?.type === 'text' ? event.text : '';
}

const card: Reply = {
  type: 'message',
  view: say('Kommen Sie?', {
    blocks: [
      { type: 'text', text: 'Kommen Sie?' },
      { type: 'actions', actions: [{ id: 'test.yes', label: 'Zusagen', payload: { meeting: 'm1', version: 2 } }] },
    ],
  }),
};

const askName: Form = {
  id: 'test.name',
  title: 'Name',
  submit: 'Speichern',
  opener: 'Angeben',
  fields: [{ id: 'name', type: 'text', label: 'Name' }],
};

function onText(reply: Reply, onOther: (event: InboundEvent) => Reply): (inbound: { event: InboundEvent }) => Reply {
  return ({ event }) => (event.type === 'text' ? reply : onOther(event));
}

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

  describe('/dorfbote', () => {
    it('is answered in the acknowledgement, to this person only', async () => {
      const { body, shown } = await house.anna.command('kündigungsfrist');
      expect(body).toMatchObject({ response_type: 'ephemeral', text: 'Antwort auf: kündigungsfrist' });
      expect(text(shown?.blocks)).toContain('Im Kanal teilen');
      expect(house.slack.messages).toEqual([]);
      expect(house.inbounds[0]?.event).toEqual({ type: 'text', text: 'kündigungsfrist', via: 'command' });
    });

    it('shares its answer with the channel when asked to, once', async () => {
      const { shown } = await house.anna.command('kündigungsfrist');
      if (!shown) throw new Error('no answer');
      const press = house.anna.pressing('Im Kanal teilen', shown);
      await house.transport.interaction(press);
      await house.transport.interaction(house.anna.pressing('Im Kanal teilen', shown));
      await until(() => shown.deleted === true);
      expect(house.slack.messages).toHaveLength(1);
      const [shared] = house.slack.messages;
      expect(shared?.channel).toBe('C0ALLE001');
      expect(text(shared?.blocks)).toContain('Gefragt wurde: „kündigungsfrist“');
      expect(text(shared?.blocks)).not.toContain('Im Kanal teilen');
      expect(house.inbounds.at(-1)).toMatchObject({ event: { type: 'text', text: 'kündigungsfrist', via: 'mention' } });
    });

    it('says how to invite the bot where it cannot share', async () => {
      const { shown } = await house.anna.command('kündigungsfrist', 'C0FREMD01');
      if (!shown) throw new Error('no answer');
      await house.anna.press('Im Kanal teilen', shown);
      await until(() => house.slack.ephemerals.length === 2);
      expect(house.slack.ephemerals[1]?.text).toContain('/invite');
      expect(shown.deleted).toBeUndefined();
    });

    it('does not offer to share what is personal', async () => {
      house.answer = () => ({ type: 'message', view: say('Ihre Daten'), private: true });
      const { shown } = await house.anna.command('meine daten');
      expect(text(shown?.blocks)).toBe('Ihre Daten');
    });

    it('does not ask again in public what would change something', async () => {
      await house.stop();
      house = await startedHouse(mode, { mayShare: (asked) => !asked.startsWith('zusage') });
      expect(text((await house.anna.command('zusage 12')).shown?.blocks)).not.toContain('Im Kanal teilen');
      const { shown } = await house.anna.command('treffen');
      if (!shown) throw new Error('no answer');
      const press = JSON.stringify(house.anna.pressing('Im Kanal teilen', shown));
      const forged = press.replaceAll('{\\"text\\":\\"treffen\\"}', '{\\"text\\":\\"zusage 12\\"}');
      const before = house.inbounds.length;
      await house.transport.interaction(JSON.parse(forged));
      await until(() => house.slack.ephemerals.at(-1)?.text.includes('nicht teilen') === true);
      expect(house.inbounds).toHaveLength(before);
      expect(house.slack.messages).toEqual([]);
    });

    it('shares the question as people read it', async () => {
      const { shown } = await house.anna.command('&lt;Frist&gt; für <@U0BEN0001>?');
      if (!shown) throw new Error('no answer');
      await house.anna.press('Im Kanal teilen', shown);
      await until(() => house.slack.messages.length === 1);
      expect(text(house.slack.messages[0]?.blocks)).toContain('„<Frist> für Ben Muster?“');
    });

    it('never offers to share the answer to a child in danger, and keeps what was written out of its buttons', async () => {
      const report = 'Lena (4) aus der Igelgruppe wird zu Hause geschlagen';
      house.answer = () => ({ type: 'message', view: say('Rufen Sie 110 an.', { kind: 'agreement.protection' }) });
      const { body, shown } = await house.anna.command(report);
      expect(shown?.text).toBe('Rufen Sie 110 an.');
      expect(text(shown?.blocks)).not.toContain('Im Kanal teilen');
      expect(JSON.stringify(body)).not.toContain('Lena');
    });

    it('never posts the answer to a child in danger, even if its button is pressed', async () => {
      const { shown } = await house.anna.command('Lena');
      house.answer = () => ({ type: 'message', view: say('Rufen Sie 110 an.', { kind: 'agreement.protection' }) });
      if (!shown) throw new Error('no answer');
      await house.anna.press('Im Kanal teilen', shown);
      await until(() => house.slack.ephemerals.length === 2);
      expect(house.slack.messages).toEqual([]);
    });

    it.each(['bot.refusal', 'bot.not-allowed'])('does not offer to share a %s', async (kind) => {
      house.answer = () => ({ type: 'message', view: say('Das darf nur die Koordination.', { kind }) });
      const { shown } = await house.anna.command('offen 3');
      expect(text(shown?.blocks)).toBe('Das darf nur die Koordination.');
    });

    it('writes nothing of the shared question into the log', async () => {
      const { shown } = await house.anna.command('Streng vertraulich');
      house.answer = () => {
        throw new TypeError('x');
      };
      if (!shown) throw new Error('no answer');
      await house.anna.press('Im Kanal teilen', shown);
      await until(() => house.log.some((line) => line.includes('slack event failed')));
      expect(house.log.join()).not.toContain('vertraulich');
      expect(house.inbounds.at(-1)?.key).not.toContain('vertraulich');
    });

    it('keeps a personal answer personal even if the button is pressed', async () => {
      const { shown } = await house.anna.command('offen 3');
      house.answer = () => ({ type: 'message', view: say('Geheim'), private: true });
      if (!shown) throw new Error('no answer');
      await house.anna.press('Im Kanal teilen', shown);
      await until(() => house.slack.ephemerals.length === 2);
      expect(house.slack.messages).toEqual([]);
      expect(text(house.slack.ephemerals[1]?.blocks)).not.toContain('Geheim');
    });

    it('goes on at the response address when one message does not hold it', async () => {
      const paragraphs = Array.from({ length: 70 }, (_, index) => ({ type: 'text', text: `Absatz ${index}` }) as const);
      house.answer = () => ({ type: 'message', view: say('Viel', { blocks: paragraphs }) });
      await house.anna.command('alles');
      await until(() => house.slack.ephemerals.length === 2);
      expect(text(house.slack.ephemerals.flatMap((shown) => shown.blocks))).toContain('Absatz 69');
    });
  });

  describe('App Home', () => {
    it('is published when it is opened', async () => {
      house.answer = () => ({ type: 'home', view: say('Guten Tag', { title: 'Dorfbote' }) });
      await house.anna.openHome('home');
      await until(() => house.slack.homes.has('U0ANNA001'));
      expect(house.inbounds[0]?.event).toEqual({ type: 'opened', surface: 'home' });
      expect(house.slack.homes.get('U0ANNA001')?.blocks[0]?.type).toBe('header');
    });

    it('answers a press in the chat, and shows what has changed', async () => {
      let answered = 'offen';
      house.answer = ({ event }) => {
        if (event.type !== 'action') {
          const actions = [{ id: 'test.yes', label: 'Zusagen' }];
          return {
            type: 'home',
            view: say(answered, {
              blocks: [
                { type: 'text', text: answered },
                { type: 'actions', actions },
              ],
            }),
          };
        }
        answered = 'zugesagt';
        return { type: 'replace', view: say('Danke') };
      };
      await house.anna.openHome('home');
      await until(() => house.slack.homes.has('U0ANNA001'));
      await house.anna.press('Zusagen', 'home');
      await until(() => text(house.slack.homes.get('U0ANNA001')?.blocks).includes('zugesagt'));
      expect(house.slack.messages).toMatchObject([{ channel: 'D0ANNA001', text: 'Danke' }]);
    });

    it('suggests at most four prompts in the chat, without a thread', async () => {
      await house.anna.openHome('messages');
      await until(() => house.slack.prompts.length === 1);
      expect(house.inbounds[0]?.event).toEqual({ type: 'opened', surface: 'chat' });
      const [set] = house.slack.prompts;
      expect(set?.channel_id).toBe('D0ANNA001');
      expect(set).not.toHaveProperty('thread_ts');
      expect(set?.prompts).toHaveLength(4);
    });
  });

  describe('a button', () => {
    it('brings back its id, its payload and its card, and the card is rewritten in place', async () => {
      house.answer = onText(card, () => ({ type: 'replace', view: say('Sie haben zugesagt.') }));
      await house.anna.write('treffen');
      await until(() => house.slack.messages.length === 1);
      const [message] = house.slack.messages;
      if (!message) throw new Error('no card');
      await house.anna.press('Zusagen', message);
      await until(() => message.text === 'Sie haben zugesagt.');
      expect(house.slack.messages).toHaveLength(1);
      expect(house.inbounds[1]?.event).toEqual({
        type: 'action',
        id: 'test.yes',
        payload: { meeting: 'm1', version: 2 },
        card: { channel: 'slack', realm: 'T0DINGG01', parts: { channel: 'D0ANNA001', ts: message.ts } },
      });
    });

    it('that is delivered twice changes nothing twice', async () => {
      house.answer = onText(card, () => ({ type: 'replace', view: say('Danke') }));
      await house.anna.write('treffen');
      await until(() => house.slack.messages.length === 1);
      const [message] = house.slack.messages;
      if (!message) throw new Error('no card');
      const press = house.anna.pressing('Zusagen', message);
      await Promise.all([house.transport.interaction(press), house.transport.interaction(press)]);
      expect(house.inbounds).toHaveLength(2);
    });

    it('on a card that all see brings a private answer to this person only, as does the form behind it', async () => {
      house.answer = onText(card, (event) =>
        event.type === 'form'
          ? { type: 'message', view: say('Rufen Sie 110 an.'), private: true }
          : { type: 'form', form: askName },
      );
      await house.anna.mention('treffen');
      await until(() => house.slack.messages.length === 1);
      const [message] = house.slack.messages;
      if (!message) throw new Error('no card');
      await house.anna.press('Zusagen', message);
      await until(() => house.slack.opened.length === 1);
      await house.anna.submit({ name: { type: 'plain_text_input', value: 'x' } });
      await until(() => house.slack.ephemerals.length === 1);
      expect(house.slack.ephemerals[0]).toMatchObject({ user: 'U0ANNA001', text: 'Rufen Sie 110 an.' });
      house.answer = () => ({ type: 'message', view: say('Nur für Sie'), private: true });
      await house.anna.press('Zusagen', message);
      await until(() => house.slack.ephemerals.length === 2);
      expect(house.slack.messages).toHaveLength(1);
    });

    it('in an ephemeral answer rewrites that answer', async () => {
      house.answer = onText(card, () => ({ type: 'replace', view: say('Danke') }));
      const { shown } = await house.anna.command('treffen');
      if (!shown) throw new Error('no answer');
      await house.anna.press('Zusagen', shown);
      await until(() => shown.text === 'Danke');
      expect(house.slack.messages).toEqual([]);
    });

    it('in an ephemeral answer is answered ephemerally', async () => {
      house.answer = onText(card, () => ({ type: 'message', view: say('Mehr dazu') }));
      const { shown } = await house.anna.command('treffen');
      if (!shown) throw new Error('no answer');
      await house.anna.press('Zusagen', shown);
      await until(() => house.slack.ephemerals.length === 2);
      expect(house.slack.messages).toEqual([]);
    });

    it('in a channel is answered in the thread of its card', async () => {
      house.answer = onText(card, () => ({ type: 'message', view: say('Mehr dazu') }));
      await house.anna.mention('treffen');
      await until(() => house.slack.messages.length === 1);
      const [message] = house.slack.messages;
      if (!message) throw new Error('no card');
      await house.anna.press('Zusagen', message);
      await until(() => house.slack.messages.length === 2);
      expect(house.slack.messages[1]?.thread_ts).toBe(message.thread_ts);
    });

    it('whose card is gone is answered with a new message', async () => {
      house.answer = onText(card, () => ({ type: 'replace', view: say('Danke') }));
      await house.anna.write('treffen');
      await until(() => house.slack.messages.length === 1);
      const [message] = house.slack.messages;
      if (!message) throw new Error('no card');
      house.slack.fail('chat.update', { error: 'message_not_found' });
      await house.anna.press('Zusagen', message);
      await until(() => house.slack.messages.length === 2);
      expect(house.slack.messages[1]?.text).toBe('Danke');
    });

    it('from a card whose payload nobody can read arrives with an empty one', async () => {
      const press = payload('block_actions_message');
      const [action] = press.actions as Record<string, unknown>[];
      await house.transport.interaction({ ...press, actions: [{ ...action, value: 'kein JSON' }] });
      expect(house.inbounds[0]?.event).toMatchObject({ type: 'action', id: 'agreement.passage', payload: {} });
    });
  });

  describe('a shortcut', () => {
    it('from anywhere opens a form to ask, and the answer comes directly', async () => {
      await house.anna.useShortcut();
      await until(() => house.slack.opened.length === 1);
      const { status, body } = await house.anna.submit({
        question: { type: 'plain_text_input', value: 'Wer leitet?' },
      });
      expect({ status, body: Object.keys(body) }).toMatchObject({ status: 200 });
      await until(() => house.slack.messages.length === 1);
      expect(house.slack.messages[0]).toMatchObject({ channel: 'D0ANNA001', text: 'Antwort auf: Wer leitet?' });
      expect(house.inbounds[0]?.event).toEqual({ type: 'text', text: 'Wer leitet?', via: 'shortcut' });
    });

    it('on a message hands its text over as a question, answered privately', async () => {
      await house.anna.useMessageShortcut('Wie lange ist die &lt;Frist&gt;?', 'C0FREMD01');
      await until(() => house.slack.ephemerals.length === 1);
      expect(house.slack.ephemerals[0]).toMatchObject({
        user: 'U0ANNA001',
        text: 'Antwort auf: Wie lange ist die &lt;Frist&gt;?',
      });
      expect(house.slack.messages).toEqual([]);
      expect(house.inbounds[0]?.event).toEqual({ type: 'text', text: 'Wie lange ist die <Frist>?', via: 'shortcut' });
    });
  });
});
