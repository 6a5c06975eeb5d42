/** A question of more words says by itself what it is about. */
const mostWords = 10;
const opener =
  /^(?:und|aber|oder|auch|also|na gut|ok|okay|and|but|or|so|ve|а|та|і)[ ,]+(?:(?:was|wie) ist(?: es)? (?:mit|dann)[ ,]+)?/iu;
/** "Auch kleine Vereine?", "gilt das nur für Schulen?": whether what was said holds for these as well. */
const alsoFor =
  /^(?:(?:und|aber|oder|and|but|or)[ ,]+)?(?:(?:gilt|gelten|zählt|betrifft) (?:das|dies|es|die|der) )?(?:auch|selbst|sogar|nur|bloß|only|also|even|too)(?: (?:nicht|not))? (?!(?:wenn|if|falls)(?!\p{L}))[\p{L}-]+(?: [\p{L}-]+){0,3}[ ?!.]*$/iu;

/** True if a question asks whether what was said before holds for somebody or something as well. */
export function asksAlsoFor(question: string): boolean {
  return alsoFor.test(question.trim());
}

/** Words that point to what was said before. */
const pointer =
  /(?<!\p{L})(?:das|dies(?:e[rsmn]?)?|es|sie|ihn|dafür|dazu|davon|damit|dabei|dagegen|danach|darüber|darin|darauf|daran|da|dort|dann|it|that|this|they|bunu|bunun|це|это)(?!\p{L})/iu;
/** Questions of a question word alone: "warum?", "für wen?", "ab wann?". */
const bareQuestion =
  /^(?:(?:ab|bis|seit|für|mit|von|in|an|bei|zu|for|until|since) )?(?:warum|wieso|weshalb|wozu|wofür|wann|wer|wen|wem|wessen|wie|wo|was|welche[rsmn]?|why|when|who|whom|how|where|what|which|neden|чому|почему)(?: (?:denn|genau|lange|oft|viel|viele|nicht|long|often|much|many|so))*[ ?!.]*$/iu;

/** True if a question may need what was said before it to be understood. */
export function refersBack(question: string): boolean {
  const text = question.trim();
  if (text.split(/\s+/).length > mostWords) return false;
  return opener.test(text) || pointer.test(text) || namesNothing(text);
}

/** "Warum?", "und wieso ist das so?": nothing but the reason is asked for. */
const bareWhy =
  /^(?:warum|wieso|weshalb|weswegen|wozu|why|how come|neden|niçin|чому|почему)(?: (?:das|dies|so|denn|eigentlich|ist|denn|is|it|that|this|bu|öyle|так|это|це))*[ ?!.]*$/iu;

/** True if a question asks for the reason of what was said before, and for nothing else. */
export function asksWhy(question: string): boolean {
  return bareWhy.test(question.trim().replace(opener, ''));
}

/** True if a question names nothing at all: without what was said before, it may mean anything. */
export function namesNothing(question: string): boolean {
  return bareQuestion.test(question.trim().replace(opener, ''));
}

/** Words that ask, point or join, and say nothing of what a question is about. */
const lightWords = new Set(
  (
    'ab alle allen alles als also am an auch auf aus bei bis da dabei dafür dagegen damit danach dann daran darauf darin darüber das davon dazu dem den denn ' +
    'der des die dies diese diesen dieser dieses doch dort drin dürfen eigentlich ein eine einem einen er es für geht genau genauer gibt gilt haben hat heißen heißt ich ihm ihn ihr im immer ' +
    'in inhalt ist ja jetzt kam kann können kommt konkret lange lautet läuft machen macht mal man meint mir mit müssen muss nach nicht noch nun nur ob oft oder passiert seit sie sind ' +
    'so soll sollen steht stelle stimmt uns und über viel viele vom von vor wann war waren warum was weiter welche welchem welchen welcher welches wem wen wer werden weshalb wie wieso will ' +
    'wir wird wirklich wo woher wohin wollen womit woran wozu zu zum zur ' +
    'a about all and any are at be by can come do does for from how i in is it long many mean means much must of often on or really say so that the then there they this to us was we were what when where which who ' +
    'whom why with you'
  ).split(' '),
);

/** "Und wenn das nicht hilft?" goes on from what was said, whatever its words. */
const supposition = /^(?:was,? |what )?(?:wenn|falls|if)(?!\p{L})/iu;

/** True if a question has a word of its own matter: "und kostet das was?", not "und wann war das?" or "und wenn nicht?". */
export function bringsAMatter(question: string): boolean {
  if (supposition.test(question.trim().replace(opener, ''))) return false;
  const words = question.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.some((word) => !lightWords.has(word));
}

/** The question with what it refers back to put before it, as one clause: apart, either says too little. */
export function withTopic(question: string, topic: string): string {
  return `${topic} – ${question.trim().replace(opener, '')}`;
}
