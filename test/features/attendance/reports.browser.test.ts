import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { reportPath, reportsPage } from '../../../src/bot/reports.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { createLinks } from '../../../src/web/links.js';
import { mountPages } from '../../../src/web/pages.js';
import { createWebApp, WebServer } from '../../../src/web/server.js';
import { launchBrowser } from '../../support/browser.js';
import { anna, carla, MeetingHouse } from './meeting-house.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let browser: Browser;
let house: MeetingHouse;
let server: WebServer;
let page: Page;
let address: string;

beforeAll(async () => {
  house = await MeetingHouse.open();
  await house.fullMeeting();
  for (const typed of [
    'anwesend 1 Carla',
    'vertreten 1 Deniz',
    'fehlt 1 rest',
    'gast 1 <b>Gast</b> Beispiel',
    'protokoll 1 TOP 1 Alles gut.',
    'beschluss 1 TOP 2 Die Sprachförderung beginnt im Januar. (Ziel 1)',
    'aufgabe 1 Deniz bis 1.12. Räume anfragen',
  ]) {
    await house.house.says(carla, typed);
  }
  const web = createWebApp();
  const links = createLinks({ store: house.house.store });
  mountPages(web, [reportsPage(links, () => house.house.features)], house.house.clock);
  server = new WebServer(web, silentLogger);
  address = `http://127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
  browser = await launchBrowser();
  page = await (await browser.newContext()).newPage();
});
afterAll(async () => {
  await browser?.close();
  await server?.close(0);
  await house?.close();
});

const path = (subject: string) =>
  reportPath(createLinks({ store: house.house.store }), subject, house.house.clock.now());

async function problems() {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

async function fitsOnPaper(): Promise<boolean> {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 720, height: 1_000 });
  const fits = await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
  await page.emulateMedia({ media: 'screen' });
  return fits === true;
}

describe('the page of a meeting', () => {
  it('is accessible, fits on paper, and shows what people wrote as they wrote it', async () => {
    await page.goto(`${address}${await path('meeting:meeting-1')}`);
    expect(await problems()).toEqual([]);
    expect(await fitsOnPaper()).toBe(true);
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).toContain('<b>Gast</b> Beispiel');
    expect(text).toContain('Beschluss 1: Die Sprachförderung beginnt im Januar. · Ziel 1 (unsere Zählung)');
    expect(await page.getByRole('table', { name: 'Personen' }).getByRole('row').count()).toBe(6);
    expect(await page.locator('figure svg').count()).toBe(1);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Bericht: Nr. 1');
  });

  it('hands out its table and its text', async () => {
    await page.goto(`${address}${await path('meeting:meeting-1')}`);
    for (const [link, name] of [
      ['Tabelle für Excel (CSV)', 'bericht-1.csv'],
      ['Text (Markdown)', 'bericht-1.md'],
    ] as const) {
      const href = await page.getByRole('link', { name: link }).getAttribute('href');
      const answer = await page.request.get(new URL(href ?? '', page.url()).href);
      expect(answer.headers()['content-disposition']).toContain(name);
      expect((await answer.body()).length).toBeGreaterThan(200);
    }
  });
});

describe('the page of all committees', () => {
  it('is accessible and fits on paper', async () => {
    await page.goto(`${address}${await path('committee:-:year:2026-01-01')}`);
    expect(await problems()).toEqual([]);
    expect(await fitsOnPaper()).toBe(true);
    expect(await page.getByRole('table').textContent()).toContain('Kita Beispielblume (Beispiel)');
  });
});

describe('a link that leads nowhere', () => {
  it('is answered by a friendly, accessible page', async () => {
    const answer = await page.goto(`${address}/berichte/erfunden`);
    expect(answer?.status()).toBe(404);
    expect(await problems()).toEqual([]);
    expect(await page.locator('main').textContent()).toContain('Dieser Link führt zu keinem Bericht');
  });
});

describe('the report as a file', () => {
  it('is accessible by itself', async () => {
    const reply = await house.house.says(anna, 'bericht 1');
    const files = reply.type === 'message' ? reply.view.blocks.filter((block) => block.type === 'file') : [];
    const html = files.find(({ name }) => name === 'bericht-1.html');
    await page.setContent(new TextDecoder().decode(html?.bytes));
    expect(await problems()).toEqual([]);
    expect(await page.getByRole('table').count()).toBe(2);
  });
});
