import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Form } from '../../../src/messages/form.js';
import type { Reply } from '../../../src/messages/reply.js';
import { payload } from '../../support/slack-client.js';
import { type House, type Mode, say, startedHouse, until } from '../../support/slack-house.js';

const form: Form = {
  id: 'test.partner',
  title: 'Einrichtung',
  submit: 'Speichern',
  opener: 'Einrichtung angeben',
  payload: { from: 'm1' },
  fields: [
    { type: 'text', id: 'name', label: 'Name', required: true },
    { type: 'long-text', id: 'note', label: 'Bemerkung' },
  ],
};
const shown: Reply = { type: 'form', form };
const typed = (value: string) => ({ name: { type: 'plain_text_input', value } });

describe.each<Mode>(['HTTP', 'Socket Mode'])('forms over %s', (mode) => {
  let house: House;
  beforeEach(async () => {
    house = await startedHouse(mode);
  });
  afterEach(() => house.stop());

  /** Text opens with a card, its button opens the form. */
  async function opened(): Promise<void> {
    const actions = [{ id: 'test.partner', label: 'Angeben', opensForm: true }];
    house.answer = ({ event }) =>
      event.type === 'text'
        ? { type: 'message', view: say('Für wen sprechen Sie?', { blocks: [{ type: 'actions', actions }] }) }
        : shown;
    await house.anna.write('einrichtung');
    await until(() => house.slack.messages.length === 1);
    const [message] = house.slack.messages;
    if (!message) throw new Error('no card');
    await house.anna.press('Angeben', message);
    await until(() => house.slack.opened.length === 1);
  }

  it('open at once after a slash command', async () => {
    house.answer = () => shown;
    await house.anna.command('einrichtung');
    await until(() => house.slack.opened.length === 1);
    expect(house.slack.opened[0]?.view).toMatchObject({ callback_id: 'test.partner', title: { text: 'Einrichtung' } });
  });

  it('open from a button, and come back with their payload, their values and their card', async () => {
    await opened();
    house.answer = () => ({ type: 'nothing' });
    await house.anna.submit({ ...typed('Kita Regenbogen'), note: { type: 'plain_text_input', value: null } });
    expect(house.inbounds.at(-1)?.event).toEqual({
      type: 'form',
      id: 'test.partner',
      payload: { from: 'm1' },
      values: { name: 'Kita Regenbogen' },
      card: { channel: 'slack', realm: 'T0DINGG01', parts: { channel: 'D0ANNA001', ts: house.slack.messages[0]?.ts } },
    });
  });

  it('read every kind of field, and leave out what is empty', async () => {
    await house.transport.interaction(payload('view_submission'));
    expect(house.inbounds[0]?.event).toMatchObject({
      type: 'form',
      id: 'identity.partner',
      payload: {},
      values: {
        name: 'Kita Regenbogen',
        day: '2026-11-12',
        time: '14:00',
        sector: 'bildung',
        stages: ['kita', 'schule'],
      },
    });
    const event = house.inbounds[0]?.event;
    expect(event?.type === 'form' && Object.keys(event.values)).toEqual(['name', 'day', 'time', 'sector', 'stages']);
  });

  it('rewrite the card they were opened from', async () => {
    await opened();
    house.answer = () => ({ type: 'replace', view: say('Sie sprechen für Kita Regenbogen.') });
    const { body } = await house.anna.submit(typed('Kita Regenbogen'));
    expect(body).not.toHaveProperty('response_action');
    await until(() => house.slack.messages[0]?.text === 'Sie sprechen für Kita Regenbogen.');
    expect(house.slack.messages).toHaveLength(1);
  });

  it('show mistakes at their fields, and take the mended form', async () => {
    await opened();
    house.answer = ({ event }) =>
      event.type === 'form' && event.values.name === 'Kita'
        ? { type: 'form', form: { ...form, errors: { name: 'Welche Kita?' } } }
        : { type: 'replace', view: say('Gespeichert') };
    const refused = await house.anna.submit(typed('Kita'));
    expect(refused.body).toEqual({ response_action: 'errors', errors: { name: 'Welche Kita?' } });
    // The modal is still the same to Slack, with the same hash.
    await house.anna.submit(typed('Kita Regenbogen'));
    await until(() => house.slack.messages[0]?.text === 'Gespeichert');
  });

  it('become the next form, if that is the answer', async () => {
    await opened();
    house.answer = () => ({ type: 'form', form: { ...form, id: 'test.second', title: 'Weiter' } });
    const { body } = await house.anna.submit(typed('x'));
    expect(body).toMatchObject({ response_action: 'update', view: { callback_id: 'test.second' } });
  });

  it('that are delivered twice count once', async () => {
    await opened();
    house.answer = () => ({ type: 'replace', view: say('Gespeichert') });
    const submission = house.anna.submitting(typed('Kita'));
    await Promise.all([house.transport.interaction(submission), house.transport.interaction(submission)]);
    expect(house.inbounds.filter((inbound) => inbound.event.type === 'form')).toHaveLength(1);
  });

  it('wait behind a button where nothing was pressed that could open them', async () => {
    house.answer = () => shown;
    await house.anna.write('einrichtung');
    await until(() => house.slack.messages.length === 1);
    const [message] = house.slack.messages;
    if (!message) throw new Error('no opener');
    await house.anna.press('Einrichtung angeben', message);
    await until(() => house.slack.opened.length === 1);
    expect(house.inbounds.at(-1)?.event).toMatchObject({ type: 'action', id: 'test.partner', payload: { from: 'm1' } });
  });

  it('wait behind a button that only this person sees, after a mention in a channel', async () => {
    house.answer = () => shown;
    await house.anna.mention('einrichtung');
    await until(() => house.slack.ephemerals.length === 1);
    expect(house.slack.ephemerals[0]?.user).toBe('U0ANNA001');
    expect(house.slack.messages).toEqual([]);
  });

  it('wait behind a button where the press is too long ago', async () => {
    house.answer = () => shown;
    await house.anna.write('einrichtung');
    await until(() => house.slack.messages.length === 1);
    const [message] = house.slack.messages;
    if (!message) throw new Error('no opener');
    await house.anna.press('Einrichtung angeben', message, 4_000);
    await until(() => house.slack.messages.length === 2);
    expect(house.slack.opened).toEqual([]);
  });

  it('opened by a slash command are answered to this person only', async () => {
    house.answer = ({ event }) => (event.type === 'text' ? shown : { type: 'message', view: say('Gespeichert') });
    await house.anna.command('einrichtung');
    await until(() => house.slack.opened.length === 1);
    await house.anna.submit(typed('Kita Regenbogen'));
    await until(() => house.slack.ephemerals.length === 1);
    expect(house.slack.messages).toEqual([]);
  });

  it('of a modal that is not ours any more are answered directly', async () => {
    house.answer = () => ({ type: 'message', view: say('Diese Karte ist veraltet.') });
    await house.transport.interaction(payload('view_submission'));
    await until(() => house.slack.messages.length === 1);
    expect(house.slack.messages[0]?.channel).toBe('D0ANNA001');
  });
});
