import { describe, expect, it } from 'vitest';
import { decodeModel, encodeModel } from '../../../../src/features/agreement/understanding/model.js';
import { train } from '../../../../src/features/agreement/understanding/training.js';
import { createUnderstanding } from '../../../../src/features/agreement/understanding/understanding.js';
import { lessons, model, understanding } from './lessons.js';

describe('understanding a question', () => {
  it.each([
    ['Wie oft muss man die Beete gießen?', 'garten-1'],
    ['wer giest die tomatn', 'garten-1'],
    ['Tomatenbewässerung?', 'garten-1'],
    ['Wann können wir die Kürbisse pflücken', 'garten-2'],
  ])('finds the passage for "%s"', (question, passage) => {
    const { kind, intents } = understanding.understand(question);
    expect(kind).toBe('answered');
    expect(intents[0]?.passage).toBe(passage);
  });

  it('says which words spoke for it, as they were typed', () => {
    expect(understanding.understand('Wie oft Tomaten GIESSEN?').because).toContain('GIESSEN');
  });

  it('refuses what shares the words but asks for something else, and names the nearest passage', () => {
    const { kind, topic, silent, intents } = understanding.understand('Was kostet es, die Tomaten zu gießen?');
    expect({ kind, topic, intents }).toEqual({ kind: 'silent', topic: 'kosten', intents: [] });
    expect(silent).toMatchObject([{ topic: 'kosten', nearest: 'garten-1', nearestIntent: 'garten-1.giessen' }]);
  });

  it('recognises small talk', () => {
    const { kind, silent } = understanding.understand('Hallo zusammen!');
    expect({ kind, silent }).toEqual({ kind: 'smalltalk', silent: [] });
  });

  it('finds the question behind greeting and background', () => {
    const { intents } = understanding.understand(
      'Hallo zusammen! Ich bin neu im Verein und mein Nachbar ist gerade krank. Wie oft gießen wir die Tomaten? LG Eva',
    );
    expect(intents.map(({ passage }) => passage)).toEqual(['garten-1']);
  });

  it('answers both questions of one message', () => {
    const { intents } = understanding.understand('Wer gießt die Tomaten und wann ist die Kürbisernte?');
    expect(intents.map(({ passage }) => passage).sort()).toEqual(['garten-1', 'garten-2']);
  });

  it.each(['', '   ', '???', '👍👍', '\u0000\u0007'])('answers nothing to the wordless message %j', (question) => {
    const { kind, intents } = understanding.understand(question);
    expect(kind).not.toBe('answered');
    expect(intents).toEqual([]);
  });

  it('copes with a message of any length', () => {
    const { kind } = understanding.understand(`${'Wie oft gießen wir die Tomaten? '.repeat(2_000)}`);
    expect(kind).toBe('answered');
  });

  it('answers one of two questions and says of the other that it is not answered', () => {
    const { intents, silent } = understanding.understand('Wann ist die Kürbisernte? Und was kostet ein Beet im Jahr?');
    expect(intents.map(({ passage }) => passage)).toEqual(['garten-2']);
    expect(silent.map(({ topic }) => topic)).toEqual(['kosten']);
  });

  it('names what else a question might have been', () => {
    const { topic, rival } = understanding.understand('Wann bekommen die Kürbisse Wasser?');
    expect(rival?.intent).not.toBe(topic);
    expect(rival?.probability).toBeGreaterThan(0);
  });
});

describe('the model', () => {
  it('is the same each time it is trained from the same lines', () => {
    expect(encodeModel(train(lessons))).toEqual(encodeModel(model));
  });

  it('decides alike after it was written and read', () => {
    const again = createUnderstanding(decodeModel(Buffer.from(encodeModel(model))));
    for (const { text } of lessons.lines) expect(again.understand(text)).toEqual(understanding.understand(text));
  });

  it('is refused if another version wrote it', () => {
    const file = encodeModel(model);
    const foreign = Buffer.from(file).toString('latin1').replace('understanding-4', 'understanding-0');
    expect(() => decodeModel(Uint8Array.from(Buffer.from(foreign, 'latin1')))).toThrow('another version');
  });
});
