import { Concepts, wordsInLexicon } from './concepts.js';
import { FeatureIndex } from './feature-index.js';
import { Reader, type Reading } from './features.js';
import { type Example, learn } from './learner.js';
import type { Intent, Model } from './model.js';
import { tokensOf } from './normalise.js';
import type { FeatureKind } from './noticed.js';
import { Vocabulary } from './vocabulary.js';
import { WordTable } from './word-table.js';

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

/** A feature must occur in so many lines to be learned; words always are. */
const LEAST_LINES: Readonly<Record<FeatureKind, number>> = {
  word: 1,
  idea: 2,
  beginning: 2,
  neighbours: 2,
  apart: 2,
  letters: 3,
  shape: 1,
};
const SHORTEST_LEXICON_WORD = 4;

/** Trains the model. Pure and deterministic; takes a few seconds. */
export function train(lessons: Lessons): Model {
  const { intents, lines, lexicon } = lessons;
  const words = countWords(
    lines.map(({ text }) => text),
    lexicon,
  );
  const reader = new Reader(new Concepts(lexicon), new Vocabulary(words));
  const readings = lines.map(({ text }) => reader.read(text));
  const features = FeatureIndex.of(learnable(readings));
  const labels = new Map(intents.map(({ id }, label) => [id, label]));
  const examples = readings.map((reading, at) =>
    exampleOf(reading, labels.get(lines[at]?.intent ?? '') ?? 0, features),
  );
  return { intents, lexicon, words, features, topics: learn(examples, features.size, intents.length) };
}

function countWords(texts: readonly string[], lexicon: string): WordTable {
  const counts = new Map<string, number>();
  for (const text of texts) for (const { word } of tokensOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const word of wordsInLexicon(lexicon)) {
    if (word.length >= SHORTEST_LEXICON_WORD && !counts.has(word)) counts.set(word, 1);
  }
  return WordTable.of(counts);
}

/** Hashes of the features that occur often enough. */
function learnable(readings: readonly Reading[]): readonly number[] {
  const lines = new Map<number, number>();
  const kinds = new Map<number, FeatureKind>();
  for (const { features } of readings) {
    features.hashes.forEach((hash, at) => {
      lines.set(hash, (lines.get(hash) ?? 0) + 1);
      kinds.set(hash, features.kinds[at] ?? 'word');
    });
  }
  return [...lines].filter(([hash, count]) => count >= LEAST_LINES[kinds.get(hash) ?? 'word']).map(([hash]) => hash);
}

function exampleOf({ features }: Reading, label: number, index: FeatureIndex): Example {
  const known = features.hashes.flatMap((hash, at) => {
    const row = index.rowOf(hash);
    return row === undefined ? [] : [{ row, value: features.values[at] ?? 0, word: features.words[at] ?? -1 }];
  });
  return {
    rows: Int32Array.from(known, ({ row }) => row),
    values: Float32Array.from(known, ({ value }) => value),
    words: Int16Array.from(known, ({ word }) => word),
    label,
  };
}
