import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importsSpec } from '../../../src/features/identity/import-part.js';
import { peopleSpec } from '../../../src/features/identity/model.js';
import { readTable } from '../../../src/kernel/csv.js';
import { Unavailable } from '../../../src/kernel/errors.js';
import { watched } from '../../support/faulty-store.js';
import { mongoSetupMs } from '../../support/mongo.js';
import { button, House, slack, stores, textOf, vouched } from './house.js';

const anna = slack('ANNA');
const carla = slack('CARLA');
const kita = 'Kita Beispielblume (Beispiel)';

describe.each(stores)('people from a file, on the store %s,', (on) => {
  let house: House;
  /** Rejects further writes of people once so many were done. */
  let writesLeft: number;
  beforeEach(async () => {
    writesLeft = Number.POSITIVE_INFINITY;
    house = await (
      await House.open({
        on,
        coordinators: ['anna@stadt.example'],
        between: (store) =>
          watched(store, (collection, call) => {
            if (collection !== 'people' || (call !== 'update' && call !== 'insertMany')) return;
            writesLeft -= 1;
            if (writesLeft < 0) throw new Unavailable('store');
          }),
      })
    ).withPartners();
    house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
    house.knows(carla, vouched('Carla Kita', 'carla@kita.example'));
    await house.personOf(anna);
    await house.personOf(carla);
  }, mongoSetupMs);
  afterEach(() => house.close());

  const sends = (who: typeof anna, text: string, key?: string) =>
    house.deliver(
      who,
      { type: 'file', name: 'personen.csv', bytes: new TextEncoder().encode(text) },
      key === undefined ? {} : { key },
    );
  const at = async (address: string) => (await house.identity.search.find(address)).certain[0];
  const count = () => house.store.collection(peopleSpec).count();
  const good = [
    'Name;E-Mail;Einrichtung;Telefon;Kanal',
    `Erika Muster;Erika@Kita.example;${kita};02064 1;`,
    'Carla Andere;carla@kita.example;Beispielblume;;Slack',
    'Fritz Frei;fritz@frei.example;;;Mail',
  ].join('\n');

  it('are shown before anything is stored, then taken over by one press', async () => {
    const before = await count();
    const preview = await sends(anna, good);
    expect(textOf(preview)).toContain('2 Personen sind neu, 1 ändert sich, 0 bleiben gleich.');
    expect(textOf(preview)).toContain(`Neu: Erika Muster, ${kita}`);
    expect(textOf(preview)).toContain(`Ändert sich: Carla Kita: Einrichtung ${kita}; Kanal Slack`);
    expect(await count()).toBe(before);

    const taken = await house.presses(anna, button(preview, 'Übernehmen'), { key: 'press' });
    expect(taken.type).toBe('replace');
    expect(textOf(taken)).toContain('Übernommen: 2 Personen sind neu, 1 hat sich geändert.');
    expect(await house.personOf(carla)).toMatchObject({ name: 'Carla Kita', partner: { name: kita, confirmed: true } });
    const erika = await house.people.get((await at('erika@kita.example'))?.id ?? '');
    expect(erika).toMatchObject({ name: 'Erika Muster', partner: { name: kita, confirmed: true }, accounts: [] });
    expect(await count()).toBe(before + 2);

    expect((await house.presses(anna, button(preview, 'Übernehmen'), { key: 'press' })).type).toBe('nothing');
    expect(textOf(await house.presses(anna, button(preview, 'Übernehmen')))).toContain('Übernommen: 2');
    expect(await count()).toBe(before + 2);
    expect(await house.audited()).toEqual(['identity.imported']);
    expect((await house.store.collection(importsSpec).find()).items.map(({ rows }) => rows)).toEqual([[]]);
    expect(textOf(await sends(anna, good))).toContain('0 Personen sind neu, 0 ändern sich, 3 bleiben gleich.');
  });

  it('are matched with their account when they write', async () => {
    await house.presses(anna, button(await sends(anna, good), 'Übernehmen'));
    house.knows(slack('ERIKA'), vouched('Erika M.', 'erika@kita.example'));
    expect((await house.personOf(slack('ERIKA'))).partner).toMatchObject({ name: kita, confirmed: true });
  });

  it('name every bad line with its number and the reason, ten at a time', async () => {
    const bad = [
      'Name,E-Mail,Partner,Kanal',
      `Gut Eins,eins@a.example,${kita},`,
      'Ohne Adresse,,,',
      'Keine Adresse,irgendwas,,',
      'Doppelt,EINS@a.example,,',
      'Falsche Kita,zwei@a.example,Kita Unbekanntland,',
      'Kanal,drei@a.example,,Fax',
      'Kaputt,"vier@a.example,,',
      ...Array.from({ length: 8 }, (_, index) => `X${index},x${index},,`),
    ].join('\r\n');
    const preview = await sends(anna, bad);
    const text = textOf(preview);
    expect(text).toContain('1 Person ist neu');
    expect(text).toContain('14 Zeilen können nicht übernommen werden.');
    expect(text).toContain('Zeile 3: „E-Mail“ fehlt.');
    expect(text).toContain('Zeile 4: „irgendwas“ ist keine E-Mail-Adresse.');
    expect(text).toContain('Zeile 5: dieselbe E-Mail-Adresse wie in Zeile 2.');
    expect(text).toMatch(/Zeile 6: Die Einrichtung „Kita Unbekanntland“ steht .*nicht im Verzeichnis\./);
    expect(text).toContain('Zeile 7: Kanal „Fax“. Möglich sind Slack, Teams und Mail.');
    expect(text).toContain('Zeile 8: Anführungszeichen passen nicht zusammen.');
    expect(text).not.toContain('Zeile 16');
    const second = await house.presses(anna, button(preview, 'Weitere'));
    expect(textOf(second)).toContain('Zeile 16: „x7“ ist keine E-Mail-Adresse.');
    expect(textOf(second)).toContain('Neu: Gut Eins');
    expect(button(second, 'Weitere')).toBeUndefined();
    await house.presses(anna, button(second, 'Übernehmen'));
    expect(await at('eins@a.example')).toBeDefined();
  });

  it('can be dropped, or taken over by typing', async () => {
    const before = await count();
    const preview = await sends(anna, good);
    expect(textOf(await house.says(anna, 'personen verwerfen'))).toContain('Es wurde nichts geändert');
    expect(textOf(await house.presses(anna, button(preview, 'Übernehmen')))).toContain('habe ich nicht mehr');
    expect(textOf(await house.says(anna, 'personen übernehmen'))).toContain('Es wartet keine Tabelle');
    expect(await count()).toBe(before);
    await sends(anna, good);
    expect(textOf(await house.says(anna, 'personen übernehmen'))).toContain('Übernommen: 2');
  });

  it('are finished after a crash, by the redelivery or by the next beat', async () => {
    const preview = await sends(anna, good);
    writesLeft = 1;
    const press = () => house.presses(anna, button(preview, 'Übernehmen'), { key: 'press' });
    await expect(press()).rejects.toThrow(Unavailable);
    writesLeft = Number.POSITIVE_INFINITY;
    house.clock.advance({ minutes: 2 });
    expect(await house.runs('identity.imports')).toEqual({ done: 1, failed: 0 });
    expect((await house.personOf(carla)).partner?.name).toBe(kita);
    expect(textOf(await press())).toContain('Übernommen: 2 Personen sind neu, 1 hat sich geändert.');
    expect(await house.audited()).toEqual(['identity.imported']);
  });

  it('are taken from the coordination office only, and other files are left to others', async () => {
    const before = await count();
    expect(textOf(await sends(carla, good))).toContain('nimmt nur die Koordination entgegen');
    expect(textOf(await sends(anna, 'Name;E-Mail;Einrichtung;Bereich\nA;a@a.example;B;bildung'))).not.toContain('Neu:');
    expect(textOf(await sends(anna, 'Hallo Welt'))).not.toContain('Personen aus der Datei');
    expect(await count()).toBe(before);
  });

  it('may be very many, whom the clock goes on with: too many are refused with a word of what to do', async () => {
    const rows = Array.from({ length: 2_000 }, (_, index) => `Person ${index};p${index}@a.example;${kita}`);
    const preview = await sends(anna, ['Name;E-Mail;Einrichtung', ...rows].join('\n'));
    const begun = await house.presses(anna, button(preview, 'Übernehmen'));
    expect(textOf(begun)).toContain('das dauert einen Moment');
    expect(await house.runs('identity.imports')).toEqual({ done: 1, failed: 0 });
    expect(textOf(await house.says(anna, 'personen übernehmen'))).toContain('das dauert einen Moment');
    expect(textOf(await house.presses(anna, button(begun, 'Stand ansehen')))).toContain('2000 Personen sind neu');
    expect(await house.runs('identity.imports')).toEqual({ done: 0, failed: 0 });
    expect(await house.audited()).toEqual(['identity.imported']);
    expect(await at('p1999@a.example')).toBeDefined();
    const tooMany = `Name;E-Mail;Einrichtung\n${'A;a@a.example;\n'.repeat(100_000)}`;
    const refused = await sends(anna, tooMany);
    expect(textOf(refused)).toContain('Die Datei hat mehr als 2.000 Zeilen. Teilen Sie sie bitte auf.');
    expect(button(refused, 'Übernehmen')).toBeUndefined();
  });

  it('are explained, with a template that can be read back', async () => {
    const reply = await house.says(anna, 'personen');
    expect(textOf(reply)).toContain('Name, E-Mail und Einrichtung');
    if (reply.type !== 'message') throw new Error('there is no message');
    const file = reply.view.blocks.find((block) => block.type === 'file');
    const columns = [{ key: 'mail', names: ['E-Mail'] }] as const;
    expect(readTable(file?.bytes ?? new Uint8Array(), columns).rows).toHaveLength(1);
  });
});
