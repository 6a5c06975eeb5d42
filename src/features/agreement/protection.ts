import { alarm } from '../../content/agreement/alarm.js';
import { fold } from '../../kernel/fold.js';
import { patternOf } from '../../kernel/patterns.js';
import { bucketOf, type Example, type Features, LinearModel } from './linear-model.js';
import { stemOf } from './words.js';

/** Tells a message that sounds like somebody in danger. The text is only looked at: nothing of it is kept. */
export type Protection = (text: string) => boolean;

/** What the guard learns from. */
export interface ProtectionExamples {
  /** Messages that sound like a child in danger. */
  readonly danger: readonly string[];
  /** Messages that share words with them and are none. */
  readonly noDanger: readonly string[];
  /** Everyday questions. */
  readonly everyday: readonly string[];
}

/** Beyond this much text nothing is read for signs; stories of a child in danger are told sooner. */
const longestLook = 4_000;
/**
 * How likely it must be that somebody is in danger. Low: a needless pointer to the Jugendamt does less harm than a missed call
 * for help. Lower still after a grave sign, and high where there are words only and no written-down sign of harm.
 */
const enough = { afterGrave: 0.1, afterHarm: 0.3, byWordsOnly: 0.85 };
/** How much a written-down sign counts against the words of the text, which together have length 1. */
const signAmount = 0.3;

const compiled = (patterns: readonly string[]) => patterns.map((source) => patternOf(source, 'u'));
const signs = {
  grave: compiled(alarm.grave),
  harm: compiled(alarm.harm),
  somebody: compiled(alarm.somebody),
  urgent: compiled(alarm.urgent),
  cry: compiled(alarm.cry),
  reply: compiled(alarm.reply),
  calm: compiled(alarm.calm),
};
type Sign = keyof typeof signs;

/** Learns to tell messages about somebody in danger from everything else, by their signs and by the words of examples. */
export function learnProtection(examples: ProtectionExamples): LinearModel {
  return LinearModel.learn([
    ...examples.danger.map((text) => example(text, true, 6)),
    ...examples.noDanger.map((text) => example(text, false, 3)),
    ...examples.everyday.map((text) => example(text, false, 1)),
  ]);
}

/**
 * Tells messages about somebody in danger, mostly a child, from questions about prevention and protection: by signs that
 * were written down (`content/agreement/alarm.ts`) and by what was learnt from examples. Without a grave sign a question
 * that is plainly about something else is none.
 */
export function createProtection(model: LinearModel, isPlainQuestion: Protection = () => false): Protection {
  return (text) => {
    const folded = foldedFor(text);
    const needed = neededFor(folded);
    // A single word is a keyword, or a command such as "hilfe".
    if (needed === undefined || (needed === enough.byWordsOnly && !folded.includes(' '))) return false;
    if (model.probability(featuresOf(folded)) < needed) return false;
    return needed === enough.afterGrave || !text.includes('?') || !isPlainQuestion(text);
  };
}

/** Undefined: whatever the words, it is no alarm. */
function neededFor(folded: string): number | undefined {
  const shows = (sign: Sign) => signs[sign].some((pattern) => pattern.test(folded));
  const grave = shows('grave');
  if (grave && !shows('calm')) return enough.afterGrave;
  if (!grave && shows('reply')) return undefined;
  return grave || shows('harm') || shows('cry') ? enough.afterHarm : enough.byWordsOnly;
}

function example(text: string, positive: boolean, weight: number): Example {
  return { features: featuresOf(foldedFor(text)), positive, weight };
}

function foldedFor(text: string): string {
  return fold(text.slice(0, longestLook)).replace(/\s+/g, ' ').trim();
}

function featuresOf(folded: string): Features {
  const words = folded.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
  const found = new Set<number>();
  for (const word of words) addSpellings(word, found);
  const spelt = found.size;
  for (const sign of signsIn(folded, words.length)) found.add(bucketOf(sign));
  const amounts = new Float32Array(found.size).fill(signAmount);
  const buckets = new Uint16Array(found.size);
  let at = 0;
  found.forEach((bucket) => {
    buckets[at] = bucket;
    at += 1;
  });
  return { buckets, amounts: amounts.fill(1 / Math.sqrt(spelt || 1), 0, spelt) };
}

/** A word as its stem and as the three to five letters next to each other in it, so that its relatives count as well. */
function addSpellings(word: string, found: Set<number>): void {
  found.add(bucketOf(`w ${stemOf(word)}`));
  const marked = `<${word}>`;
  for (let length = 3; length <= 5; length += 1) {
    for (let at = 0; at + length <= marked.length; at += 1) found.add(bucketOf(marked, at, at + length));
  }
}

/** Which signs there are, how many of a kind, and which kinds together. */
function signsIn(folded: string, words: number): readonly string[] {
  const found: string[] = [`length ${Math.min(6, Math.floor(words / 4))}`];
  const counts = new Map<Sign, number>();
  for (const [sign, patterns] of Object.entries(signs) as [Sign, readonly RegExp[]][]) {
    patterns.forEach((pattern, index) => {
      if (!pattern.test(folded)) return;
      const count = (counts.get(sign) ?? 0) + 1;
      counts.set(sign, count);
      found.push(`${sign} ${index}`, `${sign} x${Math.min(count, 3)}`);
    });
  }
  const has = (sign: Sign, count = 1) => (counts.get(sign) ?? 0) >= count;
  if (has('harm') && has('somebody')) found.push('harm to somebody');
  if (has('harm', 2) && has('somebody')) found.push('much harm to somebody');
  if (has('somebody') && has('urgent')) found.push('urgent for somebody');
  if (has('harm') && has('urgent')) found.push('urgent harm');
  if (folded.includes('?')) found.push('question');
  if (/\b(?:ich|mich|mir|mein)/.test(folded)) found.push('me');
  return found;
}
