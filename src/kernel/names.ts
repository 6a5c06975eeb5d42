import { editDistance, fold, toleratedEdits } from './fold.js';

const shortestPrefix = 3;
const mostWords = 12;
/** Forms of address and other words that tell nobody apart. */
const emptyWords = new Set(['frau', 'herr', 'der', 'die', 'das', 'und', 'mr', 'mrs', 'ms', 'the', 'and']);

/** The words of a name as they are stored for searching: folded, without marks, each once. */
export function nameWords(name: string): readonly string[] {
  const words = fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !emptyWords.has(word));
  return [...new Set(telling.length > 0 ? telling : words)].slice(0, mostWords);
}

/**
 * How far a typed name is from a name: 0 if every typed word is one of its words, more for beginnings and typos,
 * undefined if it is not meant.
 */
export function nameDistance(typed: string, name: string): number | undefined {
  const words = nameWords(name);
  let distance = 0;
  const wanted = nameWords(typed);
  if (wanted.length === 0) return undefined;
  for (const word of wanted) {
    const best = Math.min(...words.map((candidate) => wordDistance(word, candidate)));
    if (!Number.isFinite(best)) return undefined;
    distance += best;
  }
  return distance;
}

/** A beginning counts as half an edit, so that it comes before a typo. */
function wordDistance(typed: string, word: string): number {
  if (typed === word) return 0;
  if (typed.length >= shortestPrefix && word.startsWith(typed)) return 0.5;
  const limit = toleratedEdits(typed.length);
  const edits = editDistance(typed, word, limit);
  return edits <= limit ? edits : Number.POSITIVE_INFINITY;
}

/** Those meant by what was typed, nearest first, then by name. */
export function nearestNames<T extends { readonly name: string }>(
  typed: string,
  candidates: readonly T[],
): readonly T[] {
  return candidates
    .map((candidate) => ({ candidate, distance: nameDistance(typed, candidate.name) }))
    .filter((found): found is { candidate: T; distance: number } => found.distance !== undefined)
    .sort((a, b) => a.distance - b.distance || a.candidate.name.localeCompare(b.candidate.name, 'de'))
    .map((found) => found.candidate);
}

/** The letters that a name's words begin with, each once, as they are stored for finding similar names. */
export function nameInitials(name: string): readonly string[] {
  return [...new Set(nameWords(name).map(firstLetter))];
}

/** The letter that a name must have among its initials if it may be meant: that of the longest typed word. */
export function initialTyped(typed: string): string | undefined {
  const [longest] = nameWords(typed).toSorted((a, b) => b.length - a.length);
  return longest === undefined ? undefined : firstLetter(longest);
}

function firstLetter(word: string): string {
  return [...word][0] ?? '';
}
