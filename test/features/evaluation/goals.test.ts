import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stores, textOf } from '../identity/house.js';
import { anna, deniz, fatma, labelsOf, SurveyHouse, viewIn } from './house.js';

describe.each(stores)('goals, on %s', (on) => {
  let house: SurveyHouse;
  beforeEach(async () => {
    house = await SurveyHouse.open({ on });
  });
  afterEach(() => house.close());

  it('are listed by our counting, each with the agreement to the letter a press away', async () => {
    const list = await house.says(deniz, 'ziele');
    expect(textOf(list)).toContain(
      'Ziel 6 (unsere Zählung): Wirkung kennen, offen für Neues sein – noch kein Handlungsziel',
    );
    const goal = await house.press(deniz, list, 'Ziel 6');
    expect(viewIn(goal).blocks[0]).toMatchObject({
      type: 'quote',
      text: 'Wir wollen wissen, wie unsere Arbeit wirkt. Wir werten unsere Arbeit regelmäßig aus und sind offen für neue effektive Maßnahmen und Projekte.',
    });
    expect(textOf(goal)).toContain('Zu diesem Ziel gibt es noch kein Handlungsziel.');
    expect(textOf(await house.says(deniz, 'ziele 6'))).toContain('Ziel 6 (unsere Zählung)');
  });

  it('get an action goal from the coordination office at once, whose state is typed or pressed', async () => {
    const card = await house.says(anna, 'handlungsziel neu 4; Elterncafés in allen Stadtteilen; bis 30.06.2027');
    expect(textOf(card)).toContain('Handlungsziel Nr. 1: Elterncafés in allen Stadtteilen');
    expect(textOf(card)).toContain('Bis: 30.06.2027');
    expect(textOf(await house.says(anna, 'handlungsziel 1 stockt'))).toContain('Stand: stockt');
    expect(textOf(await house.press(anna, card, 'Erreicht'))).toContain(
      '10.11.2026 läuft, 10.11.2026 stockt, 10.11.2026 erreicht',
    );
    expect(textOf(await house.says(deniz, 'handlungsziel 1 läuft'))).toContain('Das ändern die Koordination');
    expect(textOf(await house.says(anna, 'handlungsziel zuständig 1 Deniz Schule'))).toContain(
      'Zuständig: Deniz Schule',
    );
    expect(textOf(await house.says(deniz, 'handlungsziel 1 läuft'))).toContain('Stand: läuft');
    expect(textOf(await house.says(fatma, 'ziele'))).toContain('Nr. 1: Elterncafés in allen Stadtteilen (läuft)');
  });

  it('say what is wrong with what was typed', async () => {
    expect(textOf(await house.says(anna, 'handlungsziel neu 9; Etwas'))).toContain('Bitte ein Ziel von 1 bis 8');
    expect(textOf(await house.says(anna, 'handlungsziel neu 4; Etwas; bis 31.02.2027'))).toContain('gibt es nicht');
    expect(textOf(await house.says(anna, 'handlungsziel neu 4; Etwas; bis zum 31.02.'))).toContain('Tag „31.02.“');
    expect(await house.says(anna, 'handlungsziel neu')).toMatchObject({ type: 'form' });
  });

  it('take proposals from everybody, on which the coordination office decides once and the proposer is told', async () => {
    const proposed = await house.says(deniz, 'handlungsziel neu 2; Frühstück an allen Schulen');
    expect(textOf(proposed)).toContain('Ihr Vorschlag liegt jetzt der Koordination vor');
    expect(labelsOf(proposed)).not.toContain('Übernehmen');
    const [entry] = await house.entriesFor(anna);
    if (!entry?.view) throw new Error('no card');
    const card = { type: 'message', view: entry.view } as const;
    expect(textOf(await house.press(anna, card, 'Übernehmen'))).toContain('Stand: läuft');
    expect(textOf(await house.press(anna, card, 'Ablehnen'))).toContain('schon entschieden: läuft');
    const told = await house.entriesFor(deniz);
    expect(told.map(({ view }) => view?.summary)).toEqual([
      'Ihr Handlungsziel „Frühstück an allen Schulen“ ist übernommen. Danke!',
    ]);
  });

  it('are no proposals where a chair has entered them, and are changed by those alone who may', async () => {
    await house.says(anna, 'handlungsziel neu 1; Übergabebögen');
    const refused = await house.says(anna, 'handlungsziel übernehmen 1');
    expect(textOf(refused)).toContain('Nr. 1 ist kein Vorschlag');
    expect(textOf(await house.says(deniz, 'handlungsziel bearbeiten 1'))).toContain('Das ändern die Koordination');
    expect(textOf(await house.says(deniz, 'handlungsziel beteiligung 1'))).toContain('Das ändern die Koordination');
    const form = await house.says(anna, 'handlungsziel bearbeiten 1');
    expect(form).toMatchObject({ type: 'form', form: { opener: 'Bearbeiten' } });
  });

  it('are reviewed every half year by whoever is in charge, once', async () => {
    await house.says(anna, 'handlungsziel neu 4; Elterncafés');
    await house.says(anna, 'handlungsziel zuständig 1 Fatma Frei');
    house.clock.set('2027-05-10T08:59:00+02:00');
    await house.house.runs('evaluation-reviews');
    expect(await house.entriesFor(fatma)).toEqual([]);
    house.clock.set('2027-05-10T09:00:00+02:00');
    await house.house.runs('evaluation-reviews');
    await house.house.runs('evaluation-reviews');
    const entries = await house.entriesFor(fatma);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ occasion: 'clock' });
    const view = entries[0]?.view;
    if (!view) throw new Error('no card');
    const card = { type: 'message', view } as const;
    expect(textOf(card)).toContain('Wir befähigen und unterstützen Erziehungsberechtigte');
    expect(textOf(await house.press(fatma, card, 'Passt noch'))).toContain('10.05.2027: passt zum Leitbild');
    const how = await house.fill(fatma, card, 'Beteiligung beschreiben', { participation: 'Elternrat fragt nach' });
    expect(textOf(how)).toContain('Elternrat fragt nach');
  });
});
