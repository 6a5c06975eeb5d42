import { readDay } from '../kernel/dates.js';
import { fold } from '../kernel/fold.js';
import { readMention, readMentions, withoutMentions } from '../messages/mention.js';
import type { Slot, Typed } from './feature.js';

/** Words that open a question, never a name: "Einrichtung wechseln, wie geht das?" is one, "einrichtung Kita Sonne" is not. */
const questionWords = new Set(
  (
    'wie was wer wen wem wann wo woher wohin warum wieso weshalb welche welcher welches welchen wieviel ob kann koennen ' +
    'darf duerfen muss muessen soll sollen ist sind gibt hat haben how what who when where why which can may must is are does do'
  ).split(' '),
);
const mostNameWords = 8;
const mostPersonWords = 5;

/**
 * Holds what was typed behind a command's word against its slots. Undefined: not of this shape. It is about shape
 * only: a day that does not exist still is a date. Mentions stay mentions where people are named, and become plain names
 * in texts.
 *
 * @param today  for dates such as "morgen"
 */
export function matchSlots(rest: string, slots: readonly Slot[], today: string): Typed | undefined {
  return matchFrom(rest.split(/\s+/).filter(Boolean), slots, today, rest.trim());
}

function matchFrom(words: readonly string[], slots: readonly Slot[], today: string, rest: string): Typed | undefined {
  const [slot, ...later] = slots;
  if (!slot) return words.length === 0 ? {} : undefined;

  const taken = (count: number, value: Typed): Typed | undefined => {
    const after = matchFrom(words.slice(count), later, today, dropWords(rest, count));
    return after && { ...value, ...after };
  };
  const present = presentSlot(slot, words, today, rest, later.length === 0, taken);
  if (present) return present;
  return isOptional(slot) ? taken(0, {}) : undefined;
}

function isOptional(slot: Slot): boolean {
  return slot.kind !== 'literal' && slot.optional === true;
}

type Take = (count: number, value: Typed) => Typed | undefined;

function presentSlot(
  slot: Slot,
  words: readonly string[],
  today: string,
  rest: string,
  isLast: boolean,
  taken: Take,
): Typed | undefined {
  const first = words[0];
  if (first === undefined) return undefined;
  switch (slot.kind) {
    case 'literal':
      return fold(first) === fold(slot.word) ? taken(1, {}) : undefined;
    case 'word':
      return matchWord(slot, first, taken);
    case 'number':
      return matchNumber(slot.name, words, taken);
    case 'date':
      return longest(words, 5, (text) => readDay(text, today) !== undefined, slot.name, taken);
    case 'time':
      return longest(words, 2, (text) => /^\d{1,2}(?:[:.]\d{2})?(?: ?uhr)?$/i.test(text), slot.name, taken);
    case 'person':
      return longest(words, mostPersonWords, isPerson, slot.name, taken);
    case 'people':
      return isLast && !rest.includes('?') ? taken(words.length, { [slot.name]: rest }) : undefined;
    case 'name':
      return longest(words, slot.most ?? mostNameWords, isName, slot.name, taken, withoutMentions);
    case 'text':
      return taken(words.length, { [slot.name]: withoutMentions(rest) });
    case 'fields':
      return matchFields(slot, withoutMentions(rest), words.length, taken);
  }
}

function matchWord(slot: Extract<Slot, { kind: 'word' }>, word: string, taken: Take): Typed | undefined {
  const choices = [...slot.words.map((choice) => [choice, choice] as const), ...Object.entries(slot.also ?? {})];
  const chosen = choices.find(([written]) => fold(written) === fold(word))?.[1];
  return chosen === undefined ? undefined : taken(1, { [slot.name]: chosen });
}

function matchNumber(name: string, words: readonly string[], taken: Take): Typed | undefined {
  const [first = '', second = ''] = words;
  if (/^nr\.?$/i.test(first) && /^\d{1,9}$/.test(second)) return taken(2, { [name]: second });
  const digits = /^(?:nr\.?|#)?(\d{1,9})$/i.exec(first)?.[1];
  return digits === undefined ? undefined : taken(1, { [name]: digits });
}

function matchFields(
  { names, rest: takesRest }: Extract<Slot, { kind: 'fields' }>,
  rest: string,
  count: number,
  taken: Take,
): Typed | undefined {
  const found = rest.split(';').map((part) => part.trim());
  const last = names.length - 1;
  const parts = takesRest ? [...found.slice(0, last), found.slice(last).join('; ')] : found;
  if (found.length < 2 || parts.length > names.length) return undefined;
  return taken(count, Object.fromEntries(names.map((name, index) => [name, parts[index] || undefined])));
}

/** Takes as many words as fit and leave a match for what follows. */
function longest(
  words: readonly string[],
  most: number,
  fits: (text: string) => boolean,
  name: string,
  taken: Take,
  read: (text: string) => string = (text) => text,
): Typed | undefined {
  for (let count = Math.min(most, words.length); count > 0; count -= 1) {
    const text = words.slice(0, count).join(' ');
    const match = fits(text) ? taken(count, { [name]: read(text) }) : undefined;
    if (match) return match;
  }
  return undefined;
}

/** A mention by itself, or a typed name: a mention among other words is not one person. */
function isPerson(text: string): boolean {
  if (readMention(text)) return true;
  return isName(text) && !text.includes(',') && readMentions(text).length === 0;
}

function isName(text: string): boolean {
  const first = fold(text.split(' ')[0] ?? '').replace(/\P{L}/gu, '');
  return !text.includes('?') && !questionWords.has(first);
}

/** The rest behind so many words, with its own spacing and line breaks. */
function dropWords(rest: string, count: number): string {
  let left = rest.trimStart();
  for (let dropped = 0; dropped < count; dropped += 1) left = left.replace(/^\S+\s*/, '');
  return left.trim();
}
