import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditSpec } from '../../../src/bot/audit.js';
import { stored } from '../../../src/bot/feature.js';
import { type Reference, referenceSpec } from '../../../src/channels/teams/references.js';
import { committeeFrom, committeesSpec } from '../../../src/features/attendance/model.js';
import { accountsSpec, peopleSpec } from '../../../src/features/identity/model.js';
import { button, House, slack, teams, textOf, vouched } from './house.js';

const anna = slack('ANNA');
const maria = slack('USLACKMARIA');
const mariaInTeams = teams('TEAMSMARIA');
const traces = ['Wunderlich', 'wunderlich', 'USLACKMARIA', 'TEAMSMARIA'];

describe('what is stored about a person', () => {
  let house: House;
  beforeEach(async () => {
    house = await (
      await House.open({ coordinators: ['anna@stadt.example'], extraSpecs: [stored(referenceSpec)] })
    ).withPartners();
    house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
    house.knows(maria, vouched('Maria Wunderlich', 'maria.wunderlich@kita.example'));
    house.knows(mariaInTeams, vouched('Maria Wunderlich', 'maria.wunderlich@kita.example'));
    await house.personOf(anna);
  });
  afterEach(() => house.close());

  /** Everything that the store's files hold. */
  async function files(): Promise<string> {
    const names = await readdir(house.folder);
    const texts = await Promise.all(
      names.filter((name) => name.endsWith('.db')).map((name) => readFile(join(house.folder, name), 'utf8')),
    );
    return texts.join('\n');
  }

  async function livesFully(): Promise<string> {
    await house.says(maria, 'hilfe');
    await house.says(mariaInTeams, 'einrichtung Zwergenvilla Süd');
    await house.says(anna, 'bestätigen Maria Wunderlich');
    await house.says(maria, 'pause 24.12.');
    await house.says(maria, 'verbinden');
    await house.says(anna, 'koordination dazu Maria Wunderlich');
    await house.says(maria, 'einrichtung Beispielblume');
    const { id } = await house.personOf(maria);
    await house.store
      .collection(committeesSpec)
      .insert(committeeFrom({ _id: 'c1', name: 'AK Test', kind: 'working-group', memberIds: [id], chairId: id }));
    return id;
  }

  async function allPages(who: typeof maria): Promise<string> {
    const pages: string[] = [];
    let reply = await house.says(who, 'meine daten');
    for (;;) {
      pages.push(textOf(reply));
      const more = button(reply, 'Weitere') ?? button(reply, 'More');
      if (!more) return pages.join('\n');
      reply = await house.presses(who, more);
    }
  }

  describe('meine daten', () => {
    it('shows all of it, of every collection, privately', async () => {
      await livesFully();
      const reply = await house.says(maria, 'meine daten', { place: 'channel' });
      expect(reply).toMatchObject({ type: 'message', private: true });
      const first = textOf(reply);
      const second = textOf(await house.presses(maria, button(reply, 'Weitere')));
      const all = first + second;
      for (const expected of [
        'Name: Maria Wunderlich',
        'maria.wunderlich@kita.example',
        'Einrichtung: Kita Beispielblume',
        'Pause bis einschließlich: 24.12.2026',
        'Microsoft Teams',
        'USLACKMARIA',
        'Gremium: AK Test',
        'Aufgabe: Koordination',
        'Code zum Verbinden',
        'Nachrichten des Bots an mich',
        'Erster Kontakt: 10.11.2026',
      ]) {
        expect(all).toContain(expected);
      }
    });

    it('words administrative acts in the person’s language, with names and local times, whoever did them', async () => {
      await livesFully();
      house.clock.set('2026-07-01T22:30:00Z');
      await house.says(anna, 'koordination weg Maria Wunderlich');
      const german = await allPages(maria);
      expect(german).toContain('Verwaltung, von mir oder über mich');
      expect(german).toContain('Wann: 10.11.2026, 09:00');
      expect(german).toContain('Wer: Anna Amt');
      expect(german).toContain('Was: Koordination gegeben: Maria Wunderlich');
      expect(german).toContain('Wann: 02.07.2026, 00:30');
      expect(german).not.toMatch(/identity\.|\bkind\b|\bsubject\b|id-\d/);

      await house.says(maria, 'sprache englisch');
      expect(await allPages(maria)).toContain('What: Coordination given: Maria Wunderlich');
    });

    it('shows a committee once to whoever chairs it, member or not', async () => {
      const { id } = await house.personOf(maria);
      const committees = house.store.collection(committeesSpec);
      const committee = { kind: 'working-group', chairId: id } as const;
      await committees.insert(committeeFrom({ ...committee, _id: 'c1', name: 'AK Eins', memberIds: [id] }));
      await committees.insert(committeeFrom({ ...committee, _id: 'c2', name: 'AK Zwei', memberIds: [] }));
      const all = await allPages(maria);
      expect(all.split('AK Eins')).toHaveLength(2);
      expect(all.split('AK Zwei')).toHaveLength(2);
      await house.presses(maria, button(await house.says(maria, 'meine daten löschen'), 'Löschen'));
      expect((await committees.get('c2'))?.chairId).toBeUndefined();
    });

    it('shows the days of a pause by the clocks of the network', async () => {
      await house.says(maria, 'pause 1.7.2027');
      expect(await allPages(maria)).toContain('Pause bis einschließlich: 01.07.2027');
    });

    it('shows nothing of others', async () => {
      await livesFully();
      expect(textOf(await house.says(slack('OTHER'), 'meine daten'))).not.toContain('Maria');
    });

    it('comes ten entries at a time, each once', async () => {
      const { id } = await house.personOf(maria);
      const audit = house.store.collection(auditSpec);
      for (let each = 0; each < 25; each += 1) {
        await audit.insert({ _id: `a${each}`, at: house.clock.now(), actor: id, kind: 'k', subject: `Sache-${each}.` });
      }
      let reply = await house.says(maria, 'meine daten');
      let all = textOf(reply);
      let pages = 1;
      for (let more = button(reply, 'Weitere'); more; more = button(reply, 'Weitere')) {
        reply = await house.presses(maria, more);
        all += textOf(reply);
        pages += 1;
      }
      expect(pages).toBe(3);
      for (let each = 0; each < 25; each += 1) expect(all.split(`Sache-${each}.`)).toHaveLength(2);
    });
  });

  describe('meine daten löschen', () => {
    it('deletes only after Löschen', async () => {
      await house.personOf(maria);
      const question = await house.says(maria, 'meine daten löschen');
      expect(textOf(question)).toContain('lässt sich nicht zurücknehmen');
      expect(textOf(await house.presses(maria, button(question, 'Behalten')))).toContain('bleibt alles');
      expect(textOf(await house.says(maria, 'löschen'))).toContain('Tippen Sie zuerst');
      expect(await house.store.collection(accountsSpec).get('slack:T1:USLACKMARIA')).toBeDefined();
    });

    it.each(['pressed', 'typed'])('leaves no trace in the files, when %s', async (how) => {
      await livesFully();
      expect(await files()).toContain('Wunderlich');
      const question = await house.says(maria, 'meine daten löschen');
      const reply =
        how === 'typed' ? await house.says(maria, 'löschen') : await house.presses(maria, button(question, 'Löschen'));
      expect(textOf(reply)).toContain('Alles über Sie ist gelöscht');
      const left = await files();
      for (const trace of traces) expect(left).not.toContain(trace);
      expect((await house.store.collection(committeesSpec).get('c1'))?.memberIds).toEqual([]);
      expect((await house.store.collection(committeesSpec).get('c1'))?.chairId).toBeUndefined();
    });

    it('leaves no trace of one who was joined with a former self either', async () => {
      const first = await house.personOf(slack('GUESTMARIA', 'T-foreign'));
      await house.store
        .collection(committeesSpec)
        .insert(committeeFrom({ _id: 'c1', name: 'AK Test', kind: 'working-group', memberIds: [first.id] }));
      await house.links(maria, slack('GUESTMARIA', 'T-foreign'));
      await house.presses(maria, button(await house.says(maria, 'meine daten löschen'), 'Löschen'));
      const left = await files();
      for (const trace of [...traces, 'GUESTMARIA']) expect(left).not.toContain(trace);
      expect((await house.store.collection(committeesSpec).get('c1'))?.memberIds).toEqual([]);
    });

    it('reaches what a channel keeps under the key of an account, and shows it before', async () => {
      const references = house.store.collection(referenceSpec);
      await house.says(mariaInTeams, 'hilfe');
      const reference: Reference = {
        _id: 'teams:tenant-1:TEAMSMARIA',
        member: '29:TEAMSMARIA',
        bot: '28:BOT',
        serviceUrl: 'https://smba.example/',
        met: 'a:1',
        seen: house.clock.now(),
      };
      await references.insert(reference);
      expect(textOf(await house.says(maria, 'meine daten'))).toContain('Teams');
      await house.presses(maria, button(await house.says(maria, 'meine daten löschen'), 'Löschen'));
      expect(await references.count()).toBe(0);
    });

    it('leaves no id of theirs in the log of changes', async () => {
      const id = await livesFully();
      await house.presses(maria, button(await house.says(maria, 'meine daten löschen'), 'Löschen'));
      const entries = (await house.store.collection(auditSpec).find()).items;
      expect(entries.length).toBeGreaterThan(0);
      expect(JSON.stringify(entries)).not.toContain(id);
      expect(textOf(await house.says(anna, 'änderungen'))).toContain('gelöscht');
    });

    it('is not undone by a second press, which makes nobody anew', async () => {
      await house.personOf(maria);
      const press = button(await house.says(maria, 'meine daten löschen'), 'Löschen');
      const replies = await Promise.all([house.presses(maria, press), house.presses(maria, press)]);
      for (const reply of replies) expect(textOf(reply)).toContain('gelöscht');
      expect(textOf(await house.presses(maria, press))).toContain('Alles über Sie ist gelöscht');
      expect(await files()).not.toContain('Wunderlich');
    });

    it('starts anew at the next contact', async () => {
      const before = await livesFully();
      await house.presses(maria, button(await house.says(maria, 'meine daten löschen'), 'Löschen'));
      const anew = await house.personOf(maria);
      expect(anew.id).not.toBe(before);
      expect(anew).toMatchObject({ coordinator: false, chairs: [], accounts: [maria] });
      expect(anew.partner).toBeUndefined();
      expect(await house.people.get(before)).toBeUndefined();
    });

    it('does not delete somebody anew by an old card', async () => {
      await house.personOf(maria);
      const press = button(await house.says(maria, 'meine daten löschen'), 'Löschen');
      await house.presses(maria, press);
      await house.says(maria, 'sprache einfach');
      await house.presses(maria, press);
      expect((await house.personOf(maria)).language).toBe('einfach');
    });

    it('counts for ten minutes', async () => {
      const press = button(await house.says(maria, 'meine daten löschen'), 'Löschen');
      house.clock.advance({ minutes: 11 });
      await house.presses(maria, press);
      await house.says(maria, 'löschen');
      expect(await house.store.collection(accountsSpec).get('slack:T1:USLACKMARIA')).toBeDefined();
    });

    it('is finished by the next contact or the clock if a crash cut it short', async () => {
      const { id } = await house.personOf(maria);
      await house.store.collection(peopleSpec).update(id, { $set: { unfinished: 'erasure' } });
      expect(await house.people.get(id)).toBeUndefined();
      expect(await house.runs('identity.unfinished')).toEqual({ done: 1, failed: 0 });
      expect(await files()).not.toContain('Wunderlich');

      const again = await house.personOf(maria);
      await house.store.collection(peopleSpec).update(again.id, { $set: { unfinished: 'erasure' } });
      expect((await house.personOf(maria)).id).not.toBe(again.id);
    });

    it('refuses the last coordinator, and says how to hand over', async () => {
      expect(textOf(await house.says(anna, 'meine daten löschen'))).toContain('koordination dazu PERSON');
      await house.personOf(maria);
      await house.says(anna, 'koordination dazu Maria Wunderlich');
      const press = button(await house.says(anna, 'meine daten löschen'), 'Löschen');
      expect(textOf(await house.presses(anna, press))).toContain('gelöscht');
      expect(await house.people.coordinators()).toHaveLength(1);
    });

    it('leaves one of two coordinators who delete themselves at the same time', async () => {
      await house.personOf(maria);
      await house.says(anna, 'koordination dazu Maria Wunderlich');
      const presses = await Promise.all(
        [anna, maria].map(
          async (who) => [who, button(await house.says(who, 'meine daten löschen'), 'Löschen')] as const,
        ),
      );
      await Promise.all(presses.map(([who, press]) => house.presses(who, press)));
      expect(await house.people.coordinators()).toHaveLength(1);
    });
  });
});

describe('/datenschutz', () => {
  it.each([
    ['de', 'Wen Sie fragen können', 'meine daten löschen'],
    ['einfach', 'Wen Sie fragen können', 'speichert Dorfbote'],
    ['en', 'Whom you can ask', 'Your rights'],
  ] as const)(
    'says in "%s" what every collection holds, why, how long and whom to ask',
    async (language, ...expected) => {
      const house = await House.open();
      const [page] = house.features.flatMap((feature) => feature.pages);
      const answer = await page?.run({ params: {}, language, now: house.clock.now() });
      if (!answer || !('view' in answer)) throw new Error('there is no page');
      const text = textOf({ type: 'message', view: answer.view });
      for (const part of [...expected, 'datenschutz@beispielstadt.example']) expect(text).toContain(part);
      for (const spec of house.features.flatMap((feature) => feature.collections)) {
        if (spec.personal !== 'none') expect(text).toContain(spec.personal.label[language]);
      }
      await house.close();
    },
  );
});
