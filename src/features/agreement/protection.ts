import { alarm } from '../../content/agreement/alarm.js';
import { fold } from '../../kernel/fold.js';

/** Beyond this much text nothing is read for signs; stories of a child in danger are told sooner. */
const longestLook = 8_000;

const compiled = (patterns: readonly string[]) => patterns.map((pattern) => new RegExp(pattern, 'u'));
const grave = compiled(alarm.grave);
const harm = compiled(alarm.harm);
const somebody = compiled(alarm.somebody);
const urgent = compiled(alarm.urgent);
const cry = compiled(alarm.cry);
const calm = compiled(alarm.calm);

/**
 * Tells messages that sound like somebody, mostly a child, in danger from questions about prevention and protection. The text
 * is only looked at: nothing of it is kept.
 */
export function soundsLikeDanger(text: string): boolean {
  const folded = fold(text.slice(0, longestLook)).replace(/\s+/g, ' ').trim();
  const graveSigns = count(grave, folded);
  const people = Math.min(count(somebody, folded), 2);
  const signs = count(harm, folded);
  const soothing = count(calm, folded);
  if (graveSigns > 0) return graveSigns + people / 2 + signs / 2 > soothing;
  if (count(cry, folded) > 0) return soothing === 0;
  return signs > 0 && signs + people / 2 + count(urgent, folded) / 2 - 1.5 * soothing >= 2;
}

function count(patterns: readonly RegExp[], text: string): number {
  return patterns.filter((pattern) => pattern.test(text)).length;
}
