import { fold } from '../../kernel/fold.js';

const ordinals = ['erst', 'zweit', 'dritt', 'viert', 'fuenft', 'sechst', 'siebt', 'acht'];
const numbers = ['eins', 'zwei', 'drei', 'vier', 'fuenf', 'sechs', 'sieben', 'acht'];
const english = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];
const goal = '(?:strategische[rsmn]? )?(?:ziel|goal)(?:e?s)?';

const shapes = [
  new RegExp(`(?<!\\p{L})${goal} (?:nr\\.? ?|nummer |no\\.? ?|number |#)?(\\d)(?!\\d|[.,]\\d|\\p{L})`, 'u'),
  new RegExp(`(?<!\\p{L})${goal} (?:nummer )?(${numbers.join('|')})(?!\\p{L})`, 'u'),
  new RegExp(`(?<!\\d|[.,])(\\d)\\.? (?:te[ns]? )?${goal}(?!\\p{L})`, 'u'),
  new RegExp(
    `(?<!\\p{L})(${[...ordinals.map((word) => `${word}e[nrs]?`), ...english].join('|')}) ${goal}(?!\\p{L})`,
    'u',
  ),
];

/** The strategic goal that a text names by its place in the list ("Ziel 6", "das dritte Ziel"), counted from 1. */
export function goalNumberIn(text: string): number | undefined {
  const folded = fold(text);
  for (const shape of shapes) {
    const found = shape.exec(folded)?.[1];
    if (found !== undefined) return numberOf(found);
  }
  return undefined;
}

function numberOf(word: string): number | undefined {
  if (/^\d$/.test(word)) return Number(word) || undefined;
  const lists = [numbers, english, ordinals.map((ordinal) => new RegExp(`^${ordinal}e[nrs]?$`))];
  for (const list of lists) {
    const at = list.findIndex((known) => (typeof known === 'string' ? known === word : known.test(word)));
    if (at >= 0) return at + 1;
  }
  return undefined;
}
