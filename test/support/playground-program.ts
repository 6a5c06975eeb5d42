import { afterAll, beforeAll, vi } from 'vitest';
import { browserTimeouts, type OpenPage, openPage, type PaneOnPage } from '../channels/playground/open-page.js';
import { launchBrowser } from './browser.js';
import { freshFolder } from './folder.js';
import { startProgram } from './program.js';

/** A program of a test file's own on an empty embedded store, its playground open in a real browser. */
export interface PlaygroundProgram {
  readonly open: () => OpenPage;
  /** `http://127.0.0.1:…` */
  readonly address: () => string;
  /** Anna Muster, of the coordination office. */
  readonly coordinator: () => PaneOnPage;
  /** Carla Probe, of a day-care centre. */
  readonly colleague: () => PaneOnPage;
}

/** Starts it before the file's tests, with these settings beside, and ends it after them. */
export function playgroundProgram(settings: Readonly<Record<string, string>> = {}): PlaygroundProgram {
  vi.setConfig(browserTimeouts);
  const ends: (() => Promise<unknown>)[] = [];
  let open: OpenPage;
  let address: string;
  beforeAll(async () => {
    const folder = await freshFolder();
    ends.unshift(() => folder.remove());
    const program = await startProgram({ DATA_DIR: folder.path, PLAYGROUND: 'on', ...settings });
    ends.unshift(() => program.stop());
    address = program.address;
    const browser = await launchBrowser();
    ends.unshift(() => browser.close());
    open = await openPage(browser, address);
    ends.unshift(() => open.close());
  });
  afterAll(async () => {
    const failures: unknown[] = [];
    for (const end of ends) await end().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  });
  return {
    open: () => open,
    address: () => address,
    coordinator: () => open.pane('Anna Muster (Beispiel)'),
    colleague: () => open.pane('Carla Probe (Beispiel)'),
  };
}
