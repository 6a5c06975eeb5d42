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
    const { answered, intents } = understanding.understand(question);
    expect(answered).toBe(true);
    expect(intents[0]?.passage).toBe(passage);
  });

  it('says which words spoke for it, as they were typed', () => {
    expect(understanding.understand('Wie oft Tomaten GIESSEN?').intents[0]?.because).toContain('GIESSEN');
  });

  it('refuses what shares the words but asks for something else, and names the nearest passage', () => {
    const { answered, kind, topic, nearest, intents } = understanding.understand(
      'Was kostet es, die Tomaten zu gießen?',
    );
    expect({ answered, kind, topic, nearest, intents }).toEqual({
      answered: false,
      kind: 'silent',
      topic: 'kosten',
      nearest: 'garten-1',
      intents: [],
    });
  });

  it('recognises small talk', () => {
    const { kind, answered, nearest } = understanding.understand('Hallo zusammen!');
    expect({ kind, answered, nearest }).toEqual({ kind: 'smalltalk', answered: false, nearest: undefined });
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
    const { answered, intents } = understanding.understand(question);
    expect({ answered, intents }).toEqual({ answered: false, intents: [] });
  });

  it('copes with a message of any length', () => {
    const { answered } = understanding.understand(`${'Wie oft gießen wir die Tomaten? '.repeat(2_000)}`);
    expect(answered).toBe(true);
  });

  it('hears an alarm about a child', () => {
    expect(understanding.understand('Das Kind wird jeden Tag geschlagen').danger).toBeGreaterThan(0.5);
    expect(understanding.understand('Wann ist Ernte?').danger).toBeLessThan(0.5);
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
    const foreign = new TextDecoder('latin1').decode(file).replace('understanding-1', 'understanding-0');
    const bytes = Uint8Array.from(foreign, (character) => character.charCodeAt(0));
    expect(() => decodeModel(bytes)).toThrow('another version');
  });
});
