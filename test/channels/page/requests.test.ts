import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardsSpec } from '../../../src/channels/page/cards.js';
import { turnsSpec } from '../../../src/channels/page/turns.js';
import { createLinks } from '../../../src/web/links.js';
import { formOf, get, languageCard, PageHouse, press, wordsOf } from './page-house.js';

let house: PageHouse;
let mia: string;
beforeEach(async () => {
  house = await PageHouse.open();
  mia = await house.person('mia', 'Mia Muster', 'Praxis Muster');
});
afterEach(() => house.close());

async function turns() {
  return (await house.store.collection(turnsSpec).find()).items;
}

describe('the personal page', () => {
  it('says who one is, for whom one speaks, and what is there', async () => {
    await house.sent('mia', 'announcement:1:mia', languageCard);
    const page = await get(mia);
    expect(page.status).toBe(200);
    const words = wordsOf(page);
    expect(words).toContain('Guten Tag, Mia Muster');
    expect(words).toContain('Sie sprechen hier für: Praxis Muster.');
    expect(words).toContain('Was ansteht');
    expect(words).toContain('Neu im Netzwerk: Praxis Muster');
    expect(words).toContain('Fragen und Antworten');
    expect(words).not.toContain('Für die Koordination');
  });

  it('says nothing personal where others may read it, and is kept nowhere', async () => {
    const page = await get(mia);
    expect(/<title>(.*?)<\/title>/.exec(page.html)?.[1]).toBe('Persönliche Seite – Unser DINgg');
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.html).not.toContain('<script');
    expect(JSON.stringify(house.log)).not.toMatch(/Mia|ich\/|mia/);
  });

  it('serves its stylesheet', async () => {
    const style = await get(`${house.url}/ich/seite.css`);
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it('shows ten messages at a time, latest first, and the others behind “Weitere”', async () => {
    for (let number = 1; number <= 12; number += 1) {
      house.clock.advance({ minutes: 1 });
      const summary = `Nachricht ${number}.`;
      await house.sent('mia', `m-${number}`, { kind: 'test.m', summary, blocks: [{ type: 'text', text: summary }] });
    }
    const first = await get(mia);
    expect(first.html.match(/<li class="card"/g)).toHaveLength(10);
    expect(wordsOf(first)).toMatch(/Nachricht 12\..*Nachricht 3\./);
    expect(wordsOf(first)).not.toContain('Nachricht 2.');
    const older = /<a class="action" href="([^"]*)">Weitere</.exec(first.html)?.[1] ?? '';
    const second = await get(new URL(older, mia).href);
    expect(wordsOf(second)).toMatch(/Nachricht 2\..*Nachricht 1\./);
    expect(second.html).toContain('Zu den neuesten Nachrichten');
    expect(wordsOf(await get(`${mia}?ab=nirgends`))).toContain('Nachricht 12.');
  });

  it('shows a message to its person only', async () => {
    await house.sent('mia', 'm-1', languageCard);
    const ben = await get(await house.person('ben', 'Ben Beispiel'));
    expect(wordsOf(ben)).toContain('Noch gibt es keine Nachrichten');
    expect(wordsOf(ben)).toContain('noch nicht angegeben');
  });
});

describe('what is typed on the page', () => {
  it('is answered like anywhere else, and stays for a day', async () => {
    const asked = await press(await get(mia), 'Senden', { text: 'Wie lange gilt die Vereinbarung?' });
    expect(asked.url).toMatch(/#antwort-\w+$/);
    expect(asked.html).toContain(`id="${asked.url.split('#')[1]}"`);
    expect(wordsOf(asked)).toContain('Wie lange gilt die Vereinbarung?');
    expect(asked.html).toContain('<blockquote>');
    house.clock.advance({ hours: 25 });
    expect((await get(mia)).html).not.toContain('<blockquote>');
  });

  it('is a command where it has the shape of one', async () => {
    const helped = await press(await get(mia), 'Hilfe');
    expect(wordsOf(helped)).toContain('kündigungsfrist');
    const data = await press(helped, 'Meine Daten');
    expect(wordsOf(data)).toContain('Mia Muster');
    expect(wordsOf(data)).toContain('Fragen und Antworten auf meiner Seite');
  });

  it('counts once if it is sent twice, and leads to the answer both times', async () => {
    const page = await get(mia);
    const typed = { text: 'pause 20.11.' };
    const [once, twice] = await Promise.all([press(page, 'Senden', typed), press(page, 'Senden', typed)]);
    expect(twice.url).toBe(once.url);
    expect((await press(page, 'Senden', typed)).url).toBe(once.url);
    expect(await turns()).toHaveLength(1);
    await press(once, 'Senden', typed);
    expect(await turns()).toHaveLength(2);
  });

  it('keeps the last ten answers', async () => {
    let page = await get(mia);
    for (let count = 1; count <= 12; count += 1) {
      house.clock.advance({ minutes: 1 });
      page = await press(page, 'Senden', { text: `pause ende` });
    }
    expect(await turns()).toHaveLength(10);
  });

  it('is not kept if it sounds like a child in danger; the answer is', async () => {
    const said = 'Ein Vater schlägt sein Kind';
    const answered = await press(await get(mia), 'Senden', { text: said });
    expect(wordsOf(answered)).toContain('110');
    expect(wordsOf(answered)).not.toContain(said);
    expect(JSON.stringify(await turns())).not.toContain('Vater');
  });

  it('cannot become markup, and comes back as it was written', async () => {
    const said = '<script>alert(1)</script> "><b>x</b> & Ümläut';
    const answered = await press(await get(mia), 'Senden', { text: said });
    expect(answered.html).not.toContain('<script');
    expect(wordsOf(answered)).toContain(said);
  });
});

describe('a button on the page', () => {
  it('rewrites its card in place, until the message itself changes', async () => {
    await house.sent('mia', 'm-1', languageCard);
    const pressed = await press(await get(mia), 'Einfaches Deutsch');
    expect(pressed.url).toMatch(/#nachricht-\w+$/);
    expect(wordsOf(pressed)).toContain('Ich schreibe jetzt in einfachem Deutsch');
    expect(wordsOf(pressed)).not.toContain('Sprachförderung in Lohberg');
    expect((await house.people.get('mia'))?.language).toBe('einfach');

    await house.outbox.revise([
      { key: 'm-1', view: { ...languageCard, blocks: [{ type: 'text', text: 'Erst ab Februar.' }] } },
    ]);
    expect(wordsOf(await get(mia))).toContain('Erst ab Februar.');
  });

  it('does nothing twice', async () => {
    await house.sent('mia', 'm-1', languageCard);
    const page = await get(mia);
    const [once, twice] = await Promise.all([press(page, 'Einfaches Deutsch'), press(page, 'Einfaches Deutsch')]);
    expect(once.url).toBe(twice.url);
    expect((await house.store.collection(cardsSpec).find()).items).toHaveLength(1);
  });

  it('asks first where it must', async () => {
    await house.sent('mia', 'm-1', languageCard);
    const page = await get(mia);
    expect(page.html).toMatch(
      /<details class="sure"><summary class="action">Nachfragen<\/summary>.*Wirklich nachfragen\?/,
    );
    expect(formOf(page, 'Ja, weiter').fields.map(([name]) => name)).toContain('_angaben');
  });

  it('that is none of the features’ is answered as an old card', async () => {
    await house.sent('mia', 'm-1', languageCard);
    const answered = await press(await get(mia), 'Einfaches Deutsch', { _id: 'gibt.es.nicht' });
    expect(wordsOf(answered)).toContain('veraltet');
  });
});

describe('a form on the page', () => {
  it('shows mistakes at their fields, loses nothing, and is answered in its place', async () => {
    const opened = await press(await get(mia), 'Senden', { text: 'pause' });
    expect(opened.html).toContain('type="date"');
    const refused = await press(opened, 'Pausieren', { until: '2020-01-01' });
    expect(wordsOf(refused)).toContain('Eine Angabe stimmt noch nicht.');
    expect(wordsOf(refused)).toContain('ist schon vorbei');
    expect(refused.html).toContain('value="2020-01-01"');
    expect(refused.html).toContain('aria-invalid="true"');
    const done = await press(refused, 'Pausieren', { until: '2026-11-20' });
    expect(wordsOf(done)).toContain('melde ich mich nicht von selbst');
    expect(done.html).not.toContain('type="date"');
    expect(await turns()).toHaveLength(1);
    expect((await house.people.get('mia'))?.pausedUntil).toBeDefined();
  });

  it('can be left, and opened again from what is left of it', async () => {
    const opened = await press(await get(mia), 'Senden', { text: 'pause' });
    const left = await press(opened, 'Abbrechen', { _abbrechen: '1' });
    expect(left.html).not.toContain('type="date"');
    expect(await turns()).toHaveLength(0);

    const again = await press(left, 'Senden', { text: 'pause' });
    house.clock.advance({ minutes: 1 });
    const later = await press(again, 'Hilfe');
    expect(wordsOf(later)).toContain('Noch nicht abgeschickt: Pause');
    house.clock.advance({ minutes: 1 });
    expect((await press(later, 'Pause einlegen')).html).toContain('type="date"');
  });

  it('is told what is missing if nothing is filled in', async () => {
    const opened = await press(await get(mia), 'Senden', { text: 'pause' });
    const refused = await press(opened, 'Pausieren', { until: '' });
    expect(wordsOf(refused)).toContain('Bitte geben Sie einen Tag an.');
  });
});

describe('a link that is worth nothing', () => {
  const forged = async () =>
    `${house.url}/ich/${await createLinks({ store: house.store, secret: 'x'.repeat(40) }).issue('ich', 'mia')}`;

  it.each([
    ['made up', async () => `${house.url}/ich/irgendwas`],
    ['empty', async () => `${house.url}/ich/`],
    ['signed by somebody else', forged],
    ['of another kind', async () => `${house.url}/ich/${await house.links.issue('kalender', 'mia')}`],
    ['cut short', async () => mia.slice(0, -3)],
    ['very long', async () => `${mia}${'x'.repeat(5_000)}`],
  ])('because it is %s, leads to a page that says what to do', async (_why, address) => {
    const page = await get(await address());
    expect(page.status).toBe(404);
    expect(wordsOf(page)).toContain('Dieser Link gilt nicht');
    expect(wordsOf(page)).toContain('Einen neuen Link bekommen Sie bei der Koordination');
    expect(wordsOf(page)).not.toContain('Mia');
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('because it was revoked, is unknown from then on, for presses too', async () => {
    const page = await get(mia);
    await house.links.revoke('ich', 'mia');
    expect((await get(mia)).status).toBe(404);
    expect((await press(page, 'Senden', { text: 'pause 20.11.' })).status).toBe(404);
    expect((await house.people.get('mia'))?.pausedUntil).toBeUndefined();
  });

  it('because it expired, says that', async () => {
    const expires = new Date(house.clock.now().getTime() + 60_000);
    const page = `${house.url}/ich/${await house.links.issue('ich', 'mia', expires)}`;
    expect((await get(page)).status).toBe(200);
    house.clock.advance({ hours: 1 });
    const expired = await get(page);
    expect([expired.status, wordsOf(expired)]).toEqual([410, expect.stringContaining('ist abgelaufen')]);
  });

  it('because its person was deleted, says so after the last word to them', async () => {
    const asked = await press(await get(mia), 'Senden', { text: 'meine daten löschen' });
    const deleted = await press(asked, 'Löschen');
    expect(deleted.status).toBe(200);
    expect(wordsOf(deleted)).toContain('gelöscht');
    expect(await turns()).toEqual([]);
    expect((await house.store.collection(cardsSpec).find()).items).toEqual([]);
    const gone = await get(mia);
    expect([gone.status, wordsOf(gone)]).toEqual([410, expect.stringContaining('gibt es nicht mehr')]);
    expect((await press(asked, 'Löschen')).status).toBe(410);
  });

  it('is led on to the new one by whoever renews it on the page itself', async () => {
    const shown = await press(await get(mia), 'Senden', { text: 'meine seite' });
    expect(shown.html).toContain(`href="${new URL(mia).pathname}"`);
    const renewed = await press(shown, 'Ja, weiter');
    expect(renewed.status).toBe(200);
    expect(new URL(renewed.url).pathname).not.toBe(new URL(mia).pathname);
    expect(wordsOf(renewed)).toContain('Der alte Link gilt nicht mehr');
    expect((await get(mia)).status).toBe(404);
  });
});

describe('what others try', () => {
  it.each([
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://boese.example' }],
    ['from a site of the same owner', { 'sec-fetch-site': 'same-site' }],
    ['with a foreign origin alone', { origin: 'https://boese.example', 'sec-fetch-site': 'same-origin' }],
    ['with an origin of another port', { origin: 'http://127.0.0.1:1' }],
  ])('is refused if it comes %s', async (_where, headers) => {
    const answered = await press(await get(mia), 'Senden', { text: 'pause 20.11.' }, headers);
    expect(answered.status).toBe(403);
    expect(wordsOf(answered)).toContain('nichts geändert');
    expect((await house.people.get('mia'))?.pausedUntil).toBeUndefined();
  });

  it('is taken from browsers that hide their origin, as the page asks them to', async () => {
    const answered = await press(await get(mia), 'Senden', { text: 'hilfe' }, { origin: 'null' });
    expect(answered.status).toBe(200);
  });

  it.each([
    ['no kind', { _art: '' }],
    ['an unknown kind', { _art: 'zauber' }],
    ['no key', { _schluessel: '' }],
    ['a key of another form', { _schluessel: '../../etc' }],
  ])('is refused with %s', async (_what, fields) => {
    const answered = await press(await get(mia), 'Senden', { text: 'hilfe', ...fields });
    expect([answered.status, wordsOf(answered)]).toEqual([400, expect.stringContaining('Zurück zu meiner Seite')]);
  });

  it.each([
    ['no JSON', 'kein json'],
    ['a list', '[]'],
    ['too deep a payload', `{"a":${'['.repeat(20)}${']'.repeat(20)}}`],
  ])('is refused with %s as payload', async (_what, payload) => {
    await house.sent('mia', 'm-1', languageCard);
    expect((await press(await get(mia), 'Einfaches Deutsch', { _angaben: payload })).status).toBe(400);
  });

  it('is refused if it is too long, with what to do', async () => {
    const answered = await press(await get(mia), 'Senden', { text: 'ä'.repeat(100_000) });
    expect([answered.status, wordsOf(answered)]).toEqual([413, expect.stringContaining('kürzen Sie')]);
  });

  it('does not reach the answers on somebody else’s page', async () => {
    const asked = await press(await get(mia), 'Senden', { text: 'meine daten löschen' });
    const ben = await house.person('ben', 'Ben Beispiel');
    const { fields } = formOf(asked, 'Behalten');
    const body = new URLSearchParams(fields);
    await fetch(ben, { method: 'POST', body, redirect: 'manual' });
    expect(wordsOf(await get(mia))).toContain('Löschen');
    expect(await turns()).toHaveLength(2);
  });

  it('is held back if it comes by the hundred', async () => {
    const statuses = new Set<number>();
    for (let count = 0; count < 130; count += 1) statuses.add((await fetch(mia)).status);
    expect([...statuses]).toEqual([200, 429]);
    expect((await get(await house.person('ben', 'Ben Beispiel'))).status).toBe(200);
  });
});

describe('somebody of the coordination office on their page', () => {
  it('is greeted by name and has none of the office’s rights', async () => {
    await house.says('anna-muster', 'hallo');
    const [anna] = await house.people.coordinators();
    if (!anna) throw new Error('nobody is a coordinator');
    const page = await get(await house.pageOf(anna.id));
    expect(wordsOf(page)).toContain(`Guten Tag, ${anna.name}`);
    const answered = await press(page, 'Senden', { text: 'änderungen' });
    expect(wordsOf(answered)).toContain(anna.name);
    expect(answered.html).toContain('data-kind="bot.not-allowed"');
  });
});
