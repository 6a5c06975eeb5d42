import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { payload } from '../../support/slack-client.js';
import { type House, type Mode, say, startedHouse, until } from '../../support/slack-house.js';
import { askName, card, onText, text } from './fixtures.js';

describe.each<Mode>(['HTTP', 'Socket Mode'])('Slack over %s', (mode) => {
  let house: House;
  beforeEach(async () => {
    house = await startedHouse(mode);
  });
  afterEach(() => house.stop());

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
    it('rewrites a card that is too long for one message, and posts the rest of it and its files once', async () => {
      let pressed = 0;
      house.answer = onText(card, () => {
        pressed += 1;
        const lines = Array.from({ length: 120 }, (_, index) => `Zeile ${index}, Stand ${pressed}`);
        const actions = [{ id: 'test.yes', label: 'Zusagen' }];
        const bytes = new TextEncoder().encode('a;b');
        const file = { type: 'file', name: 'liste.csv', mediaType: 'text/csv', bytes, label: 'Liste' } as const;
        const blocks = [
          { type: 'actions', actions } as const,
          ...lines.map((text) => ({ type: 'text', text }) as const),
          file,
        ];
        return { type: 'replace', view: { kind: 'test.long', summary: `Stand ${pressed}`, blocks } };
      });
      await house.anna.write('treffen');
      await until(() => house.slack.messages.length === 1);
      const [message] = house.slack.messages;
      if (!message) throw new Error('no card');
      await house.anna.press('Zusagen', message);
      await until(() => house.slack.files.size === 1 && house.slack.messages.length > 1);
      const posted = house.slack.messages.length;
      await house.anna.press('Zusagen', message);
      await until(() => message.text.startsWith('Stand 2'));
      await house.anna.press('Zusagen', message);
      await until(() => message.text.startsWith('Stand 3'));
      expect(house.slack.messages).toHaveLength(posted);
      expect(house.slack.files.size).toBe(1);
    });

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
});
