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
  const words = wordsOf(name);
  return others.filter((other) => areSimilar(words, wordsOf(other.name)));
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
