import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../identity/house.js';
import { viewOf } from '../../partners/house.js';
import { anna, button, carla, deniz, emil, gabi, labelsOf, Square } from './square.js';

describe('chasing', () => {
  let square: Square;
  beforeEach(async () => {
    square = await Square.invited();
  });
  afterEach(() => square.close());

  const count = (account: typeof carla, what: string) =>
    square.textsTo(account).filter((text) => text.includes(what)).length;

  it('lists who has not replied, by partner with phone, and replies for them in place', async () => {
    await square.town.house.withPartners();
    await square.speakFor('sample-partner-kita-blume', carla);
    const { _id } = await square.row(carla);
    await square.rows.update(_id, { $set: { partnerId: 'sample-partner-kita-blume' } });
    const list = await square.says(gabi, 'offen 1');
    expect(textOf(list)).toContain('3 Rückmeldungen fehlen noch:');
    expect(textOf(list)).toMatch(/Kita Beispielblume \(Beispiel\) · Tel\. 02064.*\nCarla Kita/);
    const after = await square.presses(gabi, button(list, 'Für Carla Kita zusagen'));
    expect(after.type).toBe('replace');
    expect(textOf(after)).toContain('2 Rückmeldungen fehlen noch:');
    expect((await square.row(carla)).repliedBy).toBe(await square.idOf(gabi));
  });

  it('is for those who lead, and means the only meeting without a number', async () => {
    expect(textOf(await square.says(gabi, 'offen'))).toContain('Nr. 1: Wer fehlt noch?');
    expect(textOf(await square.says(deniz, 'offen 1'))).toContain('Anna Amt');
  });

  it('reminds at once in working hours, only the silent', async () => {
    await square.pressesOnCard(carla, 'Zusagen');
    expect(textOf(await square.says(gabi, 'erinnern 1'))).toContain('2 Personen werden erinnert.');
    await square.beat();
    expect(count(deniz, 'Erinnerung: AK Übergänge')).toBe(1);
    expect(count(carla, 'Erinnerung:')).toBe(0);
    expect(textOf(await square.says(gabi, 'offen 1'))).toContain('Deniz Lehrer (erinnert am 10.11.2026)');
    await square.pressesOnCard(deniz, 'Absagen');
    await square.beat();
    expect(square.textsTo(deniz).every((text) => text.includes('Sie kommen nicht.'))).toBe(true);
  });

  it('offers the next working time outside working hours, and calls it off for who answers before', async () => {
    square.clock.set('2026-11-10T20:00:00+01:00');
    const offer = await square.says(gabi, 'erinnern 1');
    expect(labelsOf(viewOf(offer))).toEqual(['Jetzt senden', 'Zur nächsten Arbeitszeit']);
    await square.presses(gabi, button(offer, 'Zur nächsten Arbeitszeit'));
    await square.beat();
    expect(count(deniz, 'Erinnerung:')).toBe(0);
    await square.pressesOnCard(deniz, 'Zusagen');
    await square.beat();
    square.clock.set('2026-11-11T08:01:00+01:00');
    await square.beat();
    expect(count(deniz, 'Erinnerung:')).toBe(0);
    expect(count(carla, 'Erinnerung:')).toBe(1);
  });

  it('reminds by itself the silent before the deadline, and who said maybe before the meeting, once each', async () => {
    await square.pressesOnCard(carla, 'Zusagen');
    await square.pressesOnCard(gabi, 'Vielleicht');
    // The deadline is Tuesday, the 1st of December: five working days before is Tuesday, the 24th of November.
    square.clock.set('2026-11-23T12:00:00+01:00');
    await square.beat();
    expect(count(deniz, 'Erinnerung:')).toBe(0);
    square.clock.set('2026-11-24T09:01:00+01:00');
    await square.beat();
    await square.beat();
    expect(count(deniz, 'Erinnerung:')).toBe(1);
    expect([count(carla, 'Erinnerung:'), count(gabi, 'Erinnerung:')]).toEqual([0, 0]);
    square.clock.set('2026-11-30T09:01:00+01:00');
    await square.beat();
    expect(count(deniz, 'Erinnerung:')).toBe(2);
    square.clock.set('2026-12-01T09:30:00+01:00');
    await square.beat();
    expect(count(gabi, 'Sie haben „Vielleicht“ gesagt.')).toBe(1);
    expect(count(deniz, 'Erinnerung:')).toBe(2);
    square.clock.set('2026-12-02T12:00:00+01:00');
    await square.beat();
    expect([count(deniz, 'Erinnerung:'), count(gabi, 'Erinnerung:'), count(carla, 'Erinnerung:')]).toEqual([2, 1, 0]);
  });

  it('keeps to the lead times that the chair chose, by typing or by form', async () => {
    expect(textOf(await square.says(gabi, 'erinnerungen 1 3'))).toContain('3 Arbeitstage vor der Frist');
    square.clock.set('2026-11-24T09:01:00+01:00');
    await square.beat();
    expect(count(deniz, 'Erinnerung:')).toBe(0);
    const opened = await square.presses(gabi, button(await square.says(gabi, 'offen 1'), 'Erinnerungen einstellen'));
    if (opened.type !== 'form') throw new Error('no form opened');
    const submit = (values: Record<string, string>) =>
      square.town.house.submits(gabi, opened.form.id, values, opened.form.payload ?? {});
    const refused = await submit({ silent: 'bald', undecided: '2' });
    expect(refused.type === 'form' && refused.form.errors?.silent).toContain('höchstens drei');
    expect(textOf(await submit({ silent: '4', undecided: '' }))).toContain('gar nicht vor dem Treffen');
    square.clock.set('2026-11-25T09:01:00+01:00');
    await square.beat();
    expect(count(deniz, 'Erinnerung:')).toBe(1);
    expect(textOf(await square.says(deniz, 'erinnerungen 1 aus'))).toContain('Anna Amt');
  });

  it('does not remind of what was called off', async () => {
    await square.says(gabi, 'ausfall 1');
    square.clock.set('2026-11-24T09:01:00+01:00');
    await square.beat();
    expect(count(deniz, 'Erinnerung:')).toBe(0);
  });

  it('gives the coordination one card on Mondays', async () => {
    const schedule = square.town.house.features
      .flatMap((feature) => feature.schedules ?? [])
      .find(({ name }) => name === 'attendance.monday');
    const monday = new Date('2026-11-16T08:00:00+01:00');
    square.clock.set('2026-11-16T08:00:30+01:00');
    await schedule?.run(monday, square.clock.now());
    await schedule?.run(monday, square.clock.now());
    await square.beat();
    expect(count(anna, '1 Treffen, 3 offene Rückmeldungen')).toBe(1);
    expect(count(gabi, 'offene Rückmeldungen')).toBe(0);
  });

  it('says whose invitation did not arrive, and gives the link to the page of those without an account', async () => {
    await square.town.house.identity.search.withoutAccount('guest-1', 'Gustav Gast');
    await square.says(anna, 'mitglied AK Übergänge dazu Gustav Gast');
    await square.beat();
    const list = await square.says(gabi, 'offen 1');
    expect(textOf(list)).toContain('1 Einladung kam nicht an:');
    expect(textOf(list)).toContain('Gustav Gast: nur auf der eigenen Seite');
    expect(textOf(list)).toContain('Carla Kita · ohne Einrichtung');
    const others = Array.from({ length: 12 }, (_, at) => `person-${at}@verein.example`).join(', ');
    await square.says(anna, `mitglied AK Übergänge dazu ${others}`);
    await square.beat();
    const many = textOf(await square.says(gabi, 'offen 1'));
    expect(many).toContain('13 Einladungen kamen nicht an:');
    expect(many).toContain('und 3 weitere');
  });

  it('has nothing to do where all have answered', async () => {
    for (const account of [carla, deniz, gabi]) await square.pressesOnCard(account, 'Zusagen');
    expect(textOf(await square.says(gabi, 'erinnern 1'))).toContain('Alle haben geantwortet');
    expect(textOf(await square.says(gabi, 'offen 1'))).toContain('Alle haben geantwortet.');
    expect(textOf(await square.says(emil, 'offen 1'))).not.toContain('Carla');
  });
});
