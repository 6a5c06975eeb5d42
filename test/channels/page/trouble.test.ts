import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardsSpec } from '../../../src/channels/page/cards.js';
import { createPageChannel } from '../../../src/channels/page/channel.js';
import { turnsSpec } from '../../../src/channels/page/turns.js';
import { contentsSpec } from '../../../src/delivery/contents.js';
import { outboxSpec } from '../../../src/delivery/entry.js';
import { ordersSpec } from '../../../src/delivery/order.js';
import { createOutbox } from '../../../src/delivery/outbox.js';
import { Unavailable } from '../../../src/kernel/errors.js';
import type { Inbound } from '../../../src/messages/inbound.js';
import type { Dispatch } from '../../../src/messages/reply.js';
import type { Channel } from '../../../src/ports/channel.js';
import type { Person } from '../../../src/ports/people.js';
import { createLinks, revocationsSpec, secretsSpec } from '../../../src/web/links.js';
import { createWebApp, WebServer } from '../../../src/web/server.js';
import { fixedClock } from '../../support/clock.js';
import { countedIds } from '../../support/ids.js';
import { type LogLine, logbook } from '../../support/logbook.js';
import { openTemporaryStore, type TemporaryStore } from '../../support/store.js';
import { get, press, wordsOf } from './page-house.js';

const mia: Person = { id: 'mia', name: 'Mia Muster', language: 'de', accounts: [], coordinator: false, chairs: [] };
const secretText = 'Etwas Vertrauliches';

let stored: TemporaryStore;
let server: WebServer;
let channel: Channel;
let page: string;
let log: readonly LogLine[];
/** What dispatch does with everything but the start of the page. */
let answer: Dispatch;
let inbounds: Inbound[];

beforeEach(async () => {
  const specs = [turnsSpec, cardsSpec, secretsSpec, revocationsSpec, outboxSpec, ordersSpec, contentsSpec];
  stored = await openTemporaryStore(specs);
  const { store } = stored;
  const clock = fixedClock();
  const book = logbook();
  log = book.lines;
  inbounds = [];
  const links = createLinks({ store });
  channel = createPageChannel({
    store,
    clock,
    ids: countedIds(),
    logger: book.logger,
    links,
    people: { get: async (id) => (id === mia.id ? mia : undefined) },
    outbox: createOutbox({ store, clock, onEnqueued() {} }),
    networkName: 'Unser DINgg',
    zone: 'Europe/Berlin',
    dispatch: async (inbound) => {
      if (inbound.event.type === 'opened') return { type: 'nothing' };
      inbounds.push(inbound);
      return answer(inbound);
    },
  });
  const web = createWebApp();
  channel.mount?.(web);
  server = new WebServer(web, book.logger);
  const port = await server.listen('127.0.0.1', 0);
  await channel.start();
  page = `http://127.0.0.1:${port}/ich/${await links.issue('ich', mia.id)}`;
});
afterEach(async () => {
  await channel.stop();
  await server.close(200);
  await stored.close();
});

describe('while the store is away', () => {
  it('what was typed is kept on the page, and sent again by one press as the same event', async () => {
    answer = () => Promise.reject(new Unavailable('store'));
    const refused = await press(await get(page), 'Senden', { text: secretText });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(wordsOf(refused)).toContain('Was Sie eingegeben haben, ist noch da.');
    expect(JSON.stringify(log)).not.toContain(secretText);

    answer = async () => ({
      type: 'message',
      view: { kind: 'test.done', summary: 'Fertig', blocks: [{ type: 'text', text: 'Das ist angekommen.' }] },
    });
    const again = await press(refused, 'Noch einmal versuchen');
    expect(wordsOf(again)).toContain('Das ist angekommen.');
    expect(wordsOf(again)).toContain(secretText);
    expect(new Set(inbounds.map(({ key }) => key)).size).toBe(1);
  });
});

describe('what nobody thought of', () => {
  it('is a page that says so, and a log without what was written', async () => {
    answer = () => Promise.reject(new Error(secretText));
    const failed = await press(await get(page), 'Senden', { text: secretText });
    expect([failed.status, wordsOf(failed)]).toEqual([500, expect.stringContaining('Da ist etwas schiefgegangen')]);
    expect(log).toHaveLength(1);
    expect(JSON.stringify(log)).not.toContain(secretText);
  });
});

describe('what the bot sends to a page of its own accord', () => {
  it('stands there by itself for whoever is known', async () => {
    const to = { channel: 'page', realm: 'ich', user: 'mia' } as const;
    const view = { kind: 'test.m', summary: 'Neu', blocks: [] };
    const sent = await channel.messenger.send(to, view, 'm-1');
    expect(sent).toEqual({ channel: 'page', realm: 'ich', parts: { person: 'mia', message: 'm-1' } });
    expect(await channel.messenger.find(to, 'm-1', new Date(0))).toEqual(sent);
    await channel.messenger.update(sent, view);
    const nobody = channel.messenger.send({ ...to, user: 'nobody' }, view, 'm-2');
    await expect(nobody).rejects.toMatchObject({ kind: 'permanent', reason: 'unknown-account' });
  });

  it('rewrites an answer in place, as long as it is there', async () => {
    answer = async () => ({
      type: 'message',
      view: {
        kind: 'test.card',
        summary: 'Karte',
        blocks: [{ type: 'actions', actions: [{ id: 'test.press', label: 'Drücken' }] }],
      },
    });
    const asked = await press(await get(page), 'Senden', { text: 'karte' });
    await press(asked, 'Drücken');
    const { event } = inbounds.at(-1) as Inbound;
    const card = event.type === 'action' ? event.card : undefined;
    if (!card) throw new Error('the press names no card');
    const view = { kind: 'test.card', summary: 'Neu', blocks: [{ type: 'text', text: 'Zwei kommen.' } as const] };
    await channel.messenger.update(card, view);
    expect(wordsOf(await get(page))).toContain('Zwei kommen.');
    const gone = channel.messenger.update({ ...card, parts: { turn: 'weg' } }, view);
    await expect(gone).rejects.toMatchObject({ kind: 'permanent', reason: 'message-gone' });
  });
});
