import type { Intent, IntentKind } from './model.js';

export interface Probable {
  readonly intent: Intent;
  readonly probability: number;
}

/** How the probability spreads over intents, kinds and passages. */
export class Distribution {
  readonly #all: readonly Probable[];

  constructor(intents: readonly Intent[], probabilities: Float64Array) {
    this.#all = intents.map((intent, at) => ({ intent, probability: probabilities[at] ?? 0 }));
  }

  /** What all intents of a kind have together. */
  mass(kind: IntentKind): number {
    return this.#of(kind).reduce((sum, { probability }) => sum + probability, 0);
  }

  likeliest(kind: IntentKind): Probable | undefined {
    return highest(this.#of(kind));
  }

  /** The likeliest intent of any kind but the given ones. */
  rivalOf(ids: readonly string[]): Probable | undefined {
    return highest(this.#all.filter(({ intent }) => !ids.includes(intent.id)));
  }

  /** Passages by what all their intents have together, each with its likeliest intent; most probable first. */
  passages(): readonly Probable[] {
    const byPassage = new Map<string, Probable[]>();
    for (const one of this.#of('answered')) {
      const passage = one.intent.passage ?? '';
      byPassage.set(passage, [...(byPassage.get(passage) ?? []), one]);
    }
    return [...byPassage.values()]
      .flatMap((list) => {
        const likeliest = highest(list);
        const probability = list.reduce((sum, one) => sum + one.probability, 0);
        return likeliest ? [{ intent: likeliest.intent, probability }] : [];
      })
      .sort((a, b) => b.probability - a.probability);
  }

  /** The likeliest intent that a passage answers. */
  likeliestAt(passage: string): Probable | undefined {
    return highest(this.#of('answered').filter(({ intent }) => intent.passage === passage));
  }

  /** The other intents of its passage that have at least such a share of its probability. */
  alongside(intent: Intent, share: number): readonly Intent[] {
    const atPassage = this.#of('answered').filter((one) => one.intent.passage === intent.passage);
    const own = atPassage.find((one) => one.intent === intent)?.probability ?? 0;
    return atPassage.filter((one) => one.intent !== intent && one.probability >= own * share).map((one) => one.intent);
  }

  #of(kind: IntentKind): readonly Probable[] {
    return this.#all.filter(({ intent }) => intent.kind === kind);
  }
}

function highest(list: readonly Probable[]): Probable | undefined {
  return list.reduce<Probable | undefined>(
    (best, one) => (best && best.probability >= one.probability ? best : one),
    undefined,
  );
}
