import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Round } from '../../../src/features/evaluation/model.js';
import type { Account } from '../../../src/messages/inbound.js';
import { textOf } from '../identity/house.js';
import { anna, deniz, fatma, labelsOf, SurveyHouse } from './house.js';

const kita = 'Kita Beispielblume (Beispiel)';
const other = 'Kita Musterregenbogen (Beispiel)';

describe('a round with names', () => {
  let house: SurveyHouse;
  let emre: Account;
  let round: Round;
  beforeAll(async () => {
    house = await SurveyHouse.open();
    await house.house.withPartners();
    emre = await house.meets('EMRE');
    for (const account of [deniz, emre]) await house.speaksFor(account, kita);
    await house.says(anna, 'umfrage neu kurz');
    await house.says(anna, 'umfrage namentlich');
    await house.says(anna, 'starten');
    round = (await house.context.rounds.find({ filter: { state: 'open' } })).items[0] as Round;
  });
  afterAll(() => house.close());

  it('takes one answer for a partner, says so before, and settles it for the colleagues', async () => {
    await house.says(emre, 'antwort teils');
    let card = await house.says(deniz, 'umfrage');
    expect(textOf(card)).toContain('Eine Antwort je Einrichtung genügt.');
    card = await house.press(deniz, card, 'teils');
    card = await house.press(deniz, card, 'kaum');
    const done = await house.press(deniz, card, 'Absenden');
    expect(textOf(done)).toContain(`Für „${kita}“ hat Deniz Schule geantwortet.`);
    expect(await house.prompt(round._id, emre)).toMatchObject({ state: 'done', answeredBy: house.id(deniz) });
    expect(await house.prompt(round._id, emre)).not.toHaveProperty('draft');
    expect((await house.cardFor(emre, round._id, 'prompt'))?.summary).toContain('ist für Ihre Einrichtung geantwortet');
    expect(textOf(await house.says(emre, `umfrage ${round.number}`))).toContain('hat Deniz Schule geantwortet');
    expect(textOf(await house.says(anna, `umfrage ansehen ${round.number}`))).toContain('1 von 3 Einrichtungen');
    await house.runs('2026-11-17T10:00:00+01:00');
    expect(await house.keysFor(emre)).toEqual([`round:${round._id}:prompt:PERSON`]);
  });

  it('is changed by colleagues until it closes; one who was quicker is not overwritten', async () => {
    const card = await house.press(emre, await house.says(emre, `umfrage ${round.number}`), 'Antwort ändern');
    expect(textOf(card)).toContain('kaum');
    const mine = await house.says(deniz, `umfrage ändern ${round.number}`);
    expect(labelsOf(mine)).toContain('Absenden');
    const changed = await house.press(emre, await house.press(emre, card, 'Zurück'), 'voll');
    expect(textOf(await house.press(emre, changed, 'Absenden'))).toContain('hat Name EMRE geantwortet');
    expect(textOf(await house.press(deniz, mine, 'Absenden'))).toContain('hat Name EMRE geantwortet');
  });

  it('is answered by the coordination office for a partner that it phoned, and marked so', async () => {
    let card = await house.says(anna, `umfrage ${round.number} für ${other}`);
    expect(textOf(card)).toContain(`Sie antworten für „${other}“`);
    card = await house.press(anna, card, 'gelingt gut');
    expect(labelsOf(card)).not.toContain('Nicht teilnehmen');
    await house.says(anna, `umfrage antwort für ${other}; voll`);
    expect(textOf(await house.says(anna, `absenden für ${other}`))).toContain('am Telefon geantwortet worden');
    expect(textOf(await house.says(fatma, `umfrage ${round.number} für ${other}`))).not.toContain('Sie antworten für');
    expect(textOf(await house.says(anna, 'umfrage'))).toContain('Frage 1 von 2');
  });

  it('is counted by partner when it has closed, with who answered', async () => {
    await house.says(anna, 'umfrage sofort beenden');
    await house.house.runs('evaluation.results');
    const rows = (await house.context.answers.find()).items;
    expect(rows.map(({ questionId, value, onBehalf = false }) => [questionId, value, onBehalf]).toSorted()).toEqual([
      ['goal-7', 3, false],
      ['goal-7', 5, true],
      ['goal-8', 5, false],
      ['goal-8', 5, true],
    ]);
    const result = textOf(await house.says(anna, `ergebnis ${round.number}`));
    expect(result).toContain(`Geantwortet haben: ${kita}, ${other} (am Telefon)`);
    expect(textOf(await house.says(deniz, `umfrage ändern ${round.number}`))).not.toContain('Absenden');
  });

  it('cannot be answered for a partner where it is anonymous', async () => {
    const anonymous = await house.started();
    expect(textOf(await house.says(anna, `umfrage ${anonymous.number} für ${kita}`))).toContain('ist anonym');
  });
});

it('thanks everybody who speaks for a partner once a year, after a preview, all in the same words', async () => {
  const house = await SurveyHouse.open();
  try {
    await house.house.withPartners();
    await house.speaksFor(deniz, kita);
    await house.speaksFor(fatma, other);
    const preview = await house.says(anna, 'jahresdank');
    expect(textOf(preview)).toContain('an alle, die für eine Einrichtung sprechen (2 Personen)');
    expect(await house.keysFor(deniz)).toEqual([]);
    expect(textOf(await house.press(anna, preview, 'Senden'))).toContain('Der Dank für 2026 ist unterwegs.');
    expect(textOf(await house.press(anna, preview, 'Senden'))).toContain('schon gedankt');
    expect(await house.keysFor(deniz)).toEqual(['thanks:2026:PERSON']);
    expect(await house.keysFor(anna)).toEqual([]);
    expect(textOf(await house.says(deniz, 'jahresdank senden'))).not.toContain('unterwegs');
  } finally {
    await house.close();
  }
});
