import { expect, test } from 'vitest';
import { addWorkingDays, isWorkingDay } from '../../src/kernel/calendar.js';
import { addDays, type Day, dayAt, formatDay } from '../../src/kernel/dates.js';
import { playgroundProgram } from '../support/playground-program.js';

const { open, address, coordinator, colleague } = playgroundProgram();
/** A working day that is still to come whenever this runs. */
const comingDay = (ahead: number): Day => {
  const date = addDays(dayAt(new Date(), 'Europe/Berlin'), ahead);
  return isWorkingDay(date) ? date : addWorkingDays(date, 1);
};
const day = comingDay(20);
const movedTo = comingDay(30);

test('a meeting is planned in a form, which says at its field what cannot be', async () => {
  await colleague().say('hallo');
  await colleague().sees(/Assistent des Netzwerks/);
  await coordinator().say('gremium neu AK Probe');
  await coordinator().sees(/„AK Probe“ ist eingetragen/);
  await coordinator().say('mitglied AK Probe dazu Carla Probe, Anna Muster');
  await coordinator().sees(/Neu in „AK Probe“/);
  await coordinator().say('treffen neu');
  const form = coordinator().dialog;
  await form.getByLabel('Thema').fill('Elternabend');
  await form.getByLabel(/^Tag\b/).fill(day);
  await form.getByLabel(/^Beginn/).fill('14:00');
  await form.getByLabel(/^Ende/).fill('13:00');
  await form.getByLabel(/^Ort/).fill('Rathaus');
  await form.getByRole('button', { name: 'Entwurf anlegen' }).click();
  await form.getByText('Das Ende muss nach dem Beginn liegen.').first().waitFor();
  await form.getByLabel(/^Ende/).fill('15:30');
  await form.getByRole('button', { name: 'Entwurf anlegen' }).click();
  await coordinator().sees(/Entwurf Nr. 1/);
  await coordinator().say('einladen 1 jetzt');
  await colleague().sees(/Einladung: AK Probe: Elternabend/);
  await coordinator().sees(/Einladung: AK Probe: Elternabend/);
});

test('two people reply side by side, and see each other’s replies where they look', async () => {
  await colleague().button('Zusagen').click();
  await colleague().sees('Sie kommen.');
  await coordinator().sees('1 Zusage, 0 Absagen, 1 offen');
  await coordinator().button('Vielleicht').click();
  await colleague().sees('1 Zusage, 1 vielleicht, 0 Absagen, 0 offen');
});

test('it moves: everybody hears from when to when, and who had said yes is asked again', async () => {
  await coordinator().say('verschieben 1');
  const form = coordinator().dialog;
  await form.getByLabel(/^Tag\b/).fill(movedTo);
  await form.getByRole('button', { name: 'Verschieben' }).click();
  await colleague().sees(/^Verschoben von .* von Anna Muster/);
  await colleague().sees('Passt Ihnen auch der neue Termin?');
  await colleague().button('Zusagen').click();
  await coordinator().sees('1 Zusage, 1 vielleicht, 0 Absagen, 0 offen');
});

test('somebody is checked in by a press, and the list is rewritten in place', async () => {
  await coordinator().say('anwesenheit 1');
  await coordinator().sees('1 Zusage, 1 vielleicht, 0 Absagen, 0 offen');
  await coordinator().button('Alle Zusagen: dabei').click();
  await coordinator().sees('1 dabei · 1 noch nicht eingetragen');
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
  await coordinator().say(`aufgabe 1 Carla Probe bis ${formatDay(comingDay(60), 'de')} Räume anfragen`);
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
  const page = await open().context.newPage();
  await page.goto(new URL(href ?? '', address()).href);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Bericht: Nr. 1');
  expect(await page.getByRole('table', { name: 'Personen' }).textContent()).toContain('Carla Probe');
  await page.close();
});
