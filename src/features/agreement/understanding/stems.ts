import { stemmer } from '@orama/stemmers/german';
import { Memo } from './memo.js';

const stems = new Memo<string>();

/** The stem of a folded word. Other languages' words keep what German's rules leave of them, which is the same each time. */
export function stemOf(word: string): string {
  return stems.get(word, () => (word.length > 3 ? stemmer(word) : word));
}
