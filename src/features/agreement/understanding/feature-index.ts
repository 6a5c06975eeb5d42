/** FNV-1a of a feature's name: the same on every machine. Of some 50,000 names hardly two share one of the 2³² numbers. */
export function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The rows of the learned features, found by the hashes of their names alone: the names themselves need not be kept. */
export class FeatureIndex {
  /** @param hashes ascending, each once; a feature's row is its place */
  constructor(readonly hashes: Uint32Array) {}

  static of(names: Iterable<string>): FeatureIndex {
    return new FeatureIndex(Uint32Array.from(new Set(Array.from(names, hashOf))).sort());
  }

  get size(): number {
    return this.hashes.length;
  }

  /** Undefined for a feature that was not learned. */
  rowOf(name: string): number | undefined {
    const wanted = hashOf(name);
    let from = 0;
    let until = this.hashes.length;
    while (from < until) {
      const middle = (from + until) >>> 1;
      if ((this.hashes[middle] ?? 0) < wanted) from = middle + 1;
      else until = middle;
    }
    return this.hashes[from] === wanted ? from : undefined;
  }
}
