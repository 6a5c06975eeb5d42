import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { teamsCollections } from '../../../src/channels/teams/channel.js';
import { TeamsBot, tenant } from '../../support/teams-bot.js';
import { clear, fresh, view } from './fixtures.js';

let bot: TeamsBot;
beforeAll(async () => {
  bot = await TeamsBot.start();
});
afterAll(() => bot.stop());
beforeEach(() => clear(bot));

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
