import { formatDay } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import type { Series } from './series-model.js';
import { seriesTexts } from './series-texts.js';

const quarter = 3;
const lastOfMonth = -1;

/** „Jedes Vierteljahr am 2. Donnerstag, 14:00 Uhr“. */
export function ruleText({ rule, time, until, state }: Series, language: Language): string {
  const t = seriesTexts[language];
  const timed = t.at(repeats(rule, language), time);
  const bounded = until === undefined ? timed : t.until(timed, formatDay(until, language));
  return state === 'ended' ? t.ended(bounded) : bounded;
}

function repeats(rule: Series['rule'], language: Language): string {
  const t = seriesTexts[language];
  if (rule.kind === 'weeks') return rule.every === 1 ? t.weekly : t.everyWeeks(String(rule.every));
  const nth = rule.nth === lastOfMonth ? t.last : ordinal(rule.nth, language);
  const weekday = t.weekday(rule.weekday);
  if (rule.every === 1) return t.monthly(nth, weekday);
  return rule.every === quarter ? t.quarterly(nth, weekday) : t.everyMonths(String(rule.every), nth, weekday);
}

const englishOrdinals = ['1st', '2nd', '3rd', '4th'];

function ordinal(nth: number, language: Language): string {
  return language === 'en' ? (englishOrdinals[nth - 1] ?? String(nth)) : `${nth}.`;
}
