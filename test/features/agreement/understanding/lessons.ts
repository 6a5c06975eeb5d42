import type { Intent } from '../../../../src/features/agreement/understanding/model.js';
import { type Lessons, train } from '../../../../src/features/agreement/understanding/training.js';
import { createUnderstanding } from '../../../../src/features/agreement/understanding/understanding.js';

/** A small network of its own, so that these tests hold whatever the product's lines say. */
const ways: Readonly<Record<string, readonly string[]>> = {
  'garten-1.giessen': [
    'Wer gießt die Tomaten?',
    'Wie oft werden die Tomaten gegossen?',
    'gießen',
    'Brauchen die Tomaten jeden Tag Wasser?',
    'Muss ich die Tomaten wässern?',
    'Wann bekommen die Beete Wasser?',
    'Bewässerung der Beete',
    'How often are the tomatoes watered?',
  ],
  'garten-2.ernte': [
    'Wann ist Ernte?',
    'Wann dürfen wir die Kürbisse ernten?',
    'ernten',
    'Ab wann sind die Kürbisse reif?',
    'Kürbisernte',
    'Wer darf die Kürbisse pflücken?',
    'Wann holen wir die Kürbisse rein?',
    'When is the harvest?',
  ],
  kosten: [
    'Was kostet ein Beet?',
    'Wie viel Euro kostet das Wasser?',
    'Gebühren?',
    'Muss ich für die Tomaten etwas bezahlen?',
    'Wie hoch ist der Preis für ein Beet?',
    'Was zahlen wir im Jahr für den Garten?',
    'How much does it cost?',
    'Beitrag',
  ],
  gruss: ['Hallo', 'Hallo!', 'Guten Tag', 'Moin', 'Guten Morgen zusammen', 'Hi', 'Hey', 'Grüß Gott'],
};

const intents: readonly Intent[] = [
  { id: 'garten-1.giessen', kind: 'answered', passage: 'garten-1' },
  { id: 'garten-2.ernte', kind: 'answered', passage: 'garten-2' },
  { id: 'kosten', kind: 'silent', passage: 'garten-1' },
  { id: 'gruss', kind: 'smalltalk' },
];

export const lessons: Lessons = {
  intents,
  lines: Object.entries(ways).flatMap(([intent, texts]) => texts.map((text) => ({ text, intent }))),
  lexicon:
    '# Ideas\nWATER: gieß* wässer* bewässer* wasser water* feucht_halten\nHARVEST: ernt* pflück* harvest* reif*\nMONEY: kost* euro preis* gebühr* zahl* beitrag',
};

export const model = train(lessons);
export const understanding = createUnderstanding(model);
