import type { Distribution } from './distribution.js';

/** A question of a message, and what it may be about when it is read by itself. */
export interface Part {
  readonly text: string;
  readonly distribution: Distribution;
}

/** A further question says so, or begins with what it asks for; "könnt ihr mal nachsehen?" and "ob …" lead to another. */
const FURTHER =
  /^(?:(?:und|aber|außerdem|zweitens|drittens|dann noch|noch was|and|but|also)[ ,:]+(?:\S+ ){3}|(?:we[rmn]|was|wie|wann|wo\p{L}*|warum|wieso|weshalb|welche[rnms]?|who|what|how|when|where|why|which) (?:\S+ ){2})\S+/iu;
/** As probable as this in a part, the passage that answers the message answers the part as well. */
const COVERED = 0.1;
/** As probable as this, a part is talk, is answered, or is known to be unanswered. */
const TALK = 0.5;
const ANSWERED = { kind: 0.5, passage: 0.25 };
const KNOWN = 0.6;
const MOST_OPEN = 2;

/**
 * The questions of a message that nothing was made of although others of it are answered: neither do the cited passages
 * answer them nor is it clear what they ask for. Told, so that nobody takes the answer for an answer to all.
 */
export function openParts(parts: readonly Part[], cited: readonly string[]): readonly string[] {
  if (parts.length < 2) return [];
  return parts
    .filter(({ text, distribution }) => FURTHER.test(text) && isOpen(distribution, cited))
    .map(({ text }) => text)
    .slice(0, MOST_OPEN);
}

function isOpen(part: Distribution, cited: readonly string[]): boolean {
  const [first] = part.passages();
  const isAnswered = part.mass('answered') >= ANSWERED.kind && (first?.probability ?? 0) >= ANSWERED.passage;
  if (part.mass('smalltalk') >= TALK || isAnswered) return false;
  if ((part.likeliest('silent')?.probability ?? 0) >= KNOWN) return false;
  return !part
    .passages()
    .some(({ intent, probability }) => probability >= COVERED && cited.includes(intent.passage ?? ''));
}
