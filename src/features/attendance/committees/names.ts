import { editDistance, fold, toleratedEdits } from '../../../kernel/fold.js';
import type { Committee } from '../model.js';

/** What people shorten. */
const longForms = new Map([
  ['ak', 'arbeitskreis'],
  ['ag', 'arbeitsgruppe'],
  ['sg', 'steuerungsgruppe'],
  ['pk', 'praeventionskonferenz'],
]);
const emptyWords = new Set(['der', 'die', 'das', 'den', 'dem', 'des', 'fuer', 'und', 'the', 'gremium', 'committee']);
/** Inside a long word, as „Übergänge“ in „Bildungsübergänge“. */
const shortestPart = 4;
const partPenalty = 0.5;

function wordsOf(name: string): readonly string[] {
  const words = fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => longForms.get(word) ?? word);
  const telling = words.filter((word) => !emptyWords.has(word));
  return telling.length > 0 ? telling : words;
}

/** 0 if it is its name, more for parts and typos; undefined if another is meant. */
export function committeeDistance(typed: string, name: string): number | undefined {
  if (fold(typed).trim() === fold(name).trim()) return 0;
  const words = wordsOf(name);
  let distance = partPenalty / 2;
  for (const word of wordsOf(typed)) {
    const best = Math.min(...words.map((candidate) => wordDistance(word, candidate)));
    if (!Number.isFinite(best)) return undefined;
    distance += best;
  }
  return wordsOf(typed).length === 0 ? undefined : distance;
}

function wordDistance(typed: string, word: string): number {
  if (typed === word) return 0;
  if (typed.length >= shortestPart && word.includes(typed)) return partPenalty;
  const limit = toleratedEdits(typed.length);
  const edits = editDistance(typed, word, limit);
  if (edits <= limit) return edits;
  return typed.length > shortestPart && endsAlike(typed, word, limit) ? limit + partPenalty : Number.POSITIVE_INFINITY;
}

/** A slip inside a part of a long word. */
function endsAlike(typed: string, word: string, limit: number): boolean {
  const end = word.slice(-typed.length);
  return limit > 0 && editDistance(typed, end, limit) <= limit;
}

/** Those meant by what was typed: the nearest; several if they are equally near. */
export function committeesMeant<T extends Pick<Committee, 'name'>>(typed: string, all: readonly T[]): readonly T[] {
  const near = all.flatMap((committee) => {
    const distance = committeeDistance(typed, committee.name);
    return distance === undefined ? [] : [{ committee, distance }];
  });
  const least = Math.min(...near.map(({ distance }) => distance));
  return near.filter(({ distance }) => distance === least).map(({ committee }) => committee);
}

export interface Split<T> {
  readonly committees: readonly T[];
  /** The word that followed its name, if one had to. */
  readonly between: string;
  /** What stands behind. */
  readonly rest: string;
}

/**
 * Takes a text apart that begins with a committee's name: the longest beginning that means one. Undefined if none does.
 * `between`, if given, tells the word that has to follow the name, and is not part of the rest.
 */
export function splitByCommittee<T extends Pick<Committee, 'name'>>(
  text: string,
  all: readonly T[],
  between?: (word: string) => boolean,
): Split<T> | undefined {
  const words = text.trim().split(/\s+/);
  for (let count = words.length - 1; count > 0; count -= 1) {
    if (between && !between(words[count] ?? '')) continue;
    const committees = committeesMeant(words.slice(0, count).join(' '), all);
    const rest = words.slice(between ? count + 1 : count).join(' ');
    if (committees.length > 0 && rest !== '') return { committees, between: between ? (words[count] ?? '') : '', rest };
  }
  return undefined;
}
