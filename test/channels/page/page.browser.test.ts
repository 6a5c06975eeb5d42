import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { View } from '../../../src/messages/view.js';
import { launchBrowser } from '../../support/browser.js';
import { tinyPng } from '../../support/fixture-views.js';
import { languageCard, PageHouse } from './page-house.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const desktop = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };
const patienceMs = 30_000;

const report: View = {
  kind: 'test.report',
  summary: 'Bericht: AK Übergänge',
  title: 'Bericht: AK Übergänge',
  blocks: [
    { type: 'facts', facts: [{ label: 'Wann', value: 'Do., 12.11.2026, 14 Uhr' }] },
    { type: 'table', caption: 'Wer kam', columns: ['Einrichtung', 'Antwort'], rows: [['Praxis Muster', 'dabei']] },
    { type: 'quote', text: 'Wörtlich zitiert.', source: 'Kooperationsvereinbarung, Leitbild, Absatz 1' },
    { type: 'picture', alt: 'Vier Balken, steigend', png: tinyPng },
    { type: 'link', text: 'Zum Bericht', href: '/berichte/abc' },
    { type: 'file', name: 'liste.csv', mediaType: 'text/csv', bytes: Buffer.from('a;b'), label: 'Liste herunterladen' },
    { type: 'note', text: 'Fragen? Schreiben Sie sie unten hinein.' },
  ],
};

let browser: Browser;
let house: PageHouse;
let mia: string;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  house = await PageHouse.open();
  mia = await house.person('mia', 'Mia Muster', 'Praxis Muster');
  await house.sent('mia', 'm-1', report);
  await house.sent('mia', 'm-2', languageCard);
});
afterEach(() => house.close());

/** Opens the page, and fails if it complains in its console. */
async function onPage(options: BrowserContextOptions, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ locale: 'de-DE', ...options });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(mia);
  await use(page);
  await context.close();
  expect(complaints).toEqual([]);
}

async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Ihre Frage').fill(text);
  await page.getByRole('button', { name: 'Senden', exact: true }).click();
}

/** What axe finds wrong with the page as it is now. */
async function violations(page: Page): Promise<readonly string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations: found } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

async function isTooWide(page: Page): Promise<boolean> {
  return page.locator('html').evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
}

const looks = [
  { colorScheme: 'light', viewport: desktop },
  { colorScheme: 'light', viewport: phone },
  { colorScheme: 'dark', viewport: desktop },
  { colorScheme: 'dark', viewport: phone },
] as const;

describe.each(looks)('in $colorScheme colours, $viewport.width pixels wide', (look) => {
  it('axe finds nothing wrong, from the first view to a form with mistakes, and nothing is cut off', async () => {
    await onPage(look, async (page) => {
      expect(await violations(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      await ask(page, 'Wie lange gilt die Vereinbarung?');
      await page.locator('blockquote').last().waitFor();
      await page.getByText('Nachfragen', { exact: true }).click();
      await page.getByText('Wirklich nachfragen?').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Pause', exact: true }).click();
      await page.getByRole('button', { name: 'Pausieren' }).click();
      await page.getByText('Eine Angabe stimmt noch nicht.').waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
    });
  });
});

it('a worthless link’s page passes axe as well', async () => {
  await onPage({ viewport: phone }, async (page) => {
    const response = await page.goto('about:blank').then(() => fetch(`${house.url}/ich/x`));
    await page.setContent(await response.text());
    expect(await violations(page)).toEqual([]);
  });
});

it('works with the keyboard alone, and without scripts', async () => {
  await onPage({ viewport: phone, javaScriptEnabled: false }, async (page) => {
    const press = async (name: string) => {
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Tab');
        const focused = page.locator(':focus');
        if ((await focused.count()) > 0 && (await focused.innerText()).trim() === name) {
          await page.keyboard.press('Enter');
          return;
        }
      }
      throw new Error(`the keyboard does not reach “${name}”`);
    };
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Zum Inhalt springen');
    await press('Fragen und Antworten');
    await page.getByLabel('Ihre Frage').focus();
    await page.keyboard.type('pause');
    await page.keyboard.press('Enter');
    await page.getByLabel('Bis einschließlich').waitFor();
    await page.getByLabel('Bis einschließlich').focus();
    await press('Pausieren');
    await page.getByText('Bitte geben Sie einen Tag an.').waitFor();
    await page.getByLabel('Bis einschließlich').fill('2026-11-20');
    await press('Pausieren');
    await page.getByText('melde ich mich nicht von selbst').waitFor();
    await page.goto(mia);
    await press('Einfaches Deutsch');
    await page.getByText('Ich schreibe jetzt in einfachem Deutsch').waitFor();
  });
  expect((await house.people.get('mia'))?.pausedUntil).toBeDefined();
});

it('takes a double press once, and a reload does nothing', async () => {
  await onPage({ viewport: desktop }, async (page) => {
    await page.getByLabel('Ihre Frage').fill('pause 20.11.');
    await page.getByRole('button', { name: 'Senden', exact: true }).dblclick();
    await page.getByText('melde ich mich nicht von selbst').waitFor();
    await page.reload();
    expect(await page.getByText('melde ich mich nicht von selbst').count()).toBe(1);
  });
});

it('leads to the answer, which is in view and read out next', async () => {
  await onPage({ viewport: phone }, async (page) => {
    await ask(page, 'Wie lange gilt die Vereinbarung?');
    await page.waitForURL(/#antwort-/);
    const anchor = new URL(page.url()).hash;
    const top = await page.locator(anchor).evaluate((element) => element.getBoundingClientRect().top);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThan(phone.height);
    expect(await page.locator(anchor).evaluate((element) => element === element.ownerDocument.activeElement)).toBe(
      true,
    );
  });
});
