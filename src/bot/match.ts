import { editDistance, fold, toleratedEdits } from '../kernel/fold.js';
import type { Command, Typed } from './feature.js';
import { matchSlots } from './slots.js';

export interface Match {
  readonly command: Command;
  readonly typed: Typed;
  /** The message with the command's word spelled right. */
  readonly corrected: string;
  /** False if the word was found by tolerance for typos only. */
  readonly exact: boolean;
}

/**
 * The command that the whole message has the shape of, if any; everything else is a question. Case and umlaut
 * spelling do not matter; small typos in the command's word are tolerated, the nearest and then the longest word first.
 */
export function matchCommand(commands: readonly Command[], text: string, today: string): Match | undefined {
  const beginnings = beginningsOf(text.trim());
  const candidates = commands.flatMap((command) => command.words.map((word) => candidate(command, word, beginnings)));
  const near = candidates
    .filter((found) => found !== undefined)
    .sort((a, b) => a.edits - b.edits || b.word.length - a.word.length);
  for (const { command, word, rest, edits } of near) {
    const typed = matchRest(command, rest, today);
    if (typed) return { command, typed, corrected: `${word} ${rest}`.trim(), exact: edits === 0 };
  }
  return undefined;
}

interface Candidate {
  readonly command: Command;
  readonly word: string;
  readonly rest: string;
  readonly edits: number;
}

/** What a message begins with, and what follows it. */
interface Beginning {
  /** Folded, without the mark behind it. */
  readonly heard: string;
  readonly rest: string;
}

/** The message's beginning of one word, of two words …, each read once for all commands. */
function beginningsOf(message: string): (words: number) => Beginning | undefined {
  const known = new Map<number, Beginning | undefined>();
  return (words) => {
    if (!known.has(words)) known.set(words, beginningOf(message, words));
    return known.get(words);
  };
}

function beginningOf(message: string, words: number): Beginning | undefined {
  const begin = new RegExp(`^\\S+(?:\\s+\\S+){${words - 1}}`).exec(message)?.[0];
  if (begin === undefined) return undefined;
  const [, spoken = '', mark = ''] = /^(.*?[^?!.:]|\?)([?!.:]*)$/s.exec(begin) ?? [];
  const rest = message.slice(begin.length).trim();
  return { heard: fold(spoken).replace(/\s+/g, ' '), rest: mark.includes('?') ? `? ${rest}`.trim() : rest };
}

/** Words of commands as they are compared; there are some hundreds of them, and each message meets them all. */
const compared = new Map<string, { readonly wanted: string; readonly count: number; readonly most: number }>();

function comparedWord(word: string) {
  const known = compared.get(word);
  if (known) return known;
  const wanted = fold(word);
  const made = { wanted, count: word.split(' ').length, most: toleratedEdits(wanted.length) };
  compared.set(word, made);
  return made;
}

/** The message begins with this word, or nearly so. A two-word command needs two words. */
function candidate(command: Command, word: string, beginnings: ReturnType<typeof beginningsOf>): Candidate | undefined {
  const { wanted, count, most } = comparedWord(word);
  const beginning = beginnings(count);
  if (!beginning) return undefined;
  const edits = editDistance(beginning.heard, wanted, most);
  if (edits > most || isAnotherWord(beginning.heard, wanted)) return undefined;
  return { command, word, rest: beginning.rest, edits };
}

/** Nobody mistypes the first letter alone: "Besuch" is not "gesuch", nor "Liste" "Piste". */
function isAnotherWord(heard: string, wanted: string): boolean {
  return heard !== wanted && heard.slice(1) === wanted.slice(1);
}

/** "Treffen?" asks for the list, as "treffen" does; a question mark never changes anything. */
function matchRest(command: Command, rest: string, today: string): Typed | undefined {
  if (/^[?!.]+$/.test(rest)) {
    return command.changes && rest.includes('?') ? undefined : matchSlots('', command.slots, today);
  }
  return matchSlots(rest, command.slots, today) ?? matchSlots(rest.replace(/[.!]+$/, ''), command.slots, today);
}
