import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Form } from '../../../src/messages/form.js';
import type { Inbound } from '../../../src/messages/inbound.js';
import type { Reply } from '../../../src/messages/reply.js';
import type { View } from '../../../src/messages/view.js';
import { AgentsPlayground, type PlaygroundPage } from '../../support/agents-playground.js';
import { launchBrowser } from '../../support/browser.js';
import { hostileTexts } from '../../support/fixture-views.js';
import { TeamsBot } from '../../support/teams-bot.js';

let bot: TeamsBot;
let playground: AgentsPlayground;
let browser: Browser;
let client: PlaygroundPage;

const answer: View = {
  kind: 'muster.antwort',
  summary: 'Kündigung: vier Wochen zum Quartalsende',
  title: 'So kommen Sie heraus',
  blocks: [
    { type: 'text', text: 'Mit einer Frist von vier Wochen zum Ende eines Quartals.' },
    { type: 'quote', text: 'Mit einer Frist von 4 Wochen zum Quartalsende.', source: 'Vereinbarung, Laufzeit' },
    {
      type: 'actions',
      actions: [
        { id: 'muster.merken', label: 'Merken', payload: { nr: 7 } },
        { id: 'muster.formular', label: 'Einrichtung angeben', payload: { von: 'karte' }, opensForm: true },
      ],
    },
  ],
};
const form: Form = {
  id: 'muster.formular',
  title: 'Einrichtung angeben',
  submit: 'Speichern',
  opener: 'Einrichtung angeben',
  payload: { von: 'karte' },
  fields: [{ id: 'name', type: 'text', label: 'Name der Einrichtung', required: true }],
};
const text = (line: string): View => ({ kind: 'muster.text', summary: line, blocks: [{ type: 'text', text: line }] });

function network({ event }: Inbound): Reply {
  if (event.type === 'installed') return { type: 'message', view: text('Guten Tag, ich bin Dorfbote.') };
  if (event.type === 'text' && event.text.includes('formular')) return { type: 'form', form };
  if (event.type === 'text') return { type: 'message', view: answer };
  if (event.type === 'action' && event.id === 'muster.merken') return { type: 'replace', view: text('Gemerkt: Nr. 7') };
  if (event.type === 'action') return { type: 'form', form };
  if (event.type !== 'form') return { type: 'nothing' };
  const name = String(event.values.name);
  if (name.length >= 5) return { type: 'replace', view: text(`Sie sprechen für: ${name}`) };
  const fields = [{ id: 'name', type: 'text', label: 'Name der Einrichtung', value: name } as const];
  return { type: 'form', form: { ...form, fields, errors: { name: 'Bitte den vollen Namen angeben.' } } };
}

beforeAll(async () => {
  bot = await TeamsBot.start({ local: true });
  playground = await AgentsPlayground.start(bot.url);
  browser = await launchBrowser();
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await playground?.stop();
  await bot?.stop();
});
beforeEach(async () => {
  bot.script = network;
  bot.inbound.length = 0;
  client = await playground.open(browser);
  return () => client.page.close();
});

describe('In the Microsoft 365 Agents Playground', { timeout: 60_000 }, () => {
  it('greets once on installation', async () => {
    await client.card('Guten Tag, ich bin Dorfbote.').waitFor();
    await client.send('Hallo');
    await client.card('So kommen Sie heraus').waitFor();
    expect(await client.cards.filter({ hasText: 'Guten Tag' }).count()).toBe(1);
  });

  it('answers a question with a card, and a pressed button rewrites the card in place', async () => {
    await client.send('Wie komme ich aus der Vereinbarung wieder raus?');
    const card = client.card('Mit einer Frist von 4 Wochen zum Quartalsende.');
    await card.waitFor();
    const before = await client.cards.count();
    await client.press(card, 'Merken');
    await client.card('Gemerkt: Nr. 7').waitFor();
    expect(await client.cards.count()).toBe(before);
    expect(await client.cards.filter({ hasText: 'So kommen Sie heraus' }).count()).toBe(0);
  });

  it('carries a form: opened by a button, refused at its field, submitted, its card rewritten', async () => {
    await client.send('Für wen spreche ich?');
    await client.card('So kommen Sie heraus').waitFor();
    await client.press(client.card('So kommen Sie heraus'), 'Einrichtung angeben');
    const open = client.card('Name der Einrichtung');
    await open.getByRole('textbox').fill('Kita');
    await client.press(open, 'Speichern');
    const refused = client.card('Bitte den vollen Namen angeben.');
    await refused.waitFor();
    expect(await refused.getByRole('textbox').inputValue()).toBe('Kita');
    await refused.getByRole('textbox').fill('Kita Sonnenschein');
    await client.press(refused, 'Speichern');
    await expect.poll(() => client.cards.filter({ hasText: 'Sie sprechen für: Kita Sonnenschein' }).count()).toBe(2);
    expect(await client.cards.filter({ hasText: 'So kommen Sie heraus' }).count()).toBe(0);
    expect(await client.cards.filter({ hasText: 'Name der Einrichtung' }).count()).toBe(0);
  });

  it('does not send a form whose required field is empty', async () => {
    await client.send('formular');
    const open = client.card('Name der Einrichtung');
    await client.press(open, 'Speichern');
    await client.page.getByText('Bitte ausfüllen: Name der Einrichtung').waitFor();
    expect(bot.inbound.filter(({ event }) => event.type === 'form')).toEqual([]);
  });

  it('answers in a group chat when it is mentioned', async () => {
    await client.groupChat();
    await client.mention('wie komme ich raus?');
    await client.card('So kommen Sie heraus').waitFor();
    const asked = bot.inbound.filter(({ event }) => event.type === 'text');
    expect(asked).toMatchObject([{ place: { kind: 'group' }, event: { text: 'wie komme ich raus?', via: 'mention' } }]);
  });

  it('reaches a person of its own accord, and knows who they are', async () => {
    await client.send('Hallo');
    await client.card('So kommen Sie heraus').waitFor();
    const from = bot.inbound.at(-1)?.from;
    if (!from) throw new Error('nobody wrote');
    const message = await bot.channel.messenger.send(from, text('Einladung: Do. 12.11.'), 'key');
    await client.card('Einladung: Do. 12.11.').waitFor();
    await bot.channel.messenger.update(message, text('Abgesagt: Do. 12.11.'));
    await client.card('Abgesagt: Do. 12.11.').waitFor();
    const profile = () => bot.channel.profiles.lookup(from);
    await expect.poll(profile).toMatchObject({ name: 'Alex Wilber', guest: false, email: { confirmed: true } });
  });

  it('gets what the bot sends to a group chat of its own accord', async () => {
    await client.groupChat();
    await client.mention('wie komme ich raus?');
    await client.card('So kommen Sie heraus').waitFor();
    const { from, place } = bot.inbound.at(-1) ?? {};
    if (!from || !place) throw new Error('nobody wrote');
    const room = { channel: 'teams', realm: from.realm, conversation: place.conversation } as const;
    const message = await bot.channel.messenger.send(room, text('Neu im Netzwerk: Kita Sonnenschein'), 'key');
    await client.card('Neu im Netzwerk: Kita Sonnenschein').waitFor();
    await bot.channel.messenger.update(message, text('Zurückgezogen: Kita Sonnenschein'));
    await client.card('Zurückgezogen: Kita Sonnenschein').waitFor();
  });

  it('names a file in the message; the offer below is a kind of card that this client cannot show', async () => {
    const file = {
      type: 'file',
      name: 'liste.csv',
      mediaType: 'text/csv',
      bytes: Buffer.from('a;b'),
      label: 'Liste',
    } as const;
    bot.script = () => ({ type: 'message', view: { ...text('Liste'), blocks: [file] } });
    await client.send('liste');
    await client.card('Datei: Liste (liste.csv)').waitFor();
    await client.page
      .getByText(/File Consent Card is not supported/)
      .filter({ visible: true })
      .first()
      .waitFor();
  });

  it('shows hostile texts as they are, with nothing to click and nothing formatted', async () => {
    const lines = hostileTexts.filter((line) => !line.includes('\u0000'));
    const facts = lines.map((line) => ({ label: line, value: line }));
    const blocks = [...lines.map((line) => ({ type: 'text' as const, text: line })), { type: 'facts' as const, facts }];
    bot.script = () => ({ type: 'message', view: { ...text('Feindlich'), title: lines.join(' '), blocks } });
    await client.send('zeig');
    const card = client.card('hier klicken');
    await card.waitFor();
    for (const formatted of ['a', 'script', 'img', 'em', 'h1', 'li', 'code', 'iframe']) {
      expect(await card.locator(formatted).count(), formatted).toBe(0);
    }
    for (const shown of [
      '**fett** __unterstrichen__ _kursiv_',
      '[hier klicken](javascript:alert(1))',
      '&amp; &lt;b&gt;',
    ]) {
      expect(await card.getByText(shown).count(), shown).toBeGreaterThanOrEqual(2);
    }
  });
});
