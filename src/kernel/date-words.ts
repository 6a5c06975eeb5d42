import { editDistance, fold } from './fold.js';

/** German, English, Turkish, and Ukrainian and Russian as they stand behind the number of a day. */
const monthNames: readonly (readonly string[])[] = [
  ['januar', 'jan', 'jänner', 'january', 'ocak', 'січня', 'января'],
  ['februar', 'feb', 'february', 'feber', 'şubat', 'subat', 'лютого', 'февраля'],
  ['märz', 'mrz', 'mär', 'march', 'mar', 'mart', 'березня', 'марта'],
  ['april', 'apr', 'nisan', 'квітня', 'апреля'],
  ['mai', 'may', 'mayıs', 'mayis', 'травня', 'мая'],
  ['juni', 'jun', 'june', 'haziran', 'червня', 'июня'],
  ['juli', 'jul', 'july', 'temmuz', 'липня', 'июля'],
  ['august', 'aug', 'ağustos', 'agustos', 'серпня', 'августа'],
  ['september', 'sep', 'sept', 'eylül', 'вересня', 'сентября'],
  ['oktober', 'okt', 'october', 'oct', 'ekim', 'жовтня', 'октября'],
  ['november', 'nov', 'kasım', 'kasim', 'листопада', 'ноября'],
  ['dezember', 'dez', 'december', 'dec', 'aralık', 'aralik', 'грудня', 'декабря'],
];
const months = new Map(monthNames.flatMap((names, index) => names.map((name) => [fold(name), index + 1] as const)));

/** 1 to 12; long names may have one slip ("dezmber"). */
export function monthOf(name: string | undefined): number | undefined {
  const folded = fold(name ?? '');
  const known = months.get(folded);
  if (known || folded.length < 6) return known;
  return [...months].find(([month]) => month.length >= 6 && editDistance(folded, month, 1) <= 1)?.[1];
}

const units = [
  'erst',
  'zweit',
  'dritt',
  'viert',
  'fünft',
  'sechst',
  'siebt',
  'acht',
  'neunt',
  'zehnt',
  'elft',
  'zwölft',
];
const teens = ['dreizehnt', 'vierzehnt', 'fünfzehnt', 'sechzehnt', 'siebzehnt', 'achtzehnt', 'neunzehnt', 'zwanzigst'];
const tens = ['einund', 'zweiund', 'dreiund', 'vierund', 'fünfund', 'sechsund', 'siebenund', 'achtund', 'neunund'];
/** erst → 1 … einunddreißigst → 31. */
export const ordinals = [...units, ...teens, ...tens.map((ten) => `${ten}zwanzigst`), 'dreißigst', 'einunddreißigst'];
export const counts = [
  'ein',
  'zwei',
  'drei',
  'vier',
  'fünf',
  'sechs',
  'sieben',
  'acht',
  'neun',
  'zehn',
  'elf',
  'zwölf',
];
export const englishCounts = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
export const weekdays = ['montag', 'dienstag', 'mittwoch', 'donnerstag', 'freitag', 'samstag', 'sonntag'];
export const englishWeekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A weekday's name and nothing else, in lower case. */
export function isWeekday(text: string): boolean {
  return weekdays.includes(text) || englishWeekdays.includes(text);
}

const quarterNames = [
  ['1', 'i.', 'erst', 'first'],
  ['2', 'ii.', 'zweit', 'second'],
  ['3', 'iii.', 'dritt', 'third'],
  ['4', 'iv.', 'viert', 'fourth'],
];

/** 1 to 4 for "2", "2.", "ii.", "zweiten", "second". */
export function quarterOf(name: string): number {
  const bare = name.replace(/^(\d)\.$/, '$1').replace(/e[ns]?$/, '');
  return quarterNames.findIndex((names) => names.includes(bare)) + 1;
}
