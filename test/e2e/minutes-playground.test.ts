import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { browserTimeouts, type OpenPage, openPage } from '../channels/playground/open-page.js';
import { launchBrowser } from '../support/browser.js';
import { freshFolder } from '../support/folder.js';
import { type Program, startProgram } from '../support/program.js';

vi.setConfig(browserTimeouts);

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

const coordinator = () => open.pane('Anna Muster (Beispiel)');
const colleague = () => open.pane('Carla Probe (Beispiel)');
/** A day that is still to come whenever this runs. */
const day = (ahead: number) => {
  const date = new Date(Date.now() + ahead * 86_400_000);
  return `${date.getDate()}.${date.getMonth() + 1}.${date.getFullYear()}`;
};

test('somebody is checked in by a press, and the list is rewritten in place', async () => {
  await colleague().say('hallo');
  await colleague().sees(/Assistent des Netzwerks/);
  await coordinator().say('gremium neu AK Probe');
  await coordinator().sees('AK Probe');
  await coordinator().say('mitglied AK Probe dazu Carla Probe');
  await coordinator().sees(/Carla Probe/);
  await coordinator().say(`treffen neu AK Probe; Elternabend; ${day(9)} 14:00; Rathaus`);
  await coordinator().sees(/Nr\. 1/);
  await coordinator().say('einladen 1 jetzt');
  await colleague().sees('Ihre Rückmeldung');
  await colleague().button('Zusagen').click();
  await coordinator().say('anwesenheit 1');
  await coordinator().sees('1 Zusage, 0 Absagen, 0 offen');
  await coordinator().button('dabei').click();
  await coordinator().sees('1 dabei');
});

test('minutes are written in forms, signed off and sent to everybody', async () => {
  await coordinator().say('protokoll 1');
  await coordinator().button('Protokoll schreiben').click();
  await coordinator().dialog.getByLabel('Notizen: Allgemein').fill('Es gab <b>Kuchen</b>.');
  await coordinator().dialog.getByRole('button', { name: 'Speichern' }).click();
  await coordinator().sees('Es gab <b>Kuchen</b>.');
  await coordinator().button('Beschluss').click();
  await coordinator().dialog.getByLabel('Wortlaut').fill('Die Sprachförderung beginnt im Januar.');
  await coordinator().dialog.getByRole('button', { name: 'Festhalten' }).click();
  await coordinator().sees('Beschluss 1 ist festgehalten.');
  await coordinator().say(`aufgabe 1 Carla Probe bis ${day(20)} Räume anfragen`);
  await coordinator().sees('Aufgabe Nr. 2 ist vergeben');
  await coordinator().button('Freigeben').click();
  await coordinator().sees('Freigegeben.');
  await coordinator().say('protokoll senden 1 jetzt');
  await colleague().sees('Ihre Aufgaben');
});

test('everybody finds what was decided, and does their tasks', async () => {
  await colleague().say('Was wurde zur Sprachförderung beschlossen?');
  await colleague().sees(/Gesucht: „Sprachförderung“ · 1 Beschluss/);
  await colleague().say('aufgaben');
  await colleague().sees('1 offen, 0 erledigt');
  await colleague().button('Nr. 2 erledigt').click();
  await colleague().sees('Nr. 2 ist erledigt. Danke.');
});

test('the report opens as a page behind its link', async () => {
  await coordinator().say('bericht 1');
  const link = coordinator().log.getByRole('link', { name: /Bericht als Seite öffnen/ });
  const href = await link.last().getAttribute('href');
  const page = await open.context.newPage();
  await page.goto(new URL(href ?? '', program.address).href);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Bericht: Nr. 1');
  expect(await page.getByRole('table', { name: 'Personen' }).textContent()).toContain('Carla Probe');
  await page.close();
});
