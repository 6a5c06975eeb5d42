import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchBrowser } from '../../support/browser.js';
import { hostileTexts } from '../../support/fixture-views.js';
import {
  buildPage,
  invitation,
  type RunningPlayground,
  removeFolder,
  startPlayground,
} from '../../support/playground.js';
import { browserTimeouts, type OpenPage, openPage, type PaneOnPage, phone } from './open-page.js';

vi.setConfig(browserTimeouts);

let browser: Browser;
let pageFolder: string;
let playground: RunningPlayground;
let open: OpenPage;
let jana: PaneOnPage;
let mehmet: PaneOnPage;

beforeAll(async () => {
  [browser, pageFolder] = await Promise.all([launchBrowser(), buildPage()]);
});
afterAll(async () => {
  await browser?.close();
  await removeFolder(pageFolder);
});
beforeEach(async () => {
  playground = await startPlayground({ pageFolder });
  open = await openPage(browser, playground.url);
  jana = open.pane('Jana Koch');
  mehmet = open.pane('Mehmet Aydın');
});
afterEach(async () => {
  await open.close();
  await playground.stop();
});

describe('a new visitor', () => {
  it('sees that it is a playground, two people side by side, and questions to begin with', async () => {
    await open.page.getByText('Spielwiese: erfundene Personen, nur auf diesem Rechner').waitFor();
    expect(await open.page.getByRole('region', { name: /^Bereich von/ }).count()).toBe(2);
    await jana.button('Wie komme ich aus der Vereinbarung wieder raus?').click();
    await jana.sees('4 Wochen zum Quartalsende');
    await jana.sees('Kooperationsvereinbarung, Laufzeit, Absatz 2');
    expect(await mehmet.bodies()).toEqual([]);
  });

  it('can write several lines before sending them', async () => {
    await jana.input.fill('Zeile 1');
    await jana.input.press('Shift+Enter');
    await open.page.keyboard.type('Zeile 2');
    await jana.input.press('Enter');
    await jana.sees('Verstanden (15 Zeichen).');
    expect((await jana.bodies())[0]).toBe('Zeile 1\nZeile 2');
    expect(await jana.input.inputValue()).toBe('');
  });

  it('can add people up to four, be somebody else, and close panes again', async () => {
    const add = open.page.getByRole('button', { name: 'Noch eine Person' });
    await add.click();
    await open.pane('Ruth Brinkmann').root.waitFor();
    await add.click();
    expect(await add.isVisible()).toBe(false);
    await open.page.getByText('Mehr als vier passen nicht nebeneinander.').first().waitFor();
    await open.page.getByRole('button', { name: 'Bereich von Mehmet Aydın schließen' }).click();
    expect(await mehmet.root.count()).toBe(0);
    await open.pane('Ruth Brinkmann').root.getByLabel('Sie sind').selectOption('mehmet');
    await mehmet.say('Ich bin es');
    await mehmet.sees('Verstanden');
    expect(playground.inbounds.at(-1)?.from.user).toBe('mehmet');
  });

  it.each([1400, 1280, 1024, 800])('sees four people %i pixels wide without scrolling sideways', async (width) => {
    await open.page.setViewportSize({ width, height: 900 });
    const add = open.page.getByRole('button', { name: 'Noch eine Person' });
    await add.click();
    await add.click();
    await expect.poll(() => open.page.locator('.pane').count()).toBe(4);
    const ruth = open.pane('Ruth Brinkmann');
    await ruth.tab('#netzwerk');
    await ruth.say('Guten Morgen');
    await mehmet.root.getByRole('tab', { name: '#netzwerk 1 neu' }).waitFor();
    const cut = await open.page
      .locator('html, .panes, .pane-head, .tabs, .log, .composer')
      .evaluateAll((elements) =>
        elements.filter((each) => each.scrollWidth > each.clientWidth).map(({ className }) => className),
      );
    expect(cut).toEqual([]);
  });

  it('can empty a conversation, for every open page', async () => {
    const other = await openPage(browser, playground.url);
    await jana.say('Hallo');
    await mehmet.say('Hallo');
    await other.pane('Jana Koch').sees('Verstanden');
    await mehmet.sees('Verstanden');
    await jana.button('Verlauf leeren').click();
    await jana.dialog.getByRole('button', { name: 'Verlauf leeren' }).click();
    await expect.poll(() => jana.bodies()).toEqual([]);
    await expect.poll(() => other.pane('Jana Koch').bodies()).toEqual([]);
    expect(await jana.isFocused(jana.input)).toBe(true);
    expect(await mehmet.bodies()).toHaveLength(2);
    await open.page.reload();
    await mehmet.sees('Verstanden');
    expect(await jana.bodies()).toEqual([]);
    await other.close();
  });

  it('finds panes, looks and drafts as they were after reloading', async () => {
    await mehmet.skin.selectOption('slack');
    await mehmet.tab('#netzwerk');
    await mehmet.input.fill('noch nicht fertig');
    await open.page.reload();
    await mehmet.input.waitFor();
    expect(await mehmet.skin.inputValue()).toBe('slack');
    expect(await mehmet.input.inputValue()).toBe('noch nicht fertig');
  });

  it('can have the page in plain German or English', async () => {
    await open.page.goto(`${playground.url}/?sprache=en`);
    await open.page.getByText('Playground: invented people, on this computer only').waitFor();
    expect(await open.page.locator('html').getAttribute('lang')).toBe('en-GB');
  });
});

describe('a card', () => {
  it('is rewritten where it stands when its button is pressed, and the focus stays', async () => {
    await jana.say('Einladung');
    await jana.button('Zusagen').focus();
    await open.page.keyboard.press('Enter');
    await jana.log.getByRole('cell', { name: 'dabei' }).waitFor();
    expect(await jana.log.getByText('AK Übergänge').count()).toBe(1);
    expect(await jana.isFocused(jana.button('Zusagen'))).toBe(true);
    await open.page.getByText('Karte aktualisiert: Einladung: AK Übergänge').waitFor({ state: 'attached' });
  });

  it('asks before a press that cannot be taken back, and does nothing if not confirmed', async () => {
    await jana.say('Einladung');
    await jana.button('Treffen absetzen').click();
    await jana.dialog.getByText('Das Treffen für alle absetzen?').waitFor();
    expect(await jana.isFocused(jana.dialog.getByRole('button', { name: 'Abbrechen' }))).toBe(true);
    await open.page.keyboard.press('Escape');
    await jana.dialog.waitFor({ state: 'detached' });
    expect(playground.inbounds).toHaveLength(1);

    await jana.button('Treffen absetzen').click();
    await jana.dialog.getByRole('button', { name: 'Treffen absetzen' }).click();
    await jana.sees('Das Treffen fällt aus.');
    expect(await jana.button('Zusagen').count()).toBe(0);
  });

  it('is pressed once, however quickly one clicks', async () => {
    await jana.say('Einladung');
    await jana.button('Zusagen').dblclick();
    await jana.log.getByRole('cell', { name: 'dabei' }).waitFor();
    expect(playground.inbounds.filter(({ event }) => event.type === 'action')).toHaveLength(1);
  });

  it('sent by the bot appears at once, counted on a tab in the background, and changes in place', async () => {
    await mehmet.tab('#netzwerk');
    const to = { channel: 'playground', realm: 'local', user: 'mehmet' } as const;
    const { messenger } = playground.channel;
    const first = await messenger.send(to, invitation([]), 'invite:mehmet');
    await mehmet.root.getByRole('tab', { name: 'Nachrichten 1 neu' }).click();
    await mehmet.sees('AK Übergänge');
    await messenger.update(first, invitation([['Ruth Brinkmann', 'dabei']]));
    await mehmet.log.getByRole('cell', { name: 'Ruth Brinkmann' }).waitFor();
    expect(await jana.bodies()).toEqual([]);
  });

  it('shows hostile words as words', async () => {
    for (const text of hostileTexts) await jana.say(text);
    await expect.poll(() => jana.bodies().then((bodies) => bodies.length)).toBe(2 * hostileTexts.length);
    expect(await jana.log.locator('script, img, a, svg:not(.icon)').count()).toBe(0);
    expect((await jana.bodies()).join()).toContain('<script>alert(1)</script>');
  });
});

describe('a file', () => {
  it('of the bot is a link that says what it is and saves it under its name', async () => {
    await jana.say('Bitte als Tabelle');
    const link = jana.log.getByRole('link', { name: /Zustellung als Tabelle.*zustellung-12\.csv/ });
    const download = open.page.waitForEvent('download');
    await link.focus();
    await open.page.keyboard.press('Enter');
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('zustellung-12.csv');
    expect(await readFile(await saved.path(), 'utf8')).toBe('Name;Stand\nJörg;zugestellt\n');
  });

  it('can be sent with the keyboard alone, and is answered', async () => {
    const chooser = open.page.waitForEvent('filechooser');
    await jana.button('Datei senden, höchstens 5 MB').focus();
    await open.page.keyboard.press('Enter');
    await (await chooser).setFiles({ name: 'adressen.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b\n') });
    await jana.sees('Erhalten: adressen.csv, 4 Bytes.');
    expect((await jana.bodies())[0]).toBe('Datei: adressen.csv (4 Byte)');
    expect(await jana.isFocused(jana.input)).toBe(true);
    expect(await mehmet.bodies()).toEqual([]);
  });

  it('that is too large is refused before it is sent, with the limit', async () => {
    const chooser = open.page.waitForEvent('filechooser');
    await jana.button('Datei senden, höchstens 5 MB').click();
    const buffer = Buffer.alloc(5_000_001);
    await (await chooser).setFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer });
    await jana.root
      .getByRole('alert')
      .getByText('Die Datei „film.mp4“ ist zu groß. Möglich sind höchstens 5 MB.')
      .waitFor();
    expect(playground.inbounds).toEqual([]);
  });
});

describe('the shared place', () => {
  it('shows everybody at once what the bot posts there, and its changes', async () => {
    const room = { channel: 'playground', realm: 'local', conversation: 'network' } as const;
    const { messenger } = playground.channel;
    await jana.tab('#netzwerk');
    const post = await messenger.send(room, invitation([]), 'room:1');
    await jana.sees('AK Übergänge');
    await mehmet.root.getByRole('tab', { name: '#netzwerk 1 neu' }).click();
    await mehmet.sees('AK Übergänge');
    await messenger.update(post, invitation([['Ruth Brinkmann', 'dabei']]));
    for (const pane of [jana, mehmet]) await pane.log.getByRole('cell', { name: 'Ruth Brinkmann' }).waitFor();
  });
});

describe('a form', () => {
  it('opens over the page, shows mistakes at their fields, keeps what was typed, and gives the focus back', async () => {
    await jana.say('Wie komme ich raus?');
    await jana.button('Einrichtung angeben').click();
    const { dialog } = jana;
    const name = dialog.getByLabel('Name der Einrichtung');
    expect(await jana.isFocused(name)).toBe(true);
    await name.fill('Kita Sonne');
    await dialog.getByLabel('Schulzeit').check();
    await dialog.getByRole('button', { name: 'Absenden' }).click();

    await dialog.getByText('Bitte wählen Sie einen Bereich.').waitFor();
    expect(await name.inputValue()).toBe('Kita Sonne');
    expect(await jana.isFocused(dialog.getByLabel('Bildung'))).toBe(true);
    expect(await dialog.getByRole('radiogroup', { name: /Bereich/ }).getAttribute('aria-invalid')).toBe('true');

    await dialog.getByLabel('Gesundheit').check();
    await dialog.getByRole('button', { name: 'Absenden' }).click();
    await jana.sees('Danke. Eingetragen: Kita Sonne, gesundheit.');
    expect(await dialog.count()).toBe(0);
    expect(await jana.isFocused(jana.button('Einrichtung angeben'))).toBe(true);
    expect(playground.inbounds.at(-1)?.event).toMatchObject({
      type: 'form',
      payload: { from: 'answer' },
      values: { partner: 'Kita Sonne', sector: 'gesundheit', phases: ['schule'] },
    });
  });

  it('opens for typed words too, and returns to the input line', async () => {
    await mehmet.say('Angaben machen');
    await mehmet.dialog.getByLabel('Name der Einrichtung').waitFor();
    await open.page.keyboard.press('Escape');
    await mehmet.dialog.waitFor({ state: 'detached' });
    expect(await mehmet.isFocused(mehmet.input)).toBe(true);
  });

  it('that was closed again is found below what was typed', async () => {
    await mehmet.say('Angaben machen');
    await mehmet.dialog.getByLabel('Name der Einrichtung').waitFor();
    await open.page.keyboard.press('Escape');
    await mehmet.dialog.waitFor({ state: 'detached' });
    await mehmet.button('Einrichtung angeben').click();
    await mehmet.dialog.getByLabel('Name der Einrichtung').waitFor();
  });
});

describe('the start tab', () => {
  it('shows what the bot has for this person, and leads to the conversation', async () => {
    await jana.tab('Start');
    await jana.root.getByText('Guten Tag, ich bin Dorfbote').waitFor();
    await jana.button('Absatz lesen').click();
    await jana.sees('Der Absatz leitbild-1 im Wortlaut.');
    expect(await jana.root.getByRole('tab', { name: 'Nachrichten' }).getAttribute('aria-selected')).toBe('true');
  });
});

describe('the shared place', () => {
  beforeEach(async () => {
    await jana.tab('#netzwerk');
    await mehmet.tab('#netzwerk');
  });

  it('shows everybody the same, and cards change for all when one of them presses', async () => {
    await jana.say('Guten Morgen');
    await mehmet.sees('Guten Morgen');
    await mehmet.root.getByRole('button', { name: '@Dorfbote erwähnen' }).click();
    await open.page.keyboard.type('Einladung');
    await open.page.keyboard.press('Enter');
    await jana.sees('AK Übergänge');
    await jana.button('Zusagen').click();
    await mehmet.log.getByRole('cell', { name: 'Jana Koch' }).waitFor();
    expect(playground.inbounds).toHaveLength(2);
  });

  it('shows what is personal to the person only, and says so', async () => {
    await jana.say('@Dorfbote meine Daten');
    await jana.sees('Das ist über Sie gespeichert');
    await jana.sees('Nur für Sie sichtbar');
    await mehmet.sees('@Dorfbote meine Daten');
    expect((await mehmet.bodies()).join()).not.toContain('gespeichert');
    expect(await jana.log.locator('.private + .thread-end').count()).toBe(0);
    expect(await jana.log.getByRole('button', { name: 'Darauf antworten' }).count()).toBe(1);
  });

  it('lets one reply to what all see, below what it is about', async () => {
    await jana.say('Erstes');
    await jana.sees('Erstes');
    await jana.say('Zweites');
    await mehmet.sees('Zweites');
    await mehmet.root.getByRole('button', { name: 'Darauf antworten' }).first().click();
    await mehmet.root.getByText('Antwort an Jana Koch').waitFor();
    await mehmet.say('Zum Ersten');
    await jana.sees('Zum Ersten');
    await expect.poll(() => jana.bodies()).toEqual(['Erstes', 'Zum Ersten', 'Zweites']);
  });
});

describe('by keyboard alone', () => {
  it('one reaches the input, asks, presses a button, fills in a form and moves between tabs', async () => {
    const { keyboard } = open.page;
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    expect(await jana.isFocused(jana.input)).toBe(true);
    await keyboard.type('Wie komme ich raus?');
    await keyboard.press('Enter');
    await jana.sees('4 Wochen');

    await keyboard.press('Shift+Tab');
    expect(await jana.isFocused(jana.button('Absatz lesen'))).toBe(true);
    await keyboard.press('Shift+Tab');
    await keyboard.press('Space');
    await jana.dialog.getByLabel('Name der Einrichtung').waitFor();
    await keyboard.type('Kita Sonne');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await keyboard.press('Enter');
    await jana.sees('Danke. Eingetragen: Kita Sonne, bildung.');
    expect(await jana.isFocused(jana.button('Einrichtung angeben'))).toBe(true);

    const chat = jana.root.getByRole('tab', { name: 'Nachrichten' });
    for (let presses = 0; presses < 10 && !(await jana.isFocused(chat)); presses += 1)
      await keyboard.press('Shift+Tab');
    await keyboard.press('ArrowRight');
    const network = jana.root.getByRole('tab', { name: '#netzwerk' });
    expect(await jana.isFocused(network)).toBe(true);
    expect(await network.getAttribute('aria-selected')).toBe('true');
  });
});

describe('on a phone', () => {
  it('one person fills the window; who it is can be switched', async () => {
    const small = await openPage(browser, playground.url, { viewport: phone, hasTouch: true });
    expect(await small.pane('Mehmet Aydın').root.isVisible()).toBe(false);
    await small.page.getByLabel('Sie sind').first().selectOption('ruth');
    const ruth = small.pane('Ruth Brinkmann');
    await ruth.say('Wie komme ich raus?');
    await ruth.sees('4 Wochen');
    await small.close();
  });

  it('of 360 pixels a table of two columns needs no scrolling', async () => {
    const small = await openPage(browser, playground.url, { viewport: { width: 360, height: 740 }, hasTouch: true });
    const pane = small.pane('Jana Koch');
    await pane.say('Einladung');
    await pane.button('Zusagen').click();
    await pane.log.getByRole('cell', { name: 'dabei' }).waitFor();
    const table = pane.log.getByRole('region', { name: 'Antworten' });
    expect(await table.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await small.close();
  });

  it('of 320 pixels nothing is cut off at the side', async () => {
    const small = await openPage(browser, playground.url, { viewport: { width: 320, height: 640 } });
    const pane = small.pane('Jana Koch');
    for (const text of ['Wie komme ich raus?', 'Einladung', 'x'.repeat(400)]) {
      await pane.say(text);
      await expect.poll(() => pane.bodies().then((bodies) => bodies.length % 2)).toBe(0);
    }
    const wide = await small.page.evaluate(`document.documentElement.scrollWidth`);
    expect(wide).toBeLessThanOrEqual(320);
    const log = await pane.log.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(log).toBeLessThanOrEqual(0);
    await small.close();
  });
});
