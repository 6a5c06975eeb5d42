import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { interval } from '../../scripts/compare/bootstrap.js';
import { datesIn, namesDate } from '../../scripts/compare/dates.js';
import type { Question } from '../../scripts/compare/questions.js';
import { normalised, Scoring, scoreOf, type Verdict } from '../../scripts/compare/scoring.js';
import { loadDocuments } from '../../src/features/agreement/files.js';

const run = promisify(execFile);
const [agreement] = loadDocuments();
if (!agreement) throw new Error('no agreement');
const scoring = new Scoring(agreement);
const notice = 'mit einer Frist von vier Wochen zum Quartalsende';

const asked = (more: Partial<Question> = {}): Question => ({
  id: 'q',
  question: 'Wie kommen wir raus?',
  kind: 'paraphrase',
  answerable: true,
  mustQuote: ['vier Wochen zum Quartalsende'],
  ...more,
});
const said = (...quotes: string[]) => ({ answered: true, quotes, answer: '' });
const right = (...quotes: string[]) => scoring.judge(asked(), said(...quotes)).right;

describe('judging a quote', () => {
  it('takes it in other case, spacing, hyphens and punctuation', () => {
    expect(right('MIT einer Frist von  vier Wochen zum Quartals-ende,')).toBe(true);
    expect(normalised('Maß – „Größe“, 20.03.')).toBe('massgrösse2003');
  });

  it('takes pieces that an ellipsis joins, and headings in between', () => {
    expect(right(`Die Vereinbarung ist von jedem Kooperationspartner […] ${notice}`)).toBe(true);
    expect(right('mitzuwirken. … vier Wochen zum Quartalsende')).toBe(true);
    expect(right('Laufzeit der Vereinbarung Die Kooperationsvereinbarung ist auf unbegrenzte Dauer')).toBe(false);
  });

  it('does not take what is not verbatim, or longer than the longest passage', () => {
    expect(right('mit einer Frist von sechs Wochen und vier Wochen zum Quartalsende')).toBe(false);
    expect(right(agreement.passages.map(({ text }) => text).join(' '))).toBe(false);
    expect(right('')).toBe(false);
    expect(right()).toBe(false);
  });

  it('wants the first quote to carry the answer, and tells whether one of three does', () => {
    const verdict = scoring.judge(asked(), said('auf unbegrenzte Dauer angelegt', notice));
    expect(verdict).toMatchObject({ right: false, rightOfThree: true });
    const late = scoring.judge(asked(), said('Präambel', 'auf unbegrenzte Dauer', 'Unser Leitbild', notice));
    expect(late.rightOfThree).toBe(false);
  });

  it('wants every part of a question of several', () => {
    const question = asked({ groups: [['unbegrenzte Dauer'], ['vier Wochen zum Quartalsende']] });
    expect(scoring.judge(question, said(notice)).complete).toBe(false);
    expect(scoring.judge(question, said(notice, 'auf unbegrenzte Dauer angelegt')).complete).toBe(true);
  });

  it('counts a refusal as right only where the agreement is silent', () => {
    const refusal = { answered: false, quotes: [], answer: '' };
    expect(scoring.judge(asked(), refusal).right).toBe(false);
    expect(scoring.judge(asked({ answerable: false, mustQuote: [] }), refusal).right).toBe(true);
    expect(scoring.judge(asked({ answerable: false, mustQuote: [] }), said(notice)).right).toBe(false);
  });
});

describe('dates in an answer', () => {
  it.each([
    ['31.12.2026', [2026, 12, 31]],
    ['31. Dezember 2026', [2026, 12, 31]],
    ['2026-12-31', [2026, 12, 31]],
    ['3.12.27', [2027, 12, 3]],
    ['31 December', [undefined, 12, 31]],
    ['March 3rd, 2027', [2027, 3, 3]],
    ['1. März', [undefined, 3, 1]],
  ])('are read: %s', (text, [year, month, day]) => {
    expect(datesIn(`bis ${text} also`)).toContainEqual({ year, month, day });
  });

  it('must hold the expected one, and not guess with many', () => {
    expect(namesDate('2026-12-31', 'Ende: 31.12.2026', '')).toBe(true);
    expect(namesDate('2026-12-31', 'Ende: 31.12.2027', '')).toBe(false);
    expect(namesDate('--03-31', 'Ende: 31.03.2029', '')).toBe(true);
    const guesses = '31.3.2026, 30.6.2026, 30.9.2026, 31.12.2026';
    expect(namesDate('2026-12-31', guesses, '')).toBe(false);
    expect(namesDate('2026-12-31', guesses, 'am 30.6.2026 kündigen')).toBe(true);
  });
});

describe('the figures', () => {
  const verdicts = (answerable: boolean, flags: readonly number[]): readonly Verdict[] =>
    flags.map((flag) => ({ answerable, right: flag === 1, rightOfThree: flag === 1 }));

  it('are the shares of right answers and refusals, and their harmonic mean', () => {
    const all = [...verdicts(true, [1, 1, 0, 0]), ...verdicts(false, [1, 1, 1, 1])];
    expect(scoreOf(all)).toEqual({ correct: 0.5, refused: 1, mean: 2 / 3 });
    expect(scoreOf(verdicts(true, [0])).mean).toBe(0);
  });

  it('come with the same interval every time, around the figure', () => {
    const items = Array.from({ length: 100 }, (_, at) => (at < 80 ? 1 : 0));
    const share = (drawn: readonly number[]) => drawn.reduce<number>((sum, one) => sum + one, 0) / drawn.length;
    const { from, to } = interval([items], share);
    expect(interval([items], share)).toEqual({ from, to });
    expect(from).toBeGreaterThan(0.69);
    expect(from).toBeLessThan(0.77);
    expect(to).toBeGreaterThan(0.83);
    expect(to).toBeLessThan(0.91);
  });
});

describe('the comparison', () => {
  beforeAll(async () => {
    await run(process.execPath, ['scripts/build.mjs']);
  });

  it('prints one row for each system, on the file that is named', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'dorfbote-compare-')), 'fragen.jsonl');
    const lines = [
      { id: 'a', q: 'Wie können wir kündigen?', kind: 'direct', answerable: true, must_quote: ['Quartalsende'] },
      { id: 'b', q: 'Was kostet die Mitgliedschaft?', kind: 'near-miss', answerable: false, must_quote: [] },
    ];
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    const { stdout } = await run(process.execPath, ['dist/scripts/compare.js', file]);
    const rows = stdout.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| system'));
    expect(rows).toHaveLength(6);
    expect(rows[0]).toBe(`| Dorfbote | ${Array(3).fill('1.000 [1.000–1.000]').join(' | ')} |`);
  });

  it('says how it is used', async () => {
    await expect(run(process.execPath, ['dist/scripts/compare.js'])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('So vergleichen Sie:'),
    });
  });
});
