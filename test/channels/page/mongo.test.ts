import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, mongoSetupMs } from '../../support/mongo.js';
import { get, languageCard, PageHouse, press, wordsOf } from './page-house.js';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let house: PageHouse;
beforeAll(async () => {
  database = await freshDatabase();
  house = await PageHouse.open({ MONGODB_URI: database.uri });
}, mongoSetupMs);
afterAll(async () => {
  await house?.close();
  await database?.drop();
});

it('the page is the same on MongoDB: messages, answers, presses in place, and deletion of all of it', async () => {
  const mia = await house.person('mia', 'Mia Muster', 'Praxis Muster');
  await house.sent('mia', 'm-1', languageCard);
  const asked = await press(await get(mia), 'Senden', { text: 'pause 20.11.' });
  expect(wordsOf(asked)).toContain('melde ich mich nicht von selbst');
  const pressed = await press(asked, 'Einfaches Deutsch');
  expect(wordsOf(pressed)).toContain('Ich schreibe jetzt in einfachem Deutsch');
  house.clock.advance({ minutes: 1 });
  const question = await press(pressed, 'Senden', { text: 'meine daten löschen' });
  const deleted = await press(question, 'Löschen');
  expect(deleted.status).toBe(200);
  expect((await get(mia)).status).toBe(410);
});
