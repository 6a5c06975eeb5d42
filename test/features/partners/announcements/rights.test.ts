import { afterEach, beforeEach, expect, test } from 'vitest';
import { button, textOf, textOfView } from '../../identity/house.js';
import { anna, carla, deniz, kita, kitaId, viewOf } from '../house.js';
import { buttonOn, Newsroom } from './house.js';

let room: Newsroom;
beforeEach(async () => {
  room = await Newsroom.open();
});
afterEach(() => room.close());

function inRoom(conversation: string, text: string) {
  const event = { type: 'text', text, via: 'mention' } as const;
  return room.house.deliver(deniz, event, { place: 'channel', room: { conversation, name: conversation } });
}

test('what went to some and into one room is shown there, and in no other room', async () => {
  await inRoom('netzwerk', 'hallo');
  await inRoom('kantine', 'hallo');
  await room.says(anna, 'ankündigung neu Leitungen; Nur für Teams und den Kanal.');
  await room.says(anna, 'ankündigung empfänger 1 teams, netzwerk');
  await room.says(anna, 'senden 1 jetzt');
  await room.beat();
  expect(textOf(await inRoom('kantine', 'neues 1'))).not.toContain('Nur für Teams');
  expect(textOf(await inRoom('netzwerk', 'neues 1'))).toContain('Nur für Teams');
});

test.each([
  ['stays out of what a call for help passes on', '', false],
  ['is passed on to who asked for help once its person agreed', 'phone', true],
])('the telephone number of the helper’s partner %s', async (_, publish, isShown) => {
  const edit = { id: 'partners.edit', label: '', payload: { partner: kitaId } };
  await room.fills(anna, edit, {
    name: kita,
    sectors: ['erziehung'],
    lifeStages: ['kita'],
    contactName: 'Carla Kita',
    contactPhone: '02064 123456',
    ...(publish === '' ? {} : { publish: [publish] }),
  });
  await room.says(carla, `einrichtung ${kita}`);
  await room.says(anna, 'bestätigen Carla Kita');
  await room.says(deniz, 'gesuch Wer hat einen Bus?');
  await room.says(anna, 'freigeben 1');
  await room.beat();
  const [card] = room.cardsOf(carla, 'announcements.announcement');
  await room.presses(carla, buttonOn(card, 'Ich kann helfen'));
  await room.beat();
  const [offer] = room.cardsOf(deniz, 'announcements.offer').map(textOfView);
  expect(offer).toContain('Carla Kita');
  expect(offer?.includes('02064 123456')).toBe(isShown);
});

test('a contact whose consent is gone goes from all copies that are out, within a day', async () => {
  const edit = { id: 'partners.edit', label: '', payload: { partner: kitaId } };
  const entry = { name: kita, contactName: 'Carla Kita', contactPhone: '02064 123456' };
  await room.fills(anna, edit, { ...entry, publish: ['phone'] });
  await room.presses(anna, { id: 'partners.announce', label: '', payload: { partner: kitaId } });
  await room.says(anna, 'senden 1 jetzt');
  await room.beat();
  const shown = () => room.cardsOf(deniz, 'announcements.announcement').map(textOfView);
  expect(shown()).toEqual([expect.stringContaining('02064 123456')]);
  await room.fills(anna, edit, entry);
  const morning = room.feature.schedules?.find(({ name }) => name === 'announcements.cards');
  room.clock.set('2026-11-11T04:00:00+01:00');
  await morning?.run(room.clock.now(), room.clock.now());
  await room.beat();
  expect(shown()).toEqual([expect.not.stringContaining('02064 123456')]);
});

test('an offer that was taken back before it went out is not spoken of, however often that is pressed', async () => {
  await room.says(deniz, 'gesuch Wer hat einen Bus?');
  await room.says(anna, 'freigeben 1');
  await room.beat();
  const [card] = room.cardsOf(carla, 'announcements.announcement');
  const noted = await room.presses(carla, buttonOn(card, 'Ich kann helfen'));
  await room.presses(carla, button(noted, 'Doch nicht'));
  await room.presses(carla, button(noted, 'Doch nicht'));
  await room.beat();
  expect(room.cardsOf(deniz, 'announcements.offer')).toEqual([]);
  expect(room.cardsOf(deniz, 'announcements.offer-undone')).toEqual([]);
  expect(viewOf(noted).kind).toBe('announcements.help');
});
