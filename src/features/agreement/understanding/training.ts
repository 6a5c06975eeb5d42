import { Concepts } from './concepts.js';
import { FeatureIndex } from './feature-index.js';
import { Reader, type Reading } from './features.js';
import { type Example, learn } from './learner.js';
import type { Intent, Model } from './model.js';
import { tokensOf } from './normalise.js';
import { Vocabulary } from './vocabulary.js';

/** A way of asking, and the intent it belongs to. */
export interface Line {
  readonly text: string;
  readonly intent: string;
}

export interface Lessons {
  readonly intents: readonly Intent[];
  readonly lines: readonly Line[];
  /** The text of the concept lexicon. */
  readonly lexicon: string;
}

/** A feature must occur in so many lines to be learned, by the first letter of its name; words always are. */
const LEAST_LINES: Readonly<Record<string, number>> = { w: 1, '@': 2, f: 2, b: 2, s: 2, c: 3, n: 1 };
const SHORTEST_LEXICON_WORD = 4;

/** Trains the model. Pure and deterministic; takes a few seconds. */
export function train(lessons: Lessons): Model {
  const { intents, lines, lexicon } = lessons;
  const concepts = new Concepts(lexicon);
  const words = countWords(
    lines.map(({ text }) => text),
    concepts,
  );
  const reader = new Reader(concepts, new Vocabulary(words));
  const readings = lines.map(({ text }) => reader.read(text));
  const features = FeatureIndex.of(learnable(readings));
  const labels = new Map(intents.map(({ id }, label) => [id, label]));
  const examples = readings.map((reading, at) =>
    exampleOf(reading, labels.get(lines[at]?.intent ?? '') ?? 0, features),
  );
  return { intents, lexicon, words, features, topics: learn(examples, features.size, intents.length) };
}

function countWords(texts: readonly string[], concepts: Concepts): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const { word } of tokensOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const word of concepts.words) {
    if (word.length >= SHORTEST_LEXICON_WORD && !counts.has(word)) counts.set(word, 1);
  }
  return counts;
}

function learnable(readings: readonly Reading[]): readonly string[] {
  const lines = new Map<string, number>();
  for (const { features } of readings) for (const { name } of features) lines.set(name, (lines.get(name) ?? 0) + 1);
  return [...lines].filter(([name, count]) => count >= (LEAST_LINES[name.charAt(0)] ?? 2)).map(([name]) => name);
}

function exampleOf({ features }: Reading, label: number, index: FeatureIndex): Example {
  const known = features.flatMap(({ name, value, at }) => {
    const row = index.rowOf(name);
    return row === undefined ? [] : [{ row, value, word: at.at(-1) ?? -1 }];
  });
  return {
    rows: Int32Array.from(known, ({ row }) => row),
    values: Float32Array.from(known, ({ value }) => value),
    words: Int16Array.from(known, ({ word }) => word),
    label,
  };
}
