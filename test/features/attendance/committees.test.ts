import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { committeeFrom, committeesSpec } from '../../../src/features/attendance/model.js';
import { seedSampleCommittees } from '../../../src/features/attendance/sample.js';
import { roomsSpec } from '../../../src/features/identity/rooms.js';
import { seedSamplePeople } from '../../../src/features/identity/sample.js';
import { watched } from '../../support/faulty-store.js';
import { button, House, slack, textOf, vouched } from '../identity/house.js';
import { filledIn, formOf } from '../partners/house.js';

const anna = slack('ANNA');
const carla = slack('CARLA');
const gabi = slack('GABI');

let house: House;
beforeEach(async () => {
  house = await House.open({ coordinators: ['anna@stadt.example'] });
  house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
  house.knows(carla, vouched('Carla Kita', 'carla@kita.example'));
  house.knows(gabi, vouched('Gabi Schule', 'gabi@schule.example'));
});
afterEach(() => house.close());

const committees = () => house.store.collection(committeesSpec);
const only = async () => (await committees().find()).items[0];
const idOf = async (account: typeof anna) => (await house.personOf(account)).id;

describe('gremien', () => {
  it('says what to do while there is none, by role', async () => {
    expect(textOf(await house.says(carla, 'gremien'))).toContain('Fragen Sie die kommunale Koordination');
    const forCoordinator = await house.says(anna, 'gremien');
    expect(textOf(forCoordinator)).toContain('„gremium neu');
    expect(textOf(forCoordinator)).not.toContain('npm');
    expect(button(forCoordinator, 'Neues Gremium')).toBeDefined();
    expect(textOf(await house.says(carla, 'gremien'))).toContain('Fragen Sie Anna Amt');
  });

  it('shows the sample network’s committees, a line each, and a card for each', async () => {
    await seedSamplePeople(house.store, house.clock.now());
    expect(await seedSampleCommittees(house.store)).toEqual({ added: 7 });
    expect(await seedSampleCommittees(house.store)).toEqual({ added: 0 });
    const list = await house.says(carla, 'gremien');
    const text = textOf(list);
    for (const name of ['Steuerungsgruppe', 'Präventionskonferenz', 'Bildungsübergänge', 'Integration', 'Teilhabe']) {
      expect(text).toContain(name);
    }
    expect(text).toContain('Vorsitz: Gabi Erfunden (Beispiel) · 7 Mitglieder');
    expect(text).toContain('Vorsitz: noch offen');
    const card = await house.presses(carla, button(list, 'Arbeitskreis Bildungsübergänge (Beispie…'));
    expect(textOf(card)).toContain('Gabi Erfunden (Beispiel) (Vorsitz)');
    expect(textOf(card)).toContain('noch keines geplant');
    expect(button(card, 'Treffen planen')).toBeUndefined();
  });

  it('lists ten at a time, those of the person first', async () => {
    const mine = await idOf(carla);
    const many = Array.from({ length: 12 }, (_, at) =>
      committeeFrom({
        _id: `c${at}`,
        name: `AK ${String(at).padStart(2, '0')}`,
        kind: 'working-group',
        memberIds: at === 11 ? [mine] : [],
      }),
    );
    await committees().insertMany(many);
    const first = await house.says(carla, 'gremien');
    expect(textOf(first)).toContain('AK 08');
    expect(textOf(first)).not.toContain('AK 10');
    expect(textOf(first).indexOf('AK 11')).toBeLessThan(textOf(first).indexOf('AK 00'));
    expect(textOf(first)).toContain('1 Mitglied · mit Ihnen');
    const second = await house.presses(carla, button(first, 'Weitere'));
    expect(textOf(second)).toContain('AK 10');
    expect(button(second, 'Weitere')).toBeUndefined();
  });

  it('names members by the name they have now, whichever of their ids is stored', async () => {
    const id = await idOf(carla);
    await committees().insert(
      committeeFrom({ _id: 'c', name: 'AK Eins', kind: 'working-group', memberIds: [id, 'gone'], chairId: id }),
    );
    const text = textOf(await house.says(anna, 'gremium AK Eins'));
    expect(text).toContain('Carla Kita (Vorsitz)');
    expect(text).toContain('Mitglieder: 1');
  });

  it('asks the store for what a whole page needs at once', async () => {
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
      expect(textOf(await counting.says(carla, 'gremien'))).toContain(`Vorsitz: Name von P${count - 1}`);
      await counting.close();
      return asked;
    };
    expect(await calls(8)).toBe(await calls(1));
  });

  it('knows members whose accounts were linked since', async () => {
    const [one, other] = [slack('ONE'), slack('OTHER', 'T-foreign')];
    await house.personOf(one);
    const memberIds = [await idOf(other)];
    await committees().insert(committeeFrom({ _id: 'c1', name: 'AK Test', kind: 'working-group', memberIds }));
    await house.links(one, other);
    expect(textOf(await house.says(one, 'gremien'))).toContain('mit Ihnen');
    expect(textOf(await house.says(anna, 'gremium AK Test'))).toContain('Name von ONE');
  });

  it('makes a chair of whoever chairs one', async () => {
    const id = await idOf(carla);
    await committees().insert(
      committeeFrom({ _id: 'c1', name: 'AK Test', kind: 'working-group', memberIds: [id], chairId: id }),
    );
    expect((await house.personOf(carla)).chairs).toEqual(['c1']);
  });
});

describe('gremium neu, mitglied, vorsitz', () => {
  beforeEach(async () => {
    for (const account of [anna, carla, gabi]) await house.personOf(account);
    await house.says(anna, 'gremium neu Arbeitskreis Bildungsübergänge');
  });

  it('enters a committee once, however often the event is delivered, and says so if there is one', async () => {
    await house.says(anna, 'gremium neu AK Gesundheit', { key: 'again' });
    const again = await house.says(anna, 'gremium neu AK Gesundheit', { key: 'again' });
    expect((await committees().find()).items).toHaveLength(2);
    expect(again.type).toBeDefined();
    expect(textOf(await house.says(anna, 'gremium neu ak gesundheit'))).toContain('gibt es schon');
    expect(textOf(await house.says(carla, 'gremium neu AK Neu'))).toContain('Anna Amt');
    expect(await house.audited()).toEqual(['attendance.committee-new', 'attendance.committee-new']);
  });

  it('takes in members by name and address, keeps new addresses, and asks who is meant', async () => {
    const reply = await house.says(anna, 'mitglied AK Übergänge dazu Carla Kita, neu@praxis.example, Gabi Schule');
    expect(textOf(reply)).toContain(
      'Neu in „Arbeitskreis Bildungsübergänge“: Carla Kita, neu@praxis.example, Gabi Schule',
    );
    expect((await only())?.memberIds).toHaveLength(3);
    expect(textOf(await house.says(anna, 'mitglied Übergenge + Carla Kita'))).toContain('Schon dabei: Carla Kita');
    const out = await house.says(anna, 'mitglied bildungsuebergaenge weg Carla Kita');
    expect(textOf(out)).toContain('Nicht mehr in „Arbeitskreis Bildungsübergänge“: Carla Kita');
    expect((await only())?.memberIds).toHaveLength(2);
    expect((await house.audited()).toSorted()).toEqual([
      'attendance.committee-new',
      'attendance.members',
      'attendance.members',
    ]);
  });

  it('tells a „dazu“ in a name from the command’s own', async () => {
    await house.says(anna, 'gremium neu AK Alle gehören dazu');
    await house.says(anna, 'mitglied AK Alle gehören dazu dazu Carla Kita');
    house.knows(slack('D'), vouched('Dora Dazu', 'dora@dazu.example'));
    await house.personOf(slack('D'));
    expect(textOf(await house.says(anna, 'mitglied Übergänge dazu Dora Dazu'))).toContain('Dora Dazu');
    const all = (await committees().find()).items;
    expect(all.map(({ name, memberIds }) => [name, memberIds.length])).toEqual(
      expect.arrayContaining([
        ['AK Alle gehören dazu', 1],
        ['Arbeitskreis Bildungsübergänge', 1],
      ]),
    );
  });

  it('gives a choice where several committees fit, and says so where none does', async () => {
    await house.says(anna, 'gremium neu Arbeitskreis Gesundheit');
    const choice = await house.says(anna, 'mitglied Arbeitskreis dazu Carla Kita');
    expect(textOf(choice)).toContain('Welches Gremium');
    await house.presses(anna, button(choice, 'Arbeitskreis Gesundheit'));
    expect((await committees().findOne({ foldedName: 'arbeitskreis gesundheit' }))?.memberIds).toHaveLength(1);
    expect(textOf(await house.says(anna, 'mitglied Sport dazu Carla Kita'))).toContain('„Sport“ kenne ich nicht');
  });

  it('lets the chair lead the own committee only, and says whom else to ask', async () => {
    expect(textOf(await house.says(anna, 'vorsitz AK Übergänge Gabi Schule'))).toContain('hat jetzt Gabi Schule');
    expect(textOf(await house.says(gabi, 'mitglied AK Übergänge dazu Carla Kita'))).toContain('Neu in');
    await house.says(anna, 'gremium neu AK Gesundheit');
    const refused = textOf(await house.says(gabi, 'mitglied AK Gesundheit dazu Carla Kita'));
    expect(refused).toContain('Anna Amt');
    expect(textOf(await house.says(carla, 'mitglied AK Gesundheit dazu Carla Kita'))).toContain('Anna Amt');
    await house.says(anna, 'mitglied AK Übergänge weg Gabi Schule');
    expect((await house.personOf(gabi)).chairs).toEqual([]);
  });

  it('keeps standing deputies, and guests without any account', async () => {
    await house.says(anna, 'mitglied AK Übergänge dazu Carla Kita');
    const deputy = textOf(await house.says(anna, 'stellvertretung AK Übergänge Gabi Schule für Carla Kita'));
    expect(deputy).toContain('Carla Kita (Vertretung: Gabi Schule)');
    const guest = textOf(await house.says(anna, 'mitglied AK Übergänge gast Prof. Erika Gast'));
    expect(guest).toContain('Gäste: Prof. Erika Gast');
    await house.says(anna, 'mitglied AK Übergänge gast Prof. Erika Gast');
    expect((await only())?.guestIds).toHaveLength(1);
    await house.says(anna, 'mitglied AK Übergänge weg Carla Kita');
    expect((await only())?.deputies).toEqual([]);
  });

  it('holds two hundred members, by partner, ten partners a page', async () => {
    const addresses = Array.from({ length: 200 }, (_, at) => `person${at}@kita${at % 25}.example`);
    for (let from = 0; from < 200; from += 20) {
      await house.says(anna, `mitglied AK Übergänge dazu ${addresses.slice(from, from + 20).join(', ')}`);
    }
    expect((await only())?.memberIds).toHaveLength(200);
    expect(textOf(await house.says(anna, 'gremium AK Übergänge'))).toContain('Mitglieder: 200');
  });
});

describe('forms of committees', () => {
  const card = async () => house.says(anna, 'gremium AK Übergänge');
  const opens = async (label: string) => formOf(await house.presses(anna, button(await card(), label)));

  beforeEach(async () => {
    for (const account of [anna, carla, gabi]) await house.personOf(account);
  });

  it('enters a committee with chair and members, and says at the field what to mend', async () => {
    const form = formOf(await house.says(anna, 'gremium neu'));
    const bad = await house.submits(anna, form.id, { name: 'AK Neu', chair: 'Unbekannt Niemand' });
    expect(formOf(bad).errors?.chair).toContain('kenne ich nicht');
    expect(filledIn(formOf(bad))).toMatchObject({ name: 'AK Neu', chair: 'Unbekannt Niemand' });
    const good = await house.submits(anna, form.id, {
      name: 'AK Neu',
      chair: 'Gabi Schule',
      members: 'Carla Kita, neu@kita.example',
      replies: 'all',
      maybe: 'no',
    });
    expect(textOf(good)).toContain('Gabi Schule (Vorsitz)');
    expect(await only()).toMatchObject({ onePerPartner: false, maybeAllowed: false });
    expect((await only())?.memberIds).toHaveLength(3);
  });

  it('shows a second editor what has changed meanwhile, and takes it when saved again', async () => {
    await house.says(anna, 'gremium neu Arbeitskreis Übergänge');
    const mine = await opens('Bearbeiten');
    const theirs = await opens('Bearbeiten');
    await house.submits(anna, theirs.id, { ...filledIn(theirs), name: 'AK Übergänge neu' }, theirs.payload);
    const merged = await house.submits(anna, mine.id, { ...filledIn(mine), maybe: 'no' }, mine.payload);
    expect(textOf(merged)).toContain('Gespeichert');
    expect(await only()).toMatchObject({ name: 'AK Übergänge neu', maybeAllowed: false });
    const clash = formOf(
      await house.submits(anna, mine.id, { ...filledIn(mine), name: 'AK Übergänge anders' }, mine.payload),
    );
    expect(clash.errors?.name).toContain('AK Übergänge neu');
    expect(filledIn(clash)).toMatchObject({ name: 'AK Übergänge anders', maybe: 'no' });
    await house.submits(anna, clash.id, filledIn(clash), clash.payload);
    expect((await only())?.name).toBe('AK Übergänge anders');
  });

  it('lets the chair choose a channel the bot is in', async () => {
    await house.says(anna, 'gremium neu Arbeitskreis Übergänge');
    await house.deliver(
      carla,
      { type: 'text', text: 'hallo', via: 'mention' },
      {
        place: 'channel',
        room: { conversation: 'C1', name: 'ak-übergänge' },
      },
    );
    const [room] = (await house.store.collection(roomsSpec).find()).items;
    const form = await opens('Kanal wählen');
    const reply = await house.submits(anna, form.id, { room: room?._id ?? '' }, form.payload);
    expect(textOf(reply)).toContain('Kanal: ak-übergänge');
    expect((await only())?.roomId).toBe(room?._id);
  });
});

describe('gremium auflösen', () => {
  it('asks first, keeps what was, and can be undone; not while there are meetings to come', async () => {
    await house.says(anna, 'gremium neu AK Alt');
    await house.says(anna, 'treffen neu AK Alt; Thema; 3.12.2026 14:00; Rathaus');
    const refused = textOf(await house.says(anna, 'gremium auflösen AK Alt'));
    expect(refused).toContain('„AK Alt“ hat noch Treffen vor sich: Nr. 1');
    expect(textOf(await house.says(carla, 'gremium auflösen AK Alt'))).toContain('darf nur die Koordination');
    house.clock.set('2026-12-04T09:00:00+01:00');
    const card = await house.says(anna, 'gremium AK Alt');
    const asked = await house.presses(anna, button(card, 'Auflösen'));
    expect(await only()).toBeDefined();
    const done = await house.presses(anna, button(asked, 'Ja, auflösen'));
    expect(textOf(done)).toContain('„AK Alt“ ist aufgelöst');
    expect(await only()).toBeUndefined();
    expect(await house.audited()).toContain('attendance.committee-dissolved');
    expect(textOf(await house.presses(anna, button(asked, 'Ja, auflösen')))).toContain('gibt es nicht mehr');
    await house.presses(anna, button(done, 'Wieder anlegen'));
    expect((await only())?.name).toBe('AK Alt');
  });
});
