import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { reportPath } from '../../../../src/bot/reports.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { mountPages } from '../../../../src/web/pages.js';
import { createWebApp, WebServer } from '../../../../src/web/server.js';
import { launchBrowser } from '../../../support/browser.js';
import { ResultsHouse, times } from './support.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let browser: Browser;
let house: ResultsHouse;
let server: WebServer;
let page: Page;

beforeAll(async () => {
  house = await ResultsHouse.open();
  const spring = await house.round({ _id: 'spring', title: 'Frühjahr 2026' });
  await house.answered(spring, times(12, { sector: 'bildung', values: [3, 4, 5, 1, 2, 3, 4, 5] }));
  await house.runs('evaluation.results');
  const round = await house.round({
    _id: 'autumn',
    followUp: { text: 'Wir richten ein Elterncafé ein.', at: new Date('2026-11-01T09:00:00+01:00') },
  });
  await house.answered(round, [
    ...times(14, { sector: 'bildung', values: [5, 4, 'cannot-say', 4, 3, 2, 4, 3, 'Mehr Zeit füreinander'] }),
    ...times(7, { sector: 'erziehung', values: [4, 4, 2, 1, 3, 5, 4, 1, '<b>Danke</b>'] }),
    ...times(4, { sector: 'gesundheit', values: [1, 4, 2, 4, 3, 3, 5, 2] }),
  ]);
  const web = createWebApp();
  mountPages(web, [house.pages()], house.house.clock);
  server = new WebServer(web, silentLogger);
  const port = await server.listen('127.0.0.1', 0);
  browser = await launchBrowser();
  page = await (await browser.newContext()).newPage();
  const path = await reportPath(house.house.identityOptions.links, 'round:autumn', house.house.clock.now());
  await page.goto(`http://127.0.0.1:${port}${path}`);
});
afterAll(async () => {
  await browser?.close();
  await server?.close(0);
  await house?.close();
});

it('axe finds nothing wrong with the page of a round', async () => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

it('has a table with the numbers beside every picture, what was written, and what follows', async () => {
  expect(await page.locator('figure').count()).toBe(3);
  expect(await page.getByRole('table', { name: /^Antworten im Einzelnen/ }).count()).toBe(2);
  const text = (await page.locator('main').textContent()) ?? '';
  expect(text).toContain('Wir richten ein Elterncafé ein.');
  expect(text).toContain('<b>Danke</b>');
  expect(text).toContain('Im Vergleich mit früheren Umfragen');
  expect(text).toContain('Jede Person zählt nur beim ersten Bereich');
  const health = page.getByRole('row').filter({ hasText: 'Gesundheit' }).first();
  expect(await health.textContent()).toContain('nicht gezeigt');
});

it('hands out the table and the data', async () => {
  for (const [link, name] of [
    ['Tabelle (CSV, für Excel)', /ergebnis-\d+\.csv/],
    ['Daten mit Erläuterung der Felder (JSON)', /ergebnis-\d+\.json/],
  ] as const) {
    const href = await page.getByRole('link', { name: link }).getAttribute('href');
    const answer = await page.request.get(new URL(href ?? '', page.url()).href);
    expect(answer.headers()['content-disposition']).toMatch(name);
    expect((await answer.body()).length).toBeGreaterThan(1_000);
  }
});

it('fits on paper: nothing is wider than the sheet', async () => {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 720, height: 1_000 });
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
    true,
  );
  const pdf = await page.pdf({ format: 'A4' });
  expect(new TextDecoder('latin1').decode(pdf.subarray(0, 5))).toBe('%PDF-');
  if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT, fullPage: true });
});
