import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { committeeFrom, committeesSpec } from '../../../src/features/attendance/model.js';
import { peopleSpec } from '../../../src/features/identity/model.js';
import { Unavailable } from '../../../src/kernel/errors.js';
import { watched } from '../../support/faulty-store.js';
import { mongoSetupMs } from '../../support/mongo.js';
import { button, House, slack, stores, teams, textOf, textOfView, vouched } from './house.js';

const anna = slack('ANNA');
const berta = slack('BERTA');
const carla = teams('CARLA');

describe.each(stores)('nachfolge, on the store %s,', (on) => {
  let house: House;
  /** Rejects the writes of one collection, as a store does that has just gone. */
  let broken: string | undefined;
  beforeEach(async () => {
    broken = undefined;
    house = await House.open({
      on,
      coordinators: ['anna@stadt.example'],
      between: (store) =>
        watched(store, (collection, call) => {
          if (collection === broken && call === 'update') throw new Unavailable('store');
        }),
    });
    house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
    house.knows(berta, vouched('Berta Alt', 'berta@kita.example'));
    house.knows(carla, vouched('Carla Neu', 'carla@kita.example'));
    for (const account of [anna, berta, carla]) await house.personOf(account);
  }, mongoSetupMs);
  afterEach(() => house.close());

  const idOf = async (account: typeof anna) => (await house.personOf(account)).id;
  const committees = () => house.store.collection(committeesSpec);

  async function bertaHasMuch(): Promise<void> {
    const id = await idOf(berta);
    const kind = 'working-group' as const;
    await committees().insert(committeeFrom({ _id: 'k1', name: 'AK Übergänge', kind, memberIds: [id], chairId: id }));
    await committees().insert(committeeFrom({ _id: 'k2', name: 'AK Teilhabe', kind, memberIds: ['x', id] }));
    await house.store.collection(peopleSpec).update(id, { $set: { partner: { id: 'p1', name: 'Kita Sonne' } } });
  }

  async function isHandedOver(): Promise<void> {
    const [old, fresh] = [await idOf(berta), await idOf(carla)];
    expect(await committees().get('k1')).toMatchObject({ memberIds: [fresh], chairId: fresh });
    expect((await committees().get('k2'))?.memberIds).toEqual(['x', fresh]);
    expect((await house.personOf(carla)).partner).toMatchObject({ name: 'Kita Sonne', confirmed: true });
    expect(await house.audited()).toEqual(['identity.succeeded']);
    for (const [id, text] of [
      [old, 'Carla Neu hat im Netzwerk „Testnetz“ Ihre Aufgaben übernommen'],
      [fresh, 'Sie haben im Netzwerk „Testnetz“ von Berta Alt übernommen'],
    ] as const) {
      const sent = await house.sentTo(id);
      expect(sent).toHaveLength(1);
      expect(sent[0]?.occasion).toBe('change');
      for (const part of [text, 'Vorsitz: AK Übergänge', 'Mitglied: AK Teilhabe', 'Einrichtung: Kita Sonne']) {
        expect(sent.map(({ view }) => textOfView(view)).join()).toContain(part);
      }
    }
  }

  it('moves everything, shows it, notes it and tells both', async () => {
    await bertaHasMuch();
    const done = await house.says(anna, 'nachfolge Berta Alt durch Carla Neu', { key: 'typed' });
    expect(textOf(done)).toContain('Übergeben: Carla Neu hat von Berta Alt übernommen:');
    expect(textOf(done)).toContain('Vorsitz: AK Übergänge');
    await house.says(anna, 'nachfolge Berta Alt durch Carla Neu', { key: 'typed' });
    await isHandedOver();
  });

  it.each(['committees', 'successions', 'people'])(
    'is finished by the next beat where it was cut short at a write to %s',
    async (collection) => {
      await bertaHasMuch();
      broken = collection;
      await expect(house.says(anna, 'nachfolge Berta durch Carla')).rejects.toThrow(Unavailable);
      broken = undefined;
      expect(await house.runs('identity.successions')).toEqual({ done: 0, failed: 0 });
      house.clock.advance({ minutes: 2 });
      expect((await house.runs('identity.successions')).done).toBeLessThanOrEqual(1);
      if ((await house.audited()).length === 0) {
        await house.says(anna, 'nachfolge Berta durch Carla');
      }
      await isHandedOver();
      expect(await house.runs('identity.successions')).toEqual({ done: 0, failed: 0 });
    },
  );

  it('is finished by the redelivery of the event', async () => {
    await bertaHasMuch();
    const again = () => house.says(anna, 'nachfolge Berta durch Carla', { key: 'k' });
    broken = 'committees';
    await expect(again()).rejects.toThrow(Unavailable);
    broken = undefined;
    expect(textOf(await again())).toContain('Übergeben');
    await isHandedOver();
  });

  it('keeps an address that nobody has met, and leaves the partner of whoever has one', async () => {
    await bertaHasMuch();
    await house.says(anna, 'nachfolge Berta durch neu@kita.example');
    const fresh = slack('FRESH');
    house.knows(fresh, vouched('Frida Frisch', 'neu@kita.example'));
    expect(await house.personOf(fresh)).toMatchObject({ chairs: ['k1'], partner: { name: 'Kita Sonne' } });

    const people = house.store.collection(peopleSpec);
    await people.update(await idOf(carla), { $set: { partner: { name: 'Kita Mond' } } });
    await house.says(anna, 'nachfolge Berta durch Carla');
    expect((await house.personOf(carla)).partner?.name).toBe('Kita Mond');
  });

  it('asks which of several is meant, on both sides', async () => {
    await bertaHasMuch();
    house.knows(slack('B2'), vouched('Berta Zwei', 'b2@kita.example'));
    house.knows(slack('C2'), vouched('Carla Zwei', 'c2@kita.example'));
    await house.personOf(slack('B2'));
    await house.personOf(slack('C2'));
    const first = await house.says(anna, 'nachfolge Berta durch Carla');
    const second = await house.presses(anna, button(first, 'Berta Alt, Kita Sonne (bestätigt)'));
    expect(textOf(second)).toContain('Zu „Carla“ passen mehrere');
    expect(textOf(await house.presses(anna, button(second, 'Carla Neu')))).toContain('Übergeben');
  });

  it('refuses one and the same person, unknown names, and everybody but the coordination office', async () => {
    expect(textOf(await house.says(anna, 'nachfolge Berta durch Berta'))).toContain('zweimal dieselbe Person');
    expect(textOf(await house.says(anna, 'nachfolge Xaver durch Berta'))).toContain('„Xaver“ kenne ich nicht');
    expect(textOf(await house.says(berta, 'nachfolge Anna durch Berta'))).toContain('Das darf nur die Koordination');
    expect(textOf(await house.says(anna, 'nachfolge Berta durch Carla'))).toContain('hatte nichts');
  });
});
