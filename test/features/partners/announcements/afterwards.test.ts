import { afterEach, beforeEach, expect, test } from 'vitest';
import { outboxSpec } from '../../../../src/delivery/entry.js';
import { catchUpsSpec } from '../../../../src/features/partners/announcements/model.js';
import { DeliveryFailure } from '../../../../src/ports/messenger.js';
import { button, textOf, textOfView } from '../../identity/house.js';
import { anna, bernd, carla, deniz, formOf, kita } from '../house.js';
import { buttonOn, Newsroom } from './house.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open();
});
afterEach(() => room.close());

async function sent() {
  await room.presses(anna, button(await room.says(anna, 'ankündigung neu Fest; Am Samstag.'), 'Senden'));
  await room.beat();
}

test('the figures stay when the single messages are forgotten, also if it is withdrawn then', async () => {
  await sent();
  room.clock.advance({ minutes: 91 * 24 * 60 });
  await room.house.store.collection(outboxSpec).delete({ batch: `announcement:${(await room.announcement(1))._id}` });
  expect(textOf(await room.says(anna, 'zurückziehen 1'))).toContain('4 von 4 zugestellt');
  expect(textOf(await room.says(anna, 'zustellung 1'))).toContain('4 von 4 zugestellt');
  expect((await room.announcement(1)).outcome).toMatchObject({ sent: 4 });
});

test('nobody who has not got it is told that it is withdrawn, however old the button', async () => {
  room.slack.always.set('DENIZ', { refused: new DeliveryFailure('permanent', 'account-inactive') });
  await sent();
  const retry = button(await room.says(anna, 'zustellung 1'), 'Nochmal versuchen');
  await room.says(anna, 'zurückziehen 1');
  room.slack.always.clear();
  expect(textOf(await room.presses(anna, retry))).toContain('wird nicht mehr gesendet');
  expect(button(await room.says(anna, 'zustellung 1'), 'Nochmal versuchen')).toBeUndefined();
  await room.beat();
  expect(room.cardsOf(deniz, 'announcements.announcement')).toEqual([]);
});

test('a room that cannot be written to is named with the reason', async () => {
  const mention = { type: 'text', text: 'hallo', via: 'mention' } as const;
  await room.house.deliver(deniz, mention, { place: 'channel', room: { conversation: 'C1', name: 'netzwerk' } });
  await room.says(anna, 'ankündigung neu Fest; Am Samstag.');
  room.slack.always.set('C1', { refused: new DeliveryFailure('permanent', 'not-in-channel') });
  const chosen = await room.says(anna, 'ankündigung empfänger 1 alle, netzwerk');
  await room.presses(anna, button(chosen, 'Senden'));
  await room.beat();
  expect(textOf(await room.says(anna, 'ankündigung 1'))).toContain('netzwerk: der Bot ist nicht in diesem Kanal');
});

test('a process that dies after it decided to send what was scheduled leaves the progress to the next one', async () => {
  await room.says(anna, 'ankündigung neu Fest; Am Samstag.');
  await room.says(anna, 'senden 1 am 12.11. um 14:00');
  room.clock.set('2026-11-12T14:01:00+01:00');
  const [job] = room.feature.jobs;
  const { outbox } = room.options;
  const enqueue = outbox.enqueue;
  outbox.enqueue = async () => Promise.reject(new Error('killed'));
  await expect(job?.run(room.clock.now())).rejects.toThrow('killed');
  outbox.enqueue = enqueue;
  room.clock.advance({ minutes: 2 });
  await room.beat();
  await room.beat();
  const cards = room.cardsOf(anna, 'announcements.progress');
  expect(cards.map(textOfView)).toEqual([expect.stringContaining('4 von 4 zugestellt')]);
});

test('what a process made known as it was stopped is cancelled even if it died before it could do so', async () => {
  const { outbox } = room.options;
  const { enqueue, cancel } = outbox;
  const pressed = button(await room.says(anna, 'ankündigung neu Fest; Am Samstag.'), 'Senden');
  outbox.enqueue = async (entries) => {
    if (entries.some(({ batch }) => batch?.startsWith('announcement:'))) {
      await room.says(bernd, 'ankündigung anhalten 1');
      outbox.cancel = async () => Promise.reject(new Error('killed'));
    }
    return enqueue(entries);
  };
  await room.presses(anna, pressed);
  Object.assign(outbox, { enqueue, cancel });
  await room.beat();
  room.clock.advance({ minutes: 2 });
  await room.beat();
  expect(room.cardsOf(deniz, 'announcements.announcement')).toEqual([]);
  expect(textOf(await room.says(anna, 'zustellung 1'))).toContain('Nicht mehr gesendet: 4');
});

test('who has had a digest before their first contact is welcomed all the same', async () => {
  await sent();
  const person = await room.house.personOf(carla);
  await room.house.store
    .collection(catchUpsSpec)
    .insert({ _id: person.id, personId: person.id, at: room.clock.now(), told: ['earlier'] });
  await room.says(carla, `einrichtung ${kita}`);
  await room.says(anna, 'bestätigen Carla Kita');
  await room.says(carla, 'hilfe');
  await room.says(carla, 'hilfe');
  const { items } = await room.house.store.collection(outboxSpec).find({ limit: 1_000 });
  expect(items.filter(({ _id }) => _id.startsWith('announcement-welcome:'))).toHaveLength(1);
  const catchUp = await room.house.store.collection(catchUpsSpec).get(person.id);
  expect(catchUp).toMatchObject({ told: ['earlier'], welcomed: true });
});

test('who wrote a call for help is told when the coordination withdraws it, before or after its release', async () => {
  await room.says(deniz, 'gesuch Wer hat einen Bus?');
  await room.says(deniz, 'gesuch Wer hat ein Zelt?');
  await room.says(anna, 'freigeben 2');
  await room.beat();
  await room.says(anna, 'zurückziehen 1');
  await room.says(anna, 'zurückziehen 2');
  await room.beat();
  const told = room.cardsOf(deniz, 'announcements.decided').map(textOfView);
  expect(told.filter((text) => text.includes('hat „Gesuch: Deniz Schule“ zurückgezogen'))).toHaveLength(2);
});

test('an answer to an offer that is too long is refused with how much fits', async () => {
  await room.says(deniz, 'gesuch Wer hat einen Bus?');
  await room.says(anna, 'freigeben 1');
  await room.beat();
  await room.presses(carla, buttonOn(room.cardsOf(carla, 'announcements.announcement')[0], 'Ich kann helfen'));
  await room.beat();
  const reply = buttonOn(room.cardsOf(deniz, 'announcements.offer')[0], 'Antworten');
  const again = formOf(await room.fills(deniz, reply, { text: 'x'.repeat(3_001) }));
  expect(again.errors?.text).toContain('3.001 Zeichen; höchstens 3.000');
});

test('the news pass over what went to some only, and never show an empty page', async () => {
  await sent();
  for (let count = 0; count < 10; count += 1) {
    await room.says(anna, `ankündigung neu Leitungen ${count}; Nur Teams`, { key: `draft-${count}` });
    await room.says(anna, `ankündigung empfänger ${count + 2} teams`);
    await room.says(anna, `senden ${count + 2} jetzt`);
    room.clock.advance({ minutes: 1 });
  }
  const news = textOf(await room.says(deniz, 'neues'));
  expect(news).toContain('Fest');
  expect(news).not.toContain('Leitungen');
});

test('every open question of one person can be answered by typing', async () => {
  await sent();
  const [card] = room.cardsOf(deniz, 'announcements.announcement');
  for (let count = 1; count <= 12; count += 1) {
    await room.fills(deniz, buttonOn(card, 'Frage dazu'), { text: `Frage ${count}` });
  }
  for (let count = 1; count <= 12; count += 1) await room.says(bernd, `antworten 1 Deniz Schule; Antwort ${count}`);
  expect(textOf(await room.says(bernd, 'offene fragen'))).toContain('Alle Fragen sind beantwortet');
});
