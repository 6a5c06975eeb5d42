import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../src/messages/inbound.js';
import type { FileBlock, View } from '../../../src/messages/view.js';
import { logbook } from '../../support/logbook.js';
import { type Activity, payload, TeamsBot, tenant } from '../../support/teams-bot.js';
import type { Sent } from '../../support/teams-connector.js';

const anna: Account = { channel: 'teams', realm: tenant, user: '0d5c1b7e-aaaa-4bbb-8ccc-dddd00000001' };
const file: FileBlock = {
  type: 'file',
  name: 'zustellung-12.csv',
  mediaType: 'text/csv; charset=utf-8',
  bytes: new TextEncoder().encode('Name;Stand\nAnna;zugestellt\n'),
  label: 'Zustellung als Tabelle',
};
const view: View = { kind: 'muster.zustellung', summary: 'Zustellung Nr. 12', blocks: [file] };
const consent = 'application/vnd.microsoft.teams.card.file.consent';
const info = 'application/vnd.microsoft.teams.card.file.info';
const { lines, logger } = logbook();

/** In local mode the upload may go to this machine. */
let bot: TeamsBot;
beforeAll(async () => {
  bot = await TeamsBot.start({ local: true }, logger);
});
afterAll(() => bot.stop());
beforeEach(() => {
  bot.script = () => ({ type: 'message', view });
  bot.connector.messages.length = 0;
  bot.connector.updates.length = 0;
  bot.connector.uploads.length = 0;
  bot.connector.calls.length = 0;
  lines.length = 0;
});

let count = 0;
const fresh = () => ({ id: `file-${++count}`, timestamp: new Date(1_800_000_000_000 + count).toISOString() });
async function receives(name: string, changes: Activity = {}) {
  const activity = await payload(name, { serviceUrl: bot.connector.url, ...fresh(), ...changes });
  return bot.post(JSON.stringify(activity));
}

interface Card {
  readonly contentType?: string;
  readonly name?: string;
  readonly contentUrl?: string;
  readonly content?: { readonly acceptContext?: unknown; readonly sizeInBytes?: number; readonly description?: string };
}
const firstCard = (activity: Record<string, unknown> | undefined): Card =>
  (activity?.attachments as Card[] | undefined)?.[0] ?? {};
const offered = () =>
  bot.connector.messages.filter(({ activity }) => firstCard(activity).contentType === consent).at(-1);

/** What Teams sends when the person presses one of the card's buttons. */
async function decides(
  action: 'accept' | 'decline',
  changes: { readonly card?: Sent; readonly uploadUrl?: string; readonly from?: unknown } = {},
) {
  const card = changes.card ?? offered();
  const context = firstCard(card?.activity).content?.acceptContext ?? { offer: 'unknown' };
  const uploadInfo = {
    contentUrl: bot.connector.uploadUrl('zustellung-12.csv'),
    name: 'zustellung-12.csv',
    uploadUrl: changes.uploadUrl ?? bot.connector.uploadUrl('zustellung-12.csv'),
    uniqueId: '1150d938',
    fileType: 'csv',
  };
  return receives('file-consent', {
    replyToId: card?.id,
    value: { type: 'fileUpload', action, context, ...(action === 'accept' && { uploadInfo }) },
    ...(changes.from ? { from: changes.from } : {}),
  });
}
/** The message that stood for the offer. */
const inItsPlace = (id: string | undefined) => bot.connector.messages.find((message) => message.id === id)?.activity;

describe('A file in a personal chat', () => {
  it('is named in the message, and offered below it', async () => {
    await receives('message-personal');
    expect(bot.cards).toHaveLength(2);
    expect(bot.cards[0]).toContain('Datei: Zustellung als Tabelle (zustellung-12.csv)');
    expect(firstCard(bot.connector.messages[1]?.activity)).toMatchObject({
      contentType: consent,
      name: 'zustellung-12.csv',
      content: { description: 'Zustellung als Tabelle', sizeInBytes: 27 },
    });
  });

  it('is put into the person’s files once they agree, and can be opened where it was offered', async () => {
    await receives('message-personal');
    const card = offered();
    expect(await decides('accept')).toMatchObject({ status: 200, text: '{}' });
    expect(bot.connector.uploads.map(({ bytes }) => bytes.toString())).toEqual(['Name;Stand\nAnna;zugestellt\n']);
    expect(firstCard(inItsPlace(card?.id))).toEqual({
      contentType: info,
      contentUrl: bot.connector.uploadUrl('zustellung-12.csv'),
      name: 'zustellung-12.csv',
      content: { uniqueId: '1150d938', fileType: 'csv' },
    });
  });

  it('is put there once, however often Teams delivers the answer', async () => {
    await receives('message-personal');
    const card = { ...offered() } as Sent;
    const answers = await Promise.all([1, 2, 3].map(() => decides('accept', { card })));
    answers.push(await decides('accept', { card }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(bot.connector.uploads).toHaveLength(1);
    expect(bot.connector.messages).toHaveLength(2);
  });

  it('that the person does not want goes, and the card says how to get it after all', async () => {
    await receives('message-personal');
    const card = offered();
    await decides('decline');
    expect(JSON.stringify(inItsPlace(card?.id))).toContain('wird nicht abgelegt');
    expect(bot.connector.uploads).toEqual([]);
  });

  it('says to the person in their language what became of it, also once nothing is known of it any more', async () => {
    await receives('message-personal');
    const card = offered();
    const spoken = { ...card, activity: JSON.parse(JSON.stringify(card?.activity).replaceAll('"de"', '"en"')) } as Sent;
    await decides('decline', { card: spoken });
    expect(JSON.stringify(inItsPlace(card?.id))).toContain('All right, the file is not stored');
    bot.clock.advance({ days: 2 });
    await decides('accept', { card: spoken });
    expect(JSON.stringify(inItsPlace(card?.id))).toContain('This offer has ended');
  });

  it('is not put there by an answer that comes after a day; the card says so kindly', async () => {
    await receives('message-personal');
    const card = offered();
    bot.clock.advance({ days: 1 });
    await decides('accept');
    expect(JSON.stringify(inItsPlace(card?.id))).toContain('Dieses Angebot gilt nicht mehr');
    expect(bot.connector.uploads).toEqual([]);
  });

  it('is nobody else’s to take', async () => {
    await receives('message-personal');
    await decides('accept', { from: { id: '29:ben', name: 'Ben', aadObjectId: 'ben' } });
    expect(bot.connector.uploads).toEqual([]);
  });

  it.each([
    'http://192.168.0.1/x',
    'https://evil.test/upload',
    'https://sharepoint.com.evil.test/x',
    'file:///etc/passwd',
  ])('is not put anywhere but into Microsoft’s store (%s), and may be agreed to again', async (uploadUrl) => {
    await receives('message-personal');
    await decides('accept', { uploadUrl });
    expect(bot.cards.at(-1)).toContain('konnte ich nicht ablegen');
    expect(lines.map(({ message }) => message)).toContain('file not stored');
    await decides('accept');
    expect(bot.connector.uploads).toHaveLength(1);
  });

  it.each([500, 'reset'] as const)('that the store does not take (%s) may be agreed to again', async (answer) => {
    await receives('message-personal');
    bot.connector.fail({ method: 'PUT', path: '/upload/', answer });
    await decides('accept');
    expect(bot.cards.at(-1)).toContain('stimmen Sie noch einmal zu');
    await decides('accept');
    expect(bot.connector.uploads).toHaveLength(1);
  });

  it('whose upload died with its process can be agreed to again after a while', async () => {
    await receives('message-personal');
    bot.connector.fail({ method: 'PUT', path: '/upload/', answer: 'silence' });
    const dead = decides('accept');
    await expect.poll(() => bot.connector.calls.some(({ path }) => path.startsWith('/upload/'))).toBe(true);
    bot.clock.advance({ minutes: 2 });
    await decides('accept');
    expect(bot.connector.uploads).toHaveLength(1);
    await dead;
    expect(bot.cards.join()).not.toContain('konnte ich nicht ablegen');
  });

  it('is posted anew where the card that offered it is gone', async () => {
    await receives('message-personal');
    bot.connector.fail({ method: 'PUT', path: '/activities/', answer: 404 });
    await decides('accept');
    expect(firstCard(bot.connector.messages.at(-1)?.activity).contentType).toBe(info);
  });

  it('is offered with a button’s answer as well', async () => {
    bot.script = () => ({ type: 'replace', view });
    await receives('button');
    expect(offered()?.conversation).toBe('a:1pers-anna');
  });

  it.each([
    null,
    {},
    { action: 'accept' },
    { action: 'accept', context: { offer: 'x' } },
    { action: 'x', context: {} },
  ])('is not moved by an answer without its parts (%j)', async (value) => {
    expect(await receives('file-consent', { value })).toMatchObject({ status: 400 });
  });
});

describe('A file asked for in a channel', () => {
  it('goes to the personal chat, and the channel learns where it is', async () => {
    await receives('message-personal', { text: 'hallo' });
    bot.connector.messages.length = 0;
    await receives('message-channel-mention');
    expect(offered()?.conversation).toBe('a:1pers-anna');
    const inChannel = bot.connector.messages.filter(({ conversation }) => conversation.startsWith('19:'));
    expect(JSON.stringify(inChannel)).toContain('in unserem persönlichen Chat');
  });

  it('that has no personal chat to go to is not offered; it says how to open one', async () => {
    bot.connector.fail({ method: 'POST', path: '/v3/conversations', after: 1, answer: 403 });
    await receives('message-channel-mention', { from: { id: '29:neu', name: 'Neu' } });
    expect(offered()).toBeUndefined();
    expect(bot.cards.at(-1)).toContain('Bitte öffnen Sie ihn');
  });
});

describe('A file sent of the bot’s own accord', () => {
  it('is offered below its message, and the same offer if the message is tried again', async () => {
    await receives('message-personal', { text: 'hallo' });
    bot.connector.messages.length = 0;
    await bot.channel.messenger.send(anna, view, 'k1');
    const first = firstCard(offered()?.activity).content?.acceptContext;
    await bot.channel.messenger.send(anna, view, 'k1');
    expect(firstCard(offered()?.activity).content?.acceptContext).toEqual(first);
    expect(bot.connector.messages).toHaveLength(4);
  });

  it('does not bring the message again when it cannot be offered; that is said in words', async () => {
    bot.connector.fail({ method: 'POST', after: 1, answer: 500 });
    await bot.channel.messenger.send(anna, view, 'k2');
    expect(offered()).toBeUndefined();
    expect(bot.cards).toHaveLength(2);
    expect(bot.cards[1]).toContain('konnte ich gerade nicht anbieten');
  });
});
