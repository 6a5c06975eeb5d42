import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { promptId } from '../../../src/features/evaluation/model.js';
import { slack, textOf, vouched } from '../identity/house.js';
import { anna, deniz, fatma, labelsOf, SurveyHouse } from './house.js';

const gul = slack('GUL');
const form = { title: 'Fachtag', own: 'Wie war der Fachtag?' };

describe('whom a round asks and who sees its results', () => {
  let house: SurveyHouse;
  beforeAll(async () => {
    house = await SurveyHouse.open();
    await house.house.withPartners();
    await house.says(anna, 'gremium neu AK Übergänge');
    await house.says(anna, 'mitglied AK Übergänge dazu Deniz Schule');
    await house.speaksFor(deniz, 'Kita Beispielblume (Beispiel)');
  });
  afterAll(() => house.close());

  it('is chosen in the form: by committee, district, organisation and person', async () => {
    const choice = await house.says(anna, 'umfrage neu');
    const opened = await house.press(anna, choice, 'Eigene Fragen');
    expect(opened).toMatchObject({ type: 'form' });
    const fields = opened.type === 'form' ? opened.form.fields : [];
    const committees = fields.find(({ id }) => id === 'committees');
    expect(committees).toMatchObject({ options: [{ label: 'AK Übergänge' }] });
    const id = committees?.type === 'choices' ? committees.options[0]?.value : undefined;
    const wrong = await house.fill(anna, choice, 'Eigene Fragen', { ...form, districts: 'Atlantis', partners: 'Xy' });
    expect(wrong).toMatchObject({
      form: { errors: { districts: expect.stringContaining('Atlantis'), partners: expect.stringContaining('Xy') } },
    });
    const draft = await house.fill(anna, choice, 'Eigene Fragen', {
      ...form,
      committees: [id ?? ''],
      partners: 'Kita Beispielblume (Beispiel)',
      results: 'participants',
      when: 'released',
    });
    expect(textOf(draft)).toContain('AK Übergänge; Kita Beispielblume (Beispiel): 1 Person');
    expect(textOf(draft)).toContain('wer gefragt wurde, erst wenn die Koordination sie freigibt');
    const again = await house.press(anna, draft, 'Bearbeiten');
    expect(again).toMatchObject({
      form: {
        fields: expect.arrayContaining([
          expect.objectContaining({ id: 'partners', value: 'Kita Beispielblume (Beispiel)' }),
        ]),
      },
    });
    await house.says(anna, 'umfrage verwerfen');
  });

  it('is typed as well', async () => {
    await house.says(anna, 'umfrage neu kurz');
    expect(textOf(await house.says(anna, 'umfrage empfänger AK Übergänge, Fatma Frei'))).toContain('2 Personen');
    expect(textOf(await house.says(anna, 'umfrage empfänger Quatsch'))).toContain('weder Bereich noch');
    expect(textOf(await house.says(anna, 'umfrage empfänger alle'))).toContain('alle: 3 Personen');
    expect(textOf(await house.says(anna, 'umfrage namentlich'))).toContain('eine Antwort je Einrichtung');
    expect(textOf(await house.says(anna, 'umfrage anonym'))).toContain('anonym, eine Antwort je Person');
    expect(textOf(await house.says(anna, 'umfrage ergebnisse koordination'))).toContain('Koordination und Vorsitze');
    await house.says(anna, 'umfrage verwerfen');
  });

  it('waits for the release where that was wished, and tells people then', async () => {
    const draft = await house.says(anna, 'umfrage neu kurz');
    await house.says(anna, 'umfrage ergebnisse alle freigabe');
    expect(draft.type).not.toBe('form');
    await house.says(anna, 'starten');
    const round = (await house.context.rounds.find({ filter: { state: 'open' } })).items[0];
    if (!round) throw new Error('no round is open');
    const closed = await house.says(anna, 'umfrage sofort beenden');
    expect(labelsOf(closed)).toContain('Freigeben');
    await house.house.runs('evaluation.results');
    expect(textOf(await house.says(deniz, `ergebnis ${round.number}`))).toContain('noch nicht freigegeben');
    expect(await house.keysFor(deniz)).not.toContain(`round:${round._id}:result:PERSON`);
    await house.press(anna, closed, 'Freigeben');
    await house.press(anna, closed, 'Freigeben');
    expect((await house.house.audited()).filter((kind) => kind === 'evaluation.released')).toHaveLength(1);
    await house.house.runs('evaluation.results');
    expect(textOf(await house.says(deniz, `ergebnis ${round.number}`))).toContain('Kurz gefragt');
    expect(await house.keysFor(deniz)).toContain(`round:${round._id}:result:PERSON`);
  });

  it('shows the new last day on cards that are out when it is extended; who has answered keeps the thanks', async () => {
    const round = await house.started();
    await house.says(deniz, 'antwort teils');
    await house.says(deniz, 'absenden');
    expect(textOf(await house.says(anna, 'umfrage verlängern 01.11.2026'))).toContain('schon bis');
    expect(textOf(await house.says(anna, 'umfrage verlängern 07.12.2026'))).toContain('Verlängert bis 07.12.2026');
    expect((await house.cardFor(fatma, round._id, 'prompt'))?.summary).toContain('07.12.2026');
    expect((await house.cardFor(deniz, round._id, 'prompt'))?.summary).toContain('Danke');
    expect((await house.round(round._id)).unfinished).toEqual([]);
  });

  it('asks those who come later once by the clock, or at once when they type it', async () => {
    const round = (await house.context.rounds.find({ filter: { state: 'open' } })).items[0];
    house.house.knows(gul, vouched('Gül Neu', 'gul@stadt.example'));
    const late = (await house.house.personOf(gul)).id;
    await house.runsSchedule('evaluation.latecomers', '2026-11-12T09:15:00+01:00');
    await house.runsSchedule('evaluation.latecomers', '2026-11-13T09:15:00+01:00');
    const asked = await house.context.prompts.get(promptId(round?._id ?? '', late));
    expect(asked).toMatchObject({ late: true, state: 'open' });
    const hana = slack('HANA');
    house.house.knows(hana, vouched('Hana Neu', 'hana@stadt.example'));
    expect(textOf(await house.says(hana, 'umfrage'))).toContain('Frage 1 von 2');
    expect(await house.context.prompts.count({ roundId: round?._id ?? '' })).toBe(5);
  });
});
