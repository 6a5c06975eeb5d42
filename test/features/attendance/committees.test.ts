import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { committeeFrom, committeesSpec } from '../../../src/features/attendance/model.js';
import { seedSampleCommittees } from '../../../src/features/attendance/sample.js';
import { seedSamplePeople } from '../../../src/features/identity/sample.js';
import { watched } from '../../support/faulty-store.js';
import { button, House, slack, textOf, vouched } from '../identity/house.js';

const anna = slack('ANNA');
const carla = slack('CARLA');

describe('gremien', () => {
  let house: House;
  beforeEach(async () => {
    house = await House.open({ coordinators: ['anna@stadt.example'] });
    house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
  });
  afterEach(() => house.close());

  const committees = () => house.store.collection(committeesSpec);

  it('says what to do while there is none, by role', async () => {
    expect(textOf(await house.says(carla, 'gremien'))).toContain('Fragen Sie die kommunale Koordination');
    const forCoordinator = textOf(await house.says(anna, 'gremien'));
    expect(forCoordinator).toContain('ein Beispielnetzwerk laden');
    expect(forCoordinator).not.toContain('npm');
    expect(textOf(await house.says(carla, 'gremien'))).toContain('Fragen Sie Anna Amt');
  });

  it('shows the sample network’s committees with their chairs and members', async () => {
    await seedSamplePeople(house.store, house.clock.now());
    expect(await seedSampleCommittees(house.store)).toEqual({ added: 7 });
    expect(await seedSampleCommittees(house.store)).toEqual({ added: 0 });
    const text = textOf(await house.says(carla, 'gremien'));
    for (const name of [
      'Steuerungsgruppe',
      'Präventionskonferenz',
      'Bildungsübergänge',
      'Gesundheit',
      'Integration',
      'Inklusion',
      'Teilhabe',
    ]) {
      expect(text).toContain(name);
    }
    expect(text).toContain('Vorsitz: Gabi Erfunden (Beispiel)');
    expect(text).toContain('Vorsitz: noch offen');
    expect(text).toContain('und 8 weitere');
  });

  it('lists ten at a time', async () => {
    const many = Array.from({ length: 12 }, (_, at) =>
      committeeFrom({ _id: `c${at}`, name: `AK ${String(at).padStart(2, '0')}`, kind: 'working-group', memberIds: [] }),
    );
    await committees().insertMany(many);
    const first = await house.says(carla, 'gremien');
    expect(textOf(first)).toContain('AK 09');
    expect(textOf(first)).not.toContain('AK 10');
    const second = await house.presses(carla, button(first, 'Weitere'));
    expect(textOf(second)).toContain('AK 11');
    expect(button(second, 'Weitere')).toBeUndefined();
  });

  it('counts members who are no longer known without naming them', async () => {
    const { id } = await house.personOf(carla);
    const memberIds = [id, 'gone-1', 'gone-2'];
    await committees().insert(committeeFrom({ _id: 'c1', name: 'AK Test', kind: 'working-group', memberIds }));
    expect(textOf(await house.says(anna, 'gremien'))).toContain('Name von CARLA, 2 Personen ohne Namen');
  });

  it('asks the store for the names of a whole page at once', async () => {
    const calls = async (count: number): Promise<number> => {
      let asked = 0;
      const counting = await House.open({
        between: (store) =>
          watched(store, () => {
            asked += 1;
          }),
      });
      const people = Array.from({ length: count }, (_, at) => slack(`P${at}`));
      const memberIds = await Promise.all(people.map(async (each) => (await counting.personOf(each)).id));
      for (const [at, chairId] of memberIds.entries()) {
        const committee = { _id: `c${at}`, name: `AK ${at}`, kind: 'working-group', memberIds, chairId } as const;
        await counting.store.collection(committeesSpec).insert(committeeFrom(committee));
      }
      await counting.personOf(carla);
      asked = 0;
      expect(textOf(await counting.says(carla, 'gremien'))).toContain(`Name von P${count - 1}`);
      await counting.close();
      return asked;
    };
    expect(await calls(8)).toBe(await calls(1));
  });

  it('names members by the name they have now, whichever of their ids is stored', async () => {
    const [one, other] = [await house.personOf(slack('ONE')), await house.personOf(slack('OTHER', 'T-foreign'))];
    const memberIds = [other.id];
    await committees().insert(committeeFrom({ _id: 'c1', name: 'AK Test', kind: 'working-group', memberIds }));
    await house.links(slack('ONE'), slack('OTHER', 'T-foreign'));
    expect(textOf(await house.says(anna, 'gremien'))).toContain('Mitglieder: Name von ONE');
    expect([...(await house.people.names([one.id, other.id, 'nobody', '__proto__'])).keys()]).toEqual([
      one.id,
      other.id,
    ]);
  });

  it('makes a chair of whoever chairs one', async () => {
    const { id } = await house.personOf(carla);
    await committees().insert(
      committeeFrom({ _id: 'c1', name: 'AK Test', kind: 'working-group', memberIds: [id], chairId: id }),
    );
    expect((await house.personOf(carla)).chairs).toEqual(['c1']);
  });
});
