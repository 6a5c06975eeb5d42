import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCharts } from '../../src/charts/charts.js';
import { silentLogger } from '../../src/ports/logger.js';
import { mountPages } from '../../src/web/pages.js';
import { createWebApp, WebServer } from '../../src/web/server.js';
import { launchBrowser } from '../support/browser.js';
import { fixedClock } from '../support/clock.js';
import { everyKind } from './samples.js';

/** The little of a browser's document that the function below uses inside the page. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
interface Drawn {
  readonly textContent: string | null;
  getBoundingClientRect(): Box;
  querySelectorAll(selector: string): Iterable<Drawn>;
}
declare const document: { querySelectorAll(selector: string): Iterable<Drawn> };

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let browser: Browser;
let page: Page;
let server: WebServer;
let address: string;
const problems: string[] = [];

beforeAll(async () => {
  const charts = createCharts();
  const drawings = await Promise.all(everyKind.map((chart) => charts.draw(chart)));
  const web = createWebApp();
  const blocks = drawings.map(({ svg, png }, index) => ({
    type: 'picture' as const,
    alt: `Schaubild ${index + 1}`,
    svg,
    png,
  }));
  const view = { kind: 'test.report', summary: 'Bericht', title: 'Bericht', blocks };
  mountPages(web, [{ path: '/bericht', run: async () => ({ view }) }], fixedClock());
  server = new WebServer(web, silentLogger);
  address = `http://127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  page = await context.newPage();
  page.on('console', (message) => {
    // Browsers ask for an icon by themselves; pages have none.
    const isProblem = message.type() === 'error' || message.type() === 'warning';
    if (isProblem && !message.location().url.endsWith('/favicon.ico')) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${address}/bericht`);
});
afterAll(async () => {
  await browser?.close();
  await server?.close(0);
});

describe('charts on a page in a real browser', () => {
  it('pass the security policy without a word', async () => {
    expect(await page.locator('svg').count()).toBe(everyKind.length);
    expect(problems).toEqual([]);
  });

  it('are pictures with a name, and have no accessibility problem', async () => {
    expect(await page.getByRole('img', { name: 'Schaubild 1' }).count()).toBe(1);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([]);
  });

  it.each([1000, 360])(
    'keep every word inside the drawing on a screen of %i pixels, which they do not exceed',
    async (width) => {
      await page.setViewportSize({ width, height: 800 });
      const outside = await page.evaluate(() => {
        const found: string[] = [];
        for (const svg of document.querySelectorAll('svg')) {
          const frame = svg.getBoundingClientRect();
          for (const text of svg.querySelectorAll('text')) {
            const box = text.getBoundingClientRect();
            const inside =
              box.left >= frame.left - 1 &&
              box.right <= frame.right + 1 &&
              box.top >= frame.top - 1 &&
              box.bottom <= frame.bottom + 1;
            if (!inside) found.push(text.textContent ?? '');
          }
        }
        return found;
      });
      expect(outside).toEqual([]);
      for (const svg of await page.locator('svg').all())
        expect((await svg.boundingBox())?.width).toBeLessThanOrEqual(width);
    },
  );

  it('write in the size that they ask for', async () => {
    const size = await page
      .locator('svg text')
      .first()
      .evaluate((text) => {
        const { getComputedStyle } = globalThis as unknown as {
          getComputedStyle(of: unknown): { readonly fontSize: string; readonly fontFamily: string };
        };
        const { fontSize, fontFamily } = getComputedStyle(text);
        return `${fontSize} ${fontFamily}`;
      });
    expect(size).toBe('13px "Atkinson Hyperlegible", system-ui, sans-serif');
  });
});
