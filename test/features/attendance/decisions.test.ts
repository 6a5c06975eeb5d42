import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askedWords, searchWords } from '../../../src/features/attendance/minutes/stems.js';
import { committeeFrom, committeesSpec } from '../../../src/features/attendance/model.js';
import { button, type StoreKind, stores, textOf } from '../identity/house.js';
import { anna, carla, formOf, gerd, MeetingHouse } from './meeting-house.js';

describe('words of decisions', () => {
  it('are found in any of their forms', () => {
    const stored = searchWords('Die Kitas benennen Ansprechpersonen für Übergänge.');
    for (const asked of ['Kita', 'Ansprechperson', 'Übergang', 'UEBERGAENGEN']) {
      expect(stored, asked).toContain(askedWords(asked)[0]?.stem);
    }
  });

  it('leave out what says nothing', () => {
    expect(askedWords('Was wurde zu den Beschlüssen über die Sprache beschlossen')).toHaveLength(1);
  });
});

describe.each<StoreKind>([...stores])('beschlüsse on %s', (on) => {
  let it_: MeetingHouse;
  beforeEach(async () => {
    it_ = await MeetingHouse.open({ on });
    await it_.house.store
      .collection(committeesSpec)
      .insert(committeeFrom({ _id: 'c2', name: 'AK Gesundheit', kind: 'working-group', memberIds: [] }));
  });
  afterEach(() => it_.close());

  const says = (who: typeof anna, text: string) => it_.house.says(who, text);
  async function decided() {
    await it_.meeting();
    await it_.meeting({
      _id: 'm2',
      committeeId: 'c2',
      committeeName: 'AK Gesundheit',
      start: new Date('2026-10-01T14:00:00+02:00'),
    });
    await says(anna, 'beschluss 1 Die Sprachförderung beginnt im Januar. (Ziel 1)');
    await says(anna, 'beschluss 1 Es gibt eine Arbeitsgruppe Elternabende.');
    await says(anna, 'beschluss 2 Die Kitas laden Kinderärzte ein. (Ziel 6)');
    await says(anna, 'beschluss 2 Sprachförderkräfte treffen sich jährlich.');
  }

  it('are there for everybody, the latest first, with meeting and day', async () => {
    expect(textOf(await says(gerd, 'beschlüsse'))).toContain('Noch ist kein Beschluss festgehalten.');
    await decided();
    const text = textOf(await says(gerd, 'beschlüsse'));
    expect(text).toContain(
      'Die Sprachförderung beginnt im Januar.\nNr. 1 · AK Übergänge · 12.11.2026 · Ziel 1 (unsere Zählung)',
    );
    expect(text.indexOf('Elternabende')).toBeLessThan(text.indexOf('Kinderärzte'));
  });

  it('are marked while the chair has not signed off the minutes', async () => {
    await decided();
    await says(carla, 'protokoll freigeben 1');
    const text = textOf(await says(gerd, 'beschlüsse'));
    expect(text).toContain('Elternabende.\nNr. 1 · AK Übergänge · 12.11.2026\n');
    expect(text).toContain('jährlich.\nNr. 2 · AK Gesundheit · 01.10.2026 · noch nicht freigegeben');
  });

  it('are searched by stems, and then by what is like them', async () => {
    await decided();
    const found = textOf(await says(gerd, 'beschlüsse zur Sprachförderung'));
    expect(found).toContain('Gesucht: „zur Sprachförderung“ · 1 Beschluss');
    expect(found).not.toContain('Sprachförderkräfte');
    expect(textOf(await says(gerd, 'beschlüsse Kinderarzt und Kita'))).toContain('Kinderärzte');
    const near = textOf(await says(gerd, 'beschlüsse Sprachförderangebote'));
    expect(near).toContain('Genau dazu wurde nichts beschlossen.');
    expect(near).toContain('Sprachförderkräfte');
    expect(near).toContain('beginnt im Januar');
    expect(textOf(await says(gerd, 'beschlüsse Sprache'))).toContain('Sprachförderkräfte');
    expect(textOf(await says(gerd, 'beschlüsse Eltern'))).toContain('Arbeitsgruppe Elternabende');
    expect(textOf(await says(gerd, 'beschlüsse Elternabende Schwimmbad'))).toContain('Arbeitsgruppe Elternabende');
    expect(textOf(await says(gerd, 'beschlüsse Schwimmbad'))).toContain('Dazu wurde nichts beschlossen.');
  });

  it('are filtered by committee and goal, typed or in a form', async () => {
    await decided();
    expect(textOf(await says(gerd, 'beschlüsse Ziel 6'))).toContain('Gesucht: Ziel 6 (unsere Zählung) · 1 Beschluss');
    const committee = textOf(await says(gerd, 'beschlüsse AK Gesundheit'));
    expect(committee).toContain('Gesucht: Gremium AK Gesundheit · 2 Beschlüsse');
    expect(textOf(await says(gerd, 'beschlüsse Arbeitskreis Gesundheit Kinderarzt'))).toContain(
      'Gesucht: „Kinderarzt“, Gremium AK Gesundheit · 1 Beschluss',
    );
    const list = await says(gerd, 'beschlüsse');
    const form = formOf(await it_.house.presses(gerd, button(list, 'Suchen und filtern')));
    const values = { words: 'Kitas', committee: 'c2', goal: '6' };
    const filtered = await it_.house.submits(gerd, form.id, values, form.payload);
    expect(textOf(filtered)).toContain(
      'Gesucht: „Kitas“, Gremium AK Gesundheit, Ziel 6 (unsere Zählung) · 1 Beschluss',
    );
    expect(textOf(await it_.house.presses(gerd, button(filtered, 'Alle Beschlüsse')))).toContain('Elternabende');
  });

  it('come ten at a time, with the search kept', async () => {
    await it_.meeting();
    for (let at = 0; at < 12; at += 1) await says(carla, `beschluss 1 Spielplatz ${at} wird gebaut.`);
    const first = await says(gerd, 'beschlüsse Spielplatz');
    const second = await it_.house.presses(gerd, button(first, 'Weitere'));
    expect(textOf(second).match(/Spielplatz \d/g)).toHaveLength(2);
    expect(textOf(second)).toContain('12 Beschlüsse');
    expect(button(second, 'Weitere')).toBeUndefined();
  });
});
