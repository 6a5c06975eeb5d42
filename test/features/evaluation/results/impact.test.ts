import { afterEach, expect, it } from 'vitest';
import { actionGoalsSpec } from '../../../../src/features/evaluation/model.js';
import type { Reply } from '../../../../src/messages/reply.js';
import type { View } from '../../../../src/messages/view.js';
import { putTogether } from '../../../support/works.js';
import { actionsIn, textOf, textOfView } from '../../identity/house.js';
import { anna, carla, ResultsHouse, times } from './support.js';

let house: ResultsHouse;
afterEach(() => house.close());

function viewOf(reply: Reply): View {
  if (reply.type !== 'message' && reply.type !== 'replace') throw new Error(`a view was expected, not ${reply.type}`);
  return reply.view;
}

async function year2026() {
  const round = await house.round({
    _id: 'autumn',
    followUp: { text: 'Wir richten ein Elterncafé ein.', at: new Date('2026-11-01T09:00:00+01:00') },
  });
  await house.answered(round, [...times(6, { values: [5, 'cannot-say'] }), ...times(2, { values: [1, 4] })]);
  const secret = await house.round({ _id: 'secret', title: 'Intern', resultsFor: 'coordinators' });
  await house.answered(secret, times(6, { values: [5] }));
  await house.runs('evaluation.results');
  const at = new Date('2026-03-01T09:00:00+01:00');
  await house.house.store.collection(actionGoalsSpec).insert({
    _id: 'goal',
    rev: 1,
    number: 90,
    goal: 4,
    text: 'Elterncafé in Lohberg',
    state: 'reached',
    by: 'somebody',
    createdAt: at,
    changedAt: at,
  });
}

it('puts the year together for whoever has the link: limits first, goals, surveys, meetings, partners', async () => {
  house = await ResultsHouse.open('embedded', 'https://bot.example');
  await house.house.withPartners();
  await year2026();
  const card = viewOf(await house.says(anna, 'wirkungsbericht'));
  expect(
    actionsIn(card)
      .map(({ label }) => label)
      .slice(0, 3),
  ).toEqual(['Als Dateien', 'Bericht 2025', '2024 bis 2026']);
  const link = card.blocks.find((block) => block.type === 'link');
  const answer = await house.page(link?.href ?? '');
  const text = 'view' in answer ? textOfView(answer.view) : '';
  expect(text).toMatch(/^Wirkungsbericht 2026: Testnetz\nWas dieser Bericht sagt, und was nicht/);
  expect(text).toContain('Ziel 4: Eltern in der Erziehung stärken | 0 | 0 | 1');
  expect(text).toContain('Erreicht: „Elterncafé in Lohberg“');
  expect(text).toContain('Ziel 1: Potenziale aller Kinder fördern, Teilhabe leben | 75 % von 8');
  // Two could say: what they said is theirs.
  expect(text).toContain('Ziel 2: Folgen von Kinderarmut verringern | –');
  expect(text).toContain('Wir richten ein Elterncafé ein.');
  expect(text).not.toContain('Intern');
  expect(text).toContain('nur die Koordination ihr Ergebnis sieht: 1.');
  expect(text).toContain('Treffen mit erfasster Anwesenheit: 0');
  expect(text).toContain('Im Verzeichnis: ');
});

it('comes as a page and as Markdown where no link can be shown', async () => {
  house = await ResultsHouse.open();
  await year2026();
  const files = viewOf(await house.says(anna, 'wirkungsbericht dateien 2026')).blocks.flatMap((block) =>
    block.type === 'file' ? [block] : [],
  );
  expect(files.map(({ name }) => name)).toEqual(['wirkungsbericht-2026.html', 'wirkungsbericht-2026.md']);
  const markdown = new TextDecoder().decode(files[1]?.bytes);
  expect(markdown).toContain('# Wirkungsbericht 2026: Testnetz');
  expect(markdown).toContain('| Ziel 4: Eltern in der Erziehung stärken | 0 | 0 | 1 |');
});

it('is put together over several years while the chat goes on: a link, and files', async () => {
  house = await ResultsHouse.open('embedded', 'https://bot.example');
  await year2026();
  const reply = await house.says(anna, 'wirkungsbericht 2025-2026');
  expect(textOf(reply)).toContain('„Wirkungsbericht 2025 bis 2026“ wird zusammengestellt');
  const { card, files } = await putTogether(house.house.store);
  const link = card.blocks.find((block) => block.type === 'link');
  const answer = await house.page(link?.href ?? '');
  const text = 'view' in answer ? textOfView(answer.view) : '';
  expect(text).toMatch(/^Wirkungsbericht 2025 bis 2026: Testnetz/);
  expect(text).toMatch(/Wirkungsbericht 2025\n[\s\S]*Wirkungsbericht 2026\n[\s\S]*Wir richten ein Elterncafé ein\./);
  expect(text.match(/Was dieser Bericht sagt/g)).toHaveLength(1);
  expect(text).toContain('Die Zahlen sind vorläufig');
  expect(files.map(({ name }) => name)).toEqual(['wirkungsbericht-2025-2026.html', 'wirkungsbericht-2025-2026.md']);
});

it('takes years however they are typed, and a question for a question', async () => {
  house = await ResultsHouse.open();
  for (const years of ['2024 bis 2026', '2026 – 2024', '2024-2026']) {
    expect(textOf(await house.says(anna, `wirkungsbericht ${years}`))).toContain('2024 bis 2026');
  }
  expect(textOf(await house.says(anna, 'wirkungsbericht 2019-2026'))).toContain('von 2020 bis 2026');
  expect(textOf(await house.says(anna, 'wirkungsbericht 2026-2026'))).toContain('Wirkungsbericht 2026');
  expect(textOf(await house.says(anna, 'wirkungsbericht für wen'))).not.toContain('von 2020');
});

it('says for which years there is one, and to whom', async () => {
  house = await ResultsHouse.open();
  expect(textOf(await house.says(anna, 'wirkungsbericht 2031'))).toContain('von 2020 bis 2026');
  expect(textOf(await house.says(carla, 'wirkungsbericht'))).toContain('Koordination');
});
