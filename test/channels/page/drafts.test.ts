import { afterEach, beforeEach, expect, test } from 'vitest';
import { cardsSpec } from '../../../src/channels/page/cards.js';
import { turnsSpec } from '../../../src/channels/page/turns.js';
import { promptId, promptsSpec, type Round, roundsSpec } from '../../../src/features/evaluation/model.js';
import { closingQuestion, goalQuestion, strategicGoals } from '../../../src/features/evaluation/questions.js';
import { get, PageHouse, press, wordsOf } from './page-house.js';

let house: PageHouse;
beforeEach(async () => {
  house = await PageHouse.open();
});
afterEach(() => house.close());

async function asked(personId: string): Promise<void> {
  const now = house.clock.now();
  const round: Round = {
    _id: 'herbst',
    rev: 1,
    number: 1,
    title: 'Herbst',
    named: false,
    questions: [...strategicGoals.slice(0, 2).map(goalQuestion), closingQuestion],
    audience: {},
    state: 'open',
    openDays: 21,
    closesAt: new Date(now.getTime() + 20 * 86_400_000),
    remindAfterDays: [],
    occurrence: 1,
    resultsFor: 'everyone',
    by: 'anna',
    createdAt: now,
    openedAt: now,
    total: 1,
    unfinished: [],
  };
  await house.store.collection(roundsSpec).insert(round);
  await house.store.collection(promptsSpec).insert({
    _id: promptId(round._id, personId),
    rev: 1,
    roundId: round._id,
    personId,
    sectors: [],
    lifeStages: [],
    state: 'open',
    reminders: 0,
  });
}

async function kept(): Promise<string> {
  const turns = (await house.store.collection(turnsSpec).find()).items;
  const cards = (await house.store.collection(cardsSpec).find()).items;
  return JSON.stringify([turns, cards]);
}

test('what is answered on the page is shown there, and kept by it nowhere', async () => {
  const mia = await house.person('mia', 'Mia Muster', 'Praxis Muster');
  await asked('mia');
  let page = await press(await get(mia), 'Senden', { text: 'umfrage' });
  expect(wordsOf(page)).toContain('Frage 1 von 2');
  page = await press(page, 'gelingt gut');
  expect(wordsOf(page)).toContain('Frage 2 von 2');
  page = await press(page, 'Senden', { text: 'antwort eher nicht' });
  expect(wordsOf(page)).toMatch(/gelingt gut.*eher nicht/);
  expect(await kept()).not.toMatch(/gelingt gut|eher nicht/);
  page = await press(page, 'Senden', { text: 'absenden' });
  expect(wordsOf(page)).toContain('Danke!');
  expect(wordsOf(page)).not.toContain('eher nicht');
  expect(await kept()).not.toMatch(/gelingt gut|eher nicht/);
});
