import type { Intent, IntentKind } from './model.js';

export interface Probable {
  readonly intent: Intent;
  readonly probability: number;
}

/** How the probability spreads over intents, kinds and passages. */
export class Distribution {
  readonly #intents: readonly Intent[];
  readonly #probabilities: Float64Array;
  #passages: readonly Probable[] | undefined;

  constructor(intents: readonly Intent[], probabilities: Float64Array) {
    this.#intents = intents;
    this.#probabilities = probabilities;
  }

  /** What all intents of a kind have together. */
  mass(kind: IntentKind): number {
    return this.#intents.reduce((sum, intent, at) => sum + (intent.kind === kind ? this.#at(at) : 0), 0);
  }

  likeliest(kind: IntentKind): Probable | undefined {
    return this.#highest((intent) => intent.kind === kind);
  }

  /** The likeliest intent of any kind but the given ones. */
  rivalOf(ids: readonly string[]): Probable | undefined {
    return this.#highest(({ id }) => !ids.includes(id));
  }

  /** Passages by what all their intents have together, each with its likeliest intent; most probable first. */
  passages(): readonly Probable[] {
    this.#passages ??= this.#byPassage();
    return this.#passages;
  }

  /** The likeliest intent that a passage answers. */
  likeliestAt(passage: string): Probable | undefined {
    return this.#highest((intent) => intent.kind === 'answered' && intent.passage === passage);
  }

  /** The other intents of its passage that have at least such a share of its probability. */
  alongside(intent: Intent, share: number): readonly Intent[] {
    const own = this.#at(this.#intents.indexOf(intent));
    return this.#intents.filter(
      (one, at) =>
        one !== intent && one.kind === 'answered' && one.passage === intent.passage && this.#at(at) >= own * share,
    );
  }

  #byPassage(): readonly Probable[] {
    const sums = new Map<string, number>();
    this.#intents.forEach(({ kind, passage = '' }, at) => {
      if (kind === 'answered') sums.set(passage, (sums.get(passage) ?? 0) + this.#at(at));
    });
    const found: Probable[] = [];
    sums.forEach((probability, passage) => {
      const likeliest = this.likeliestAt(passage);
      if (likeliest) found.push({ intent: likeliest.intent, probability });
    });
    return found.sort((a, b) => b.probability - a.probability);
  }

  #highest(isMeant: (intent: Intent) => boolean): Probable | undefined {
    let best: Intent | undefined;
    let probability = -1;
    for (let at = 0; at < this.#intents.length; at += 1) {
      const intent = this.#intents[at];
      if (!intent || this.#at(at) <= probability || !isMeant(intent)) continue;
      best = intent;
      probability = this.#at(at);
    }
    return best && { intent: best, probability };
  }

  #at(at: number): number {
    return this.#probabilities[at] ?? 0;
  }
}
