import {
  addDays,
  addMonths,
  type Day,
  dayFrom,
  endOf,
  endOfQuarter,
  type FoundDay,
  weekdayOf,
  yearOf,
} from '../../kernel/dates.js';
import { patternOf } from '../../kernel/patterns.js';

/** A stretch of days, and the day that "zum …" or "bis …" means by it. */
interface Stretch {
  readonly first: Day;
  readonly last: Day;
  readonly by: Day;
}

type Groups = Readonly<Record<string, string | undefined>>;
type Find = (groups: Groups, today: Day, past: boolean) => Stretch | undefined;

const next = '(?:n(?:ä|ae?)chs?te|kommende|folgende)';
const near = `(?:${next}|diese|laufende|aktuelle|letzte|vergangene)[nsrm]? |(?:next|this|last|the coming) `;
const year = `(?: (?:(?<year>\\d{4})|(?:des |im )?(?<nextYear>${next}[nsm]? jahre?s?|next year)))?`;

/** Seasons by their months; "zum Sommer" means the end of a quarter nearest to its beginning, as notice is given to these. */
const seasons: Readonly<Record<string, readonly [firstMonth: number, byMonth: number]>> = {
  frühjahr: [3, 3],
  frühling: [3, 3],
  fruehjahr: [3, 3],
  fruehling: [3, 3],
  spring: [3, 3],
  sommer: [6, 6],
  summer: [6, 6],
  yaz: [6, 6],
  yaza: [6, 6],
  herbst: [9, 9],
  autumn: [9, 9],
  winter: [12, 12],
};

const numbers: Readonly<Record<string, number>> = {
  anderthalb: 1.5,
  eineinhalb: 1.5,
  zweieinhalb: 2.5,
  dreizehn: 13,
  vierzehn: 14,
  fünfzehn: 15,
  sechzehn: 16,
  achtzehn: 18,
  zwanzig: 20,
  einundzwanzig: 21,
  achtundzwanzig: 28,
  dreißig: 30,
  dreissig: 30,
  vierzig: 40,
  sechzig: 60,
  neunzig: 90,
};

/** What people say instead of a date. Each finds its words in lower case. */
const shapes: readonly (readonly [RegExp, Find])[] = [
  shape(
    `(?:${near})?(?<season>${Object.keys(seasons).join('|')})(?:ferien|pause|s|zeit|break|holidays?)?${year}`,
    season,
  ),
  shape(`(?:weih?nacht\\p{L}*|heilig(?:er )?abend|christmas|xmas|різдва|рождества)${year}`, (g, today, past) =>
    oneDay(yearly(g, today, past, (y) => dayFrom(y, 12, 24))),
  ),
  shape(`(?:ostern|easter)${year}`, (g, today, past) => oneDay(yearly(g, today, past, easter))),
  shape(`pfingsten${year}`, (g, today, past) => oneDay(yearly(g, today, past, (y) => addDays(easter(y), 49)))),
  shape(`(?:neujahr|(?:zum )?jahres(?:beginn|anfang|start)|new year)${year}`, (g, today, past) =>
    oneDay(yearly(g, today, past, (y) => dayFrom(y, 1, 1))),
  ),
  shape(`(?:anfang|beginn) (?:des )?(?:${next}n|neuen) jahre?s`, (_, today) =>
    oneDay(dayFrom(yearOf(today) + 1, 1, 1)),
  ),
  shape(`(?:jahresmitte|jahreshälfte|mitte (?:des|dieses) jahres)${year}`, (g, today, past) =>
    oneDay(yearly(g, today, past, (y) => dayFrom(y, 6, 30))),
  ),
  shape(
    `(?:(?:neue|${next})[nsm]? )?(?:schul|kita-?|kindergarten)jahr(?:es)?(?:beginn|anfang|start|wechsel)?${year}`,
    (g, today, past) => oneDay(yearly(g, today, past, (y) => dayFrom(y, 7, 31))),
  ),
  shape(
    `(?<over>über|ueber)?(?<which>n(?:ä|ae?)chs?te|kommende|folgende|neue)[nsrm]? quartals?|(?<after>the )?next quarter`,
    (g, today) => quarterAhead(today, g.over ? 2 : 1),
  ),
  shape('(?:diese|laufende|aktuelle)[nsm]? quartals?|this quarter', (_, today) => quarterAhead(today, 0)),
  shape(`(?<part>anfang|mitte|ende)? ?(?<over>über|ueber)?${next}[nr]? woche`, (g, today) =>
    week(g, today, g.over ? 2 : 1),
  ),
  shape(`(?<part>anfang|mitte|ende) (?:dieser|der) woche`, (g, today) => week(g, today, 0)),
  shape('(?:am |this |dieses )?(?:wochenende|weekend)', (_, today) => week({ part: 'ende' }, today, 0)),
  shape(`(?<part>anfang|mitte)? ?(?:des )?(?<over>über|ueber)?${next}[nsm]? monat(?:e?s)?|next month`, (g, today) =>
    month(g.part, addMonths(firstOfMonth(today), g.over ? 2 : 1)),
  ),
  shape('(?<part>anfang|mitte)? ?(?:diese|laufende)[nsm]? monat(?:e?s)?|this month', (g, today) =>
    month(g.part, firstOfMonth(today)),
  ),
  shape(`in (?<count>${Object.keys(numbers).join('|')}) (?<unit>tagen|wochen|monaten|jahren)`, (g, today) =>
    oneDay(later(today, numbers[g.count ?? ''] ?? 0, g.unit ?? '')),
  ),
  shape('in (?:einem )?halbe[nms]? jahr|in half a year', (_, today) => oneDay(addMonths(today, 6))),
  shape('in (?:einem )?(?:dreiviertel ?jahr)', (_, today) => oneDay(addMonths(today, 9))),
  shape('in (?:einem )?(?:vierteljahr|quartal)', (_, today) => oneDay(addMonths(today, 3))),
];

function shape(source: string, find: Find): readonly [RegExp, Find] {
  return [patternOf(`(?<![\\p{L}\\d])(?:${source})(?![\\p{L}\\d])`, 'gu'), find];
}

/** Whether the words before stand for a time in which something happens ("im Sommer"), not for one by which ("zum Sommer"). */
const during = /(?:^| )(?:im|in|in dem|in den|in der|während|during|in the|über) $/u;
const itselfDuring = new RegExp(`^(?:${next}|diese|laufende|letzte|vergangene)n `, 'u');
/** A quarter is spoken of like that in any case: "nächstes Quartal kündigen". */
const aQuarter = /quart/u;
const till =
  /(?:^| )(?:zum|zur|zu den|zu|bis|bis zum|bis zur|bis zu|vor|vor dem|vor den|vor der|per|ab|by|until|before|till) $/u;

/** Days and stretches that people name without a date: "zum Sommer", "bis Weihnachten", "im nächsten Quartal", "in 14 Tagen". */
export function roughDaysIn(tidy: string, today: Day, past: boolean): readonly FoundDay[] {
  return shapes.flatMap(([pattern, find]) =>
    [...tidy.matchAll(pattern)].flatMap((found): FoundDay[] => {
      const stretch = find(found.groups ?? {}, today, past);
      if (!stretch) return [];
      const text = found[0];
      const place = { text, at: found.index, until: found.index + text.length };
      const before = tidy.slice(0, found.index);
      const wide = stretch.first !== stretch.last;
      if (
        wide &&
        !till.test(before) &&
        (during.test(before) || itselfDuring.test(text) || (aQuarter.test(text) && !/(?:noch|still) $/u.test(before)))
      ) {
        return [{ kind: 'month', first: stretch.first, last: stretch.last, ...place }];
      }
      return [{ kind: 'day', day: stretch.by, yearGiven: true, ...place }];
    }),
  );
}

function oneDay(day: Day | undefined): Stretch | undefined {
  return day === undefined ? undefined : { first: day, last: day, by: day };
}

/** The day of the year that was written, else the next such day, or the last one gone by. */
function yearly(g: Groups, today: Day, past: boolean, inYear: (year: number) => Day | undefined): Day | undefined {
  if (g.year !== undefined) return inYear(Number(g.year));
  if (g.nextYear !== undefined) return inYear(yearOf(today) + 1);
  const here = inYear(yearOf(today));
  if (here === undefined) return undefined;
  if (past) return here <= today ? here : inYear(yearOf(today) - 1);
  return here >= today ? here : inYear(yearOf(today) + 1);
}

function season(g: Groups, today: Day, past: boolean): Stretch | undefined {
  const [firstMonth, byMonth] = seasons[g.season ?? ''] ?? [];
  if (firstMonth === undefined || byMonth === undefined) return undefined;
  const by = yearly(g, today, past, (y) => endOf('month', dayFrom(y, byMonth, 1) ?? today));
  if (by === undefined) return undefined;
  const first = dayFrom(yearOf(by), firstMonth, 1) ?? by;
  return { first, last: endOf('month', addMonths(first, 2)), by };
}

/** "Zum nächsten Quartal" means that it is over when that begins; "dieses Quartal" that it is over with this. */
function quarterAhead(today: Day, count: number): Stretch {
  const end = endOfQuarter(addMonths(firstOfMonth(today), 3 * count));
  const first = count === 0 ? today : addDays(endOfQuarter(addMonths(firstOfMonth(end), -3)), 1);
  return { first, last: end, by: count === 0 ? end : addDays(first, -1) };
}

function week({ part }: Groups, today: Day, ahead: number): Stretch {
  const monday = addDays(today, 7 * ahead + 1 - weekdayOf(today));
  const days = { anfang: [0, 0], mitte: [2, 2], ende: [4, 4] }[part ?? ''] ?? [0, 6];
  const [first, last] = [addDays(monday, days[0] ?? 0), addDays(monday, days[1] ?? 6)];
  return { first, last, by: first };
}

function month(part: string | undefined, first: Day): Stretch {
  if (part === 'anfang') return { first, last: first, by: first };
  const middle = addDays(first, 14);
  return part === 'mitte'
    ? { first: middle, last: middle, by: middle }
    : { first, last: endOf('month', first), by: first };
}

function later(today: Day, count: number, unit: string): Day {
  if (unit.startsWith('tag')) return addDays(today, Math.round(count));
  if (unit.startsWith('woche')) return addDays(today, Math.round(7 * count));
  const months = unit.startsWith('monat') ? count : 12 * count;
  return addDays(addMonths(today, Math.floor(months)), Math.round((months % 1) * 30));
}

function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/** Easter Sunday, after Butcher's rule for the Gregorian calendar. */
function easter(yearNumber: number): Day {
  const golden = yearNumber % 19;
  const century = Math.floor(yearNumber / 100);
  const rest = yearNumber % 100;
  const skipped = Math.floor(century / 4);
  const corrected = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const moon = (19 * golden + century - skipped - corrected + 15) % 30;
  const sunday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - moon - (rest % 4)) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * sunday) / 451);
  const sum = moon + sunday - 7 * late + 114;
  const found = dayFrom(yearNumber, Math.floor(sum / 31), (sum % 31) + 1);
  if (found === undefined) throw new Error(`no Easter in ${yearNumber}`);
  return found;
}
