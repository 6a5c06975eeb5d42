import { afterEach, beforeEach, expect, test } from 'vitest';
import { actionsIn, button, textOf } from '../../identity/house.js';
import { anna, bernd, formOf, viewOf } from '../house.js';
import { Newsroom } from './house.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open();
});
afterEach(() => room.close());

test('a correction written beside another one does not overwrite it unseen, and may be sent again', async () => {
  await room.presses(anna, button(await room.says(anna, 'ankündigung neu Fest; Am Samstag.'), 'Senden'));
  await room.beat();
  const correct = button(await room.says(anna, 'ankündigung 1'), 'Berichtigen');
  const opened = formOf(await room.presses(bernd, correct));
  await room.fills(anna, correct, { title: 'Fest', text: 'Am Sonntag.' });
  const again = formOf(
    await room.house.submits(bernd, opened.id, { title: 'Fest', text: 'Am Montag.' }, opened.payload),
  );
  expect((await room.announcement(1)).text).toBe('Am Sonntag.');
  expect(String(again.intro)).toContain('Am Sonntag.');
  await room.house.submits(bernd, again.id, { title: 'Fest', text: 'Am Montag.' }, again.payload);
  expect((await room.announcement(1)).text).toBe('Am Montag.');
});

test('recipients chosen beside another choice do not overwrite it unseen', async () => {
  const choose = button(await room.says(anna, 'ankündigung neu Fest; Am Samstag.'), 'Wer bekommt es?');
  await room.fills(anna, choose, { channels: ['teams'] });
  const again = formOf(await room.fills(bernd, choose, { channels: ['slack'] }));
  expect((await room.announcement(1)).audience.filter).toEqual({ channels: ['teams'] });
  expect(again.errors?.people).toContain('Inzwischen geändert');
  await room.house.submits(bernd, again.id, { channels: ['slack'] }, again.payload);
  expect((await room.announcement(1)).audience.filter).toEqual({ channels: ['slack'] });
});

test('without a number, the choice keeps every word that was typed', async () => {
  await room.says(anna, 'ankündigung neu Eins; A');
  await room.says(anna, 'ankündigung neu Zwei; B');
  const when = viewOf(await room.says(anna, 'senden am 12.11. um 14:00'));
  const second = actionsIn(when).find(({ label }) => label.startsWith('Nr. 2'));
  expect(textOf(await room.presses(anna, second))).toContain('Wird am');
  expect((await room.announcement(2)).sendAt).toEqual(new Date('2026-11-12T14:00:00+01:00'));
  const what = viewOf(await room.says(anna, 'ankündigung ändern Neu; Neuer Text'));
  await room.presses(
    anna,
    actionsIn(what).find(({ label }) => label.startsWith('Nr. 1')),
  );
  expect(await room.announcement(1)).toMatchObject({ title: 'Neu', text: 'Neuer Text' });
});
