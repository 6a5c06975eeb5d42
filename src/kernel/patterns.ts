/** Latin and Cyrillic, for a character class. */
const letters = 'A-Za-zÀ-ÖØ-öø-ɏЀ-ӿ';

/**
 * A regular expression in which `\p{L}` stands for the letters that people here write with: for those of all scripts the
 * engine would keep a large table in each expression.
 */
export function patternOf(source: string, flags: string): RegExp {
  return new RegExp(source.replaceAll('[\\p{L}', `[${letters}`).replaceAll('\\p{L}', `[${letters}]`), flags);
}
