import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { committeesSpec } from '../../../src/features/attendance/model.js';
import type { Account } from '../../../src/messages/inbound.js';
import { button, stores, textOf } from '../identity/house.js';
import { anna, carla, Town } from './town.js';

const sends = (town: Town, from: Account, lines: readonly string[]) =>
  town.house.deliver(from, {
    type: 'file',
    name: 'gremien.csv',
    bytes: new TextEncoder().encode(lines.join('\r\n')),
  });

describe.each(stores)('committees from a file on %s', (on) => {
  let town: Town;
  beforeEach(async () => {
    town = await Town.open({ on });
  });
  afterEach(() => town.close());

  const file = [
    'Gremium;Name;E-Mail;Rolle',
    'ak uebergaenge;Emil Extra;emil@extra.example;Mitglied',
    'AK Übergänge;Carla Kita;carla@kita.example;',
    'AK Gesundheit;Neue Person;neu@praxis.example;Vorsitz',
    'AK Gesundheit;Emil Extra;;Vertretung für neu@praxis.example',
    'AK Gesundheit;Prof. Gast;;Gast',
    'AK Gesundheit;Unbekannt Niemand;;Mitglied',
    'AK Gesundheit;X;keine-adresse;Mitglied',
    'AK Gesundheit;Emil Extra;;Kassenwart',
    ';Emil Extra;;',
  ];

  it('shows what it would change and what does not work, and changes nothing before it is taken over', async () => {
    const preview = await sends(town, anna, file);
    const text = textOf(preview);
    expect(text).toContain('5 Änderungen, 1 unverändert, 4 Zeilen gehen nicht.');
    expect(text).toContain('Zeile 7: „Unbekannt Niemand“ kenne ich nicht');
    expect(text).toContain('Zeile 8: „keine-adresse“');
    expect(text).toContain('Zeile 9: Die Rolle „Kassenwart“');
    expect(text).toContain('Zeile 10: „Gremium“ fehlt');
    expect(text).toContain('Neues Gremium: AK Gesundheit');
    expect((await town.committee()).memberIds).toHaveLength(3);
  });

  it('takes over once, however often it is pressed', async () => {
    const preview = await sends(town, anna, file);
    const again = button(preview, 'Übernehmen');
    await town.house.presses(anna, again);
    expect(textOf(await town.house.presses(anna, again))).toContain('Übernommen: 5 Änderungen');
    expect((await town.committee()).memberIds).toHaveLength(4);
    const health = await town.committee('AK Gesundheit');
    expect(health.memberIds).toHaveLength(1);
    expect(health).toMatchObject({ chairId: health.memberIds[0], guestIds: [expect.any(String)] });
    expect(health.deputies).toHaveLength(1);
    expect((await town.house.store.collection(committeesSpec).find()).items).toHaveLength(2);
    expect(textOf(await sends(town, anna, file))).toContain('0 Änderungen, 5 unverändert');
  });

  it('is dropped by a press, and is the coordination’s to send', async () => {
    await sends(town, anna, file);
    expect(textOf(await town.says(anna, 'gremien verwerfen'))).toContain('Verworfen');
    expect(textOf(await town.says(anna, 'gremien übernehmen'))).toContain('wartet keine Datei');
    expect(textOf(await sends(town, carla, file))).toContain('Fragen Sie Anna Amt');
  });

  it('goes on by the clock where a large file was cut short', async () => {
    const rows = Array.from({ length: 200 }, (_, at) => `AK Groß;Person ${at};person${at}@groß.example;`);
    const preview = await sends(
      town,
      anna,
      ['Gremium;Name;E-Mail;Rolle', ...rows].map((row) => row.replace('groß.', 'gross.')),
    );
    await town.house.presses(anna, button(preview, 'Übernehmen'));
    await town.house.runs('attendance.imports');
    expect((await town.committee('AK Groß')).memberIds).toHaveLength(200);
  });
});
