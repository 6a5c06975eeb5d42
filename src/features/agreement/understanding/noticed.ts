/** By its kind it is decided how often something must occur to be learned. */
export type FeatureKind = 'word' | 'idea' | 'beginning' | 'neighbours' | 'apart' | 'letters' | 'shape';

/** What was noticed in a text, in columns: one message has hundreds of features, and objects for each would be garbage at once. */
export class Noticed {
  /** Of each feature's name, each once. */
  readonly hashes: number[] = [];
  /** How strong each feature is. */
  readonly values: number[] = [];
  readonly kinds: FeatureKind[] = [];
  /** The last word in which each was noticed; -1 for what is noticed of the text as a whole. */
  readonly words: number[] = [];
  /** The features, by their place in the columns, and beside each a word in which it was noticed. */
  readonly places: { readonly features: number[]; readonly words: number[] } = { features: [], words: [] };
  readonly #known = new Map<number, number>();
  #familyBegan = 0;

  /** Notes a feature, and where; seen again, only where. `weight`: how much it counts beside others of its family. */
  add(kind: FeatureKind, hash: number, at: readonly number[], weight = 1): void {
    for (const word of at) this.addAt(kind, hash, word, weight);
    if (at.length === 0) this.#columnOf(kind, hash, weight);
  }

  /** The same, noticed in one word. */
  addAt(kind: FeatureKind, hash: number, word: number, weight = 1): void {
    const column = this.#columnOf(kind, hash, weight);
    this.words[column] = word;
    this.places.features.push(column);
    this.places.words.push(word);
  }

  /** Ends a family: scales its features so that it weighs as much in a long text as in a short one. */
  endFamily(total: number): void {
    let squares = 0;
    for (let k = this.#familyBegan; k < this.values.length; k += 1) squares += (this.values[k] ?? 0) ** 2;
    const scale = total / Math.sqrt(Math.max(1, squares));
    for (let k = this.#familyBegan; k < this.values.length; k += 1) this.values[k] = (this.values[k] ?? 0) * scale;
    this.#familyBegan = this.values.length;
  }

  #columnOf(kind: FeatureKind, hash: number, weight: number): number {
    const known = this.#known.get(hash);
    if (known !== undefined) return known;
    this.#known.set(hash, this.hashes.length);
    this.kinds.push(kind);
    this.values.push(weight);
    this.words.push(-1);
    return this.hashes.push(hash) - 1;
  }
}
