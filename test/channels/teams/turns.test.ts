import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { teamsCollections } from '../../../src/channels/teams/channel.js';
import { Unavailable } from '../../../src/kernel/errors.js';
import type { Form } from '../../../src/messages/form.js';
import { mentionOf, readMentions, withoutMentions } from '../../../src/messages/mention.js';
import type { View } from '../../../src/messages/view.js';
import { payload, TeamsBot, tenant } from '../../support/teams-bot.js';

let bot: TeamsBot;
beforeAll(async () => {
  bot = await TeamsBot.start();
});
afterAll(() => bot.stop());
beforeEach(() => {
  bot.inbound.length = 0;
  bot.connector.messages.length = 0;
  bot.connector.updates.length = 0;
  bot.connector.calls.length = 0;
  bot.script = () => ({ type: 'nothing' });
});

const view: View = {
  kind: 'muster.antwort',
  summary: 'Treffen: Do. 12.11., 14 Uhr, Rathaus',
  title: 'Treffen',
  blocks: [{ type: 'text', text: 'Am Donnerstag um 14 Uhr.' }],
};
const form: Form = {
  id: 'muster.formular',
  title: 'Einrichtung angeben',
  submit: 'Speichern',
  opener: 'Formular öffnen',
  payload: { von: 'karte' },
  fields: [
    { id: 'name', type: 'text', label: 'Name', required: true },
    { id: 'bereiche', type: 'choices', label: 'Bereiche', options: [{ value: 'a,b', label: 'A, B' }] },
  ],
};

/** What the bot heard first. */
function heard(): string {
  const event = bot.inbound[0]?.event;
  return event?.type === 'text' ? event.text : '';
}

let count = 0;
/** A fresh id, so that the event is a new one. */
const fresh = () => ({ id: `fresh-${++count}`, timestamp: new Date(1_800_000_000_000 + count).toISOString() });

describe('Text', () => {
  it('becomes an inbound event with everything that features need', async () => {
    await bot.receives('message-personal');
    expect(bot.inbound).toEqual([
      {
        key: expect.stringMatching(/^teams:[\w-]{43}$/),
        at: new Date('2026-11-10T08:00:00.123Z'),
        from: { channel: 'teams', realm: tenant, user: '0d5c1b7e-aaaa-4bbb-8ccc-dddd00000001' },
        name: 'Anna Beispiel',
        place: { kind: 'direct', conversation: 'a:1pers-anna' },
        event: { type: 'text', text: 'Wie komme ich aus der Vereinbarung wieder raus?', via: 'chat' },
      },
    ]);
  });

  it('is answered with one card, with a summary for notifications', async () => {
    bot.script = () => ({ type: 'message', view });
    const answer = await bot.receives('message-personal', fresh());
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(bot.connector.messages).toHaveLength(1);
    expect(bot.connector.messages[0]).toMatchObject({
      conversation: 'a:1pers-anna',
      activity: { type: 'message', summary: view.summary, attachments: [{ content: { version: '1.5' } }] },
    });
    expect(bot.connector.calls[0]?.authorization).toBe('Bearer bot-token');
  });

  it('in a channel is what follows the mention, and is answered in its thread', async () => {
    bot.script = () => ({ type: 'message', view });
    await bot.receives('message-channel-mention');
    expect(bot.inbound[0]).toMatchObject({
      place: { kind: 'channel', conversation: '19:kanal@thread.tacv2', thread: '1699600000000' },
      event: { text: 'wann ist das nächste Treffen?', via: 'mention' },
    });
    expect(bot.connector.messages[0]?.conversation).toBe('19:kanal@thread.tacv2;messageid=1699600000000');
  });

  it('in a group chat needs the mention as well', async () => {
    await bot.receives('message-group-mention');
    await bot.receives('message-group-mention', { ...fresh(), text: 'hilfe', entities: [] });
    expect(bot.inbound.map(({ place, event }) => [place.kind, event])).toEqual([
      ['group', { type: 'text', text: 'hilfe', via: 'mention' }],
    ]);
  });

  it.each([
    ['<at>Dorfbote</at>&nbsp;&nbsp;hilfe', 'hilfe'],
    ['hilfe <at>dorfbote</at>', 'hilfe'],
    ['<at id="0">Dorfbote</at> vorsitz AK <at id="1">Berta Muster</at>', 'vorsitz AK Berta Muster'],
    ['vorsitz AK <at><at>Berta Muster</at></at>', 'vorsitz AK Berta Muster'],
    ['<at><at>Dorfbote</at></at> hilfe', 'hilfe'],
    ['<at>Dorfbote<at> hilfe', 'Dorfbote hilfe'],
    ['Träger &amp; Kita &lt;3 &#8222;so&#x201C; &unbekannt; &#0;', 'Träger & Kita <3 „so“ &unbekannt; &#0;'],
    ['Kita\u00a0Sonnenschein', 'Kita Sonnenschein'],
  ])('%s is read as "%s"', async (text, expected) => {
    await bot.receives('message-personal', { ...fresh(), text });
    expect(withoutMentions(heard())).toBe(expected);
  });

  it('with formatting is read without it', async () => {
    const text = '<p>hilfe<br>bitte</p><p><b>jetzt</b> 1 &lt; 2</p>';
    await bot.receives('message-personal', { ...fresh(), textFormat: 'xml', text });
    expect(bot.inbound[0]?.event).toMatchObject({ text: 'hilfe\nbitte\njetzt 1 < 2' });
  });

  it('of bots, its own included, is not answered', async () => {
    await bot.receives('message-from-bot');
    await bot.receives('message-personal', { ...fresh(), from: { id: '28:11111111-2222-4333-8444-555555555555' } });
    expect(bot.inbound).toEqual([]);
  });

  it('delivered twice changes and says something once', async () => {
    bot.script = () => ({ type: 'message', view });
    const changes = fresh();
    await Promise.all([1, 2, 3].map(() => bot.receives('message-personal', changes)));
    expect(bot.inbound).toHaveLength(1);
    expect(bot.connector.messages).toHaveLength(1);
  });

  it('of forty people at once is answered to each in their own chat', async () => {
    bot.script = ({ place }) => ({ type: 'message', view: { ...view, summary: place.conversation } });
    const people = Array.from({ length: 40 }, (_, index) => `a:person-${index}`);
    await Promise.all(
      people.map((id) =>
        bot.receives('message-personal', {
          ...fresh(),
          conversation: { id, conversationType: 'personal', tenantId: tenant },
          from: { id: `29:${id}`, name: id },
        }),
      ),
    );
    const said = bot.connector.messages.map(({ conversation, activity }) => [conversation, activity.summary]);
    expect(said.sort()).toEqual(people.map((id) => [id, id]).sort());
  });

  it('that needs a form is answered with a button that opens it', async () => {
    bot.script = () => ({ type: 'form', form });
    await bot.receives('message-personal', fresh());
    expect(bot.cards[0]).toContain('"title":"Formular öffnen"');
    expect(bot.cards[0]).toContain(
      '"data":{"msteams":{"type":"task/fetch"},"id":"muster.formular","payload":{"von":"karte"}}',
    );
  });

  it('that cannot be dealt with now is answered, and offered for redelivery with 503', async () => {
    bot.script = () => {
      throw new Unavailable('store');
    };
    const answer = await bot.receives('message-personal', fresh());
    expect(answer).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    expect(bot.cards[0]).toContain('Ich kann gerade nicht arbeiten');
  });

  it('that meets a bug is answered without a stack', async () => {
    bot.script = () => {
      throw new TypeError('secret detail');
    };
    const answer = await bot.receives('message-personal', fresh());
    expect(answer).toMatchObject({ status: 500, body: { error: 'failed' } });
    expect(bot.cards.join()).not.toContain('secret');
  });

  it('whose answer is lost on the way is not answered twice', async () => {
    bot.script = () => ({ type: 'message', view });
    for (const answer of ['reset', 502, 504] as const) {
      bot.connector.fail({ method: 'POST', answer, accepted: true });
      expect((await bot.receives('message-personal', fresh())).status).toBe(200);
    }
    expect(bot.connector.calls).toHaveLength(3);
    expect(bot.connector.messages).toHaveLength(3);
  });

  it('is answered although Teams asks to wait first', async () => {
    bot.script = () => ({ type: 'message', view });
    bot.connector.fail(
      { method: 'POST', answer: 429, headers: { 'retry-after': '1' } },
      { method: 'POST', answer: 412 },
    );
    await bot.receives('message-personal', fresh());
    expect(bot.connector.calls).toHaveLength(3);
    expect(bot.connector.messages).toHaveLength(1);
  });

  it('is given up when Teams asks to wait for longer than a turn may take', async () => {
    bot.script = () => ({ type: 'message', view });
    bot.connector.fail({ method: 'POST', answer: 429, headers: { 'retry-after': '60' } });
    await bot.receives('message-personal', fresh());
    expect(bot.connector.calls).toHaveLength(1);
  });
});

describe('Mentions of people', () => {
  const mention = (id: string, name: string) => ({
    type: 'mention',
    mentioned: { id, name },
    text: `<at>${name}</at>`,
  });
  const asks = (text: string, ...entities: readonly unknown[]) =>
    bot.receives('message-channel-mention', {
      ...fresh(),
      text: `<at>Dorfbote</at> ${text}`,
      entities: [mention('28:11111111-2222-4333-8444-555555555555', 'Dorfbote'), ...entities],
    });
  const accounts = () => readMentions(heard()).map(({ account }) => account);
  const ben = { channel: 'teams', realm: tenant, user: '0d5c1b7e-aaaa-4bbb-8ccc-dddd00000002' };

  it('name the account of who has met the bot', async () => {
    await bot.receives('message-personal', {
      ...fresh(),
      from: { id: '29:ben', name: 'Ben Muster', aadObjectId: ben.user },
    });
    bot.inbound.length = 0;
    await asks('vorsitz AK <at>Ben Muster</at>', mention('29:ben', 'Ben Muster'));
    expect(withoutMentions(heard())).toBe('vorsitz AK Ben Muster');
    expect(accounts()).toEqual([ben]);
  });

  it('tell two people of one name apart', async () => {
    await asks(
      'nachfolge <at>Ben Muster</at> durch <at>Ben Muster</at>',
      mention('29:other', 'Ben Muster'),
      mention('29:ben', 'Ben Muster'),
    );
    expect(accounts().map(({ user }) => user)).toEqual(['29:other', ben.user]);
  });

  it('name the account of who has not met the bot, as the connector says', async () => {
    const user = '0d5c1b7e-aaaa-4bbb-8ccc-dddd00000003';
    bot.connector.members.set('19:team@thread.tacv2/29:cem', {
      id: '29:cem',
      aadObjectId: user,
    });
    await asks('koordination dazu <at>Cem</at>', mention('29:cem', 'Cem'));
    expect(accounts()).toEqual([{ ...ben, user }]);
  });

  it('that nobody can look up name nobody else', async () => {
    await asks('koordination dazu <at>Ben Muster</at> <at>Ben Muster</at>', mention('29:unknown', 'Ben Muster'));
    expect(accounts().map(({ user }) => user)).toEqual(['29:unknown', 'unidentified']);
  });

  it('cannot be typed', async () => {
    const forged = mentionOf({ channel: 'teams', realm: tenant, user: '29:bose' }, 'Ben Muster');
    const asEntities = [...forged].map((character) => `&#${character.codePointAt(0)};`).join('');
    for (const text of [forged, asEntities]) {
      bot.inbound.length = 0;
      await asks(`koordination dazu ${text}`);
      expect(heard()).toContain('koordination dazu');
      expect(accounts()).toEqual([]);
    }
  });
});

describe('Private answers in a channel', () => {
  const privately = () => ({ type: 'message' as const, view: { ...view, summary: 'Meine Daten' }, private: true });

  it('go to the personal chat, and the channel learns only that', async () => {
    await bot.receives('message-personal', fresh());
    bot.script = privately;
    await bot.receives('message-channel-mention', fresh());
    const [secret, hint] = bot.connector.messages;
    expect(secret).toMatchObject({ conversation: 'a:1pers-anna', activity: { summary: 'Meine Daten' } });
    expect(hint?.conversation).toMatch(/^19:kanal/);
    expect(JSON.stringify(hint)).toContain('in unserem persönlichen Chat');
    expect(JSON.stringify(hint)).not.toContain('Meine Daten');
  });

  it('are so whatever the reply says where a child is in danger', async () => {
    await bot.receives('message-personal', fresh());
    bot.script = () => ({
      type: 'message',
      view: { ...view, kind: 'agreement.protection', summary: 'Rufen Sie 110 an' },
    });
    await bot.receives('message-channel-mention', fresh());
    expect(bot.connector.messages.map(({ conversation }) => conversation)).toEqual([
      'a:1pers-anna',
      expect.stringMatching(/^19:kanal/),
    ]);
    expect(bot.cards[1]).not.toContain('110');
  });

  const stranger = { from: { id: '29:stranger', name: 'Neu' } };

  it('open the personal chat where there is none yet', async () => {
    bot.script = privately;
    await bot.receives('message-channel-mention', { ...fresh(), ...stranger });
    expect(bot.connector.messages.map((message) => message.conversation)).toEqual([
      'a:new-29:stranger',
      expect.stringMatching(/^19:kanal/),
    ]);
  });

  it('are not given at all where no personal chat is possible; it says how to open one', async () => {
    bot.script = privately;
    bot.connector.fail({ method: 'POST', path: '/v3/conversations', answer: 403 });
    await bot.receives('message-channel-mention', { ...fresh(), from: { id: '29:nobody', name: 'Neu' } });
    expect(bot.cards).toHaveLength(1);
    expect(bot.cards[0]).toContain('Bitte öffnen Sie den persönlichen Chat');
    expect(bot.cards[0]).not.toContain('Meine Daten');
  });
});

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

describe('Search', () => {
  it('answers with hits that can be posted', async () => {
    bot.script = () => ({ type: 'results', views: [{ ...view, title: 'A & <b>' }, view] });
    const answer = await bot.receives('search');
    expect(bot.inbound[0]).toMatchObject({
      event: { type: 'search', query: 'Sprachförderung' },
      place: { kind: 'direct' },
    });
    expect(answer.body.composeExtension).toMatchObject({
      type: 'result',
      attachmentLayout: 'list',
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', preview: { content: { title: 'A & <b>' } } },
        { preview: { content: { title: 'Treffen', text: view.summary } } },
      ],
    });
  });

  it('asks with an empty query when it has just been opened', async () => {
    await bot.receives('search-opened');
    expect(bot.inbound[0]?.event).toEqual({ type: 'search', query: '' });
  });
});

describe('Coming and going', () => {
  it('greets once, although two events tell of an installation', async () => {
    bot.script = () => ({ type: 'message', view });
    await Promise.all([bot.receives('installation-add'), bot.receives('members-added-bot')]);
    await bot.receives('members-added-bot');
    expect(bot.inbound.map(({ event }) => event)).toEqual([{ type: 'installed' }]);
    expect(bot.connector.messages).toHaveLength(1);
  });

  it('by a bot makes nobody’s acquaintance and greets nobody', async () => {
    bot.script = () => ({ type: 'message', view });
    const from = { id: '28:99999999-2222-4333-8444-555555555555', name: 'Anderer Bot' };
    const conversation = { id: 'a:other', conversationType: 'personal', tenantId: tenant };
    for (const name of ['installation-add', 'members-added-bot', 'installation-remove', 'members-removed-bot']) {
      expect((await bot.receives(name, { ...fresh(), from, conversation })).status).toBe(200);
    }
    expect(bot.inbound).toEqual([]);
    expect(bot.connector.messages).toEqual([]);
  });

  it('greets again after it was removed and installed once more', async () => {
    await bot.receives('installation-remove');
    await bot.receives('members-removed-bot');
    bot.script = () => ({ type: 'message', view });
    await bot.receives('installation-add', fresh());
    await bot.receives('members-added-bot', fresh());
    expect(bot.inbound.filter(({ event }) => event.type === 'installed')).toHaveLength(1);
    expect(bot.connector.messages).toHaveLength(1);
  });

  it('does not greet the members of a team one by one', async () => {
    expect((await bot.receives('members-added-person')).status).toBe(200);
    expect(bot.inbound).toEqual([]);
  });

  it('forgets how to reach a person who removed it', async () => {
    const references = bot.store.collection(teamsCollections[0] as never);
    const key = `teams:${tenant}:0d5c1b7e-aaaa-4bbb-8ccc-dddd00000001`;
    await bot.receives('message-personal', fresh());
    expect(await references.get(key)).toMatchObject({ chat: 'a:1pers-anna', member: '29:1aGNmX-anna' });
    await bot.receives('installation-remove', fresh());
    expect(await references.get(key)).toBeUndefined();
  });
});

describe('Everything else', () => {
  it.each(['reaction', 'typing'])('a %s is taken and does nothing', async (name) => {
    expect(await bot.receives(name)).toMatchObject({ status: 200, text: '' });
    expect(bot.inbound).toEqual([]);
  });

  it('an activity of an unknown type is taken and does nothing', async () => {
    expect((await bot.receives('typing', { type: 'somethingNew' })).status).toBe(200);
    expect(bot.inbound).toEqual([]);
  });

  it('an unknown invoke gets 501 with a body', async () => {
    const answer = await bot.receives('unknown-invoke');
    expect(answer).toMatchObject({ status: 501, body: { type: 'application/vnd.microsoft.error' } });
  });

  it.each([
    null,
    {},
    { action: null },
    { action: { type: 'Action.Execute' } },
    { action: { type: 'Action.Execute', verb: 1, data: [] } },
    { action: 'x' },
    { action: { type: 'Action.Http', verb: 'muster.zusage', data: {} } },
  ])('a button without its parts (%j) gets 400 with a body', async (value) => {
    const answer = await bot.receives('button', { ...fresh(), value });
    expect(answer).toMatchObject({ status: 400, body: { type: 'application/vnd.microsoft.error' } });
    expect(bot.inbound).toEqual([]);
  });

  it.each([null, {}, { data: null }, { data: { id: 5 } }, { data: [] }, 'x'])(
    'a dialog without its parts (%j) is answered with a line',
    async (value) => {
      const answer = await bot.receives('dialog-open', { ...fresh(), value });
      expect(answer.body.task).toMatchObject({ type: 'message', value: expect.stringMatching(/\S/) });
      expect(bot.inbound).toEqual([]);
    },
  );
});

describe('Files', () => {
  async function serving(bytes: number, work: (address: string) => Promise<void>): Promise<void> {
    const server = createServer((_, response) => response.end(Buffer.alloc(bytes, 65)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/liste.csv`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
  const attached = (...addresses: readonly string[]) => ({
    ...fresh(),
    attachments: addresses.map((downloadUrl) => ({
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      name: 'liste.csv',
      content: { downloadUrl },
    })),
  });

  it('are not fetched from anywhere but Microsoft’s store', async () => {
    await serving(10, async (address) => {
      for (const from of [
        address,
        'https://evil.test/x',
        'http://stadt.sharepoint.com/x',
        'https://sharepoint.com.evil.test/',
      ]) {
        await bot.receives('message-file', attached(from));
      }
    });
    expect(bot.inbound).toEqual([]);
    expect(bot.cards).toHaveLength(4);
    expect(bot.cards[0]).toContain('kann ich nicht lesen');
  });

  it('reach the features, within a bound', async () => {
    const local = await TeamsBot.start({ local: true });
    try {
      const send = async (changes: Record<string, unknown>) => {
        const body = await payload('message-file', { serviceUrl: local.connector.url, ...changes });
        expect((await local.post(JSON.stringify(body))).status).toBe(200);
      };
      await serving(10, (address) => send(attached(address)));
      expect(local.inbound[0]?.event).toEqual({ type: 'file', name: 'liste.csv', bytes: Buffer.alloc(10, 65) });
      await serving(6_000_000, (address) => send(attached(address)));
      expect(local.cards[0]).toContain('zu groß');
      await serving(10, (address) => send(attached(address, address)));
      expect(local.cards[1]).toContain('einzeln');
      expect(local.inbound).toHaveLength(1);
    } finally {
      await local.stop();
    }
  });
});

describe('Stopping', () => {
  it('finishes what is in flight and takes nothing new', async () => {
    const stopping = await TeamsBot.start();
    let finish = () => {};
    const started = new Promise<void>((resolve) => {
      stopping.script = async () => {
        resolve();
        await new Promise<void>((done) => {
          finish = done;
        });
        return { type: 'message', view };
      };
    });
    const first = stopping.receives('message-personal');
    await started;
    const stopped = stopping.channel.stop();
    expect(stopping.channel.ready()).toBe(false);
    expect((await stopping.receives('message-personal', fresh())).status).toBe(503);
    finish();
    await stopped;
    expect((await first).status).toBe(200);
    expect(stopping.connector.messages).toHaveLength(1);
    await stopping.stop();
  });
});
