import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../../src/kernel/errors.js';
import { mentionOf, readMentions, withoutMentions } from '../../../src/messages/mention.js';
import { TeamsBot, tenant } from '../../support/teams-bot.js';
import { clear, form, fresh, heard, view } from './fixtures.js';

let bot: TeamsBot;
beforeAll(async () => {
  bot = await TeamsBot.start();
});
afterAll(() => bot.stop());
beforeEach(() => clear(bot));

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
    expect(withoutMentions(heard(bot))).toBe(expected);
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
  const accounts = () => readMentions(heard(bot)).map(({ account }) => account);
  const ben = { channel: 'teams', realm: tenant, user: '0d5c1b7e-aaaa-4bbb-8ccc-dddd00000002' };

  it('name the account of who has met the bot', async () => {
    await bot.receives('message-personal', {
      ...fresh(),
      from: { id: '29:ben', name: 'Ben Muster', aadObjectId: ben.user },
    });
    bot.inbound.length = 0;
    await asks('vorsitz AK <at>Ben Muster</at>', mention('29:ben', 'Ben Muster'));
    expect(withoutMentions(heard(bot))).toBe('vorsitz AK Ben Muster');
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
      expect(heard(bot)).toContain('koordination dazu');
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
