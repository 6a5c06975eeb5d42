const start = 0x811c9dc5 | 0;

/**
 * FNV-1a: the same on every machine. Of some 50,000 names hardly two share one of the 2³² numbers. Signed, since the
 * engine keeps such numbers without an object for each.
 */
export function hashOf(name: string): number {
  return hashOn(start, name);
}

/** The hash of a text that goes on with this one, or with a part of it: what was hashed before need not be kept. */
export function hashOn(before: number, text: string, from = 0, until = text.length): number {
  let hash = before;
  for (let at = from; at < until; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** The rows of the learned features, found by the hashes of their names alone: the names themselves need not be kept. */
export class FeatureIndex {
  /** @param hashes ascending, each once; a feature's row is its place */
  constructor(readonly hashes: Int32Array) {}

  static of(hashes: Iterable<number>): FeatureIndex {
    return new FeatureIndex(Int32Array.from(new Set(hashes)).sort());
  }

  get size(): number {
    return this.hashes.length;
  }

  /** Undefined for a feature that was not learned. */
  rowOf(hash: number): number | undefined {
    let from = 0;
    let until = this.hashes.length;
    while (from < until) {
      const middle = (from + until) >>> 1;
      if ((this.hashes[middle] ?? 0) < hash) from = middle + 1;
      else until = middle;
    }
    return this.hashes[from] === hash ? from : undefined;
  }
}
