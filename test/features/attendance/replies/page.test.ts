import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboxSpec } from '../../../../src/delivery/entry.js';
import { createOutbox } from '../../../../src/delivery/outbox.js';
import type { Account } from '../../../../src/messages/inbound.js';
import { textOf, textOfView } from '../../identity/house.js';
import { anna, buttonOn, gabi, Square } from './square.js';

describe('a guest without any account', () => {
  let square: Square;
  beforeEach(async () => {
    square = await Square.open();
  });
  afterEach(() => square.close());

  it('finds the invitation on their own page, with the calendar entry, and replies there', async () => {
    const guest = await square.town.house.identity.search.withoutAccount('guest-1', 'Gustav Gast');
    const committee = await square.town.committee();
    await square.committees.update(committee._id, { $set: { guestIds: [guest.id] } });
    await square.invite();
    const outbox = createOutbox({ ...square.town.house, onEnqueued: () => undefined });
    const onPage = async () => (await outbox.forPerson(guest.id)).items[0]?.view;
    const card = await onPage();
    expect(card && textOfView(card)).toContain('Sie sind als Gast eingeladen.');
    const file = card?.blocks.find((block) => block.type === 'file');
    expect(file?.type === 'file' && new TextDecoder().decode(file.bytes)).toContain('BEGIN:VEVENT');
    for (const label of ['Kalender', 'Für meine Leitung']) expect(buttonOn(card, label)).toBeUndefined();
    const page: Account = { channel: 'page', realm: 'ich', user: guest.id };
    const reply = await square.presses(page, buttonOn(card, 'Zusagen'));
    expect(textOf(reply)).toContain('Sie kommen.');
    await square.beat();
    const later = await onPage();
    expect(later && textOfView(later)).toContain('Sie kommen.');
    expect(await square.cardText(gabi)).toContain('1 Zusage, 0 Absagen, 3 offen');
  });

  it('leaves nothing of a year ago: rows go with the meeting’s end, erased people keep only their count', async () => {
    await square.invite();
    const row = await square.row(gabi);
    expect(row.until.toISOString()).toBe((await square.town.meeting()).end.toISOString());
    await square.pressesOnCard(gabi, 'Zusagen');
    const { store } = square.town.house;
    const entries = await store.collection(outboxSpec).find({ filter: { personId: await square.idOf(gabi) } });
    expect(entries.items.length).toBeGreaterThan(0);
    expect(textOf(await square.says(gabi, 'meine daten'))).toContain('Zusage');
    expect(textOf(await square.says(anna, 'meine daten'))).not.toContain('Zusage');
  });
});
