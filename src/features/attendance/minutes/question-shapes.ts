import { fold } from '../../../kernel/fold.js';

/** What a question about minutes is after. */
export type MinutesQuestion =
  /** What the committees decided, with what it is searched by. */
  | { readonly about: 'decisions'; readonly search: string }
  /** What the person has to do. */
  | { readonly about: 'tasks' };

const longest = 200;

/** What the agreement has its word on, or nobody here: the council's decisions, how decisions come about, other people's boards. */
const notOurs =
  /\b(?:\p{L}*leitbild\p{L}*|leitsatz\p{L}*|\p{L}*vereinbarung\p{L}*|vertr[aä]g\p{L}*|rat|rats\p{L}*|rates|stadtrat\p{L}*|ausschuss\p{L}*|buergermeister\p{L}*|politik\p{L}*|politisch\p{L}*|kommunale[ns]?|\p{L}*vorstand\p{L}*|traeger\p{L}*|vereine?s?|mitgliederversammlung|kuendig\p{L}*|gekuendigt|\p{L}*frist\p{L}*|beitritt\p{L}*|beitret\p{L}*|austritt\p{L}*|austret\p{L}*|mehrheit\p{L}*|stimm\p{L}*|abstimm\p{L}*|einstimmig|bindend|verbindlich|gueltig|gelten|gilt|braucht|brauchen|duerfen|darf|muessen wir|wer|wann|warum|wieso|wie viele|koordination\p{L}*|koordinier\p{L}*|koordinator\p{L}*|kooperationspartner\p{L}*|partner\p{L}*|netzwerks?|agreement|council|mission|laut|paragraph|absatz)\b/u;

const opening = '(?:(?:hallo|hi|guten tag|moin|und|bitte|sag mal)[, ]+)*';
const decided = '(?:beschlossen|entschieden|vereinbart|festgelegt|decided|agreed)';
const decisions = '(?:beschluesse|entscheidungen|decisions)';
const about = '(?:zur?|zum|ueber|fuer|bei[m]?|wegen|bezueglich|in|im|vom|von|des|der|about|on|regarding|of)';

const decisionShapes = [
  `was (?:wurde|ist|war|haben|hat|habt) (?<of>.*?) ?${decided}(?: worden)?`,
  `was (?:wurde|ist) ${decided}(?: worden)?(?<of> .*)?`,
  `what (?:was|has been|have|has|did) (?<of>.*?) ?${decided}(?<more> .*)?`,
  `what did .{1,40} (?:decide|agree)(?<of> .*)?`,
  `(?:welche|was fuer|which|what) (?:neuen |letzten |juengsten |new |recent )?${decisions}(?<of> .*)?`,
  `gibt es (?:schon |bereits |neue )?(?:einen beschluss|eine entscheidung|${decisions})(?<of> ${about} .*)`,
  `(?:zeig|zeige|zeigen|show)(?: sie)?(?: mir| uns| me)? (?:bitte )?(?:die |alle |the |all )?(?:letzten |neuen )?${decisions}(?<of> .*)?`,
  `(?:die )?(?:letzten|neuesten|aktuellen|latest) ${decisions}(?<of> .*)?`,
].map((shape) => new RegExp(`^${opening}${shape}$`, 'u'));

/** Words that make it a question and say nothing about what was decided. */
const around =
  /\b(?:denn|eigentlich|genau|bitte|schon|bisher|bereits|alles|je|zuletzt|gibt|es|wurden?|sind|ist|hat|haben|habt|wir|ihr|sie|man|beim|im|in|auf|letzten?|letzter|vorigen?|juengsten?|treffen|sitzung(?:en)?|the|last|meeting|were|there|are|have|we|been|gefasst|getroffen|worden|beschlossen|entschieden|made)\b/gu;

const linking = new Set(
  'zu zur zum ueber fuer bei beim wegen in im von vom der die das den dem des thema about on of regarding'.split(' '),
);

const mine = '(?:meine?[nrs]?|my)';
const task = '(?:aufgaben?|to-?dos?|tasks?)';
const trailing =
  '(?: (?:noch|gerade|jetzt|denn|eigentlich|offen|offene|zu erledigen|zu tun|aktuell|derzeit|heute|diese woche|naechste woche|diesen monat|left|open|to do))*';

const taskShapes = [
  `(?:welche|was fuer|which|what) (?:offenen? |neuen? |open )?${task} (?:habe ich|sind (?:fuer mich|bei mir)|stehen (?:bei mir|fuer mich)|muss ich|soll ich|do i have|are (?:mine|left for me))${trailing}(?: (?:erledigen|machen|an|uebernehmen))?`,
  `(?:habe|hab) ich (?:noch |gerade |schon |jetzt )*(?:offene |neue |eine |irgendwelche )?${task}${trailing}`,
  `(?:was|welche) (?:sind|ist) (?:denn )?${mine} (?:offenen? |naechsten? )?${task}`,
  `(?:zeig|zeige|zeigen|show)(?: sie)?(?: mir| me)? (?:bitte )?${mine} (?:offenen? )?${task}`,
  `${mine} (?:offenen? |naechsten? )?${task}`,
  `was (?:habe|hab) ich (?:noch |alles |bis \\p{L}+ )*zu (?:erledigen|tun)`,
  `was (?:muss|soll) ich (?:noch |alles |bis \\p{L}+ |heute |diese woche )*erledigen`,
  `gibt es (?:noch |offene |neue )*${task} fuer mich`,
  `(?:hat|haben) mir (?:\\p{L}+ ){1,3}(?:eine )?(?:neue )?${task} gegeben`,
  `(?:bis )?wann (?:muss|ist|soll) ${mine} (?:naechste )?${task} (?:fertig|faellig|erledigt)(?: sein)?`,
  `ich bin mit ${mine}? ?${task} fertig`,
  `(?:do i have|are there) (?:any )?(?:open )?${task}(?: for me)?${trailing}`,
  `what (?:are|is) my (?:open )?${task}`,
  `what do i (?:still have to (?:do|finish)|have to finish)(?: this week| today)?`,
].map((shape) => new RegExp(`^${opening}${shape}$`, 'u'));

/** Reads a text as a question about decisions or own tasks; undefined for all that is not clearly one. */
export function readMinutesQuestion(text: string): MinutesQuestion | undefined {
  const plain = text
    .replace(/[„“”"»«]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const asked = fold(plain)
    .replace(/[ ?!.]+$/, '')
    .trim();
  if (asked.length > longest) return undefined;
  if (taskShapes.some((shape) => shape.test(asked))) return { about: 'tasks' };
  if (notOurs.test(asked)) return undefined;
  for (const shape of decisionShapes) {
    const found = shape.exec(asked);
    if (found) return { about: 'decisions', search: searchIn(plain, [found.groups?.of, found.groups?.more].join(' ')) };
  }
  return undefined;
}

/** What is left to search by, as it was written; a committee's name and a goal stay in it. */
function searchIn(question: string, of: string): string {
  const left = of
    .replace(around, ' ')
    .replace(/[?!.,]/g, ' ')
    .trim()
    .split(/\s+/);
  while (linking.has(left[0] ?? '')) left.shift();
  const wanted = new Set(left);
  return question
    .split(' ')
    .map((word) => word.replace(/[?!.,]/g, ''))
    .filter((word) => wanted.has(fold(word)))
    .join(' ');
}
