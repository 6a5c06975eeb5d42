const months = 'januar februar märz april mai juni juli august september oktober november dezember'.split(' ');
const englishMonths = 'january february march april may june july august september october november december'.split(
  ' ',
);
const numberOfMonth = new Map([...months, ...englishMonths].map((name, at) => [name, (at % 12) + 1]));
const anyMonth = [...numberOfMonth.keys()].join('|');

const iso = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g;
const numeric = /(?<!\d)(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2}(?!\d))?/g;
const named = new RegExp(
  `(?<!\\d)(\\d{1,2})(?:\\.|st|nd|rd|th)?\\s*(?:of\\s+)?(${anyMonth})(?!\\p{L}),?\\s*(\\d{4})?`,
  'gu',
);
const monthFirst = new RegExp(
  `(?<!\\p{L})(${englishMonths.join('|')})\\s+(\\d{1,2})(?!\\d)(?:st|nd|rd|th)?,?\\s*(\\d{4})?`,
  'gu',
);
/** An answer that names many dates guesses. */
const mostOtherDates = 3;

interface NamedDate {
  readonly year: number | undefined;
  readonly month: number;
  readonly day: number;
}

/** Every date that a text names, German or English. */
export function datesIn(text: string): readonly NamedDate[] {
  const tidy = text.normalize('NFKC').toLowerCase();
  const found: NamedDate[] = [];
  const add = (year: string | undefined, month: number | undefined, day: string | undefined) => {
    const full = year === undefined ? undefined : Number(year) + (year.length === 2 ? 2000 : 0);
    if (month !== undefined) found.push({ year: full, month, day: Number(day) });
  };
  for (const [, year, month, day] of tidy.matchAll(iso)) add(year, Number(month), day);
  for (const [, day, month, year] of tidy.matchAll(numeric)) add(year, Number(month), day);
  for (const [, day, month = '', year] of tidy.matchAll(named)) add(year, numberOfMonth.get(month), day);
  for (const [, month = '', day, year] of tidy.matchAll(monthFirst)) add(year, numberOfMonth.get(month), day);
  return found.filter(({ month, day }) => month >= 1 && month <= 12 && day >= 1 && day <= 31);
}

/** Whether an answer names the expected date, without naming more than a few that the question does not. */
export function namesDate(expected: string, answer: string, question: string): boolean {
  const dates = datesIn(answer);
  const key = ({ month, day }: NamedDate) => `${month}-${day}`;
  const asked = new Set(datesIn(question).map(key));
  if (new Set(dates.map(key).filter((date) => !asked.has(date))).size > mostOtherDates) return false;
  const [day = 0, month = 0, year] = expected.split('-').filter(Boolean).map(Number).toReversed();
  return dates.some((date) => date.day === day && date.month === month && (year === undefined || date.year === year));
}
