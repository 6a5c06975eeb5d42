import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NumberBook } from '../../../src/bot/numbers.js';
import { invitationsSpec } from '../../../src/features/attendance/meetings/invitations.js';
import { meetingsSpec } from '../../../src/features/attendance/meetings/model.js';
import { tasksSpec } from '../../../src/features/attendance/meetings/tasks.js';
import { seedSampleCommittees } from '../../../src/features/attendance/sample.js';
import { seedSampleMeetings } from '../../../src/features/attendance/sample-meetings.js';
import { samplePeople, seedSamplePeople } from '../../../src/features/identity/sample.js';
import type { Account } from '../../../src/messages/inbound.js';
import { House, textOf, vouched } from '../identity/house.js';

const inPlayground = (user: string): Account => ({ channel: 'playground', realm: 'local', user });

describe('the sample’s meetings', () => {
  let house: House;
  const seed = () =>
    seedSampleMeetings(house.store, {
      now: house.clock.now(),
      zone: 'Europe/Berlin',
      numbers: new NumberBook(house.store, () => house.features),
    });

  beforeEach(async () => {
    const coordinators = samplePeople.filter((person) => person.coordinator).map(({ email }) => email);
    house = await (await House.open({ coordinators })).withPartners();
    for (const { slug, name, email } of samplePeople) house.knows(inPlayground(slug), vouched(name, email));
    await seedSamplePeople(house.store, house.clock.now());
    await seedSampleCommittees(house.store);
  });
  afterEach(() => house.close());

  it('are loaded once, however often and whenever', async () => {
    expect(await seed()).toEqual({ added: 7 });
    house.clock.advance({ days: 3 });
    expect(await seed()).toEqual({ added: 0 });
    expect((await house.store.collection(meetingsSpec).find()).items).toHaveLength(7);
    expect((await house.store.collection(tasksSpec).find()).items).toHaveLength(3);
    expect((await house.store.collection(invitationsSpec).find()).items.length).toBeGreaterThan(40);
  });

  it('lie around the day on which they are loaded: past ones with minutes, others to come', async () => {
    await seed();
    const card = textOf(await house.says(inPlayground('gabi-erfunden'), 'gremium Bildungsübergänge'));
    expect(card).toContain('Elternabend vorbereiten · Fr. 20.11., 14 Uhr, Kita Beispielblume');
    expect(textOf(await house.says(inPlayground('gabi-erfunden'), 'planung 6'))).toContain('Eingeladen: Nr. 6');
    expect(textOf(await house.says(inPlayground('carla-probe'), 'beschlüsse Elternabend'))).toContain('Frühjahr');
    expect(textOf(await house.says(inPlayground('carla-probe'), 'aufgaben'))).toContain('Einladung zum Elternabend');
  });
});
