const committee =
  '(?:gremi(?:um|en)|arbeitskreise?n?|arbeitsgruppen?|steuerung(?:sgruppe|skreis)?|lenkungskreis|netzwerkkonferenz|ak|committees?)';

/** "Welche Gremien gibt es?", "Wer sitzt im Arbeitskreis?": what the card of the committees answers, and not how they work. */
const asked = [
  `(?:welche|was für|wie viele|which|what) (?:\\p{L}+ ){0,2}${committee}(?!\\p{L})(?! (?:braucht|darf|muss|entscheide))`,
  `wie hei(?:ß|ss)en (?:\\p{L}+ ){0,2}${committee}`,
  `(?:liste|übersicht|zeig)\\p{L}* (?:\\p{L}+ ){0,3}${committee}`,
  `${committee} (?:\\p{L}+ ){0,2}(?:gibt es|liste|übersicht)`,
  `wer (?:\\p{L}+ ){0,2}(?:sitzt|leitet|ist|gehört|macht|hat|who) (?:\\p{L}+ ){0,4}(?:${committee}|vorsitz)`,
  `(?:who|members) (?:\\p{L}+ ){0,4}${committee}`,
];
const pattern = new RegExp(`(?<!\\p{L})(?:${asked.join('|')})`, 'iu');
/** Nobody asks for a list in more letters. */
const longest = 200;

export function asksForCommittees(question: string): boolean {
  return question.length <= longest && pattern.test(question);
}
