import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../../src/kernel/errors.js';
import { TeamsBot } from '../../support/teams-bot.js';
import { clear, form, fresh, view } from './fixtures.js';

let bot: TeamsBot;
beforeAll(async () => {
  bot = await TeamsBot.start();
});
afterAll(() => bot.stop());
beforeEach(() => clear(bot));

describe('Buttons', () => {
  it('become an action with the card they stand on', async () => {
    await bot.receives('button');
    expect(bot.inbound[0]).toMatchObject({
      event: {
        type: 'action',
        id: 'muster.zusage',
        payload: { treffen: 'm-1', stand: 3 },
        card: { channel: 'teams', parts: { activity: '1699600001000', conversation: 'a:1pers-anna' } },
      },
    });
  });

  it('are answered with the card that takes the pressed one’s place, for good', async () => {
    bot.script = () => ({ type: 'replace', view });
    const answer = await bot.receives('button', fresh());
    expect(answer).toMatchObject({
      status: 200,
      body: {
        statusCode: 200,
        type: 'application/vnd.microsoft.card.adaptive',
        value: { type: 'AdaptiveCard', version: '1.5', fallbackText: view.summary },
      },
    });
    expect(bot.connector.updates).toMatchObject([{ id: '1699600001000', conversation: 'a:1pers-anna' }]);
    expect(bot.connector.messages).toEqual([]);
  });

  it('rewrite a card that is too long for one message, and post the rest of it once', async () => {
    const text = 'Ein langer Absatz. '.repeat(80);
    const actions = [{ id: 'muster.zusage', label: 'Zusagen', payload: { treffen: 'm-1' } }];
    const blocks = [
      { type: 'actions', actions } as const,
      ...Array.from({ length: 40 }, () => ({ type: 'text', text }) as const),
    ];
    bot.script = () => ({ type: 'replace', view: { ...view, blocks } });
    const first = await bot.receives('button', fresh());
    const posted = bot.connector.messages.length;
    expect(posted).toBeGreaterThan(0);
    const data = /"verb":"muster.zusage","data":(\{[^}]*\})/.exec(JSON.stringify(first.body))?.[1] ?? '';
    const value = {
      action: { type: 'Action.Execute', verb: 'muster.zusage', data: JSON.parse(data) },
      trigger: 'manual',
    };
    const second = await bot.receives('button', { ...fresh(), value });
    expect(second.body.type).toBe('application/vnd.microsoft.card.adaptive');
    expect(bot.connector.messages).toHaveLength(posted);
    expect(bot.inbound.at(-1)).toMatchObject({ event: { id: 'muster.zusage', payload: { treffen: 'm-1' } } });
    expect(JSON.stringify(bot.inbound.at(-1))).not.toContain('dorfbote-rest');
  });

  it('are answered in place also when the connector refuses to store the new card', async () => {
    bot.script = () => ({ type: 'replace', view });
    bot.connector.fail({ method: 'PUT', answer: 500 });
    expect((await bot.receives('button', fresh())).body.type).toBe('application/vnd.microsoft.card.adaptive');
  });

  it.each([
    ['message' as const, 'Die Antwort steht unten im Chat.', 1],
    ['form' as const, 'Das Formular steht unten im Chat.', 1],
    ['nothing' as const, 'Das ist schon angekommen.', 0],
  ])('are answered well-formed when the reply is a %s', async (type, line, messages) => {
    bot.script = () => (type === 'message' ? { type, view } : type === 'form' ? { type, form } : { type });
    const answer = await bot.receives('button', fresh());
    expect(answer.body).toEqual({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: line });
    expect(bot.connector.messages).toHaveLength(messages);
  });

  it('pressed once but delivered again under another id do nothing twice', async () => {
    const { timestamp } = fresh();
    await bot.receives('button', { id: 'f:a', timestamp });
    const again = await bot.receives('button', { id: 'f:b', timestamp });
    expect(bot.inbound).toHaveLength(1);
    expect(again.body.type).toBe('application/vnd.microsoft.activity.message');
  });

  it('pressed again later are another event', async () => {
    await bot.receives('button', fresh());
    await bot.receives('button', fresh());
    expect(new Set(bot.inbound.map(({ key }) => key)).size).toBe(2);
  });

  it('of Action.Submit are understood too', async () => {
    await bot.receives('message-card-submit');
    expect(bot.inbound[0]?.event).toMatchObject({ type: 'action', id: 'muster.knopf', payload: { n: 1 } });
  });

  it('of cards that are not ours lead to an unknown action', async () => {
    await bot.receives('message-card-submit', { ...fresh(), value: { foo: 1 } });
    expect(bot.inbound[0]?.event).toMatchObject({ type: 'action', id: 'teams.unknown' });
  });

  it('get an apology as their answer while the store is gone', async () => {
    bot.script = () => {
      throw new Unavailable('store');
    };
    const answer = await bot.receives('button', fresh());
    expect(answer).toMatchObject({ status: 200, body: { type: 'application/vnd.microsoft.activity.message' } });
    expect(answer.body.value).toContain('in ein paar Minuten');
  });
});

describe('Forms', () => {
  it('open in a dialog, and remember the card they were opened from', async () => {
    bot.script = ({ event }) => (event.type === 'action' ? { type: 'form', form } : { type: 'nothing' });
    const answer = await bot.receives('dialog-open');
    expect(bot.inbound[0]?.event).toMatchObject({ type: 'action', id: 'muster.formular', payload: { von: 'karte' } });
    expect(answer.body).toMatchObject({
      task: {
        type: 'continue',
        value: { title: 'Einrichtung angeben', card: { contentType: 'application/vnd.microsoft.card.adaptive' } },
      },
    });
    expect(answer.text).toContain(
      '"data":{"dorfbote.form":{"id":"muster.formular","payload":{"von":"karte"},"card":"1699600001000"}}',
    );
  });

  it('come back with their values; what was left empty is absent', async () => {
    await bot.receives('dialog-submit');
    expect(bot.inbound[0]?.event).toMatchObject({
      type: 'form',
      id: 'muster.formular',
      payload: { von: 'karte' },
      values: { name: 'Kita Sonnenschein', bereiche: ['bildung', 'a,b'] },
      card: { parts: { activity: '1699600001000' } },
    });
    expect(bot.inbound[0]?.event).not.toHaveProperty('values.leer');
  });

  it('are shown again with errors at their fields and with what was typed', async () => {
    const fields = form.fields.map((field) => (field.type === 'text' ? { ...field, value: 'Kita S' } : field));
    bot.script = () => ({ type: 'form', form: { ...form, fields, errors: { name: 'Bitte den vollen Namen.' } } });
    const { body } = await bot.receives('dialog-submit', fresh());
    const dialog = body.task?.value as { card: { content: { body: { type: string }[] } } };
    const elements = dialog.card.content.body;
    const at = elements.findIndex((element) => JSON.stringify(element).includes('Bitte den vollen Namen.'));
    expect(elements[at + 1]).toMatchObject({ type: 'Input.Text', id: 'field.name', value: 'Kita S', isRequired: true });
    expect(JSON.stringify(elements)).toContain('"card":"1699600001000"');
  });

  it('close when they are done, and rewrite the card they came from', async () => {
    bot.script = () => ({ type: 'replace', view });
    const answer = await bot.receives('dialog-submit', fresh());
    expect(answer.body).toEqual({ task: { type: 'message', value: view.summary } });
    expect(bot.connector.updates).toMatchObject([{ id: '1699600001000' }]);
  });

  it('are answered with a new message when their card is gone', async () => {
    bot.script = () => ({ type: 'replace', view });
    bot.connector.fail({ method: 'PUT', answer: 404 });
    await bot.receives('dialog-submit', fresh());
    expect(bot.connector.messages).toHaveLength(1);
  });

  it.each(['message', 'nothing'] as const)('never get an empty answer (%s)', async (type) => {
    bot.script = () => (type === 'message' ? { type, view } : { type });
    const answer = await bot.receives('dialog-submit', fresh());
    expect(answer.body.task).toEqual({ type: 'message', value: expect.stringMatching(/\S/) });
  });

  it('that may not be opened any more say so in the dialog', async () => {
    bot.script = () => ({ type: 'message', view: { ...view, summary: 'Diese Karte ist veraltet.' } });
    const answer = await bot.receives('dialog-open', fresh());
    expect(answer.body.task).toEqual({ type: 'message', value: 'Diese Karte ist veraltet.' });
  });

  it('that are not ours are refused well-formed', async () => {
    const answer = await bot.receives('dialog-submit', { ...fresh(), value: { data: { x: 1 } } });
    expect(answer).toMatchObject({ status: 400, body: { type: 'application/vnd.microsoft.error' } });
  });
});
