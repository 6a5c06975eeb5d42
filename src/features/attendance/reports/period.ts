import { addDays, type Day, dayFrom, endOf, readDay, yearOf } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import { reportTexts } from './texts.js';

export type Unit = 'quarter' | 'year';

/** A calendar quarter or year. */
export interface Period {
  readonly unit: Unit;
  readonly from: Day;
  readonly until: Day;
}

/** The quarter or year that a day lies in. */
export function periodOf(unit: Unit, day: Day): Period {
  const until = endOf(unit, day);
  const first = unit === 'year' ? 1 : Number(until.slice(5, 7)) - 2;
  return { unit, from: dayFrom(yearOf(day), first, 1) ?? day, until };
}

export function before({ unit, from }: Period): Period {
  return periodOf(unit, addDays(from, -1));
}

export function after({ unit, until }: Period): Period {
  return periodOf(unit, addDays(until, 1));
}

/** „4. Quartal 2026“, „Jahr 2026“. */
export function periodName({ unit, from, until }: Period, language: Language): string {
  const t = reportTexts[language];
  const year = String(yearOf(from));
  return unit === 'year' ? t.year(year) : t.quarter(String(Number(until.slice(5, 7)) / 3), year);
}

/**
 * What was typed behind `bericht`: whose, and for when: `AK Übergänge quartal`, `alle jahr 2025`, `AK quartal 1.7.2026`.
 * Without a period it is this year's. Undefined: a day that does not exist.
 */
export function readPeriod(typed: string, today: Day): { readonly name: string; readonly period: Period } | undefined {
  const found = /^(.*?)\s*(?<!\p{L})(quartal|vierteljahr|quarter|jahr|year)(?:\s+(\S.*))?$/iu.exec(typed.trim());
  if (!found) return { name: typed.trim(), period: periodOf('year', today) };
  const [, name = '', word = '', when] = found;
  const unit = /jahr$|^year/i.test(word) && !/^viertel/i.test(word) ? 'year' : 'quarter';
  const day = when === undefined ? today : dayTyped(when, today);
  return day === undefined ? undefined : { name: name.trim(), period: periodOf(unit, day) };
}

function dayTyped(typed: string, today: Day): Day | undefined {
  if (/^\d{4}$/.test(typed)) return dayFrom(Number(typed), 1, 1);
  const quarter = /^(\d)\/(\d{4})$/.exec(typed);
  if (quarter) return dayFrom(Number(quarter[2]), Number(quarter[1]) * 3, 1);
  const read = readDay(typed, today, { past: true });
  return read?.kind === 'day' ? read.day : undefined;
}

/** Reports reach back as far as anybody asks, and not into the future. */
export function isThere({ from }: Period, today: Day): boolean {
  return from <= today;
}
