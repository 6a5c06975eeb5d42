import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountsSpec, peopleSpec } from '../../../src/features/identity/model.js';
import { samplePeople, seedSamplePeople } from '../../../src/features/identity/sample.js';
import type { Account } from '../../../src/messages/inbound.js';
import { House, textOf, vouched } from './house.js';

const inPlayground = (user: string): Account => ({ channel: 'playground', realm: 'local', user });

describe('the sample people', () => {
  let house: House;
  beforeEach(async () => {
    house = await (
      await House.open({ coordinators: samplePeople.filter((p) => p.coordinator).map((p) => p.email) })
    ).withPartners();
    for (const { slug, name, email } of samplePeople) house.knows(inPlayground(slug), vouched(name, email));
  });
  afterEach(() => house.close());

  it('are all labelled, and none has an address that anybody could register', async () => {
    await seedSamplePeople(house.store, house.clock.now());
    const { items } = await house.store.collection(peopleSpec).find();
    expect(items).toHaveLength(20);
    for (const person of items) {
      expect(person.name).toMatch(/\(Beispiel\)$/);
      expect(person.address).toMatch(/\.example$/);
    }
  });

  it('are loaded once, however often', async () => {
    expect(await seedSamplePeople(house.store, house.clock.now())).toEqual({ added: 20 });
    expect(await seedSamplePeople(house.store, house.clock.now())).toEqual({ added: 0 });
  });

  it('are offered by the playground in several roles, one of them the coordination', () => {
    expect(samplePeople.length).toBeGreaterThanOrEqual(5);
    expect(samplePeople.filter((person) => person.coordinator)).toHaveLength(1);
  });

  it('are who one is in the playground', async () => {
    await seedSamplePeople(house.store, house.clock.now());
    expect(await house.personOf(inPlayground('anna-muster'))).toMatchObject({
      id: 'sample-person-anna-muster',
      coordinator: true,
      partner: { confirmed: true },
    });
  });

  it('are asked for their Einrichtung where the sample leaves it open', async () => {
    await seedSamplePeople(house.store, house.clock.now());
    expect(textOf(await house.says(inPlayground('deniz-exempel'), 'hilfe'))).toContain('Für welche Einrichtung');
    expect(textOf(await house.says(inPlayground('carla-probe'), 'hilfe'))).not.toContain('Für welche Einrichtung');
  });

  it('take in whoever was in the playground before they were loaded', async () => {
    const before = await house.personOf(inPlayground('carla-probe'));
    house.clock.advance({ minutes: 5 });
    await seedSamplePeople(house.store, house.clock.now());
    const after = await house.personOf(inPlayground('carla-probe'));
    expect(after.id).toBe(before.id);
    expect(after.partner?.name).toBe('Kita Beispielblume (Beispiel)');
    expect((await house.people.get('sample-person-carla-probe'))?.id).toBe(before.id);
    expect(await house.store.collection(accountsSpec).count({ personId: before.id })).toBe(1);
  });
});
