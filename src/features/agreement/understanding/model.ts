import { FeatureIndex } from './feature-index.js';

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
  readonly words: ReadonlyMap<string, number>;
  /** The features; the row of the weights behind theirs is the bias. */
  readonly features: FeatureIndex;
  readonly topics: LinearWeights;
}

interface Header {
  readonly format: typeof FORMAT;
  readonly intents: readonly Intent[];
  readonly lexicon: string;
  readonly words: string;
  readonly features: number;
}

const FORMAT = 'dorfbote-understanding-3';

/** The model as a file: length of the header, header (JSON), then hashes of the features, scales and weights. */
export function encodeModel(model: Model): Uint8Array {
  const header: Header = {
    format: FORMAT,
    intents: model.intents,
    lexicon: model.lexicon,
    words: [...model.words].map(([word, count]) => `${word} ${count}`).join('\n'),
    features: model.features.size,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  const { scales, weights } = model.topics;
  const parts = [length, text, bytesOf(model.features.hashes), bytesOf(scales), bytesOf(weights)];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** @throws Error if these bytes are no such model: it was then written by another version and must be trained again. */
export function decodeModel(file: Uint8Array): Model {
  const length = new DataView(file.buffer, file.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(file.subarray(4, 4 + length))) as Header;
  if (header.format !== FORMAT) throw new Error('The model of the questions is of another version. Build again.');
  const rows = header.features + 1;
  const classes = header.intents.length;
  const hashesAt = 4 + length;
  const scalesAt = hashesAt + header.features * 4;
  const weightsAt = scalesAt + rows * 4;
  /** A copy, since a Buffer lies anywhere in memory and 32-bit numbers may not. */
  const copied = (from: number, to: number) => new Uint8Array(file.subarray(from, to)).buffer;
  return {
    intents: header.intents,
    lexicon: header.lexicon,
    words: new Map(header.words.split('\n').map((entry) => wordAndCount(entry))),
    features: new FeatureIndex(new Uint32Array(copied(hashesAt, scalesAt))),
    topics: {
      classes,
      scales: new Float32Array(copied(scalesAt, weightsAt)),
      weights: new Int8Array(file.buffer, file.byteOffset + weightsAt, rows * classes),
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array | Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function wordAndCount(entry: string): [string, number] {
  const [word = '', count] = entry.split(' ');
  return [word, Number(count)];
}
