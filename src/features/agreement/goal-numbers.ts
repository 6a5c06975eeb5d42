import { fold } from '../../kernel/fold.js';
import { patternOf } from '../../kernel/patterns.js';

const ordinals = ['erst', 'zweit', 'dritt', 'viert', 'fuenft', 'sechst', 'siebt', 'acht'];
const numbers = ['eins', 'zwei', 'drei', 'vier', 'fuenf', 'sechs', 'sieben', 'acht'];
const english = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];
const goal = '(?:strategische[rsmn]? )?(?:ziel|goal)(?:e?s)?';

const shapes = [
  patternOf(`(?<!\\p{L})${goal} (?:nr\\.? ?|nummer |no\\.? ?|number |#)?(\\d)(?!\\d|[.,]\\d|\\p{L})`, 'u'),
  patternOf(`(?<!\\p{L})${goal} (?:nummer )?(${numbers.join('|')})(?!\\p{L})`, 'u'),
  patternOf(`(?<!\\d|[.,])(\\d)\\.? (?:te[ns]? )?${goal}(?!\\p{L})`, 'u'),
  patternOf(
    `(?<!\\p{L})(${[...ordinals.map((word) => `${word}e[nrs]?`), ...english].join('|')}) ${goal}(?!\\p{L})`,
    'u',
  ),
];

const endOfAsking = '(?:,? (?:denn|genau|bitte|one|mal|konkret|dann|nochmal))*[ ?!.]*$';
const alone = [
  patternOf(
    `(?<!\\p{L})(?:das|dem|zum|beim|the) (${[...ordinals.map((word) => `${word}en?`), ...english, 'letzten?', 'last'].join('|')})${endOfAsking}`,
    'u',
  ),
  patternOf(`(?<!\\p{L})(?:nummer|nr\\.?|punkt|number|no\\.?) ?(\\d|${numbers.join('|')})${endOfAsking}`, 'u'),
];

/** The place in the list that a text names where the goals were just spoken of ("und das vierte?", "Nummer 8"), counted from 1. */
export function placeInListIn(text: string): number | undefined {
  return firstNumber(fold(text), alone);
}

/** The strategic goal that a text names by its place in the list ("Ziel 6", "das dritte Ziel"), counted from 1. */
export function goalNumberIn(text: string): number | undefined {
  return firstNumber(fold(text), shapes);
}

function firstNumber(folded: string, among: readonly RegExp[]): number | undefined {
  const found = among.flatMap((shape) => shape.exec(folded)?.[1] ?? [])[0];
  return found === undefined ? undefined : numberOf(found);
}

function numberOf(word: string): number | undefined {
  if (/^\d$/.test(word)) return Number(word) || undefined;
  if (/^(?:letzten?|last)$/.test(word)) return ordinals.length;
  const lists = [numbers, english, ordinals.map((ordinal) => new RegExp(`^${ordinal}e[nrs]?$`))];
  for (const list of lists) {
    const at = list.findIndex((known) => (typeof known === 'string' ? known === word : known.test(word)));
    if (at >= 0) return at + 1;
  }
  return undefined;
}
