import { FeatureIndex } from './feature-index.js';
import { WordTable } from './word-table.js';

/** What a question may be about: something the agreement answers, something it is silent on, or small talk. */
export type IntentKind = 'answered' | 'silent' | 'smalltalk';

export interface Intent {
  /** As its file of training lines: `laufzeit-2.kuendigung`. */
  readonly id: string;
  readonly kind: IntentKind;
  /** The passage that answers it, or for a silent one the passage nearest to it, if any is really near. */
  readonly passage?: string;
  /** Of a silent one: what of its nearest passage it is near to. */
  readonly nearTo?: string;
}

/** One weight for each feature and class, in a byte: `weights[feature × classes + class] × scales[feature]`. */
export interface LinearWeights {
  readonly classes: number;
  readonly scales: Float32Array;
  readonly weights: Int8Array;
}

/** All that understanding needs, trained from the lines in src/content/questions. */
export interface Model {
  readonly intents: readonly Intent[];
  /** The text of the concept lexicon. */
  readonly lexicon: string;
  /** Folded words of the training lines and how often they occur. */
  readonly words: WordTable;
  /** The features; the row of the weights behind theirs is the bias. */
  readonly features: FeatureIndex;
  readonly topics: LinearWeights;
}

interface Header {
  readonly format: typeof FORMAT;
  readonly intents: readonly Intent[];
  readonly lexicon: string;
  readonly words: readonly string[];
  readonly counts: number;
  readonly features: number;
}

const FORMAT = 'dorfbote-understanding-4';
/** Numbers begin at multiples of this, so that they can be used where they lie in the file. */
const ALIGNED = 8;

/** The model as a file: length of the header, header (JSON), then hashes of the features, scales, counts of words, weights. */
export function encodeModel({ intents, lexicon, words, features, topics }: Model): Uint8Array {
  const header: Header = {
    format: FORMAT,
    intents,
    lexicon,
    words: words.words,
    counts: words.counts.length,
    features: features.size,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(ALIGNED);
  new DataView(length.buffer).setUint32(0, text.length, true);
  const parts = [length, text, ...[features.hashes, topics.scales, words.counts, topics.weights].map(bytesOf)];
  const file = new Uint8Array(parts.reduce((sum, part) => aligned(sum + part.length), 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at = aligned(at + part.length);
  }
  return file;
}

/**
 * Reads a model without copying its numbers: they are used where they lie in `file`.
 *
 * @throws Error if these bytes are no such model: it was then written by another version and must be trained again.
 */
export function decodeModel(file: Uint8Array): Model {
  const { buffer, byteOffset } = file.byteOffset % ALIGNED === 0 ? file : new Uint8Array(file);
  const length = new DataView(buffer, byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, byteOffset + ALIGNED, length))) as Header;
  if (header.format !== FORMAT) throw new Error('The model of the questions is of another version. Build again.');
  const rows = header.features + 1;
  const classes = header.intents.length;
  const hashesAt = aligned(byteOffset + ALIGNED + length);
  const scalesAt = aligned(hashesAt + header.features * 4);
  const countsAt = aligned(scalesAt + rows * 4);
  const weightsAt = aligned(countsAt + header.counts * 2);
  return {
    intents: header.intents,
    lexicon: header.lexicon,
    words: new WordTable(header.words, new Uint16Array(buffer, countsAt, header.counts)),
    features: new FeatureIndex(new Int32Array(buffer, hashesAt, header.features)),
    topics: {
      classes,
      scales: new Float32Array(buffer, scalesAt, rows),
      weights: new Int8Array(buffer, weightsAt, rows * classes),
    },
  };
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNED) * ALIGNED;
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array | Uint16Array | Int8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
