import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planImport } from '../../../src/features/partners/import-plan.js';
import { importsSpec } from '../../../src/features/partners/imports.js';
import { partnerFrom, partnersSpec } from '../../../src/features/partners/model.js';
import type { Reply } from '../../../src/messages/reply.js';
import type { View } from '../../../src/messages/view.js';
import { putTogether } from '../../support/works.js';
import { button, type House, stores, textOf } from '../identity/house.js';
import { anna, bernd, carla, filledIn, formOf, kita, kitaId, openHouse, viewOf } from './house.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

describe.each(stores)('tables of partners on %s', (on) => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse({ on });
  });
  afterEach(() => house.close());

  const partners = () => house.store.collection(partnersSpec);
  const upload = (bytes: Uint8Array, from = anna): Promise<Reply> =>
    house.deliver(from, { type: 'file', name: 'partner.csv', bytes });
  const fileIn = (view: View): Uint8Array => {
    const file = view.blocks.find((block) => block.type === 'file');
    if (file?.type !== 'file') throw new Error('there is no file');
    return file.bytes;
  };

  it('come back as they went out: nothing would change', async () => {
    const exported = viewOf(await house.says(anna, 'partner export'));
    expect(exported.blocks[0]).toMatchObject({ text: expect.stringContaining('21 Einrichtungen') });
    const text = new TextDecoder().decode(fileIn(exported));
    expect(text).toContain('Kennung;Name;Träger;Bereiche');
    expect(text).toContain('Carla Probe (Beispiel);carla.probe@kita-beispielblume.example');
    expect(textOf(await upload(fileIn(exported)))).toContain('0 neu, 0 geändert, 21 unverändert, 0 nicht lesbar');
  });

  it('leave no partner out, though no message has more files than a platform takes', async () => {
    const many = Array.from({ length: 3_100 }, (_, index) =>
      partnerFrom(`many-${index}`, {
        name: `Verein ${index}`,
        sectors: ['bildung'],
        lifeStages: ['kita'],
        districts: [],
        mailDomains: [],
      }),
    );
    for (let start = 0; start < many.length; start += 1_000)
      await partners().insertMany(many.slice(start, start + 1_000));
    const ids: string[] = [];
    let reply = await house.says(anna, 'partner export');
    for (;;) {
      expect(textOf(reply)).toContain('wird zusammengestellt');
      const { card, files } = await putTogether(house.store);
      expect(files.length).toBeLessThanOrEqual(3);
      ids.push(
        ...[
          ...files
            .map(({ text }) => text)
            .join('')
            .matchAll(/^((?:many|sample-partner)-[^;]+);/gm),
        ].map(([, id = '']) => id),
      );
      const more = button({ type: 'message', view: card }, 'Weitere');
      if (!more) break;
      reply = await house.presses(anna, more);
    }
    expect(ids).toHaveLength(3_121);
    expect(new Set(ids).size).toBe(3_121);
  });

  it('show what would change, every bad line named, and are taken over once', async () => {
    const preview = await upload(
      latin(
        [
          'Name;Bereiche;Stadtteil;Lebensphasen;Angebote;Lieblingsfarbe',
          `${kita};Gesundheit;;;Turnen;blau`,
          'Kita Zwergenhöhle;Bildung;Lohberg;Kita;;',
          'Kita Quatsch;Quark;;;;',
          ';Bildung;;;;',
          'Kita Zwergenhöhle;Bildung;;;;',
          'Kita Beispielblumen;Bildung;;;;',
        ].join('\r\n'),
      ),
    );
    const text = textOf(preview);
    expect(text).toContain('2 neu, 1 geändert, 0 unverändert, 3 nicht lesbar');
    expect(text).toContain('Zeile 4: Bereiche: „Quark“ ist kein Bereich');
    expect(text).toContain('Zeile 5: „Name“ fehlt.');
    expect(text).toContain('Zeile 6: diese Einrichtung steht schon in Zeile 3');
    expect(text).toContain(
      `Zeile 2: ${kita}: Bereiche „Erziehung, Bildung“ → „Gesundheit“; Angebote „Alltagsintegrierte Sprachbildung, Plus-Kita, Elterncafé“ → „Turnen“`,
    );
    expect(text).toContain('Zeile 7: neu: Kita Beispielblumen (ähnlich heißt schon');
    expect(text).toContain('Nicht gelesen werden die Spalten: Lieblingsfarbe.');
    expect(await partners().count()).toBe(21);
    const done = await house.presses(anna, button(preview, 'Übernehmen'));
    expect(textOf(done)).toContain('Übernommen: 2 neu, 1 geändert.');
    expect(textOf(await house.presses(bernd, button(preview, 'Übernehmen')))).toContain('schon übernommen');
    expect(await partners().count()).toBe(23);
    expect(await partners().get(kitaId)).toMatchObject({
      sectors: ['gesundheit'],
      districts: ['Lohberg'],
      offers: ['Turnen'],
      rev: 1,
    });
    expect((await house.audited()).filter((kind) => kind === 'partners.imported')).toHaveLength(1);
    expect(textOf(await house.says(carla, 'partner Zwergenhöhle'))).toContain('Stadtteil: Lohberg');
  });

  it('leave what somebody else has changed since the preview', async () => {
    const preview = await upload(utf8(`Name,Bereiche,Stadtteile\n${kita},Bildung,Hiesfeld\n`));
    const form = formOf(await house.says(bernd, `partner ändern ${kita}`));
    await house.submits(bernd, form.id, { ...filledIn(form), districts: 'Innenstadt' }, form.payload);
    expect(textOf(await house.presses(anna, button(preview, 'Übernehmen')))).toContain(
      'Nicht übernommen, weil es inzwischen jemand anders geändert hat: Zeile 2',
    );
    expect(await partners().get(kitaId)).toMatchObject({ districts: ['Innenstadt'] });
  });

  it('of many lines are paged, taken over in parts by the clock, and each line once', async () => {
    const lines = Array.from({ length: 400 }, (_, index) => `Einrichtung ${index};Bildung`);
    const preview = await upload(utf8(['Name;Bereich', ...lines].join('\n')));
    expect(textOf(preview)).toContain('1 bis 10 von 400');
    const next = await house.presses(anna, button(preview, 'Weitere'));
    expect(textOf(next)).toContain('11 bis 20 von 400');
    const begun = await house.presses(anna, button(next, 'Übernehmen'));
    expect(textOf(begun)).toContain('150 von 400 sind übernommen');
    await Promise.all([house.runs('partners.import'), house.runs('partners.import')]);
    expect(textOf(await house.presses(anna, button(begun, 'Stand ansehen')))).toContain('Übernommen: 400 neu');
    expect(await partners().count()).toBe(421);
    expect((await house.store.collection(importsSpec).find()).items[0]).toMatchObject({ state: 'done', applied: 400 });
  });

  it('are refused where they are too long, and where the coordination did not send them', async () => {
    const huge = utf8(`Name;Bereich\n${'Kita;Bildung\n'.repeat(100_000)}`);
    expect(textOf(await upload(huge))).toContain('Die Datei hat mehr als 2.000 Zeilen');
    expect(button(await upload(huge), 'Übernehmen')).toBeUndefined();
    expect(textOf(await upload(utf8('Name;Bereich\nKita;Bildung'), carla))).toContain(
      'kann nur die Koordination laden',
    );
    expect(viewOf(await upload(utf8('Datum;Ort\n1;2'))).kind).toBe('bot.file');
    expect(await partners().count()).toBe(21);
  });

  it('name broken quotes by their line and read the rest', async () => {
    const preview = await upload(utf8('Name;Bereich\n"Kita Offen;Bildung\nKita Heil;Bildung\n'));
    expect(textOf(preview)).toContain('Zeile 2: Anführungszeichen');
    expect(textOf(preview)).toContain('1 neu');
  });

  it('are for the coordination alone', async () => {
    expect(textOf(await house.says(carla, 'partner export'))).toContain('Das darf nur die Koordination');
    expect(await house.says(anna, 'partner export', { place: 'channel' })).toMatchObject({ private: true });
  });
});

describe('the plan of an import', () => {
  it('compares two thousand lines with two thousand partners', () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => `Einrichtung Nummer ${index};Bildung`);
    const plan = planImport(utf8(['Name;Bereich', ...lines].join('\n')), [], (line) => `new-${line}`, 'de');
    expect(plan).toMatchObject({ bad: 0, same: 0 });
    expect(plan.rows).toHaveLength(2_000);
  });
});
