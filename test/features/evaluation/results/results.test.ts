import { afterEach, describe, expect, it } from 'vitest';
import { resultsSpec } from '../../../../src/features/evaluation/results/model.js';
import { readTable } from '../../../../src/kernel/csv.js';
import type { Reply } from '../../../../src/messages/reply.js';
import type { View } from '../../../../src/messages/view.js';
import { actionsIn, button, stores, textOf, textOfView } from '../../identity/house.js';
import { anna, carla, gerd, ResultsHouse, times } from './support.js';

let house: ResultsHouse;
afterEach(() => house.close());

function viewOf(reply: Reply): View {
  if (reply.type !== 'message' && reply.type !== 'replace') throw new Error(`a view was expected, not ${reply.type}`);
  return reply.view;
}

/** Twenty answers: a small sector, one next to it, and a large one. */
async function autumn() {
  const round = await house.round({ _id: 'autumn' });
  await house.answered(round, [
    ...times(9, { sector: 'bildung', values: [5, 4, 'cannot-say'] }),
    ...times(6, { sector: 'erziehung', values: [4, 4, 2] }),
    ...times(3, { sector: 'gesundheit', values: [1, 4, 2] }),
    ...times(2, { values: [3, 4, 2] }),
  ]);
  await house.asked(round, await house.idOf(carla));
  return round;
}

describe.each(stores)('ergebnis on %s', (on) => {
  it('shows the distribution of every goal in words and as a picture, with the link to its page', async () => {
    house = await ResultsHouse.open(on, 'https://bot.example');
    const { number } = await autumn();
    const reply = await house.says(carla, `ergebnis ${number}`);
    const text = textOf(reply);
    expect(text).toContain('Rücklauf: 20 von 21 (95 %)');
    expect(text).toContain(
      'Ziel 1 (unsere Zählung): Potenziale aller Kinder fördern, Teilhabe leben: ' +
        '3 gelingt noch nicht, 2 teils, 6 überwiegend, 9 gelingt gut (20 Antworten)',
    );
    const pictures = viewOf(reply).blocks.flatMap((block) => (block.type === 'picture' ? [block.alt] : []));
    expect(pictures.join()).toContain('Ziel 1: Potenziale aller Kinder fördern, Teilhabe leben: 3 gelingt noch nicht');
    const link = viewOf(reply).blocks.find((block) => block.type === 'link');
    const answer = await house.page(link?.href ?? '');
    expect('view' in answer && textOfView(answer.view)).toContain('alle | 21 | 20 | 95 %');
  });

  it('hides a small group in the table and in the data, behind those of no sector', async () => {
    house = await ResultsHouse.open(on);
    const { number } = await autumn();
    const files = viewOf(await house.says(anna, `ergebnis csv ${number}`)).blocks.flatMap((block) =>
      block.type === 'file' ? [block] : [],
    );
    expect(files.map(({ name }) => name)).toEqual([
      `ergebnis-${number}.html`,
      `ergebnis-${number}.csv`,
      `ergebnis-${number}.json`,
    ]);
    const data = JSON.parse(new TextDecoder().decode(files[2]?.bytes));
    const groups = data.questions[0].groups.map((group: { sector: string; counts: unknown }) => [
      group.sector,
      group.counts,
    ]);
    expect(Object.fromEntries(groups)).toMatchObject({
      gesundheit: null,
      bildung: { '5': 9 },
      erziehung: { '4': 6 },
    });
    // Three in health and two of no sector are five together: enough to hide behind each other.
    expect(data.codebook.questions[0]).toMatchObject({ id: 'goal-1', goal: 1, type: 'scale' });
    const table = readTable(files[1]?.bytes ?? new Uint8Array(), [
      { key: 'question', names: ['Frage'] },
      { key: 'group', names: ['Gruppe'] },
      { key: 'value', names: ['Antwort'] },
      { key: 'count', names: ['Anzahl'] },
      { key: 'note', names: ['Hinweis'] },
    ]);
    const health = table.rows.filter(({ cells }) => cells.group === 'Gesundheit');
    expect(health.length).toBeGreaterThan(0);
    expect(health[0]?.cells.note).toBe('nicht gezeigt');
    expect(health.every(({ cells }) => cells.count === '' && cells.note !== '')).toBe(true);
  });

  it('stays as it was once it has been made, whatever happens to the answers', async () => {
    house = await ResultsHouse.open(on);
    const { number } = await autumn();
    // The first answer of all also asks which partner one speaks for.
    await house.says(anna, 'ergebnis');
    const before = textOf(await house.says(anna, `ergebnis ${number}`));
    await house.answers.delete({ roundId: 'autumn', questionId: 'goal-1' });
    await house.prompts.delete({ roundId: 'autumn', state: 'done' });
    expect(textOf(await house.says(anna, `ergebnis ${number}`))).toBe(before);
  });

  it('tells those who were asked once, when the round has closed', async () => {
    house = await ResultsHouse.open(on);
    await autumn();
    expect(await house.runs('evaluation.results')).toEqual({ done: 1, failed: 0 });
    expect(await house.runs('evaluation.results')).toEqual({ done: 0, failed: 0 });
    const told = await house.sent('round:autumn:result');
    expect(told.map(({ personId }) => personId).sort()).toEqual(
      [await house.idOf(anna), await house.idOf(carla)].sort(),
    );
    expect((await house.rounds.get('autumn'))?.unfinished).toEqual([]);
  });
});

describe('ergebnis', () => {
  it('says only how many have answered while the round is open', async () => {
    house = await ResultsHouse.open();
    const round = await house.round({ _id: 'open', state: 'open' });
    await house.answered(round, times(6, { values: [5] }));
    const text = textOf(await house.says(anna, `ergebnis ${round.number}`));
    expect(text).toContain('Rücklauf: 6 von 6 (100 %)');
    expect(text).toContain('Ergebnisse gibt es nach dem Ende am');
    expect(text).not.toContain('gelingt gut');
    expect(await house.house.store.collection(resultsSpec).count()).toBe(0);
  });

  it('waits for answers that are still being taken in', async () => {
    house = await ResultsHouse.open();
    const round = await house.round({ _id: 'closing', unfinished: ['closing', 'reporting'] });
    expect(textOf(await house.says(anna, `ergebnis ${round.number}`))).toContain('werden noch übernommen');
    expect(await house.runs('evaluation.results')).toEqual({ done: 0, failed: 0 });
  });

  it('shows nothing of what too few said, not even their texts', async () => {
    house = await ResultsHouse.open();
    const round = await house.round({ _id: 'few' });
    const [goal] = round.questions;
    const text = round.questions.at(-1);
    if (!goal || !text) throw new Error('the template has questions');
    await house.answered(round, times(4, { values: [1, 'Nur wir wenige'] }), [goal, text]);
    const link = await house.says(anna, `ergebnis csv ${round.number}`);
    const everything = viewOf(link)
      .blocks.flatMap((block) => (block.type === 'file' ? [new TextDecoder().decode(block.bytes)] : []))
      .join();
    expect(everything).not.toContain('Nur wir wenige');
    expect(textOf(await house.says(anna, `ergebnis ${round.number}`))).toContain('weniger als 5 Antworten');
  });

  it('defuses what a spreadsheet would take for a formula', async () => {
    house = await ResultsHouse.open();
    const round = await house.round({ _id: 'formula' });
    const text = round.questions.at(-1);
    if (!text) throw new Error('the template has a text');
    await house.answered(round, times(5, { values: ['=1+1'] }), [text]);
    const file = viewOf(await house.says(anna, `ergebnis csv ${round.number}`)).blocks.find(
      (block) => block.type === 'file' && block.name.endsWith('.csv'),
    );
    const csv = new TextDecoder().decode(file?.type === 'file' ? file.bytes : undefined);
    expect(csv).toContain(";'=1+1;");
  });

  it('is refused to who may not see it, with whom to ask', async () => {
    house = await ResultsHouse.open();
    const round = await autumn();
    expect(textOf(await house.says(gerd, `ergebnis ${round.number}`))).toContain(
      'Fragen Sie bei der Koordination nach: Anna Amt',
    );
    const own = await house.round({ _id: 'own', resultsFor: 'coordinators' });
    expect(textOf(await house.says(carla, `ergebnis csv ${own.number}`))).toContain('sieht die Koordination');
    expect(textOf(await house.says(gerd, 'ergebnis'))).toContain('noch kein Ergebnis');
    expect(actionsIn(viewOf(await house.says(carla, 'ergebnisse'))).map(({ label }) => label)).toContain(
      `Nr. ${round.number} Herbst 2026`,
    );
  });

  it('compares with earlier rounds that asked the same', async () => {
    house = await ResultsHouse.open('embedded', 'https://bot.example');
    const spring = await house.round({ _id: 'spring', title: 'Frühjahr 2026' });
    await house.answered(spring, [...times(3, { values: [5] }), ...times(3, { values: [1] })]);
    await house.says(anna, `ergebnis ${spring.number}`);
    const { number } = await autumn();
    const link = viewOf(await house.says(anna, `ergebnis ${number}`)).blocks.find((block) => block.type === 'link');
    const answer = await house.page(link?.href ?? '');
    expect('view' in answer && textOfView(answer.view)).toContain(
      'Ziel 1: Potenziale aller Kinder fördern, Teilhabe leben | 50 % | 75 %',
    );
  });

  it('compares with no earlier round that its readers may not see', async () => {
    house = await ResultsHouse.open('embedded', 'https://bot.example');
    const kept = { _id: 'kept', resultsFor: 'coordinators' } as const;
    const others = { _id: 'others', audience: { sectors: ['bildung'] } };
    const held = { _id: 'held', resultsWhen: 'released' } as const;
    for (const each of [kept, others, held]) {
      const earlier = await house.round({ title: 'Frühjahr 2026', ...each });
      await house.answered(earlier, times(6, { values: [5] }));
      await house.says(anna, `ergebnis ${earlier.number}`);
    }
    const { number } = await autumn();
    const link = viewOf(await house.says(anna, `ergebnis ${number}`)).blocks.find((block) => block.type === 'link');
    const answer = await house.page(link?.href ?? '');
    expect('view' in answer && textOfView(answer.view)).not.toContain('Im Vergleich mit früheren Umfragen');
  });

  it('sums up numbers, and counts what was chosen from one’s own answers', async () => {
    house = await ResultsHouse.open();
    const words = (text: string) => ({ de: text, einfach: text, en: text });
    const round = await house.round({
      _id: 'own',
      questions: [
        { id: 'places', text: words('Wie viele Plätze haben Sie?'), kind: { type: 'number' } },
        {
          id: 'when',
          text: words('Wann passt es?'),
          kind: {
            type: 'choice',
            options: [
              { id: 'am', text: words('vormittags') },
              { id: 'pm', text: words('nachmittags') },
            ],
          },
        },
      ],
    });
    await house.answered(round, [...times(3, { values: [10, 'am'] }), ...times(3, { values: [2.5, 'pm'] })]);
    const text = textOf(await house.says(anna, `ergebnis ${round.number}`));
    expect(text).toContain('Wie viele Plätze haben Sie? im Mittel 6,25, Median 6,25 (6 Angaben)');
    expect(text).toContain('Wann passt es? 3 vormittags, 3 nachmittags (6 Antworten, wenige Antworten)');
  });

  it('names the partners in a round that was not anonymous', async () => {
    house = await ResultsHouse.open();
    await house.house.withPartners();
    const round = await house.round({ _id: 'named', named: true });
    const text = round.questions.at(-1);
    if (!text) throw new Error('the template has a text');
    const partnerId = 'sample-partner-kita-blume';
    await house.asked(round, 'one', { partnerId, state: 'done' });
    await house.asked(round, 'two', { partnerId });
    await house.answers.insert({ _id: 'a', roundId: 'named', questionId: text.id, value: 'Mehr Zeit', partnerId });
    expect(textOf(await house.says(anna, `ergebnis ${round.number}`))).toContain(
      'Rücklauf (Einrichtungen): 1 von 1 (100 %)',
    );
    const page = viewOf(await house.says(anna, `ergebnis csv ${round.number}`)).blocks.find(
      (block) => block.type === 'file',
    );
    expect(new TextDecoder().decode(page?.type === 'file' ? page.bytes : undefined)).toContain(
      'Kita Beispielblume (Beispiel)',
    );
  });
});

describe.each(stores)('closing a round on %s', (on) => {
  it('leads to its result, and to telling those who were asked', async () => {
    house = await ResultsHouse.open(on);
    const round = await house.round({
      _id: 'winter',
      state: 'open',
      unfinished: [],
      closesAt: new Date('2026-12-01T09:00:00+01:00'),
    });
    await house.answered(round, times(6, { values: [5, 3] }));
    await house.asked(round, await house.idOf(carla), { draft: { 'goal-1': 1 } });
    const closed = await house.says(anna, `beenden ${round.number}`);
    const result = await house.presses(anna, button(closed, 'Ergebnis ansehen'));
    expect(textOf(result)).toContain('Rücklauf: 6 von 7 (86 %)');
    expect(textOf(result)).toContain('6 gelingt gut (6 Antworten, wenige Antworten)');
    expect(await house.runs('evaluation.results')).toEqual({ done: 1, failed: 0 });
    expect(await house.sent('round:winter:result')).toHaveLength(2);
  });
});

describe('what follows from a round', () => {
  it('is written by the coordination office once, and goes to all who were asked', async () => {
    house = await ResultsHouse.open();
    const round = await autumn();
    const card = await house.says(anna, `ergebnis ${round.number}`);
    const opened = await house.presses(anna, button(card, 'Was daraus folgt'));
    expect(opened).toMatchObject({ type: 'form', form: { submit: 'Senden' } });
    const values = { text: 'Wir richten ein Elterncafé ein.' };
    const sent = await house.submits(anna, 'evaluation.follow-up', values, round._id, 'twice');
    expect(textOf(sent)).toContain('Wir richten ein Elterncafé ein.');
    await house.submits(anna, 'evaluation.follow-up', values, round._id, 'twice');
    expect(await house.sent('round:autumn:follow-up')).toHaveLength(2);
    const again = await house.says(anna, `folgerung ${round.number} Etwas anderes`);
    expect(textOf(again)).toContain('schon gesendet');
    expect(textOf(await house.says(carla, `ergebnis ${round.number}`))).toContain(
      'Ihre Rückmeldungen – und was daraus folgt',
    );
  });

  it('waits until the round is over', async () => {
    house = await ResultsHouse.open();
    const round = await house.round({ _id: 'open', state: 'open' });
    expect(textOf(await house.says(anna, `folgerung ${round.number} Schon jetzt`))).toContain('läuft noch');
    expect(textOf(await house.says(carla, `folgerung ${round.number} Schon jetzt`))).toContain('Koordination');
  });
});
