import type { Turn } from '../../../bot/feature.js';
import { formatDay } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import type { View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import { planActions } from './actions.js';
import type { Series } from './series-model.js';
import { seriesTexts } from './series-texts.js';

const quarter = 3;
const lastOfMonth = -1;
const mostKept = 5;

/** A change to a series as it is told, with the meetings that kept what had been changed of them alone. */
export function keptView(
  { zone }: Context,
  { language, today }: Turn,
  view: View,
  meeting: Meeting,
  kept: readonly Meeting[],
): View {
  if (kept.length === 0) return view;
  const t = seriesTexts[language];
  const lines = kept.slice(0, mostKept).map((each) => meetingLine(each, language, zone, today));
  return {
    ...view,
    blocks: [
      ...view.blocks,
      { type: 'text', text: t.keptSingly(kept.length) },
      { type: 'list', items: lines },
      {
        type: 'actions',
        actions: [{ id: planActions.align, label: t.align, payload: { meeting: meeting._id }, confirm: t.alignSure }],
      },
    ],
  };
}

/** „Jedes Vierteljahr am 2. Donnerstag, 14:00 Uhr“. */
export function ruleText({ rule, time, until, state, next }: Series, language: Language): string {
  const t = seriesTexts[language];
  const timed = t.at(repeats(rule, language), time);
  const bounded = until === undefined ? timed : t.until(timed, formatDay(until, language));
  // One that ran its course only has nothing more to be made: its last meetings may be still to come.
  const isCutShort = state === 'ended' && (until === undefined || next.day <= until);
  return isCutShort ? t.ended(bounded) : bounded;
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
