import { counts, englishCounts, englishWeekdays, monthOf, ordinals, quarterOf, weekdays } from './date-words.js';
import { addDays, addMonths, type Day, dayFrom, endOf, weekdayOf, yearOf } from './days.js';
import { patternOf } from './patterns.js';

/** What a text that has the shape of a date means: a day, or one that does not exist (31.02.). */
export type ReadDay =
  | {
      readonly kind: 'day';
      readonly day: Day;
      /** False if it was left to us to choose the year. */
      readonly yearGiven: boolean;
    }
  | { readonly kind: 'impossible' };

export type Reading = ReadDay | { readonly kind: 'month'; readonly first: Day; readonly last: Day };

interface Context {
  readonly today: Day;
  readonly past: boolean;
}
type Groups = Readonly<Record<string, string | undefined>>;
type Reader = (groups: Groups, context: Context) => Reading | undefined;

/** One way of writing a date: `whole` is the text itself, `inside` finds it in a sentence. Both want lower case. */
export interface Shape {
  readonly whole: RegExp;
  readonly inside: RegExp;
  readonly read: Reader;
}

function shape(source: string, read: Reader): Shape {
  return {
    whole: patternOf(`^(?:${source})$`, 'u'),
    inside: patternOf(`(?<![\\p{L}\\d])(?:${source})(?![\\p{L}\\d])`, 'gu'),
    read,
  };
}

const named = '(?<month>\\p{L}{3,10})\\.?';
const nearYear = '(?:dies|nächst|naechst|kommend|letzt|vergangen|vorig)e[nsr]? jahr(?:es|s)?|(?:this|next|last) year';
const year = `(?:,? (?:(?:des|of) )?(?:(?<year>\\d{4})|(?<near>${nearYear})))?`;
const shortYear = "(?: ?['’]?(?<short>\\d{2})(?=$|[.,;:!?)–-]|[ ][–-]))?";
/** Small letters "uhr", "€" … behind 14.30 or 3.12 say that it is no date. */
const noAmount = '(?! ?(?:uhr|h\\b|€|euro|eur\\b|%|prozent|[.,]?\\d))';

/** It ends on 31 July in Nordrhein-Westfalen, for schools and day care alike. */
const schoolYear = '(?:schul|kita-?|kindergarten)jahr';

export const shapes: readonly Shape[] = [
  shape('(?<y>\\d{4})-(?<m>\\d{1,2})-(?<d>\\d{1,2})', (g) => calendarDay(Number(g.y), Number(g.m), Number(g.d))),
  shape(
    `(?<d>\\d{1,2})\\. ?(?<m>\\d{1,2})\\.(?: ?(?<year>\\d{4})|(?<short>\\d{2})| (?<near>${nearYear}))?${noAmount}`,
    (g, context) => numbered(g.d, Number(g.m), g, context),
  ),
  shape(`(?<d>\\d{1,2})\\. ?(?<m>\\d{1,2}) (?<year>\\d{4})`, (g, context) => numbered(g.d, Number(g.m), g, context)),
  shape(
    `(?<=^|(?<!\\p{L})(?:am|zum|bis|vom|ab|den|dem|per|seit|on|by) )(?<d>\\d{1,2})\\. ?(?<m>\\d{1,2})${noAmount}`,
    (g, context) => (Number(g.m) > 12 ? undefined : numbered(g.d, Number(g.m), g, context)),
  ),
  shape('(?<d>\\d{1,2})(?<between>[/-])(?<m>\\d{1,2})\\k<between>(?<year>\\d{4}|\\d{2})', (g, context) =>
    numbered(g.d, Number(g.m), g, context),
  ),
  shape(`(?<d>\\d{1,2})(?:\\.|st|nd|rd|th|te[nrs]?)? ?(?:of )?${named}${year}`, inNamedMonth),
  shape(`(?<d>\\d{1,2})(?:\\.|st|nd|rd|th|te[nrs]?)? ?(?:of )?${named}${shortYear}`, inNamedMonth),
  shape(`${named} (?<d>\\d{1,2})(?:st|nd|rd|th)?${year}`, inNamedMonth),
  shape(`(?<ordinal>${ordinals.join('|')})e[nrs] ${named}${year}`, (g, context) =>
    inNamedMonth({ ...g, d: String(ordinals.indexOf(g.ordinal ?? '') + 1) }, context),
  ),
  shape(
    `(?:monats)?(?<part>ende|anfang|mitte|(?:the )?(?:end|start|beginning|middle) of) (?:des )?${named}${year}`,
    partOfMonth,
  ),
  shape(`(?<month>\\p{L}{3,9})ende${year}`, partOfMonth),
  shape(`(?:im|in|in the month of) (?:monat )?${named}${year}`, wholeMonth),
  shape(`${named} (?<year>\\d{4})`, wholeMonth),
  shape(
    `(?:zum |am )?(?:(?:ende|end of) (?:des |of |the )?)?(?:(?<nth>[12])\\. |(?<ordinal>ersten?|zweiten?|first|second) |h(?<h>[12]))(?<half>halbjahre?s?|half(?: year)?)?${year}`,
    endOfHalf,
  ),
  shape(`(?:mitte|(?:the )?middle of)(?: des jahres)? (?:(?<year>\\d{4})|(?<near>${nearYear}))`, (g, context) =>
    numbered('30', 6, g, context),
  ),
  shape(`(?:zum |am |the )?(?:jahresende|jahreswechsel|year[- ]?end|silvester)${year}`, endOfYear),
  shape(`(?:ende|the end of|end of)(?: (?:des|the|of|vom))?(?: jahr(?:es)?| year)?${year}`, (g, context) =>
    g.year || g.near ? endOfYear(g, context) : undefined,
  ),
  shape('ende (?:des|dieses|vom) jahre?s?|(?:the )?end of (?:the|this) year', endOfYear),
  shape(
    `(?:(?:zum |am )?(?:ende|the end of|end of|quartalsende) (?:des |vom |of |the )?)?(?:q(?<q>[1-4])|(?<nth>[1-4]\\.|i{1,3}\\.|iv\\.|ersten?|zweiten?|dritten?|vierten?|first|second|third|fourth)(?:s|n)? (?:quartals?|quarter))${year}`,
    endOfNthQuarter,
  ),
  shape(
    '(?:(?:nächst|naechst|kommend)e[ns] )?quartalsende|(?:ende|the end of|end of) (?:des|dieses|the|this)? ?(?:(?<follow>nächsten|naechsten|kommenden|next) )?(?:quartals|quarter)',
    (g, { today }) => given(g.follow ? endOf('quarter', addDays(endOf('quarter', today), 1)) : endOf('quarter', today)),
  ),
  shape(
    'monatsende|(?:ende|the end of|end of) (?:des|dieses|the|this)? ?(?:(?<follow>nächsten|naechsten|kommenden|next) )?(?:monats|month)',
    (g, { today }) => given(endOf('month', g.follow ? addMonths(today, 1) : today)),
  ),
  shape(`(?:${schoolYear}(?:es)?ende|ende (?:des|vom) ${schoolYear}(?:es|s)?)${year}`, (g, context) =>
    numbered('31', 7, g, context),
  ),
  shape('heute|today|ab sofort|sofort|jetzt sofort', (_, { today }) => given(today)),
  shape('(?<!guten |schönen )(?:morgen|tomorrow)(?! zusammen)', (_, { today }) => given(addDays(today, 1))),
  shape('übermorgen|uebermorgen|the day after tomorrow', (_, { today }) => given(addDays(today, 2))),
  shape('gestern|yesterday', (_, { today }) => given(addDays(today, -1))),
  shape('vorgestern|the day before yesterday', (_, { today }) => given(addDays(today, -2))),
  shape(
    `(?:(?<in>in|heute in)|(?<ago>vor)) (?<count>\\d{1,3}|${counts.join('|')}|${englishCounts.join('|')}|a)(?:e[nmr]?)? (?<unit>tag|woche|monat|jahr|day|week|month|year)(?:e?[ns]?)`,
    relative,
  ),
  shape(
    `(?<count>\\d{1,3}|${englishCounts.join('|')}|a) (?<unit>day|week|month|year)s? (?:from (?:now|today)|(?<ago>ago))`,
    relative,
  ),
  shape(
    `(?:nächste[rn]?|naechste[rn]?|kommende[rn]?) woche(?: (?:am )?(?<weekday>${weekdays.join('|')}))?|next week`,
    inNextWeek,
  ),
  shape(
    `(?<which>nächste[nmr]? |naechste[nmr]? |kommende[nmr]? |diese[nmr]? |letzte[nmr]? |vergangene[nmr]? |next |this |last )?(?<weekday>${[...weekdays, ...englishWeekdays].join('|')})`,
    onWeekday,
  ),
];

function given(day: Day): ReadDay {
  return { kind: 'day', day, yearGiven: true };
}

function calendarDay(yearNumber: number, month: number, day: number): ReadDay {
  const found = dayFrom(yearNumber, month, day);
  return found === undefined ? { kind: 'impossible' } : given(found);
}

/** The year as it was written: 2027, 27, "nächsten Jahres"; undefined where none was. */
function writtenYear(g: Groups, today: Day): number | undefined {
  const digits = g.year ?? g.short;
  if (digits) return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
  if (!g.near) return undefined;
  if (/^(?:dies|this)/.test(g.near)) return yearOf(today);
  return /^(?:letzt|verg|vorig|last)/.test(g.near) ? yearOf(today) - 1 : yearOf(today) + 1;
}

function numbered(dayText: string | undefined, month: number, g: Groups, { today, past }: Context): ReadDay {
  const day = Number(dayText);
  const yearNumber = writtenYear(g, today);
  if (yearNumber !== undefined) return calendarDay(yearNumber, month, day);
  const step = past ? -1 : 1;
  // 29.02. may lie up to eight years away (1896, 1904): look for the nearest year that has the day on the right side.
  for (let away = 0; away <= 8; away += 1) {
    const found = dayFrom(yearOf(today) + step * away, month, day);
    if (found !== undefined && (past ? found <= today : found >= today)) {
      return { kind: 'day', day: found, yearGiven: false };
    }
  }
  return { kind: 'impossible' };
}

function inNamedMonth(g: Groups, context: Context): ReadDay | undefined {
  const month = monthOf(g.month);
  return month === undefined ? undefined : numbered(g.d, month, g, context);
}

/** 30 June or 31 December. */
function endOfHalf(g: Groups, context: Context): ReadDay | undefined {
  if (g.h === undefined && g.half === undefined) return undefined;
  return /2|zweit|second/.test(g.h ?? g.nth ?? g.ordinal ?? '')
    ? numbered('31', 12, g, context)
    : numbered('30', 6, g, context);
}

/** Ende, Anfang (the 1st), Mitte (the 15th) of a month. */
function partOfMonth(g: Groups, context: Context): ReadDay | undefined {
  const month = monthOf(g.month);
  if (month === undefined) return undefined;
  if (/start|beginning|anfang/.test(g.part ?? '')) return numbered('1', month, g, context);
  if (/mitte|middle/.test(g.part ?? '')) return numbered('15', month, g, context);
  const span = spanOfMonth(month, g, context);
  return { kind: 'day', day: span.last, yearGiven: writtenYear(g, context.today) !== undefined };
}

function wholeMonth(g: Groups, context: Context): Reading | undefined {
  const month = monthOf(g.month);
  return month === undefined ? undefined : { kind: 'month', ...spanOfMonth(month, g, context) };
}

/** First and last day of a month; without a year: the next one that is not over, or with `past` the last one begun. */
function spanOfMonth(month: number, g: Groups, { today, past }: Context): { readonly first: Day; readonly last: Day } {
  const inYear = (yearNumber: number) => {
    const first = dayFrom(yearNumber, month, 1) ?? today;
    return { first, last: endOf('month', first) };
  };
  const written = writtenYear(g, today);
  if (written !== undefined) return inYear(written);
  const thisYear = inYear(yearOf(today));
  if (past) return thisYear.first <= today ? thisYear : inYear(yearOf(today) - 1);
  return thisYear.last >= today ? thisYear : inYear(yearOf(today) + 1);
}

function endOfYear(g: Groups, { today }: Context): ReadDay {
  const written = writtenYear(g, today);
  return calendarDay(written ?? yearOf(today), 12, 31);
}

function endOfNthQuarter(g: Groups, context: Context): ReadDay {
  const quarter = quarterOf(g.q ?? g.nth ?? '');
  const month = quarter * 3;
  return numbered(month === 6 || month === 9 ? '30' : '31', month, g, context);
}

function relative(g: Groups, { today }: Context): ReadDay {
  const words = [counts, englishCounts].map((list) => list.indexOf(g.count ?? '') + 1);
  const count = Number(g.count) || Math.max(...words, 1);
  const signed = g.ago ? -count : count;
  const unit = g.unit ?? '';
  if (/tag|day/.test(unit)) return given(addDays(today, signed));
  if (/woche|week/.test(unit)) return given(addDays(today, 7 * signed));
  return given(addMonths(today, /monat|month/.test(unit) ? signed : 12 * signed));
}

/** Its Monday, or the weekday that is named. */
function inNextWeek(g: Groups, { today }: Context): ReadDay {
  return given(addDays(today, 8 - weekdayOf(today) + Math.max(weekdays.indexOf(g.weekday ?? ''), 0)));
}

/** The next such weekday after today; with "letzten" the last before. */
function onWeekday(g: Groups, { today, past }: Context): ReadDay {
  const index = Math.max(weekdays.indexOf(g.weekday ?? ''), englishWeekdays.indexOf(g.weekday ?? '')) + 1;
  const back = past || /^(?:letzt|verg|last)/.test(g.which ?? '');
  const ahead = (index - weekdayOf(today) + 7) % 7 || 7;
  return given(addDays(today, back ? ahead - 7 || -7 : ahead));
}
