import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { browserTimeouts, type OpenPage, openPage } from '../../../channels/playground/open-page.js';
import { launchBrowser } from '../../../support/browser.js';
import { freshFolder } from '../../../support/folder.js';
import { type Program, startProgram } from '../../../support/program.js';

vi.setConfig(browserTimeouts);

const anna = 'Anna Muster (Beispiel)';
const carla = 'Carla Probe (Beispiel)';

let folder: Awaited<ReturnType<typeof freshFolder>>;
let program: Program;
let browser: Browser;
let open: OpenPage;
beforeAll(async () => {
  folder = await freshFolder();
  program = await startProgram({ DATA_DIR: folder.path, PLAYGROUND: 'on' });
  browser = await launchBrowser();
  open = await openPage(browser, program.address);
});
afterAll(async () => {
  await open?.close();
  await browser?.close();
  await program?.stop();
  await folder?.remove();
});

test('the coordinator writes an announcement, everybody gets it, and the card says when it is complete', async () => {
  const coordinator = open.pane(anna);
  const colleague = open.pane(carla);
  await colleague.say('hallo');
  await colleague.sees(/Assistent des Netzwerks/);
  await coordinator.say('ankündigung neu Sommerfest; Alle sind am Sonntag eingeladen.');
  await coordinator.sees(/Entwurf Nr\. 1: Sommerfest/);
  await coordinator.say('senden 1 jetzt');
  await colleague.sees('Alle sind am Sonntag eingeladen.');
  await colleague.button('Gelesen').click();
  await colleague.sees(/Sie haben „Gelesen“ gedrückt/);
  await coordinator.sees(/ist vollständig verschickt/);
  await coordinator.say('Wen hat es erreicht?');
  await coordinator.sees(/Gelesen: 1/);
  expect((await colleague.bodies()).filter((body) => body.includes('am Sonntag eingeladen'))).toHaveLength(1);
});
