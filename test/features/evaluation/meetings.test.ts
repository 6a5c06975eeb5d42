import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meetingsSpec } from '../../../src/features/attendance/meetings/model.js';
import { textOf } from '../identity/house.js';
import { anna, deniz, fatma, labelsOf, SurveyHouse } from './house.js';

const people = ['EINS', 'ZWEI', 'DREI'] as const;
const present = ['Deniz Schule', 'Fatma Frei', ...people.map((user) => `Name ${user}`)].join(', ');

describe('goals and meetings', () => {
  let house: SurveyHouse;
  beforeAll(async () => {
    house = await SurveyHouse.open();
    for (const user of people) await house.meets(user);
    await house.says(anna, 'gremium neu AK Sprache');
    await house.says(anna, `mitglied AK Sprache dazu ${present}`);
    await house.says(anna, 'vorsitz AK Sprache Deniz Schule');
    await house.says(anna, 'treffen neu AK Sprache; Herbst; 12.11.2026 14:00; Rathaus');
    await house.says(anna, 'einladen 1');
    await house.says(anna, 'treffen neu AK Sprache; Winter; 10.12.2026 14:00; Rathaus');
    await house.says(anna, 'einladen 2');
  });
  afterAll(() => house.close());

  it('asks nothing after a meeting unless its committee wants that, which its chair says', async () => {
    house.clock.set('2026-11-12T16:30:00+01:00');
    expect(textOf(await house.says(anna, `anwesend 1 ${present}`))).toContain('Fatma Frei');
    await house.runsSchedule('evaluation.after-meetings', '2026-11-13T09:30:00+01:00');
    expect(await house.context.rounds.count()).toBe(0);
    expect(textOf(await house.says(fatma, 'umfrage nach treffen an AK Sprache'))).not.toContain('anonyme Frage');
    const off = await house.says(deniz, 'umfrage nach treffen');
    expect(textOf(off)).toContain('Nach den Treffen wird nichts gefragt.');
    expect(textOf(await house.press(deniz, off, 'Nach Treffen fragen'))).toContain(
      'nach dem Treffen eine anonyme Frage',
    );
    expect(labelsOf(await house.says(deniz, 'umfrage nach treffen AK Sprache'))).toContain('Nicht mehr fragen');
    expect(textOf(await house.says(deniz, 'umfrage nach treffen an'))).toContain('nach dem Treffen eine anonyme Frage');
  });

  it('asks those who were there one optional question about a goal, once', async () => {
    await house.runsSchedule('evaluation.after-meetings', '2026-11-16T09:30:00+01:00');
    await house.runsSchedule('evaluation.after-meetings', '2026-11-17T09:30:00+01:00');
    await house.runs();
    const { items } = await house.context.rounds.find();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ state: 'open', named: false, total: 5, title: expect.stringContaining('Herbst') });
    expect(items[0]?.questions.map(({ goal }) => goal)).toEqual([1]);
    expect(await house.keysFor(anna)).not.toContain(`round:${items[0]?._id}:prompt:PERSON`);
    expect(await house.keysFor(fatma)).toContain(`round:${items[0]?._id}:prompt:PERSON`);
  });

  it('offers a goal that goes badly to the chair, and puts it on the next agenda with one press', async () => {
    const round = await house.started('quartal');
    const rows = Array.from({ length: 12 }, (_, index) => ({
      _id: `low-${index}`,
      roundId: round._id,
      questionId: 'goal-3',
      value: index < 9 ? 1 : 4,
    }));
    await house.says(anna, `umfrage sofort beenden ${round.number}`);
    await house.context.answers.insertMany(rows);
    await house.house.runs('evaluation.results');
    await house.house.runs('evaluation.results');
    const offers = (await house.entriesFor(deniz)).filter(({ _id }) => _id.includes(':weak:'));
    expect(offers).toHaveLength(1);
    expect((await house.entriesFor(fatma)).filter(({ _id }) => _id.includes(':weak:'))).toEqual([]);
    const view = offers[0]?.view;
    if (!view) throw new Error('the offer shows nothing');
    const card = { type: 'message', view } as const;
    expect(labelsOf(card)).toEqual(['Ziel 3 aufnehmen']);
    expect(textOf(await house.press(deniz, card, 'Ziel 3 aufnehmen'))).toContain('Auf der Tagesordnung von');
    expect(textOf(await house.press(deniz, card, 'Ziel 3 aufnehmen'))).toContain('steht schon auf der Tagesordnung');
    expect(textOf(await house.says(deniz, 'planung 2'))).toContain('Ziel 3 (unsere Zählung)');
    const meetings = house.house.store.collection(meetingsSpec);
    const winter = (await meetings.findOne({ number: 2 }))?._id ?? '';
    await meetings.update(winter, { $set: { series: { id: 'jede-reihe', at: '2026-12-10', index: 0 } } });
    expect(textOf(await house.says(deniz, 'ziel auf tagesordnung 4 2'))).toContain('Auf der Tagesordnung von');
    expect((await meetings.get(winter))?.series?.own).toEqual(['agenda']);
    await meetings.update(winter, { $unset: { series: true } });
    expect(textOf(await house.says(fatma, 'ziel auf tagesordnung 5 2'))).not.toContain('Auf der Tagesordnung von');
  });

  it('tells of a goal what the agreement says and how it goes', async () => {
    const goal = textOf(await house.says(fatma, 'Ziel 3'));
    expect(goal).toContain('Wie es läuft');
    expect(goal).toContain('25 % sagen „überwiegend oder gelingt gut“, von 12');
    expect(textOf(await house.says(fatma, 'Ziel 6'))).toContain('noch kein Ergebnis');
  });
});
