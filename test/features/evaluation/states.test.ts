import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { View } from '../../../src/messages/view.js';
import { textOf } from '../identity/house.js';
import { anna, deniz, fatma, labelsOf, SurveyHouse } from './house.js';

describe('what a survey says of how it stands', () => {
  let house: SurveyHouse;
  beforeEach(async () => {
    house = await SurveyHouse.open();
  });
  afterEach(() => house.close());

  it('says when it was open once it has been ended early, and nothing more of reminders', async () => {
    await house.started();
    const closed = textOf(await house.says(anna, 'umfrage sofort beenden'));
    expect(closed).toContain('Zeitraum: 10.11.2026 bis 10.11.2026');
    expect(closed).not.toContain('Erinnert');
    expect(closed).not.toContain('30.11.2026');
  });

  it('tells in a sentence that too few have answered to show anything', async () => {
    const round = await house.started('quartal');
    await house.says(anna, 'umfrage sofort beenden');
    await house.house.runs('evaluation.results');
    const told = await house.cardFor(deniz, round._id, 'result');
    const text = textOf({ type: 'message', view: told as View });
    expect(text).toContain('Von weniger als 5 Antworten wird nichts gezeigt.');
    expect(text).not.toContain('Ziel 1');
    expect(text).not.toContain('herausgekommen');
    const shown = textOf(await house.says(anna, `ergebnis ${round.number}`));
    expect(shown.split('weniger als 5 Antworten')).toHaveLength(3);
  });

  it('shows what is unanswered before it is submitted, since that cannot be made up for', async () => {
    await house.started('quartal');
    let card = await house.press(deniz, await house.says(deniz, 'umfrage'), 'teils');
    card = await house.press(deniz, card, 'Zur Übersicht');
    expect(textOf(card)).toContain('7 Fragen sind noch ohne Antwort.');
    expect(labelsOf(card)).toContain('Jetzt antworten');
  });

  it('brings those who declined, or have answered, to what they can still do', async () => {
    await house.started();
    await house.says(fatma, 'umfrage nicht teilnehmen');
    const declined = await house.says(fatma, 'umfrage');
    expect(textOf(await house.press(fatma, declined, 'Doch teilnehmen'))).toContain('Frage 1 von 2');
    await house.says(deniz, 'antwort teils');
    await house.says(deniz, 'absenden');
    expect(textOf(await house.says(deniz, 'absenden'))).toContain('sind abgesendet');
    await house.says(anna, 'umfrage sofort beenden');
    expect(textOf(await house.says(deniz, 'umfrage'))).toContain('keine Umfrage offen');
  });

  it('warns that nothing can be shown of too few, and promises no reminder after the end', async () => {
    const draft = await house.says(anna, 'umfrage neu kurz');
    expect(textOf(draft)).toContain('Das sind weniger als 5 Personen.');
    const form = { title: 'Plätze', own: 'Wie viele Plätze haben Sie? [Zahl]', days: '14' };
    const edited = await house.fill(anna, draft, 'Bearbeiten', { ...form, how: 'named' });
    expect(textOf(edited)).not.toContain('weniger als 5');
    expect(textOf(edited)).toContain('Erinnert: nach 7 Tagen, nur');
    await house.press(anna, edited, 'Starten');
    expect(textOf(await house.says(deniz, 'umfrage antwort 12,5'))).toContain('12,5');
  });

  it('counts partners, not people, that have not answered where partners answer by name', async () => {
    await house.house.withPartners();
    await house.says(anna, 'umfrage neu kurz');
    await house.says(anna, 'umfrage namentlich');
    for (const account of [deniz, fatma]) await house.speaksFor(account, 'Kita Beispielblume (Beispiel)');
    await house.says(anna, 'starten');
    expect(textOf(await house.says(anna, 'beenden'))).toContain('Noch ohne Antwort: 2.');
    await house.says(anna, 'umfrage sofort beenden');
    const result = textOf(await house.says(anna, 'ergebnis 1'));
    expect(result).toContain('Präventionsarbeit verlässlich finanzieren: keine Antworten');
    expect(result).not.toContain('weniger als 1 ');
  });

  it('repeats no more, whichever of its rounds that was said at', async () => {
    await house.says(anna, 'umfrage neu kurz');
    await house.says(anna, 'umfrage wiederholen monatlich');
    await house.says(anna, 'starten');
    await house.runs('2026-12-10T09:00:00+01:00');
    expect(await house.context.rounds.count({ state: 'scheduled' })).toBe(1);
    const ended = await house.says(anna, 'umfrage nicht wiederholen 1');
    expect(textOf(ended)).toContain('wiederholt sich nicht mehr');
    expect(await house.context.rounds.count({ state: 'scheduled' })).toBe(0);
    expect((await house.context.rounds.find()).items.filter(({ repeats }) => repeats !== undefined)).toEqual([]);
  });

  it('says that a repetition ends with the planned round that is discarded', async () => {
    await house.says(anna, 'umfrage neu kurz');
    const possible = 'monatlich, vierteljährlich, halbjährlich, jährlich';
    expect(textOf(await house.says(anna, 'umfrage wiederholen wöchentlich'))).toContain(possible);
    expect(textOf(await house.says(anna, 'umfrage wiederholen 1 jede Woche'))).toContain(possible);
    await house.says(anna, 'umfrage wiederholen vierteljährlich');
    await house.says(anna, 'starten');
    expect(textOf(await house.says(anna, 'umfrage verwerfen 2'))).toContain('wiederholt sich nicht mehr');
    expect(textOf(await house.says(anna, 'umfrage ansehen 1'))).toContain('Wiederholt sich: nicht');
  });
});
