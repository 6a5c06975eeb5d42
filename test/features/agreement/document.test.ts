import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goalsOf, passageOf, sentencesOf } from '../../../src/features/agreement/document.js';
import { loadDocuments } from '../../../src/features/agreement/files.js';
import { readMarkdown } from '../../../src/features/agreement/markdown.js';

const [agreement] = loadDocuments();
if (!agreement) throw new Error('no agreement');

const front = ['---', 'id: satzung', 'kurztitel: Satzung', 'fassung: 1. Mai 2026', '---'];
const document = (...lines: readonly string[]) => readMarkdown([...front, ...lines].join('\n'), 'satzung.md');
const problemOf = (...lines: readonly string[]) => {
  try {
    readMarkdown(lines.join('\n'), 'satzung.md');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'none';
};

describe('the shipped agreement', () => {
  it('has its passages under stable ids, in order', () => {
    expect(agreement.passages.map(({ id }) => id)).toEqual([
      'titel',
      'praeambel-1',
      'praeambel-2',
      'leitbild-1',
      'leitbild-2',
      'leitbild-3',
      'leitbild-4',
      'ziele-1',
      'ziele-2',
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => `strategisches-ziel-${number}`),
      'ziele-3',
      'organisation-1',
      'laufzeit-1',
      'laufzeit-2',
      'unterschrift-1',
    ]);
  });

  it('keeps the words to the letter, with the line ends of the source joined', () => {
    expect(passageOf(agreement, 'praeambel-1')?.text).toContain(
      'eine lückenlose Präventions- und Bildungskette entlang',
    );
    expect(passageOf(agreement, 'laufzeit-2')?.text).toBe(
      'Die Vereinbarung ist von jedem Kooperationspartner mit einer Frist von vier Wochen zum Quartalsende ohne Angabe eines Kündigungsgrundes ordentlich kündbar.',
    );
    expect(Math.max(...agreement.passages.map(({ text }) => text.length))).toBe(762);
  });

  it('has eight strategic goals, counted by us', () => {
    expect(goalsOf(agreement)).toHaveLength(8);
    expect(goalsOf(agreement)[5]).toMatchObject({ number: 6, id: 'strategisches-ziel-6' });
    expect(passageOf(agreement, 'strategisches-ziel-6')).toMatchObject({ itemName: 'Ziel', countedByUs: true });
  });

  it('says where its own notice period stands', () => {
    expect(agreement).toMatchObject({
      notice: { days: 28, passage: 'laufzeit-2' },
      inForcePassage: 'laufzeit-1',
      version: 'undatierte Fassung',
    });
  });
});

describe('sentences', () => {
  it('end at full stops, not at abbreviations, dates or numbers', () => {
    expect(sentencesOf('Am 20.03.2018 bzw. Ende 2018 gilt z. B. dies. Und „das.“ Dann jenes!')).toEqual([
      'Am 20.03.2018 bzw. Ende 2018 gilt z. B. dies.',
      'Und „das.“',
      'Dann jenes!',
    ]);
  });

  it('of every passage put together are the passage', () => {
    for (const { text } of agreement.passages) expect(sentencesOf(text).join(' ')).toBe(text);
  });
});

describe("other documents' Markdown", () => {
  it('is read with sections, wrapped lines, emphasis, links and lists', () => {
    const read = document(
      '# **Satzung** des Vereins',
      '',
      '## § 1 Name',
      'Der Verein heißt *Dorf*, siehe',
      '[hier](https://example.org).',
      '',
      '### Zwecke {#zweck}',
      '1. Bildung',
      '   und Erziehung',
      '2) Gesundheit',
      '* * *',
    );
    expect(read.passages.map(({ id, text }) => [id, text])).toEqual([
      ['titel', 'Satzung des Vereins'],
      ['1-name-1', 'Der Verein heißt Dorf, siehe hier.'],
      ['zweck-punkt-1', 'Bildung und Erziehung'],
      ['zweck-punkt-2', 'Gesundheit'],
    ]);
    expect(read.passages[2]).toMatchObject({ itemName: 'Punkt', countedByUs: false });
    expect(read.notice).toBeUndefined();
  });

  it('may come from Windows, with a byte order mark', () => {
    expect(readMarkdown(`\uFEFF${[...front, '# T', 'Text.'].join('\r\n')}`, 'x.md').passages).toHaveLength(2);
  });

  it('is refused with file, line and what to mend', () => {
    expect(problemOf('# Titel')).toMatch(/^satzung\.md, Zeile 1: .*Vorspann/);
    expect(problemOf('---', 'id: a')).toMatch(/Zeile 1: .*endet nicht/);
    expect(problemOf('---', 'unsinn', '---')).toMatch(/Zeile 2: .*„name: wert“/);
    expect(problemOf('---', 'id: A B', 'kurztitel: x', 'fassung: y', '---')).toMatch(/Zeile 2: „id“/);
    expect(problemOf('---', 'id: a', 'kurztitel: x', '---')).toMatch(/„fassung“/);
    expect(problemOf('---', 'id: a', 'id: b', '---')).toMatch(/Zeile 3: .*zweimal/);
    expect(problemOf('---', 'id: a', 'kurztitel: x', 'fassung: y', 'frist: 3', '---')).toMatch(/Zeile 5: „frist“/);
    expect(problemOf(...front, '## A', 'Text')).toMatch(/Titel/);
    expect(problemOf(...front, 'Text')).toMatch(/Zeile 6: .*Überschrift/);
    expect(problemOf(...front, '# A', '# B')).toMatch(/Zeile 7: .*schon einen Titel/);
    expect(problemOf(...front, '# A')).toMatch(/kein Text/);
    expect(problemOf(...front, '# A', '## B', 'x', '## B', 'y')).toMatch(/Zeile 9: .*zweimal/);
    expect(problemOf(...front, '# A', '| a | b |')).toMatch(/Zeile 7: Tabellen/);
    expect(problemOf(...front, '# A', '<!-- liste: x = Ziel -->', '- a', '<!-- liste: x = Ziel -->', '- b')).toMatch(
      /Zeile 10: .*„x-1“/,
    );
  });

  it('is refused where its notice period points to nowhere or is told by halves', () => {
    const withRule = (...rule: readonly string[]) =>
      problemOf('---', 'id: a', 'kurztitel: x', 'fassung: y', ...rule, '---', '# A', '## B', 'Text');
    expect(withRule('kündigungsfrist-tage: 28')).toMatch(/gehören/);
    expect(withRule('kündigungsfrist-stelle: b-9')).toMatch(/Zeile 5: Die Stelle „b-9“/);
    expect(withRule('kündigungsfrist-tage: 0')).toMatch(/Zeile 5/);
    expect(withRule('kündigungsfrist-tage: 28', 'kündigungsfrist-ende: quartal', 'kündigungsfrist-stelle: b-1')).toBe(
      'none',
    );
  });

  it('is loaded from the files that a setting names, each id once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dorfbote-'));
    const file = join(folder, 'satzung.md');
    writeFileSync(file, [...front, '# T', '## A', 'Text.'].join('\n'));
    expect(loadDocuments([file]).map(({ id }) => id)).toEqual(['satzung']);
    expect(() => loadDocuments([file, file])).toThrow(/satzung\.md.*schon ein anderes/);
    expect(() => loadDocuments([join(folder, 'fehlt.md')])).toThrow(/fehlt\.md, Zeile 1: .*nicht lesen/);
    writeFileSync(file, Buffer.from([0x2d, 0xff, 0xfe]));
    expect(() => loadDocuments([file])).toThrow(/kein UTF-8/);
  });
});
