import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchBrowser } from '../../support/browser.js';
import { buildPage, type RunningPlayground, removeFolder, startPlayground } from '../../support/playground.js';
import { browserTimeouts, desktop, type OpenPage, openPage, phone } from './open-page.js';

vi.setConfig(browserTimeouts);

let browser: Browser;
let pageFolder: string;
let playground: RunningPlayground;
let open: OpenPage;

beforeAll(async () => {
  [browser, pageFolder] = await Promise.all([launchBrowser(), buildPage()]);
});
afterAll(async () => {
  await browser?.close();
  await removeFolder(pageFolder);
});
afterEach(async () => {
  await open.close();
  await playground.stop();
});

/** What axe finds wrong with the page as it is now. */
async function violations({ page }: OpenPage): Promise<readonly string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations: found } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

const looks = [
  { colorScheme: 'light', viewport: desktop, skin: 'slack' },
  { colorScheme: 'light', viewport: phone, skin: 'teams' },
  { colorScheme: 'dark', viewport: desktop, skin: 'teams' },
  { colorScheme: 'dark', viewport: phone, skin: 'slack' },
] as const;

describe.each(looks)(
  'in $colorScheme colours, $viewport.width pixels wide, like $skin',
  ({ colorScheme, viewport, skin }) => {
    it('axe finds nothing wrong, from the empty page to a form with mistakes', async () => {
      playground = await startPlayground({ pageFolder });
      open = await openPage(browser, playground.url, { colorScheme, viewport, reducedMotion: 'reduce' });
      const jana = open.pane('Jana Koch');
      await jana.skin.selectOption(skin);
      expect(await violations(open)).toEqual([]);

      await jana.say('Wie komme ich raus?');
      await jana.sees('4 Wochen');
      await jana.say('Einladung');
      await jana.button('Zusagen').click();
      await jana.log.getByRole('cell', { name: 'dabei' }).waitFor();
      expect(await violations(open)).toEqual([]);

      await jana.say('Bitte als Tabelle');
      await jana.sees('Zustellung als Tabelle');
      const chooser = open.page.waitForEvent('filechooser');
      await jana.button('Datei senden, höchstens 5 MB').click();
      const buffer = Buffer.alloc(5_000_001);
      await (await chooser).setFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer });
      await jana.root.getByRole('alert').waitFor();
      expect(await violations(open)).toEqual([]);

      await jana.tab('#netzwerk');
      await jana.say('@Dorfbote meine Daten');
      await jana.sees('Nur für Sie sichtbar');
      await jana.button('Darauf antworten').click();
      expect(await violations(open)).toEqual([]);

      await jana.tab('Start');
      await jana.root.getByText('Guten Tag, ich bin Dorfbote').waitFor();
      expect(await violations(open)).toEqual([]);

      await jana.tab('Nachrichten');
      await jana.button('Treffen absetzen').click();
      await jana.dialog.waitFor();
      expect(await violations(open)).toEqual([]);
      await open.page.keyboard.press('Escape');

      await jana.button('Einrichtung angeben').click();
      await jana.dialog.getByRole('button', { name: 'Absenden' }).click();
      await jana.dialog.getByText('2 Angaben stimmen noch nicht.').waitFor();
      expect(await violations(open)).toEqual([]);
    });
  },
);

describe('the offline state', () => {
  it('passes axe as well', async () => {
    playground = await startPlayground({ pageFolder });
    open = await openPage(browser, playground.url, { mayComplain: true, reducedMotion: 'reduce' });
    await playground.stop();
    await open.page.getByText('Der Dorfbote ist gerade nicht erreichbar.').waitFor();
    const jana = open.pane('Jana Koch');
    await jana.say('Hallo');
    await jana.sees('Noch nicht gesendet');
    expect(await violations(open)).toEqual([]);
  });
});

describe('for screen readers', () => {
  it('new messages are in a polite log, and motion is off for those who asked for that', async () => {
    playground = await startPlayground({ pageFolder });
    open = await openPage(browser, playground.url, { reducedMotion: 'reduce' });
    const jana = open.pane('Jana Koch');
    await jana.say('Hallo');
    await jana.sees('Verstanden');
    expect(await jana.log.getAttribute('aria-label')).toBe('Unterhaltung von Jana Koch mit dem Dorfboten');
    expect(await jana.log.getAttribute('aria-busy')).toBeNull();
    const message = jana.log.locator('.message').last();
    expect(
      await message.evaluate((element) => element.ownerDocument.defaultView?.getComputedStyle(element).animationName),
    ).toBe('none');
  });
});
