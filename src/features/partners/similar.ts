import { editDistance, fold, toleratedEdits } from '../../kernel/fold.js';

/** Words that many names share: they tell nobody apart. */
const commonWords = new Set(
  fold(
    `kita kindertagesstätte kindertagesstaette kindergarten krippe familienzentrum grundschule schule gesamtschule realschule gymnasium
    hauptschule förderschule berufskolleg verein ev e v gmbh ggmbh praxis beratung beratungsstelle jugendzentrum städtische städtischer
    städtisches evangelische evangelischer evangelisches katholische katholischer katholisches stadt kreis der die das am an im in und
    für zum zur von dr beispiel`,
  )
    .split(/\s+/)
    .filter(Boolean),
);

interface Words {
  readonly all: readonly string[];
  readonly telling: readonly string[];
}

/** Those of which one might mean the same: what tells the shorter name apart stands in the longer one, typos allowed. */
export function similarNames<T extends { readonly name: string }>(name: string, others: readonly T[]): readonly T[] {
  return new SimilarNames(others).to(name);
}

/** For asking often: names are held together that begin alike, since typos seldom hit the first letters. */
export class SimilarNames<T extends { readonly name: string }> {
  private readonly byBeginning = new Map<string, { readonly other: T; readonly words: Words }[]>();

  constructor(others: readonly T[]) {
    for (const other of others) {
      const words = wordsOf(other.name);
      for (const beginning of beginningsOf(words)) {
        const there = this.byBeginning.get(beginning);
        if (there) there.push({ other, words });
        else this.byBeginning.set(beginning, [{ other, words }]);
      }
    }
  }

  to(name: string): readonly T[] {
    const words = wordsOf(name);
    const near = beginningsOf(words).flatMap((beginning) => this.byBeginning.get(beginning) ?? []);
    return [...new Set(near.filter((one) => areSimilar(words, one.words)).map(({ other }) => other))];
  }
}

function beginningsOf({ all, telling }: Words): readonly string[] {
  return [...new Set((telling.length > 0 ? telling : all).map((word) => word.slice(0, 2)))];
}

function areSimilar(one: Words, other: Words): boolean {
  if (one.all.length === 0 || other.all.length === 0) return false;
  if (one.telling.length === 0 || other.telling.length === 0) return sameWord(one.all.join(' '), other.all.join(' '));
  const [few, many] = one.telling.length <= other.telling.length ? [one, other] : [other, one];
  return few.telling.every((word) => many.telling.some((candidate) => sameWord(word, candidate)));
}

function sameWord(one: string, other: string): boolean {
  const limit = Math.min(toleratedEdits(one.length), toleratedEdits(other.length));
  return editDistance(one, other, limit) <= limit;
}

function wordsOf(name: string): Words {
  const all = fold(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  return { all, telling: all.filter((word) => !commonWords.has(word)) };
}
