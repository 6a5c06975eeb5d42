import { expect, test } from 'vitest';
import { playgroundProgram } from '../support/playground-program.js';

const partner = 'Familienzentrum Lohberg';
const announced = `Neu im Netzwerk: ${partner}`;

const { coordinator, colleague } = playgroundProgram();

test('a new partner goes from the form to everybody, with a preview before', async () => {
  await colleague().say('hallo');
  await colleague().sees(/Assistent des Netzwerks/);
  await coordinator().say('partner neu');
  const form = coordinator().dialog;
  await form.getByLabel('Name der Einrichtung').fill(partner);
  await form.getByLabel('Stadtteile').fill('Lohberg');
  await form.getByLabel('Beschreibung').fill('Wir fördern <b>Sprache</b> & Spiel.');
  await form.getByRole('button', { name: 'Eintragen' }).click();
  await coordinator().sees(`Entwurf Nr. 1: ${announced}`);
  await coordinator().button('Vorschau').click();
  await coordinator().sees('So liest es sich in Teams');
  await coordinator().button('Zurück zum Entwurf').click();
  await coordinator().say('senden 1 jetzt');
  await colleague().sees('Wir fördern <b>Sprache</b> & Spiel.');
  await coordinator().sees(/Nr. 1 ist vollständig verschickt/);
});

test('what they read and ask comes back to the coordinator, and the answer to them', async () => {
  await colleague().button('Gelesen').click();
  await colleague().sees(/Sie haben „Gelesen“ gedrückt/);
  await colleague().button('Frage dazu').click();
  await colleague().dialog.getByLabel('Ihre Frage').fill('Ab wann geht das?');
  await colleague().dialog.getByRole('button', { name: 'Frage senden' }).click();
  await coordinator().sees('Ab wann geht das?');
  await coordinator().say('antworten 1 Carla Probe; Ab Montag.');
  await colleague().sees('Ab Montag.');
  await coordinator().say('Wen hat es erreicht?');
  await coordinator().sees(/Wen hat Nr. 1 erreicht/);
  await coordinator().sees(/Gelesen: 1/);
  expect((await colleague().bodies()).filter((body) => body.includes('Wir fördern'))).toHaveLength(1);
});

test('a correction and a withdrawal stand on the card that is there', async () => {
  await coordinator().say('ankündigung berichtigen 1 Neu: Lohberg; Jetzt richtig.');
  await colleague().sees('Jetzt richtig.');
  await coordinator().say('zurückziehen 1');
  await colleague().sees(/Zurückgezogen am/);
  expect((await colleague().bodies()).filter((body) => body.includes('Wir fördern'))).toEqual([]);
});
