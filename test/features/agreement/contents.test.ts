import { describe, expect, it } from 'vitest';
import { createResponder } from '../../../src/features/agreement/feature.js';
import { readMarkdown } from '../../../src/features/agreement/markdown.js';
import { ask, said } from './asking.js';

describe('contents and passages', () => {
  it('are listed by section, without title and signature', () => {
    const page = ask('inhalt');
    expect(page).toMatchObject({ kind: 'command', answered: true });
    expect(page.list).toEqual([
      'Präambel (2 Absätze)',
      'Unser Leitbild (4 Absätze)',
      'Grundsätze und Ziele der Kooperation (3 Absätze, Ziel 1–8)',
      'Organisation der Kooperation (1 Absatz)',
      'Laufzeit der Vereinbarung (2 Absätze)',
    ]);
    expect(ask('absatz')).toMatchObject({ kind: 'command', answered: true, list: page.list });
  });

  it('are listed ten at a time', () => {
    const sections = Array.from({ length: 12 }, (_, index) => `## Teil ${index + 1}\nDer Text.`);
    const head = ['---', 'id: lang', 'kurztitel: Lang', 'fassung: 2026', '---', '# Lang'];
    const long = createResponder({ documents: [readMarkdown([...head, ...sections].join('\n'), 'lang.md')] });
    const asking = { today: '2026-11-23', language: 'de' } as const;
    expect(long('inhalt', asking).list).toHaveLength(10);
    expect(long('inhalt', asking).next.at(-1)).toEqual({ label: 'Weitere', typed: 'inhalt 2' });
    expect(long('inhalt 2', asking).list).toEqual(['Teil 11 (1 Absatz)', 'Teil 12 (1 Absatz)']);
    expect(long('inhalt 7', asking).sentences[0]).toBe('Eine Seite 7 gibt es nicht, nur 1 bis 2.');
  });

  it('say that there is no such page', () => {
    expect(ask('inhalt 99')).toMatchObject({ answered: false, list: ask('inhalt').list });
    expect(said('inhalt 99')).toMatch(/^Eine Seite 99 gibt es nicht/);
  });

  it.each([
    ['Was steht in Absatz 3?', ['Unser Leitbild, Absatz 3', 'Grundsätze und Ziele der Kooperation, Absatz 3']],
    ['absatz 4', []],
    ['Zeig mir bitte Absatz 2 der Laufzeit', []],
    ['Was steht in der Präambel Absatz 2?', []],
  ])('a number without a section gives a choice, with one it does not: %s', (question, labels) => {
    const answer = ask(question);
    expect(answer.answered).toBe(labels.length === 0);
    expect(answer.answered ? [] : answer.next.map(({ label }) => label)).toEqual(labels);
    for (const { typed } of answer.next) expect(ask(typed).answered, typed).toBe(true);
  });

  it('every button of the contents leads to its passage', () => {
    for (const page of ['inhalt', 'absatz 1']) {
      for (const { typed } of ask(page).next)
        expect(ask(typed), typed).toMatchObject({ kind: 'command', answered: true });
    }
  });

  it.each([
    ['absatz Laufzeit 2', ['laufzeit-2']],
    ['absatz Laufzeit', ['laufzeit-1', 'laufzeit-2']],
    ['absatz laufzeit-2', ['laufzeit-2']],
    ['Absatz Ziel 6', ['strategisches-ziel-6']],
    ['absatz strategisches Ziel 2', ['strategisches-ziel-2']],
    ['absatz praeambel 2', ['praeambel-2']],
    ['absatz Präambl 1', ['praeambel-1']],
    ['absatz Leitbild 4', ['leitbild-4']],
    ['absatz Titel', ['titel']],
    ['absatz Organisation der Kooperation', ['organisation-1']],
  ])('%s', (typed, passages) => {
    expect(ask(typed).citations.map(({ passage }) => passage.id)).toEqual(passages);
  });

  it('give a choice where a name fits several', () => {
    const answer = ask('absatz Kooperation');
    expect(answer.answered).toBe(false);
    expect(answer.next.map(({ label }) => label)).toEqual([
      'Grundsätze und Ziele der Kooperation',
      'Organisation der Kooperation',
    ]);
  });

  it('say what fits where no passage is called so, else what there is', () => {
    expect(said('absatz Kündigung')).toMatch(/^Einen Absatz „Kündigung“ gibt es nicht. Dazu passt: /);
    expect(ask('absatz Xyzzy')).toMatchObject({ answered: false, list: ask('inhalt').list });
    expect(said('absatz Ziel 9')).toMatch(/^Einen Absatz „Ziel 9“ gibt es nicht/);
  });
});
