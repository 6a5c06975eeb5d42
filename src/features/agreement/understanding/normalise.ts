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

/** Words and numbers of a text, folded. Numbers keep only their shape: `#year`, `#date` or `#`. */
export function tokensOf(text: string): readonly string[] {
  return (fold(text).match(/\d+(?:[.,:/-]\d+)*|\p{L}+|§|€/gu) ?? []).map((token) =>
    /^\d/.test(token) ? shapeOfNumber(token) : token,
  );
}

function shapeOfNumber(token: string): string {
  if (/^(?:19|20)\d\d$/.test(token)) return '#year';
  if (/^\d+[./-]\d+/.test(token)) return '#date';
  return '#';
}
