/** Longest text that is looked at: nobody asks that much, and every pattern stays fast. */
export const longestQuestion = 8_000;

const questionWord =
  '(?:wie|was|wer|wen|wem|wann|wo|wohin|woher|warum|wieso|weshalb|welche[nmrs]?|mit welche[nmr]|ob|bis wann|ab wann|muss|müssen|kann|können|darf|dürfen|gibt|who|what|when|where|why|which|how|can|do|does|must|is|are)';
const asks = new RegExp(`\\?|^(?:und |oder |aber )?${questionWord}\\b|\\b(?:ob|frage|wissen|fragt|gefragt)\\b`, 'iu');
const gap = new RegExp(`(?<=[.!?…])\\s+|[;\\n]+|,?\\s+(?:und|oder|and|or)\\s+(?=${questionWord}\\s)`, 'iu');

/** The clauses of a message: those that ask something told apart from those that only tell. */
export interface Clauses {
  readonly asking: readonly string[];
  readonly telling: readonly string[];
}

/** A long message tells a story around its question; a double question has two. */
export function clausesOf(message: string): Clauses {
  const clauses = message
    .slice(0, longestQuestion)
    .split(gap)
    .map((clause) => clause.trim())
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause));
  const asking = clauses.filter((clause) => asks.test(clause));
  return { asking, telling: clauses.filter((clause) => !asking.includes(clause)) };
}
