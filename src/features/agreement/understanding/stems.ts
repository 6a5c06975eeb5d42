import { stemmer } from '@orama/stemmers/german';

const MAX_REMEMBERED = 20_000;
const remembered = new Map<string, string>();

/** The stem of a folded word. Other languages' words keep what German's rules leave of them, which is the same each time. */
export function stemOf(word: string): string {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const stem = word.length > 3 ? stemmer(word) : word;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(word, stem);
  return stem;
}
