import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchBrowser } from '../../support/browser.js';
import {
  buildPage,
  type RunningPlayground,
  removeFolder,
  ruleDispatch,
  startPlayground,
} from '../../support/playground.js';
import { browserTimeouts, type OpenPage, openPage, type PaneOnPage } from './open-page.js';

vi.setConfig(browserTimeouts);

let browser: Browser;
let pageFolder: string;
let playground: RunningPlayground;
let open: OpenPage;
let jana: PaneOnPage;

const unreachable = 'Der Dorfbote ist gerade nicht erreichbar.';

beforeAll(async () => {
  [browser, pageFolder] = await Promise.all([launchBrowser(), buildPage()]);
});
afterAll(async () => {
  await browser?.close();
  await removeFolder(pageFolder);
});
beforeEach(async () => {
  playground = await startPlayground({ pageFolder });
  // The browser itself notes lost connections in the console.
  open = await openPage(browser, playground.url, { mayComplain: true });
  jana = open.pane('Jana Koch');
});
afterEach(async () => {
  await open.close();
  await playground.stop();
});

async function restart(): Promise<void> {
  playground = await startPlayground({ pageFolder, port: playground.port, isLater: true });
}

describe('when the server is gone', () => {
  it('the page says so, keeps what was said, connects again and sends it once', async () => {
    await jana.say('Erste Frage');
    await jana.sees('Verstanden (11 Zeichen).');
    await playground.stop();
    await open.page.getByText(unreachable).waitFor();
    await jana.say('Zweite Frage');
    await jana.sees('Noch nicht gesendet. Ich versuche es weiter.');
    await jana.input.fill('halb getippt');

    await restart();
    await jana.sees('Verstanden (12 Zeichen).');
    await open.page.getByText(unreachable).waitFor({ state: 'detached' });
    expect(await jana.input.inputValue()).toBe('halb getippt');
    expect(playground.inbounds).toHaveLength(1);
    expect(await jana.bodies()).toEqual([
      'Erste Frage',
      'Verstanden (11 Zeichen).',
      'Zweite Frage',
      'Verstanden (12 Zeichen).',
    ]);
  });

  it('says after a restart that what was said was in memory only, until one closes the note', async () => {
    await jana.say('Erste Frage');
    await jana.sees('Verstanden (11 Zeichen).');
    await playground.stop();
    await restart();
    await open.page.getByText('Der Dorfbote wurde neu gestartet.').waitFor();
    await open.page.getByRole('button', { name: 'Hinweis schließen' }).click();
    expect(await open.page.getByText('Der Dorfbote wurde neu gestartet.').count()).toBe(0);
    expect(await jana.isFocused(jana.input)).toBe(true);
  });

  it('says nothing of the kind to whom nothing was said', async () => {
    await playground.stop();
    await open.page.getByText(unreachable).waitFor();
    await restart();
    await open.page.getByText(unreachable).waitFor({ state: 'detached' });
    await jana.say('Hallo');
    await jana.sees('Verstanden');
    expect(await open.page.getByText('Der Dorfbote wurde neu gestartet.').count()).toBe(0);
  });

  it('a conversation cannot be emptied, and the page says so', async () => {
    await jana.say('Hallo');
    await jana.sees('Verstanden');
    await playground.stop();
    await jana.button('Verlauf leeren').click();
    await jana.dialog.getByRole('button', { name: 'Verlauf leeren' }).click();
    await jana.root.getByText('Da ist etwas schiefgegangen.').waitFor();
    expect(await jana.bodies()).toHaveLength(2);
  });

  it('even a reload loses nothing that was not sent', async () => {
    await playground.stop();
    await jana.say('Wichtige Frage');
    await jana.sees('Noch nicht gesendet');
    await restart();
    await open.page.reload();
    await jana.sees('Verstanden (14 Zeichen).');
    expect(playground.inbounds).toHaveLength(1);
  });

  it('a file waits as well, and goes out once when the server is back', async () => {
    await playground.stop();
    const chooser = open.page.waitForEvent('filechooser');
    await jana.button('Datei senden, höchstens 5 MB').click();
    await (await chooser).setFiles({ name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b') });
    await jana.sees('Noch nicht gesendet');
    await jana.button('Verwerfen').waitFor();
    await restart();
    await jana.sees('Erhalten: liste.csv, 3 Bytes.');
    expect(playground.inbounds).toHaveLength(1);
  });

  it('what waits can be taken back into the input line', async () => {
    await playground.stop();
    await jana.say('Doch anders');
    await jana.button('Bearbeiten').click();
    expect(await jana.input.inputValue()).toBe('Doch anders');
    await restart();
    await open.page.getByText(unreachable).waitFor({ state: 'detached' });
    expect(playground.inbounds).toEqual([]);
  });

  it('a press waits at its button, and counts once when the server is back', async () => {
    await jana.say('Einladung');
    await jana.button('Zusagen').waitFor();
    await playground.stop();
    await jana.button('Zusagen').click();
    await jana.sees('Das hat noch nicht geklappt. Ich versuche es weiter.');
    await restart();
    await jana.log.getByRole('cell', { name: 'dabei' }).waitFor();
    expect(playground.inbounds).toHaveLength(1);
  });

  it('a form stays open with everything typed, and goes out when the server is back', async () => {
    await jana.say('Angaben machen');
    const { dialog } = jana;
    await dialog.getByLabel('Name der Einrichtung').fill('Kita Sonne');
    await dialog.getByLabel('Bildung').check();
    await playground.stop();
    await dialog.getByRole('button', { name: 'Absenden' }).click();
    await dialog.getByText('Ihre Angaben bleiben stehen').waitFor();
    expect(await dialog.getByLabel('Name der Einrichtung').inputValue()).toBe('Kita Sonne');
    await restart();
    await jana.sees('Danke. Eingetragen: Kita Sonne, bildung.');
    expect(playground.inbounds).toHaveLength(1);
  });
});

describe('when an answer is lost on its way', () => {
  it('the same thing is asked again under the same key: nothing happens twice, nothing is shown twice', async () => {
    let lost = 0;
    await open.page.route('**/events', async (route) => {
      if (lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await jana.say('Einladung');
    await jana.button('Zusagen').waitFor();
    expect(lost).toBe(1);
    await expect.poll(() => jana.bodies().then((bodies) => bodies.length)).toBe(2);
    expect(playground.inbounds).toHaveLength(1);
  });
});

describe('when a message cannot be taken', () => {
  it('says why, and gives the text back', async () => {
    const text = 'x'.repeat(100_001);
    await jana.say(text);
    await jana.sees('Diese Nachricht ist zu lang, um gesendet zu werden.');
    await jana.button('Bearbeiten').click();
    expect((await jana.input.inputValue()).length).toBe(text.length);
    expect(playground.inbounds).toEqual([]);
  });
});

describe('while the bot is working', () => {
  it('shows that it is', async () => {
    await playground.stop();
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const rules = ruleDispatch();
    playground = await startPlayground({
      pageFolder,
      port: playground.port,
      dispatch: async (inbound) => {
        await held;
        return rules(inbound);
      },
    });
    await open.page.getByText(unreachable).waitFor({ state: 'detached' });
    await jana.say('Hallo');
    await jana.log.getByText('Dorfbote schreibt').waitFor();
    finish();
    await jana.sees('Verstanden (5 Zeichen).');
    expect(await jana.log.getByText('Dorfbote schreibt').count()).toBe(0);
  });
});
