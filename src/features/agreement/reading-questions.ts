/** Nobody asks for a place in more letters. */
const longest = 100;
const leadIn =
  /^(?:bitte )?(?:(?:und )?was (?:steht|sagt|heißt es|heisst es)|wie (?:lautet|heißt|heisst)|zeig(?:e|en sie)?|lies|lesen sie|wortlaut|text|gib|geben sie)(?= )/iu;
const filler =
  /^(?: (?:mir|uns|bitte|mal|denn|da|so|genau|eigentlich|vor|von|in|im|unter|zu|der|die|das|den|dem|des))+(?= )/iu;
const place = /^(?:\p{L}+ ){0,5}(?:absatz|abs\.?) (?:nr\.? ?)?\d{1,2}(?: \p{L}+){0,5}$/iu;

/**
 * The name of the place whose words a question asks for, and for nothing else: "Was steht in Absatz 3?", "Zeig mir Absatz 2
 * der Laufzeit"; undefined for any other question.
 */
export function placeAskedFor(question: string): string | undefined {
  if (question.length > longest) return undefined;
  const text = question
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/(?: (?:vor|drin|bitte))?[ ?!.]*$/iu, '');
  const name = ` ${text.replace(leadIn, '').trim()}`.replace(filler, '').trim();
  return place.test(name) ? name.replace(/(?<!\p{L})abs\.?(?= )/iu, 'Absatz') : undefined;
}
