/** What a question may be about: something the agreement answers, something it is silent on, or small talk. */
export type IntentKind = 'answered' | 'silent' | 'smalltalk';

export interface Intent {
  /** As its file of training lines: `laufzeit-2.kuendigung`. */
  readonly id: string;
  readonly kind: IntentKind;
  /** The passage that answers it, or for a silent one the passage nearest to it, if any. */
  readonly passage?: string;
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
  /** Names of the features; the last row of the weights is the bias. */
  readonly features: readonly string[];
  readonly topics: LinearWeights;
  /** Two classes: no alarm, a child in danger. */
  readonly danger: LinearWeights;
}

interface Header {
  readonly format: typeof FORMAT;
  readonly intents: readonly Intent[];
  readonly lexicon: string;
  readonly words: string;
  readonly features: string;
}

const FORMAT = 'dorfbote-understanding-1';

/** The model as a file: length of the header, header (JSON), then scales and weights of both classifiers. */
export function encodeModel(model: Model): Uint8Array {
  const header: Header = {
    format: FORMAT,
    intents: model.intents,
    lexicon: model.lexicon,
    words: [...model.words].map(([word, count]) => `${word} ${count}`).join('\n'),
    features: model.features.join('\n'),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  const parts: Uint8Array[] = [length, text];
  for (const { scales, weights } of [model.topics, model.danger]) {
    parts.push(new Uint8Array(scales.buffer, scales.byteOffset, scales.byteLength), new Uint8Array(weights.buffer));
  }
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
  const features = header.features.split('\n');
  let at = 4 + length;
  /** A copy, since a Buffer lies anywhere in memory and 32-bit numbers may not. */
  const bytes = (from: number, to: number) => new Uint8Array(file.subarray(from, to)).buffer;
  const linear = (classes: number): LinearWeights => {
    const rows = features.length + 1;
    const scales = new Float32Array(bytes(at, at + rows * 4));
    const weights = new Int8Array(bytes(at + rows * 4, at + rows * (4 + classes)));
    at += rows * (4 + classes);
    return { classes, scales, weights };
  };
  return {
    intents: header.intents,
    lexicon: header.lexicon,
    words: new Map(header.words.split('\n').map((entry) => wordAndCount(entry))),
    features,
    topics: linear(header.intents.length),
    danger: linear(2),
  };
}

function wordAndCount(entry: string): [string, number] {
  const [word = '', count] = entry.split(' ');
  return [word, Number(count)];
}
