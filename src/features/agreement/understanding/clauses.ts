import { patternOf } from '../../../kernel/patterns.js';

const PREPOSITION = '(?:mit|ab|bis|seit|von|in|aus|auf|für|zu|bei|unter|durch|nach|vor|an|um|gegen|ohne)';
/** A clause may follow these: "wie lange läuft sie und mit welcher Frist …", "…, und was kostet das?" */
const QUESTION_WORD = `(?:${PREPOSITION} )?(?:wer|wem|wen|wessen|was|wie|wann|wo|woher|wohin|warum|wieso|weshalb|wozu|wofür|woran|worauf|welche[rnms]?|ob|who|what|how|when|where|why|which)(?!\\p{L})`;
const ASKING_VERB =
  '(?:gibt|muss|müssen|musst|kann|kannst|können|darf|dürfen|soll|sollen|ist|sind|gilt|gelten|hat|haben|habt|wird|werden|steht|zählt|gehört|gehören|braucht|brauchen|reicht|geht|macht|läuft|kommt|bekomm\\p{L}*|krieg\\p{L}*|is|are|does|do|can|must|should|will|has|have)(?!\\p{L})';
/** "und" joins two questions before a question word; before a verb only where a comma stands or somebody is spoken of ("und muss man"). */
const JOINT = patternOf(
  `,? (?:und|sowie|and|ve|та|и|oder) (?=(?:zweitens,? )?${QUESTION_WORD})|, (?:und|sowie|and) (?=${ASKING_VERB})|,? (?:und|and) (?=${ASKING_VERB} (?:man|wir|ich|es|sie|we|i|it)(?!\\p{L}))`,
  'giu',
);
/** What only leads up to a question: "unser Vorstand will wissen, ob …", "können Sie mir sagen, wann …". */
const LEAD_IN = patternOf(
  `(?<=(?<!\\p{L})(?:wissen|wüsste|fragt|fragte|fragen|frage|gefragt|sagen|erklären|know|asks|asked|asking|ask|tell me|wonder|wondering)),? (?=(?:${QUESTION_WORD}|if |whether ))`,
  'giu',
);
const SENTENCE_END = /(?<=[!?;\n])\s*|(?<=[.:…])\s+/u;
/** A full stop behind a number or a short abbreviation ends no sentence (am 5. Dezember, z. B., Nr. 3). */
const NO_END =
  /(?:\d|\b(?:z|b|u|a|d|h|o|ä|ggf|bzw|usw|etc|ca|nr|lt|abs|art|evtl|inkl|vgl|dr|st|str|mr|mrs|no|p|s))\.$/iu;

const SHORTEST_CLAUSE = 2;
/** Long messages ask at their end: of a huge one only so many letters are split. */
const MAX_CHARACTERS = 6_000;

/** The sentences of a message, and the questions within a sentence that "und" joins; a single word stays with what follows. */
export function clausesOf(text: string): readonly string[] {
  const pieces = text.slice(-MAX_CHARACTERS).split(SENTENCE_END);
  const sentences = joinedIf((last) => NO_END.test(last), pieces).filter((sentence) => wordsIn(sentence) > 0);
  const clauses = sentences.flatMap((sentence) => sentence.split(JOINT)).flatMap((clause) => clause.split(LEAD_IN));
  return joinedIf((last) => wordsIn(last) < SHORTEST_CLAUSE, clauses);
}

/** The pieces, each joined to the one before if that one wants more. */
function joinedIf(wantsMore: (last: string) => boolean, pieces: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const piece of pieces.map((untrimmed) => untrimmed.trim())) {
    const last = joined.at(-1);
    if (last !== undefined && wantsMore(last)) joined[joined.length - 1] = `${last} ${piece}`;
    else joined.push(piece);
  }
  return joined;
}

function wordsIn(text: string): number {
  return text.match(/[\p{L}\d]+/gu)?.length ?? 0;
}

const ASKING = patternOf(
  `\\?|^(?:(?:und|oder|aber|sowie|erstens|zweitens|drittens|also|and|or)[,:]? )*(?:${QUESTION_WORD}|${ASKING_VERB})|^(?:if|whether) |(?<!\\p{L})ob(?!\\p{L})`,
  'iu',
);

/** Whether a clause asks something, or only tells. */
export function isAsking(clause: string): boolean {
  return ASKING.test(clause);
}

/** "… um so etwas kümmert", "was steht dazu darin?": means what was said in the sentence before. */
const POINTING =
  /(?<!\p{L})(?:so ?(?:et)?was|dergleichen|solche[nrsm]? (?:sachen|dinge|fälle[n]?|situationen|kinder[n]?|familien)|genau (?:das|dem|dies(?:e[nrsm])?)|dazu|hierzu|darum|darüber|such (?:a )?(?:things?|cases?)|about (?:this|that|it))(?!\p{L})/iu;

/** A question together with what was told before it, if it points there. */
export function withWhatItPointsTo(clause: string, before: string | undefined): string {
  return before !== undefined && !isAsking(before) && POINTING.test(clause) ? `${before} ${clause}` : clause;
}
