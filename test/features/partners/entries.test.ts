import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEntry, valuesOf } from '../../../src/features/partners/entry.js';
import { marksOf, merge } from '../../../src/features/partners/merging.js';
import { partnerChangesSpec, partnersSpec } from '../../../src/features/partners/model.js';
import { similarNames } from '../../../src/features/partners/similar.js';
import { button, type House, stores, textOf, textOfView } from '../identity/house.js';
import { anna, bernd, carla, deniz, filledIn, formOf, kita, kitaId, openHouse, viewOf } from './house.js';

describe('an entry', () => {
  const read = (values: Parameters<typeof readEntry>[0]) => readEntry(values, 'de');
  const errorsIn = (values: Parameters<typeof readEntry>[0]) => {
    const result = read(values);
    return 'errors' in result ? result.errors : {};
  };

  it('is read as people write it', () => {
    expect(
      read({
        name: '  Kita   Sonnenschein ',
        sectors: 'bildung, Erziehnug, kinder und jugendhilfe',
        lifeStages: 'Kindergarten; U3',
        districts: 'Lohberg, lohberg,  Innenstadt',
        offers: 'Turnen\nSingen',
        contactEmail: 'Info@Kita.example',
        contactPhone: '+49 (2064) 123-0',
        publish: ['phone', 'name'],
        links: 'www.kita.example',
        mailDomains: '@kita.example',
      }),
    ).toEqual({
      entry: {
        facts: {
          name: 'Kita Sonnenschein',
          sectors: ['erziehung', 'bildung', 'jugendhilfe'],
          lifeStages: ['fruehe-kindheit', 'kita'],
          districts: ['Lohberg', 'Innenstadt'],
          offers: ['Turnen', 'Singen'],
          links: ['https://www.kita.example/'],
          languages: [],
          mailDomains: ['kita.example'],
        },
        contact: { email: 'info@kita.example', phone: '+49 (2064) 123-0' },
        publish: ['phone'],
      },
    });
  });

  it.each([
    ['name', { name: '' }, 'Bitte schreiben Sie den Namen'],
    ['name', { name: 'x'.repeat(121) }, 'Das sind 121 Zeichen, höchstens 120'],
    [
      'sectors',
      { name: 'A', sectors: 'Bildung, Quatsch' },
      'Erziehung, Bildung, Gesundheit, Soziales, Kinder- und Jugendhilfe',
    ],
    ['lifeStages', { name: 'A', lifeStages: 'Rente' }, '„Rente“ ist keine Lebensphase'],
    ['description', { name: 'A', description: 'x'.repeat(5_000) }, 'Das sind 5.000 Zeichen, höchstens 3.000'],
    ['contactEmail', { name: 'A', contactEmail: 'anna at kita' }, 'keine E-Mail-Adresse'],
    ['contactPhone', { name: 'A', contactPhone: 'ruf an' }, 'keine Telefonnummer'],
    ['links', { name: 'A', links: 'javascript:alert(1)' }, 'keine Adresse im Netz'],
    ['mailDomains', { name: 'A', mailDomains: 'kita' }, 'keine E-Mail-Endung'],
    ['offers', { name: 'A', offers: Array.from({ length: 31 }, (_, index) => `${index}`) }, 'Höchstens 30'],
  ] as const)('shows a mistake at the field %s', (field, values, text) => {
    expect(errorsIn(values)[field]).toContain(text);
  });

  it('shows every mistake at once', () => {
    expect(Object.keys(errorsIn({ sectors: 'X', contactEmail: 'y', contactPhone: 'z' })).sort()).toEqual([
      'contactEmail',
      'contactPhone',
      'name',
      'sectors',
    ]);
  });

  it('never throws, whatever is typed, and reads what it shows to the same', () => {
    const words = fc.string({ maxLength: 60 });
    fc.assert(
      fc.property(
        fc.record({ name: words, districts: words, offers: words, provider: words, links: words }),
        (values) => {
          const result = read(values);
          if ('errors' in result) return;
          expect(read(valuesOf(result.entry.facts))).toEqual({ entry: { ...result.entry } });
        },
      ),
    );
  });
});

describe('two who edit the same entry', () => {
  const before = { name: 'Kita', districts: 'Lohberg', offers: 'Turnen' };

  it('both have their way where they changed different fields', () => {
    const theirs = { ...before, districts: 'Hiesfeld' };
    expect(merge(marksOf(before), theirs, { ...before, offers: 'Singen' })).toMatchObject({
      values: { name: 'Kita', districts: 'Hiesfeld', offers: 'Singen' },
      mine: ['offers'],
      conflicts: [],
    });
  });

  it('are told where they changed the same to different things, and not where they agree', () => {
    const theirs = { ...before, districts: 'Hiesfeld', offers: 'Singen' };
    const mine = { ...before, districts: 'Innenstadt', offers: 'Singen' };
    expect(merge(marksOf(before), theirs, mine).conflicts).toEqual(['districts']);
  });

  it('may empty a field', () => {
    expect(merge(marksOf(before), before, { name: 'Kita', districts: 'Lohberg' })).toMatchObject({
      values: { offers: undefined },
      mine: ['offers'],
    });
  });
});

describe('similar names', () => {
  const there = [{ name: 'Kita Sonnenschein' }, { name: 'Grundschule am Park' }, { name: 'Verein Lichtblick e. V.' }];

  it.each([
    ['Kita Sonnenschein', 'Kita Sonnenschein'],
    ['kita sonenschein', 'Kita Sonnenschein'],
    ['Städtische Kindertagesstätte Sonnenschein', 'Kita Sonnenschein'],
    ['Schule am Park', 'Grundschule am Park'],
    ['Lichtblick', 'Verein Lichtblick e. V.'],
  ])('are seen between "%s" and "%s"', (typed, name) => {
    expect(similarNames(typed, there).map((one) => one.name)).toEqual([name]);
  });

  it.each(['Kita Regenbogen', 'Grundschule am Bach', 'Kita', 'Verein e. V.', ''])('are not seen in "%s"', (typed) => {
    expect(similarNames(typed, there)).toEqual([]);
  });
});

describe.each(stores)('the coordination on %s', (on) => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse({ on });
  });
  afterEach(() => house.close());

  const typed = 'partner neu Kita Sonnenblume; Erziehung, Bildung; Kita; lohberg; info@sonnenblume.example; Mit Garten';
  const entries = async (name: string) =>
    (await house.store.collection(partnersSpec).find({ filter: { foldedName: name } })).items;

  it('enters a partner by typing, once for each event however often it is delivered', async () => {
    const first = await house.says(anna, typed, { key: 'same' });
    expect(textOf(first)).toContain('„Kita Sonnenblume“ steht jetzt im Verzeichnis.');
    await house.says(anna, typed, { key: 'same' });
    expect(await entries('kita sonnenblume')).toMatchObject([
      {
        sectors: ['erziehung', 'bildung'],
        lifeStages: ['kita'],
        districts: ['Lohberg'],
        contact: { email: 'info@sonnenblume.example', consents: [] },
        description: 'Mit Garten',
      },
    ]);
    expect((await house.audited()).filter((kind) => kind === 'partners.created')).toHaveLength(1);
    expect(textOf(await house.says(deniz, 'partner Sonnenblume'))).not.toContain('info@');
  });

  it('keeps semicolons of the text, and opens a form for a name alone and for nothing', async () => {
    await house.says(anna, 'partner neu Kita Mond; Bildung; Kita; Lohberg; ; Garten; Küche; Turnhalle');
    expect((await entries('kita mond'))[0]?.description).toBe('Garten; Küche; Turnhalle');
    expect(filledIn(formOf(await house.says(anna, 'partner neu Kita Stern')))).toEqual({ name: 'Kita Stern' });
    expect(filledIn(formOf(await house.says(anna, 'partner neu')))).toEqual({});
  });

  it('loses nothing when something is wrong: the form has what was typed, with the mistakes', async () => {
    const text = 'x'.repeat(5_000);
    const refused = await house.says(anna, `partner neu Kita Sonnenblume; Quatsch; Kita; Lohberg; falsch; ${text}`);
    expect(textOf(refused)).toContain('Bereiche: „Quatsch“ ist kein Bereich');
    expect(textOf(refused)).toContain('Beschreibung: Das sind 5.000 Zeichen');
    const form = formOf(await house.presses(anna, button(refused, 'Im Formular weiter')));
    expect(form.errors).toMatchObject({ sectors: expect.stringContaining('Quatsch'), contactEmail: expect.anything() });
    expect(filledIn(form)).toMatchObject({ name: 'Kita Sonnenblume', contactEmail: 'falsch', description: text });
    const sent = { name: 'Kita Sonnenblume', sectors: ['bildung'], contactEmail: 'a@b.example', description: 'Kurz' };
    expect(textOf(await house.submits(anna, form.id, sent, form.payload))).toContain('steht jetzt im Verzeichnis');
    // Teams may send a submission again as a new event.
    await house.submits(anna, form.id, sent, form.payload);
    expect(await entries('kita sonnenblume')).toHaveLength(1);
    expect((await house.audited()).filter((kind) => kind === 'partners.created')).toHaveLength(1);
  });

  it('shows mistakes of a form at their fields', async () => {
    const form = formOf(await house.says(anna, 'partner neu'));
    const again = formOf(await house.submits(anna, form.id, { provider: 'Stadt', links: 'x' }, form.payload));
    expect(Object.keys(again.errors ?? {}).sort()).toEqual(['links', 'name']);
    expect(filledIn(again)).toMatchObject({ provider: 'Stadt', links: 'x' });
  });

  it('is warned of similar names, and may go on', async () => {
    const warned = await house.says(anna, 'partner neu Kita Beispielblumen; Bildung');
    expect(textOf(warned)).toContain(`„${kita}“ steht schon im Verzeichnis`);
    expect(await entries('kita beispielblumen')).toHaveLength(0);
    const form = formOf(await house.presses(anna, button(warned, 'Ändern')));
    expect(filledIn(form)).toMatchObject({ name: 'Kita Beispielblumen' });
    const done = await house.presses(anna, button(warned, 'Trotzdem anlegen'));
    expect(done.type).toBe('replace');
    await house.presses(anna, button(warned, 'Trotzdem anlegen'));
    expect(await entries('kita beispielblumen')).toHaveLength(1);
  });

  it('alone enters partners, and nobody sees what another began', async () => {
    expect(textOf(await house.says(carla, typed))).toContain('Das darf nur die Koordination');
    const warned = await house.says(anna, 'partner neu Kita Beispielblumen; Bildung');
    expect(textOf(await house.presses(bernd, button(warned, 'Trotzdem anlegen')))).toContain('gibt es nicht mehr');
  });

  it('leads to the draft of the announcement where there are announcements', async () => {
    const view = { kind: 'test.draft', summary: 'Entwurf', blocks: [] };
    const drafts = () => ({ forPartner: async () => ({ type: 'message', view }) as const });
    const other = await openHouse({ on, partners: { drafts } });
    expect(viewOf(await other.says(anna, typed)).kind).toBe('test.draft');
    const card = await other.says(anna, 'partner Sonnenblume');
    expect(viewOf(await other.presses(anna, button(card, 'Ankündigung'))).kind).toBe('test.draft');
    await other.close();
  });

  it('edits an entry; consents are noted with who and when, and go with what they were for', async () => {
    const form = formOf(await house.presses(anna, button(await house.says(anna, `partner ${kita}`), 'Ändern')));
    const values = { ...filledIn(form), publish: ['name', 'phone', 'email'], districts: 'Lohberg, Hiesfeld' };
    const saved = await house.submits(anna, form.id, values, form.payload);
    expect(textOf(saved)).toContain(`Der Eintrag von „${kita}“ ist geändert.`);
    expect(textOf(await house.says(deniz, `partner ${kita}`))).toContain('E-Mail: carla.probe@');
    const partner = await house.store.collection(partnersSpec).get(kitaId);
    const noted = partner?.contact?.consents.find(({ field }) => field === 'email')?.change ?? '';
    expect(await house.store.collection(partnerChangesSpec).get(noted)).toMatchObject({
      by: (await house.personOf(anna)).id,
      fields: ['districts', 'consents'],
    });
    const again = formOf(await house.says(anna, `partner ändern ${kita}`));
    const other = { ...filledIn(again), contactPhone: '02064 99', publish: ['name'] };
    await house.submits(anna, again.id, other, again.payload);
    expect(textOf(await house.says(deniz, `partner ${kita}`))).not.toMatch(/02064|carla\.probe@/);
  });

  it('who comes second with the same field sees what changed, and can save again', async () => {
    const [first, second] = [
      formOf(await house.says(anna, `partner ändern ${kita}`)),
      formOf(await house.says(bernd, `partner ändern ${kita}`)),
    ];
    await house.submits(anna, first.id, { ...filledIn(first), districts: 'Hiesfeld', offers: 'Turnen' }, first.payload);
    const mine = { ...filledIn(second), districts: 'Innenstadt' };
    const told = formOf(await house.submits(bernd, second.id, mine, second.payload));
    expect(told.errors).toEqual({
      districts:
        'Das hat inzwischen jemand anders geändert, jetzt steht dort: Hiesfeld. Wenn Sie noch einmal speichern, gilt Ihre Fassung.',
    });
    expect(filledIn(told)).toMatchObject({ districts: 'Innenstadt', offers: 'Turnen' });
    await house.submits(bernd, told.id, filledIn(told), told.payload);
    expect(await house.store.collection(partnersSpec).get(kitaId)).toMatchObject({
      districts: ['Innenstadt'],
      offers: ['Turnen'],
    });
  });

  it('changes nothing when nothing was changed', async () => {
    const form = formOf(await house.says(anna, `partner ändern ${kita}`));
    expect(textOf(await house.submits(anna, form.id, filledIn(form), form.payload))).toContain(
      'Es hat sich nichts geändert',
    );
    expect((await house.store.collection(partnersSpec).get(kitaId))?.rev).toBe(0);
    expect(await house.audited()).not.toContain('partners.changed');
  });

  describe('with a proposal of the partner’s own people', () => {
    beforeEach(async () => {
      await house.says(carla, `einrichtung ${kita}`);
      await house.says(anna, 'bestätigen Carla Kita');
    });

    async function proposed(changes: Record<string, string>) {
      const card = await house.says(carla, `partner ${kita}`);
      const form = formOf(await house.presses(carla, button(card, 'Änderung vorschlagen')));
      const reply = await house.submits(carla, form.id, { ...filledIn(form), ...changes }, form.payload);
      expect(textOf(reply)).toContain('Die Koordination bekommt Ihren Vorschlag');
    }
    const asked = async () => {
      const sent = await house.sentTo((await house.personOf(anna)).id);
      const view = sent.map((entry) => entry.view).findLast((each) => each?.kind === 'partners.proposal');
      if (!view) throw new Error('nobody was asked');
      return { type: 'message', view } as const;
    };
    const partner = () => house.store.collection(partnersSpec).get(kitaId);

    it('accepts it with one press, once, and tells who proposed it', async () => {
      await proposed({ offers: 'Waldtage', provider: '' });
      expect((await partner())?.offers).not.toEqual(['Waldtage']);
      expect(textOf(await asked())).toContain(
        'Angebote | Alltagsintegrierte Sprachbildung, Plus-Kita, Elterncafé | Waldtage',
      );
      expect(textOf(await house.presses(anna, button(await asked(), 'Übernehmen')))).toContain('ist übernommen');
      expect(await partner()).toMatchObject({ offers: ['Waldtage'], rev: 1 });
      expect((await partner())?.provider).toBeUndefined();
      expect(textOf(await house.presses(bernd, button(await asked(), 'Ablehnen')))).toContain('schon entschieden');
      expect(await partner()).toMatchObject({ offers: ['Waldtage'], rev: 1 });
      const told = (await house.sentTo((await house.personOf(carla)).id)).flatMap(({ view }) =>
        view ? [textOfView(view)] : [],
      );
      expect(told.filter((text) => text.includes('ist übernommen. Danke!'))).toHaveLength(1);
      expect(await house.audited()).toContain('partners.accepted');
    });

    it('keeps what was changed otherwise since', async () => {
      await proposed({ offers: 'Waldtage', districts: 'Hiesfeld' });
      const form = formOf(await house.says(anna, `partner ändern ${kita}`));
      await house.submits(anna, form.id, { ...filledIn(form), districts: 'Innenstadt' }, form.payload);
      const reply = await house.presses(anna, button(await asked(), 'Übernehmen'));
      expect(textOf(reply)).toContain('außer: Stadtteile');
      expect(await partner()).toMatchObject({ offers: ['Waldtage'], districts: ['Innenstadt'] });
    });

    it('declines it, and lists what waits', async () => {
      await proposed({ offers: 'Waldtage' });
      const list = await house.says(anna, 'vorschläge');
      const shown = await house.presses(anna, button(list, kita));
      await house.presses(anna, button(shown, 'Ablehnen'));
      expect((await partner())?.rev).toBe(0);
      expect(textOf(await house.says(anna, 'vorschläge'))).toContain('Es liegen keine Vorschläge vor');
    });

    it('refuses others to edit or propose', async () => {
      expect(textOf(await house.says(deniz, `partner ändern ${kita}`))).toContain(
        'Bitte fragen Sie Anna Amt, Bernd Büro',
      );
      const forged = await house.submits(deniz, 'partners.edit', { name: 'Meins' }, { partner: kitaId });
      expect(textOf(forged)).toContain('ändert die Koordination');
      expect((await partner())?.name).toBe(kita);
    });
  });
});
