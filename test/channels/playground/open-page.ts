import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Busy machines take their time; nothing waits longer than it must. */
const patienceMs = 30_000;
/** For `vi.setConfig` in tests with a browser. */
export const browserTimeouts = { testTimeout: 120_000, hookTimeout: 120_000 };

export const desktop = { width: 1360, height: 860 };
export const phone = { width: 390, height: 780 };

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The pane of a person who is shown. */
  pane(name: string): PaneOnPage;
  /** Fails if the page complained in its console or threw. */
  close(): Promise<void>;
}

/** The playground in a window of its own, ready to be used. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions & { readonly mayComplain?: boolean } = {},
): Promise<OpenPage> {
  const { mayComplain = false, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: desktop, locale: 'de-DE', ...contextOptions });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
  await page.locator('[role=log]:not([aria-busy])').first().waitFor({ state: 'attached' });
  return {
    page,
    context,
    pane: (name) => new PaneOnPage(page, name),
    close: async () => {
      await context.close();
      if (!mayComplain) expect(complaints).toEqual([]);
    },
  };
}

/** One person's pane, used as a person would. */
export class PaneOnPage {
  readonly root: Locator;

  constructor(
    private readonly page: Page,
    name: string,
  ) {
    this.root = page.getByRole('region', { name: `Bereich von ${name}` });
  }

  get log(): Locator {
    return this.root.getByRole('log');
  }

  get input(): Locator {
    return this.root.getByRole('textbox');
  }

  get skin(): Locator {
    return this.root.getByLabel('Ansicht', { exact: true });
  }

  async say(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Enter');
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.log.getByText(text).last().waitFor();
  }

  async tab(name: string): Promise<void> {
    await this.root.getByRole('tab', { name }).click();
  }

  button(name: string): Locator {
    return this.root.getByRole('button', { name, exact: true }).last();
  }

  /** What the messages say, one after the other. */
  async bodies(): Promise<readonly string[]> {
    return this.log.locator('.body').allInnerTexts();
  }

  async isFocused(target: Locator): Promise<boolean> {
    return target.evaluate((element) => element === element.ownerDocument.activeElement);
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }
}
