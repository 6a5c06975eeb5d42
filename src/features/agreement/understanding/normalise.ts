/** A word or number of a text: as it was typed, and folded for comparing. */
export interface Token {
  readonly typed: string;
  readonly word: string;
}

/** More of a message than this is not read: nobody asks in so many words, and time and memory stay bounded. */
const MAX_CHARACTERS = 6_000;
const MAX_TOKENS = 400;

/**
 * One spelling for what people type in many: small letters without marks, umlauts written out or left out alike
 * (Kündigung, Kuendigung, Kundigung), sharp s, dotless i.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .replace(/(?<![aeouq])ue/gu, 'u')
    .replace(/(?<![aeou])([ao])e/gu, '$1');
}

/** Words and numbers of a text in order. Numbers are folded to their shape: `#year`, `#date` or `#`. */
export function tokensOf(text: string): readonly Token[] {
  const typed = text.slice(0, MAX_CHARACTERS).match(/\d+(?:[.,:/-]\d+)*|[\p{L}\p{M}]+|§|€/gu) ?? [];
  return typed.slice(0, MAX_TOKENS).map((token) => ({ typed: token, word: foldToken(token) }));
}

function foldToken(token: string): string {
  if (/^(?:19|20)\d\d$/.test(token)) return '#year';
  if (/^\d+[./-]\d+/.test(token)) return '#date';
  return /^\d/.test(token) ? '#' : fold(token);
}
