import { type ReadDay, type Reading, shapes } from './date-shapes.js';
import { isWeekday } from './date-words.js';
import type { Day } from './days.js';

export type { ReadDay } from './date-shapes.js';
export * from './days.js';

/** A date inside a sentence. A month without a day ("im März 2027") is a span. */
export type FoundDay = Reading & {
  /** As it was written, in lower case. */
  readonly text: string;
  /** Where it stands in the `tidyForDates` text, up to but not including `until`. */
  readonly at: number;
  readonly until: number;
};

export interface ReadOptions {
  /** A day without a year is the last such day ("wir haben am 3.12. gekündigt"), not the next. */
  readonly past?: boolean;
}

/** Lower case, single spaces: the text that positions of found days refer to. */
export function tidyForDates(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

/**
 * Reads a whole text as a day, as people write them: 10.11., 10.11.26, 10. November 2026, 2026-11-10, morgen, in zwei
 * Wochen, Jahresende, Ende Juni 2027, 2 September 2026. Without a year: the next such day, today included.
 * Undefined: not the shape of a date.
 */
export function readDay(text: string, today: Day, options: ReadOptions = {}): ReadDay | undefined {
  const tidy = tidyForDates(text)
    .replace(/^(?:bis zum|bis|am|zum|per|ab|on|by) (?=\S)/, '')
    .replace(/^(?:mo|di|mi|do|fr|sa|so)(?:\.|\p{L}*tag|nnabend|ttwoch)?,? (?:den |dem )?(?=\d)/u, '');
  for (const shape of shapes) {
    const found = shape.whole.exec(tidy);
    const read = found && shape.read(found.groups ?? {}, { today, past: options.past === true });
    if (read && read.kind !== 'month') return read;
  }
  return undefined;
}

/** Every date in a sentence, in order, German or English; the longest reading wins where two overlap. */
export function findDays(text: string, today: Day, options: ReadOptions = {}): readonly FoundDay[] {
  const tidy = tidyForDates(text);
  const all = shapes.flatMap((shape) =>
    [...tidy.matchAll(shape.inside)].flatMap((found): FoundDay[] => {
      const read = shape.read(found.groups ?? {}, { today, past: options.past === true });
      return read ? [{ ...read, text: found[0], at: found.index, until: found.index + found[0].length }] : [];
    }),
  );
  const chosen: FoundDay[] = [];
  for (const found of all.sort((a, b) => b.text.length - a.text.length)) {
    if (!chosen.some((other) => found.at < other.until && other.at < found.until)) chosen.push(found);
  }
  const inOrder = chosen.sort((a, b) => a.at - b.at);
  return inOrder.filter((one, index) => !onlyNames(one, inOrder[index - 1], inOrder[index + 1], tidy));
}

/** A weekday beside the date it belongs to ("Freitag, den 3.9.", "am 3.9. (Freitag)") is no second date. */
function onlyNames(one: FoundDay, before: FoundDay | undefined, after: FoundDay | undefined, tidy: string): boolean {
  if (!isWeekday(one.text)) return false;
  const follows = after && /^,? ?(?:(?:de[nmr]|the) )?$/.test(tidy.slice(one.until, after.at));
  const precedes = before && /^,? ?\(?(?:(?:also )?(?:ein(?:em)?|a) )?$/.test(tidy.slice(before.until, one.at));
  return follows === true || precedes === true;
}
