import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayAt } from '../../../src/kernel/dates.js';
import { stores, textOf } from '../identity/house.js';
import { anna, deniz, fatma, labelsOf, SurveyHouse } from './house.js';

describe.each(stores)('a round, on %s', (on) => {
  let house: SurveyHouse;
  beforeEach(async () => {
    house = await SurveyHouse.open({ on });
  });
  afterEach(() => house.close());

  it('begins as a numbered draft about all eight goals, which can be previewed before anybody is asked', async () => {
    const draft = await house.says(anna, 'umfrage neu quartal');
    expect(textOf(draft)).toContain('Umfrage Nr. 1 (Entwurf): Wie gut gelingen unsere acht Ziele? 4. Quartal 2026');
    expect(textOf(draft)).toContain('Wer gefragt wird: alle: 3 Personen');
    expect(textOf(draft)).toContain('Wie verlässlich ist Ihre Präventionsarbeit finanziert?');
    const preview = await house.press(anna, draft, 'Vorschau');
    expect(textOf(preview)).toContain('Die Koordination sieht nicht, wer was geantwortet hat.');
    expect(textOf(preview)).toContain('[gelingt noch nicht] [eher nicht] [teils] [überwiegend] [gelingt gut]');
    expect(await house.keysFor(deniz)).toEqual([]);
  });

  it('asks everybody once when started, however often the press is delivered', async () => {
    const draft = await house.says(anna, 'umfrage neu kurz');
    const started = await house.press(anna, draft, 'Starten', { key: 'start' });
    expect(textOf(started)).toContain('Die Umfrage läuft. 3 Personen werden gefragt.');
    await house.press(anna, draft, 'Starten', { key: 'start' });
    await house.press(anna, draft, 'Starten');
    const round = (await house.context.rounds.find()).items[0];
    expect(round).toMatchObject({ state: 'open', total: 3, unfinished: [] });
    expect(round?.closesAt?.toISOString()).toBe('2026-11-30T23:00:00.000Z');
    expect(await house.keysFor(fatma)).toEqual([`round:${round?._id}:prompt:PERSON`]);
  });

  it('is answered tap by tap and submitted once; the draft is gone and nothing joins the rows', async () => {
    const round = await house.started();
    let card = await house.says(deniz, 'umfrage');
    expect(textOf(card)).toContain('Frage 1 von 2');
    card = await house.press(deniz, card, 'teils');
    expect(textOf(card)).toContain('Frage 2 von 2');
    card = await house.press(deniz, card, 'kann ich nicht beurteilen');
    expect(labelsOf(card)).toContain('Absenden');
    const done = await house.press(deniz, card, 'Absenden');
    expect(textOf(done)).toContain('Danke!');
    expect(textOf(await house.press(deniz, card, 'Absenden'))).toContain('Danke!');
    const answers = await house.answers();
    expect(answers.map(({ questionId, value }) => [questionId, value]).toSorted()).toEqual([
      ['goal-7', 3],
      ['goal-8', 'cannot-say'],
    ]);
    expect(await house.prompt(round._id, deniz)).not.toHaveProperty('draft');
    expect(await house.prompt(round._id, deniz)).not.toHaveProperty('rows');
    expect(textOf(await house.says(deniz, 'umfrage'))).toContain('sind abgesendet');
  });

  it('is answered by typing as well, in the words of its scale', async () => {
    await house.started();
    await house.says(fatma, 'umfrage');
    expect(textOf(await house.says(fatma, 'antwort gelingt gut'))).toContain('Frage 2 von 2');
    expect(textOf(await house.says(fatma, 'umfrage antwort prima'))).toContain('Möglich sind: „gar nicht“');
    await house.says(fatma, 'umfrage antwort kaum');
    expect(textOf(await house.says(fatma, 'absenden'))).toContain('Danke!');
    expect((await house.answers()).map(({ value }) => value).toSorted()).toEqual([2, 5]);
  });

  it('closes after asking, deletes drafts that were not submitted, and takes nothing after that', async () => {
    const round = await house.started();
    const card = await house.press(deniz, await house.says(deniz, 'umfrage'), 'teils');
    const question = await house.says(anna, 'beenden');
    expect(textOf(question)).toContain('Noch ohne Antwort: 3.');
    expect(await house.round(round._id)).toMatchObject({ state: 'open' });
    await house.press(anna, question, 'Beenden');
    expect(await house.round(round._id)).toMatchObject({ state: 'closed', total: 3 });
    expect(textOf(await house.press(deniz, card, 'kaum'))).toContain('ist beendet');
    expect(await house.prompt(round._id, deniz)).not.toHaveProperty('draft');
    expect(await house.answers()).toEqual([]);
  });

  it('reminds after 7 and 14 days only those who have not finished, and closes by itself', async () => {
    const round = await house.started();
    await house.says(deniz, 'antwort teils');
    await house.says(deniz, 'absenden');
    await house.runs('2026-11-17T10:00:00+01:00');
    await house.runs('2026-11-17T10:05:00+01:00');
    await house.runs('2026-11-24T10:00:00+01:00');
    await house.runs('2026-11-27T10:00:00+01:00');
    expect(await house.keysFor(deniz)).toEqual([`round:${round._id}:prompt:PERSON`]);
    expect(await house.keysFor(fatma)).toEqual([
      `round:${round._id}:prompt:PERSON`,
      `round:${round._id}:reminder:1:PERSON`,
      `round:${round._id}:reminder:2:PERSON`,
    ]);
    expect((await house.entriesFor(fatma)).map(({ occasion }) => occasion)).toContain('clock');
    await house.runs('2026-12-01T00:01:00+01:00');
    expect(await house.round(round._id)).toMatchObject({ state: 'closed', total: 3 });
  });

  it('asks again later if one wishes, and not at all if one declines, which can be undone', async () => {
    const round = await house.started();
    const card = await house.says(fatma, 'umfrage');
    const later = await house.press(fatma, await house.press(fatma, card, 'Später'), 'Morgen');
    expect(textOf(later)).toContain('11.11.2026');
    await house.runs('2026-11-11T10:00:00+01:00');
    expect(await house.keysFor(fatma)).toContain(`round:${round._id}:later:2026-11-11:PERSON`);
    const declined = await house.press(fatma, card, 'Nicht teilnehmen');
    await house.runs('2026-11-17T10:00:00+01:00');
    expect(await house.keysFor(fatma)).toHaveLength(2);
    expect(textOf(await house.press(fatma, declined, 'Doch teilnehmen'))).toContain('Frage 1 von 2');
  });

  it('offers the next working time at night, and opens then by itself', async () => {
    house.clock.set('2026-11-13T20:00:00+01:00');
    const offer = await house.press(anna, await house.says(anna, 'umfrage neu kurz'), 'Starten');
    const planned = await house.press(anna, offer, 'Zur nächsten Arbeitszeit');
    expect(textOf(planned)).toContain('Geplant für 16.11.2026, 08:00 Uhr');
    await house.runs('2026-11-16T07:59:00+01:00');
    expect(await house.keysFor(fatma)).toEqual([]);
    await house.runs('2026-11-16T08:00:00+01:00');
    expect(await house.keysFor(fatma)).toHaveLength(1);
  });

  it('repeats with other goals until that is ended, and opens outside the school holidays', async () => {
    const draft = await house.says(anna, 'umfrage neu kurz');
    const form = { title: 'Kurz gefragt', goals: ['7', '8'], own: 'Was möchten Sie uns noch mitgeben? [Text]' };
    const edited = await house.fill(anna, draft, 'Bearbeiten', { ...form, days: '21', repeats: 'quarterly' });
    expect(textOf(edited)).toContain('vierteljährlich');
    await house.press(anna, edited, 'Starten');
    const next = (await house.context.rounds.find({ filter: { state: 'scheduled' } })).items;
    expect(next).toHaveLength(1);
    expect(next[0]).toMatchObject({ occurrence: 2, title: 'Kurz gefragt: Ziele 1 und 2, 1. Quartal 2027' });
    expect(next[0]?.opensAt?.toISOString()).toBe('2027-02-10T08:00:00.000Z');
    await house.runs('2027-02-10T09:00:00+01:00');
    expect((await house.entriesFor(fatma)).map(({ occasion }) => occasion)).toContain('clock');
    expect(await house.context.rounds.count({ state: 'scheduled' })).toBe(1);
    await house.press(anna, await house.says(anna, `umfrage ansehen ${next[0]?.number}`), 'Wiederholung beenden');
    expect(await house.context.rounds.count({ state: 'scheduled' })).toBe(0);
  });

  it('takes own questions by form, and names each mistake at its field', async () => {
    const choice = await house.says(anna, 'umfrage neu');
    const wrong = await house.fill(anna, choice, 'Eigene Fragen', { title: '', own: 'Ja? [ja]', days: '0' });
    expect(wrong).toMatchObject({
      type: 'form',
      form: { errors: { title: expect.any(String), own: expect.any(String), days: expect.any(String) } },
    });
    const own = 'Wie war der Fachtag?\nKommen Sie wieder? [ja | nein]\nWie viele Kinder? [Zahl]\nWas fehlte? [Text]';
    const draft = await house.fill(anna, choice, 'Eigene Fragen', { title: 'Fachtag', own, people: 'Fatma Frei' });
    expect(textOf(draft)).toContain('Fatma Frei: 1 Person');
    await house.press(anna, draft, 'Starten');
    expect(await house.keysFor(deniz)).toEqual([]);
    let card = await house.press(fatma, await house.says(fatma, 'umfrage'), 'gelingt gut');
    card = await house.press(fatma, card, 'ja');
    card = await house.fill(fatma, card, 'Antwort schreiben', { answer: 'zwölf' });
    expect(card).toMatchObject({ type: 'form', form: { errors: { answer: 'Bitte eine Zahl' } } });
    card = await house.says(fatma, 'umfrage antwort 12');
    card = await house.fill(fatma, card, 'Antwort schreiben', { answer: 'Zeit' });
    expect(textOf(await house.press(fatma, card, 'Absenden'))).toContain('Danke!');
    expect((await house.answers()).map(({ value }) => String(value)).toSorted()).toEqual([
      '12',
      '5',
      'Zeit',
      'option-1',
    ]);
  });

  it('is refused where nobody is asked, and to those who do not coordinate', async () => {
    const choice = await house.says(anna, 'umfrage neu');
    const draft = await house.fill(anna, choice, 'Eigene Fragen', { title: 'X', own: 'Y?', sectors: ['bildung'] });
    expect(textOf(await house.press(anna, draft, 'Starten'))).toContain('Zu dieser Auswahl gehört niemand.');
    expect(textOf(await house.says(deniz, 'umfrage neu kurz'))).not.toContain('Entwurf');
    expect(textOf(await house.says(anna, 'umfragen'))).toContain('Nr. 1: X · Entwurf');
  });
});

it('asks four times in a year about all goals, two at a time, on working days outside the school holidays', async () => {
  const house = await SurveyHouse.open();
  try {
    const draft = await house.says(anna, 'umfrage neu kurz');
    expect(textOf(await house.says(anna, 'umfrage wiederholen 1 vierteljährlich'))).toContain('vierteljährlich');
    expect(textOf(await house.press(anna, draft, 'Starten'))).toContain('inzwischen geändert');
    await house.says(anna, 'starten 1');
    for (let day = 0; day < 360; day += 1) {
      house.clock.advance({ days: 1 });
      await house.runs();
    }
    const { items } = await house.context.rounds.find({ sort: [['number', 1]] });
    const asked = items.filter(({ state }) => state === 'closed');
    expect(asked.map(({ openedAt }) => openedAt && dayAt(openedAt, 'Europe/Berlin'))).toEqual([
      '2026-11-10',
      '2027-02-10',
      '2027-05-10',
      '2027-09-01',
    ]);
    const goals = asked.flatMap(({ questions }) => questions.flatMap(({ goal }) => goal ?? []));
    expect(goals.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const keys = await house.keysFor(fatma);
    expect(keys.filter((key) => key.includes(':prompt:'))).toHaveLength(4);
    expect(keys.filter((key) => key.includes(':reminder:'))).toHaveLength(8);
  } finally {
    await house.close();
  }
});

it('names the templates there are to whoever types another', async () => {
  const house = await SurveyHouse.open();
  try {
    expect(textOf(await house.says(anna, 'umfrage neu halbjahr'))).toContain('Es gibt „quartal“ und „kurz“.');
  } finally {
    await house.close();
  }
});
