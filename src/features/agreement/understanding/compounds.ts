const LINKS = ['', 's', 'n', 'en', 'es', 'er', 'e'];
const SHORTEST_PART = 4;

/**
 * Splits compounds into words that are known: kinderarmut → kinder, armut; gremienarbeit → gremien, arbeit.
 * The longest first part that leaves a known rest wins; a word that cannot be split so has no parts.
 */
export function partsOf(word: string, isKnown: (part: string) => boolean, depth = 0): readonly string[] {
  for (let end = word.length - SHORTEST_PART; end >= SHORTEST_PART; end -= 1) {
    const head = word.slice(0, end);
    if (!isKnown(head)) continue;
    for (const link of LINKS) {
      if (!word.startsWith(link, end)) continue;
      const rest = word.slice(end + link.length);
      if (rest.length < SHORTEST_PART) continue;
      if (isKnown(rest)) return [head, rest];
      const more = depth < 2 ? partsOf(rest, isKnown, depth + 1) : [];
      if (more.length > 0) return [head, ...more];
    }
  }
  return [];
}
