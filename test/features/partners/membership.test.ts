import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Directory } from '../../../src/features/partners/directory.js';
import { partnersSpec } from '../../../src/features/partners/model.js';
import { button, type House, stores, textOf } from '../identity/house.js';
import { anna, bernd, carla, deniz, formOf, kita, kitaId, openHouse, viewOf } from './house.js';

describe.each(stores)('membership on %s', (on) => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse({ on });
  });
  afterEach(() => house.close());

  const partner = async () => house.store.collection(partnersSpec).get(kitaId);
  const directory = () => new Directory(house.store.collection(partnersSpec));

  it('notes a signature with document and version, and takes it back', async () => {
    const signed = await house.says(anna, 'unterschrift Beispielblume 01.10.2026');
    expect(textOf(signed)).toContain(`„${kita}“ hat am 01.10.2026 unterschrieben`);
    expect((await partner())?.signatures).toEqual([
      {
        document: expect.any(String),
        title: 'Kooperationsvereinbarung „Unser DINgg“',
        version: 'undatierte Fassung',
        day: '2026-10-01',
      },
    ]);
    expect(textOf(await house.presses(anna, button(signed, 'Zurücknehmen')))).toContain('Zurückgenommen');
    expect((await partner())?.signatures).toEqual([]);
    expect(textOf(await house.presses(bernd, button(signed, 'Zurücknehmen')))).toContain('schon zurückgenommen');
    expect(await house.audited()).toEqual(expect.arrayContaining(['partners.signed', 'partners.sign-undone']));
  });

  it('puts a mended day in the place of the first, and its undo brings that back', async () => {
    await house.says(anna, 'unterschrift Beispielblume 01.10.2026');
    const mended = await house.says(anna, 'unterschrift Beispielblume 02.10.2026');
    expect(textOf(mended)).toContain('Bisher stand dort der 01.10.2026.');
    await house.presses(anna, button(mended, 'Zurücknehmen'));
    expect((await partner())?.signatures.map(({ day }) => day)).toEqual(['2026-10-01']);
    expect(textOf(await house.says(anna, 'unterschrift Beispielblume 01.10.2026'))).toContain('schon vermerkt');
  });

  it('lets a name that fits several be chosen, with the day', async () => {
    const choice = await house.says(anna, 'unterschrift Kita 01.10.2026');
    expect(textOf(choice)).toContain('passen mehrere');
    expect(textOf(await house.presses(anna, button(choice, kita)))).toContain('unterschrieben');
    expect((await partner())?.signatures).toHaveLength(1);
  });

  it.each([
    ['unterschrift Beispielblume 31.02.2026', 'Den Tag „31.02.2026“ gibt es nicht'],
    ['austritt Beispielblume 31.02.', 'Den Tag „31.02.“ gibt es nicht'],
    ['unterschrift Beispielblume 24.12.2026', 'liegt noch vor uns'],
    ['unterschrift Beispielblume 01.10.1926', 'liegt sehr weit zurück'],
    ['unterschrift Zwergenvilla 01.10.2026', 'finde ich nicht'],
  ])('refuses "%s" kindly', async (typed, text) => {
    expect(textOf(await house.says(anna, typed))).toContain(text);
    expect(await partner()).toMatchObject({ rev: 0 });
  });

  it('takes the day from a form as well, with mistakes at the field', async () => {
    const card = await house.says(anna, `partner ${kita}`);
    const form = formOf(await house.presses(anna, button(card, 'Unterschrift eintragen')));
    expect(formOf(await house.submits(anna, form.id, {}, form.payload)).errors).toEqual({
      day: 'Bitte wählen Sie den Tag.',
    });
    const late = formOf(await house.submits(anna, form.id, { day: '2026-12-24' }, form.payload));
    expect(late.errors?.day).toContain('liegt noch vor uns');
    await house.submits(anna, form.id, { day: '2026-10-01' }, form.payload);
    expect((await partner())?.signatures).toHaveLength(1);
  });

  it.each([
    ['02.12.2026', '2026-12-03T09:00:00+01:00', '31.12.2026', '2027-01-01'],
    ['03.12.2026', '2026-12-03T09:00:00+01:00', '31.12.2026', '2027-01-01'],
    ['04.12.2026', '2026-12-04T09:00:00+01:00', '31.03.2027', '2027-04-01'],
  ])(
    'asks in the form before notice of %s is noted, and works out its end by the rule it quotes',
    async (day, now, end, left) => {
      house.clock.set(now);
      const asked = await house.submits(anna, 'partners.leave', { day }, { partner: kitaId });
      expect(textOf(asked)).toContain(`Dann endet die Mitarbeit am ${end}`);
      expect(textOf(asked)).toContain('vier Wochen zum Quartalsende');
      expect(await partner()).toMatchObject({ rev: 0 });
      await house.presses(anna, button(asked, 'Austritt eintragen'));
      await house.presses(anna, button(asked, 'Austritt eintragen'));
      expect(await partner()).toMatchObject({ rev: 1, left });
      expect(await directory().departed(left)).toEqual([kitaId]);
      expect(await directory().matching({ day: left, districts: ['Lohberg'] })).not.toContain(kitaId);
    },
  );

  it('is noted at once when typed, counts a partner until the last day, tells nobody, and may be taken back', async () => {
    const left = await house.says(anna, 'austritt Beispielblume 01.10.2026');
    expect(textOf(left)).toContain('bis einschließlich 31.12.2026 dabei');
    expect(await directory().departed('2026-12-31')).toEqual([]);
    expect(await directory().matching({ day: '2026-12-31', districts: ['Lohberg'] })).toContain(kitaId);
    expect(await house.sentTo((await house.personOf(carla)).id)).toEqual([]);
    expect(textOf(await house.says(deniz, `partner ${kita}`))).not.toContain('Kündigung');
    expect(textOf(await house.says(anna, `partner ${kita}`))).toContain(
      'eingegangen am 01.10.2026, Ende am 31.12.2026',
    );
    expect(textOf(await house.says(bernd, 'austritt Beispielblume 02.10.2026'))).toContain(
      'schon eine Kündigung vom 01.10.2026',
    );
    await house.presses(anna, button(left, 'Zurücknehmen'));
    expect((await partner())?.left).toBeUndefined();
    expect(await directory().departed('2027-06-01')).toEqual([]);
    expect(await house.audited()).toEqual(expect.arrayContaining(['partners.left', 'partners.leave-undone']));
  });

  it('is the coordination’s alone, and stays private in a channel', async () => {
    expect(textOf(await house.says(carla, 'austritt Beispielblume 01.10.2026'))).toContain(
      'Das darf nur die Koordination',
    );
    const inChannel = await house.says(anna, 'austritt Beispielblume 01.10.2026', { place: 'channel' });
    expect(inChannel).toMatchObject({ type: 'message', private: true });
    expect(viewOf(await house.says(anna, 'Austritt ohne Grund möglich?')).kind).toBe('bot.no-answer');
  });
});
