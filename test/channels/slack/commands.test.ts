import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type House, type Mode, say, startedHouse, until } from '../../support/slack-house.js';
import { text } from './fixtures.js';

describe.each<Mode>(['HTTP', 'Socket Mode'])('Slack over %s', (mode) => {
  let house: House;
  beforeEach(async () => {
    house = await startedHouse(mode);
  });
  afterEach(() => house.stop());

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
