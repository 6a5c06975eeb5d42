import { addDays, addMonths, type Day, endOf, findDays, weekdayOf } from '../../../kernel/dates.js';
import { fold } from '../../../kernel/fold.js';
import { patternOf } from '../../../kernel/patterns.js';

/** What a question about meetings is after. */
export type MeetingQuestion =
  /** When or where the next one is, of a committee or mine. */
  | { readonly about: 'next'; readonly committee?: string }
  /** What is coming. */
  | { readonly about: 'list' }
  /** „Treffen wir uns im Mai?“: from the first to the last of these days. */
  | { readonly about: 'within'; readonly first: Day; readonly last: Day; readonly committee?: string }
  /** „Ich kann Donnerstag nicht“. */
  | { readonly about: 'absence'; readonly day: string }
  /** Whether a partner comes. */
  | { readonly about: 'partner'; readonly partner: string };

const longest = 200;

/** What the agreement has its word on, whatever else stands beside it. */
const notOurs =
  /\b(?:\p{L}*vereinbarung\p{L}*|vertr[aä]g\p{L}*|kuendig\p{L}*|gekuendigt|frist\p{L}*|unterschr\p{L}*|unterzeichn\p{L}*|laut|paragraph|absatz|wie oft|wie haeufig|wie viele|wie lange|wer laedt|wer darf|wer muss|muss|muessen|soll|sollen|darf|duerfen|verpflicht\p{L}*|pflicht\p{L}*|austret\p{L}*|beitret\p{L}*|agreement|contract|notice|how often|must|have to|ziele?n?|beschl\p{L}*|protokoll\p{L}*|umfrage\p{L}*|tagesordnung)\b/u;

const gathering =
  '(?:treffen|sitzung|termine?|gremientreffen|arbeitstreffen|praeventionskonferenz|netzwerkkonferenz|konferenz|besprechung|meeting)';
const opening = '(?:(?:hallo|hi|guten tag|moin|und|bitte|sag mal)[, ]+)*';
const trailing = '(?: (?:denn|eigentlich|genau|jetzt|bitte))?[ ?!.]*';

const nextOf = new RegExp(
  `^${opening}(?:wann|wo|um wie viel uhr|when|where)(?: (?:und wo|und wann|genau|denn|eigentlich))? (?:ist|findet|waere|beginnt|faengt|is) (?:denn |eigentlich )?(?:(?:unser|mein|das|die|der|the|our|my)e? )?(?:naechste[nrs]?|kommende[nrs]?|next) ${gathering}(?<of>.*?)(?: (?:statt|an))?${trailing}$`,
  'u',
);
const plainNext = new RegExp(
  `^${opening}(?:das |mein |unser )?(?:naechstes?|naechster|naechste|next) ${gathering}(?<of>.*?)${trailing}$`,
  'u',
);
const meets = new RegExp(
  `^${opening}(?:wann|wo|when) (?:trifft sich|tagt|does) (?:denn |eigentlich )?(?:der|die|das|the|unser|unsere)? ?(?<of>.+?)(?: (?:das naechste mal|wieder|zum naechsten mal|meet|meet next))?${trailing}$`,
  'u',
);
const nextCommittee = new RegExp(
  `^${opening}(?:wann|wo) (?:ist|findet) (?:der|die|das) naechste (?<of>.+?)(?: statt)?${trailing}$`,
  'u',
);
const coming = new RegExp(
  `^${opening}(?:(?:welche|was fuer) (?:treffen|termine|sitzungen) (?:stehen|habe|haben|kommen|gibt|sind)(?: (?:ich|wir|es|demnaechst|bald|an|noch|bei mir|bei uns|diese woche|naechste woche|diesen monat|geplant))*|(?:habe|haben) (?:ich|wir) (?:\\p{L}+ ){0,3}(?:ein |einen |eine |noch )?(?:treffen|termine?|sitzung(?:en)?)(?: \\p{L}+){0,3}|was steht (?:\\p{L}+ ){0,3}an|meine (?:naechsten )?(?:treffen|termine)|(?:which|what) meetings (?:do i have|are coming)(?: \\p{L}+){0,2}|zeig(?:e|en)?(?: sie)?(?: mir)? (?:meine |alle )?(?:treffen|termine))${trailing}$`,
  'u',
);
const comes = new RegExp(
  `^${opening}(?:kommt|kommen|ist|nimmt|is) (?:denn |eigentlich )?(?:jemand|wer|niemand|anybody|somebody|anyone|someone) (?:von|aus|vom|fuer|from) (?:der |dem |den |die |das |the )?(?<of>.+?)(?: (?:(?:zum|zu unserem|beim) (?:naechsten )?(?:treffen|sitzung|termin)|zur (?:naechsten )?sitzung|dabei|teil|coming|there))?${trailing}$`,
  'u',
);
const ourNext = new RegExp(
  `^${opening}(?:wann|wo|when|where)(?: (?:treffen|sehen|tagen)| do) (?:denn |eigentlich )?(?:wir|we)(?: uns| meet)?(?: (?:wieder|mal|denn|eigentlich|again|next|das naechste mal|zum naechsten mal))*${trailing}$`,
  'u',
);
const some =
  '(?:(?:schon|noch|wieder|denn|eigentlich|auch|irgend) ?)*(?:(?:ein|eine|einen|das|die|unser|unsere|a|any) )?';
/** Whether one meets at some time; `at` stands for the time. */
const whether = new RegExp(
  `^${opening}(?:(?:treffen|sehen|tagen|kommen) wir(?: uns)?|(?:tagt|trifft sich) (?:der |die |das )?(?<of>.+?)|(?:do|are|will) we (?:meet|meeting)|(?:haben wir|habe ich|ist|gibt es|findet|steht|is there)(?: ${some}${gathering})?) at(?: ${some}${gathering})?(?: (?:wieder|noch|schon|statt|an|geplant|zusammen|again))*${trailing}$`,
  'u',
);
const gathers = new RegExp(`^${opening}(?:treffen|sehen|tagen|kommen|tagt|trifft|do|are|will)\\b|${gathering}`, 'u');
const thisOrNext = '(?:(?:diese[nrm]?|this)|(?<next>naechste[nrms]?|kommende[nrms]?|next))';
const beforeTime =
  '(?:(?:schon|noch|denn|eigentlich|auch|wieder|am|an|on|im|in|der|den|dem|diese[nmrs]?|naechste[nmrs]?|kommende[nmrs]?|next|this) )*';
const week = new RegExp(`${beforeTime}${thisOrNext} (?:woche|week)\\b`, 'u');
const month = new RegExp(`${beforeTime}${thisOrNext} (?:monat|month)\\b`, 'u');
const cannot =
  /^(?:(?:leider|hallo|hi|guten tag|moin|sorry|oh)[,! ]+)*(?:(?:ich|wir) (?:kann|koennen|schaffe|schaffen|bin|sind|muss|hab|habe|haben|komme|kommen)\b.*\b(?:nicht|keine zeit|verhindert|absagen|urlaub|krank|unterwegs|weg|auf fortbildung)\b|.{0,30}\b(?:kann|koennen|schaffe|schaffen|bin|sind|hab|habe|haben|geht|klappt|passt|komme|kommen)\b.{0,30}\b(?:nicht|verhindert|keine zeit|urlaub|krank|schlecht)\b|.{0,30}\bi (?:can'?t|cannot|can not|am not able)\b.*|i(?:'m| am) (?:away|ill|on leave)\b.*)/u;
/** A question in return is none of it: „Kann ich Donnerstag nicht schicken, wen ich will?“ */
const asksBack = /\?|^(?:kann|koennen|darf|was|wer|wie|warum|can)\b/u;
/** Nobody's name: „Wann treffen sich die Gremien?“ asks how it goes in general. */
const plural =
  /^(?:gremien|arbeitskreise|sie|wir|alle|partner\p{L}*|kooperationspartner\p{L}*|the committees|committees)\b/u;

/** Reads a text as a question about meetings; undefined for all that is not clearly one. */
export function readMeetingQuestion(text: string, today: string): MeetingQuestion | undefined {
  const asked = fold(text)
    .replace(/[„“”"»«]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (asked.length > longest) return undefined;
  if (notOurs.test(asked.replace(/^(?:(?:\p{L}+[,!] )*)(?:ich|wir) muss\b/u, ''))) return undefined;
  return absence(asked, text, today) ?? next(asked) ?? within(asked, text, today) ?? partner(asked);
}

/** „Treffen wir uns im Mai?“, „Ist nächste Woche eine Sitzung?“ */
function within(asked: string, text: string, today: string): MeetingQuestion | undefined {
  if (!gathers.test(asked)) return undefined;
  const time = stretchIn(asked, text, today);
  const found = time && whether.exec(asked.replace(time.written, ' at ').replace(/\s+/g, ' ').trim());
  if (!time || !found) return undefined;
  const committee = found.groups?.of;
  if (committee !== undefined && plural.test(committee)) return undefined;
  return { about: 'within', first: time.first, last: time.last, ...(committee !== undefined && { committee }) };
}

interface Stretch {
  readonly first: Day;
  readonly last: Day;
  /** How it stands in the folded text. */
  readonly written: RegExp;
}

function stretchIn(asked: string, text: string, today: string): Stretch | undefined {
  const inWeek = week.exec(asked);
  if (inWeek) {
    const monday = addDays(today, (inWeek.groups?.next === undefined ? 1 : 8) - weekdayOf(today));
    return { first: monday, last: addDays(monday, 6), written: week };
  }
  const inMonth = month.exec(asked);
  if (inMonth) {
    const first = addMonths(`${today.slice(0, 7)}-01`, inMonth.groups?.next === undefined ? 0 : 1);
    return { first, last: endOf('month', first), written: month };
  }
  const [only, ...more] = findDays(text, today);
  if (!only || only.kind === 'impossible' || more.length > 0) return undefined;
  const written = patternOf(beforeTime + fold(only.text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'u');
  const [first, last] = only.kind === 'day' ? [only.day, only.day] : [only.first, only.last];
  return { first, last, written };
}

function absence(asked: string, text: string, today: string): MeetingQuestion | undefined {
  if (asksBack.test(asked) || !cannot.test(asked)) return undefined;
  const [only, ...more] = findDays(text, today).filter((found) => found.kind === 'day');
  return only?.kind === 'day' && more.length === 0 ? { about: 'absence', day: only.day } : undefined;
}

function next(asked: string): MeetingQuestion | undefined {
  if (coming.test(asked)) return { about: 'list' };
  if (ourNext.test(asked)) return { about: 'next' };
  const exact = nextOf.exec(asked) ?? plainNext.exec(asked);
  if (exact) return nextAbout(withoutLink(exact.groups?.of ?? ''));
  const named = meets.exec(asked) ?? nextCommittee.exec(asked);
  const committee = named?.groups?.of?.trim() ?? '';
  return committee === '' || plural.test(committee) ? undefined : { about: 'next', committee };
}

function nextAbout(committee: string): MeetingQuestion {
  return committee === '' ? { about: 'next' } : { about: 'next', committee };
}

function partner(asked: string): MeetingQuestion | undefined {
  const name = comes.exec(asked)?.groups?.of?.trim() ?? '';
  return name === '' || name.split(' ').length > 8 ? undefined : { about: 'partner', partner: name };
}

/** „… des AK Übergänge“, „… vom Arbeitskreis“. */
function withoutLink(of: string): string {
  return of
    .trim()
    .replace(/^(?:(?:des|der|vom|von|im|in|fuer|of|for)(?: (?:den|der|dem|die|das|the))?) /u, '')
    .trim();
}
