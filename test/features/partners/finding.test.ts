import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PartnerFinder } from '../../../src/features/partners/finder.js';
import { type PartnerDocument, partnerFrom, partnersSpec } from '../../../src/features/partners/model.js';
import { lifeStages, sectors } from '../../../src/features/partners/vocabulary.js';
import { districtsOf, readWish } from '../../../src/features/partners/wish.js';
import { fixedClock } from '../../support/clock.js';
import { openTemporaryStore, type TemporaryStore } from '../../support/store.js';
import { actionsIn, button, type House, stores, textOf } from '../identity/house.js';
import { anna, deniz, filledIn, formOf, kita, kitaId, openHouse, viewOf } from './house.js';

describe('a wish', () => {
  const districts = districtsOf(['Lohberg', 'Innenstadt', 'ganze Stadt', 'Am Alten Bahnhof']);

  it.each([
    ['Gesundheit Lohberg', { words: '', sectors: ['gesundheit'], districts: ['Lohberg'] }],
    ['kinder- und jugendhilfe', { words: '', sectors: ['jugendhilfe'] }],
    ['Sprachförderung in lohbreg', { words: 'Sprachförderung', districts: ['Lohberg'] }],
    ['Kita am alten Bahnhof', { words: 'Kita', districts: ['Am Alten Bahnhof'] }],
    ['ganze Stadt', { words: 'ganze Stadt' }],
    ['der die das', { words: '' }],
    ['', { words: '' }],
  ])('is read from "%s"', (typed, expected) => {
    expect(readWish(typed, districts)).toEqual(expected);
  });
});

describe.each(stores)('the directory on %s', (on) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse({ on });
  });
  afterAll(() => house.close());

  const first = async (typed: string) =>
    textOf(await house.says(deniz, typed))
      .trim()
      .split('\n');

  it.each([
    ['partner beispielblume', kita],
    ['partner KITA BEISPIELBLUME', kita],
    ['partner Sprachförderung Lohberg', 'Sprachförderung Musterworte'],
    ['partner sprachfoerderng', 'Sprachförderung Musterworte'],
    ['partner Hausaufgaben', 'Jugendzentrum Beispielpunkt'],
    ['partner Logopedie', 'Frühförderung Beispielkreisel'],
    ['partner Diakonie', 'Erziehungsberatung Musterbrücke'],
    ['partner Ukrainisch Lohberg', 'Migrationsdienst Musterbogen'],
    ['partner Schwimmen', 'Sportverein Beispielsprung'],
  ])('finds by "%s" %s', async (typed, expected) => {
    expect((await first(typed)).slice(0, 4).join('\n')).toContain(expected);
  });

  it('shows ten at a time, and the rest behind Weitere', async () => {
    const reply = await house.says(deniz, 'partner');
    expect(textOf(reply)).toContain('1 bis 10 von 21');
    const second = await house.presses(deniz, button(reply, 'Weitere'));
    expect(second.type).toBe('replace');
    expect(textOf(second)).toContain('11 bis 20 von 21');
    const third = await house.presses(deniz, button(second, 'Weitere'));
    expect(textOf(third)).toContain('21 bis 21 von 21');
    expect(button(third, 'Weitere')).toBeUndefined();
  });

  it('leads from a list to a card', async () => {
    const list = await house.says(deniz, 'partner kita lohberg');
    expect(textOf(list).split('\n')[1]).toContain(kita);
    const card = await house.presses(deniz, button(list, kita));
    expect(viewOf(card)).toMatchObject({ kind: 'partners.card', title: kita });
    expect(textOf(card)).toContain('Träger: Evangelischer Kirchenkreis Musterland (Beispiel)');
  });

  it('says what to do if nobody fits, and can ask it as a question', async () => {
    const reply = await house.says(deniz, 'partner Raumfahrt');
    expect(textOf(reply)).toContain('Zu „Raumfahrt“ steht niemand im Verzeichnis. Versuchen Sie ein anderes Wort');
    expect(viewOf(await house.presses(deniz, button(reply, 'Als Frage stellen'))).kind).toBe('bot.no-answer');
    expect(textOf(await house.presses(deniz, button(reply, 'Alle zeigen')))).toContain('1 bis 10 von 21');
  });

  it('takes filters from a form, which keeps what was ticked', async () => {
    const list = await house.says(deniz, 'partner kita lohberg');
    const form = formOf(await house.presses(deniz, button(list, 'Suchen und filtern')));
    expect(filledIn(form)).toEqual({ words: 'kita', districts: ['Lohberg'] });
    const reply = await house.submits(
      deniz,
      form.id,
      { sectors: ['gesundheit'], lifeStages: ['geburt'], districts: ['Hiesfeld'] },
      form.payload,
    );
    expect(textOf(reply)).toContain('2 Einrichtungen für Gesundheit, Rund um die Geburt, Hiesfeld');
    expect(textOf(reply)).toMatch(/Frühe Hilfen[\s\S]*Hebammenpraxis/);
  });

  it('shows of a contact only what may be published, and everything to the coordination alone', async () => {
    expect(textOf(await house.says(deniz, `partner ${kita}`))).toContain('Telefon: 02064 0000-21');
    expect(textOf(await house.says(deniz, `partner ${kita}`))).not.toContain('carla.probe@');
    expect(textOf(await house.says(anna, `partner ${kita}`))).toContain('(nicht veröffentlicht)');
    const inChannel = await house.says(anna, `partner ${kita}`, { place: 'channel' });
    expect(textOf(inChannel)).not.toContain('carla.probe@');
    expect(actionsIn(viewOf(inChannel)).map(({ label }) => label)).not.toContain('Ändern');
  });

  it('refuses a card of somebody who is not there, and payloads that no card has', async () => {
    const gone = await house.presses(deniz, { id: 'partners.card', label: '', payload: { partner: 'nobody' } });
    expect(textOf(gone)).toContain('Diesen Eintrag gibt es nicht mehr');
    const forged = await house.presses(deniz, { id: 'partners.list', label: '', payload: { sectors: ['alles'] } });
    expect(viewOf(forged).kind).toBe('bot.outdated');
    const beyond = await house.presses(deniz, { id: 'partners.list', label: '', payload: { from: 90_000 } });
    expect(textOf(beyond)).toContain('21 bis 21 von 21');
  });
});

describe('the index in memory', () => {
  let opened: TemporaryStore;
  const clock = fixedClock();
  const day = '2026-11-10';
  beforeEach(async () => {
    opened = await openTemporaryStore([partnersSpec]);
  });
  afterEach(() => opened.close());

  const partners = () => opened.store.collection(partnersSpec);
  const entry = (id: string, name: string, more: Partial<PartnerDocument> = {}): PartnerDocument => ({
    ...partnerFrom(id, { name, sectors: [], lifeStages: [], districts: [], mailDomains: [] }, clock.now()),
    ...more,
  });
  const names = async (finder: PartnerFinder, words: string) =>
    (await finder.find({ words }, day)).hits.map(({ name }) => name);

  it('of another process says what this one has stored', async () => {
    const [mine, theirs] = [new PartnerFinder(partners(), clock), new PartnerFinder(partners(), clock)];
    await partners().insert(entry('a', 'Kita Apfel'));
    expect(await names(theirs, 'Apfel')).toEqual(['Kita Apfel']);
    clock.advance({ minutes: 1 });
    await partners().insert(entry('b', 'Kita Birne'));
    expect(await names(mine, 'Birne')).toEqual(['Kita Birne']);
    clock.advance({ minutes: 1 });
    const changed = { name: 'Kita Kirsche', rev: 1, changedAt: clock.now() };
    await partners().update('a', { $set: changed });
    expect(await names(theirs, 'Kirsche')).toEqual(['Kita Kirsche']);
    expect(await names(theirs, 'Apfel')).toEqual([]);
    await partners().delete({ _id: 'b' });
    expect(await names(mine, '')).toEqual(['Kita Kirsche']);
  });

  it('sees what a process with a slow clock wrote behind the newest change', async () => {
    const finder = new PartnerFinder(partners(), clock);
    await partners().insert(entry('a', 'Kita Apfel'));
    await partners().insert(entry('b', 'Kita Birne'));
    expect(await names(finder, '')).toHaveLength(2);
    const slow = new Date(clock.now().getTime() - 60_000);
    await partners().update('b', { $set: { changedAt: new Date(clock.now().getTime() + 1_000), rev: 1 } });
    expect(await names(finder, '')).toHaveLength(2);
    clock.advance({ minutes: 1 });
    await partners().update('a', { $set: { name: 'Kita Apfelsine', changedAt: slow, rev: 1 } });
    expect(await names(finder, 'Apfelsine')).toEqual(['Kita Apfelsine']);
  });

  it('leaves out who has left, from the day after the last one', async () => {
    const finder = new PartnerFinder(partners(), clock);
    await partners().insert(entry('a', 'Kita Apfel', { left: '2027-01-01' }));
    expect((await finder.find({ words: 'Apfel' }, '2026-12-31')).hits).toHaveLength(1);
    expect((await finder.find({ words: 'Apfel' }, '2027-01-01')).hits).toHaveLength(0);
    expect((await finder.find({ words: 'Apfel' }, '2027-01-01', { withLeft: true })).hits).toHaveLength(1);
  });

  it('finds one of two thousand, also with a typo, in far less than a blink', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) =>
      entry(`p${index}`, `Einrichtung Nummer ${index}`, {
        offers: [`Angebot ${index} Werkstatt`, 'Elternabende und Beratung'],
        sectors: [sectors[index % 5] ?? 'bildung'],
        lifeStages: [lifeStages[index % 6] ?? 'kita'],
        districts: [`Viertel ${index % 30}`],
        description: 'Eine Einrichtung, die es nur zum Prüfen gibt, mit einigen Worten über das, was sie tut.',
      }),
    );
    await partners().insertMany(many.slice(0, 1_000));
    await partners().insertMany(many.slice(1_000));
    await partners().insert(entry('lohberg', 'Logopädie Lohberg'));
    const finder = new PartnerFinder(partners(), clock);
    expect(await names(finder, 'Logopedie')).toEqual(['Logopädie Lohberg']);
    expect(await names(finder, '1999')).toContain('Einrichtung Nummer 1999');
    expect((await finder.find({ words: 'Elternabend', sectors: ['bildung'] }, day)).hits).toHaveLength(400);
  });
});

describe('a partner who left', () => {
  it('is found by the coordination alone', async () => {
    const house = await openHouse();
    await house.store.collection(partnersSpec).update(kitaId, { $set: { left: '2026-11-01', rev: 1 } });
    house.clock.advance({ minutes: 1 });
    await house.store.collection(partnersSpec).update(kitaId, { $set: { changedAt: house.clock.now(), rev: 2 } });
    expect(textOf(await house.says(deniz, `partner ${kita}`))).not.toContain('Träger: Evangelischer');
    expect(textOf(await house.says(anna, `partner ${kita}`))).toContain('Seit dem 01.11.2026 nicht mehr im Netzwerk.');
    await house.close();
  });
});
