import { addDays, addMonths, type Day, endOf, type FoundDay, findDays, tidyForDates } from '../../kernel/dates.js';
import { roughDaysIn } from './rough-days.js';

/** What a question about dates wants worked out. */
export type DateQuestion =
  /** Notice is given on this day: when does it end? */
  | { readonly kind: 'from-notice'; readonly notice: Day; readonly wanted?: Day; readonly openYear: boolean }
  /** Notice is given some time in this month. */
  | { readonly kind: 'from-month'; readonly first: Day; readonly last: Day }
  /** It is to end on this day: by when must notice be given? */
  | { readonly kind: 'to-end'; readonly wanted: Day; readonly openYear: boolean }
  /** Signed on this day: from when is it in force? */
  | { readonly kind: 'in-force'; readonly signed: Day; readonly openYear: boolean }
  /** The calendar has no such day. */
  | { readonly kind: 'impossible'; readonly text: string };

/** Words of leaving; other contracts are none of ours. */
const leaving =
  /k(?:ü|ue|u)nd(?:i|b)|k(?:ü|ue)ndg|k(?:ü|ue)nig|aus(?:zu)?(?:steig|tret|scheid)|(?:steig|tret|scheid)\p{L}* (?:\p{L}+ ){0,4}aus(?!\p{L})|ausgetreten|ausgestiegen|ausgeschieden|austritt|ausstieg|ausscheiden|raus|drau(?:ß|ss)en|nicht mehr (?:dabei|mit|drin)|schluss machen|hin(?:zu)?(?:ge)?schm(?:ei|i)(?:ß|ss)|schmei(?:ß|ss)\p{L}* .{0,40}hin(?!\p{L})|aufzu?h(?:ö|oe)r|aufh(?:ö|oe)r|verlassen|beend|endet|enden|los(?:werden|kommen)|(?:drin|gebunden|dabei)(?:hängen)?|notice|terminat|cancel|withdraw|leav(?:e|ing)|\bquit(?:s|ting)?\b|resign|get out|be out|opt out|drop out|ends? for us|fes(?:ih|h)|ayrıl|ayril|çık(?:mak|ar|ıyor|ış)|розірв|розрив|вийти|вихо(?:ду|дим)|расторг|выйти|выхо(?:да|дим)/u;
/** Words of giving notice and words of an end that speak of leaving only together: "Brief am 3.9. da, wann ist Schluss?" */
const handingIn =
  /(?<!\p{L})(?:brief|schreiben|bescheid|absag|letter|letzte\p{L}* dr(?:ü|ue)cker)|abgeb|abgegeb|einreich|(?<!\p{L})frist/u;
const being =
  /schluss|(?<!\p{L})end(?:e|en|s)?(?!\p{L})|quartal|vorbei|mitmach|letzt\p{L}* (?:tag|monat|quartal)|over(?!\p{L})/u;
const otherAffair =
  /treffen|sitzung|veranstalt|projekt|workshop|meeting|konferenz|antr(?:a|ä|ae)g|bericht|anmeld|anzumelden|rechnung|f(?:ö|oe)rder(?:antr|mittel|geld|ung)|application|report/u;
const plainlyLeaving =
  /k(?:ü|ue|u)nd(?:i|b)|k(?:ü|ue)ndg|k(?:ü|ue)nig|aus(?:zu)?(?:steig|tret|scheid)|ausgetreten|ausgestiegen|ausgeschieden|austritt|ausstieg|raus|drau(?:ß|ss)en|verlassen|notice|terminat|withdraw|leav(?:e|ing)|aufh(?:ö|oe)r|gebunden|\bquit|resign|be out|fes(?:ih|h)|ayrıl/u;
const otherContract =
  /(?:miet|arbeits|handy|strom|gas|leasing|kita-?|betreuungs|versicherungs|abo-?|fitness|ausbildungs|kauf)vertr|wohnung|abonnement|fitnessstudio|mein(?:en|e|em)? (?:job|stelle|arbeitsplatz|wohnung)|kita-?platz|my (?:job|flat|phone)|kolleg(?:e|in) hat (?:(?!vereinbarung).){0,40}gek(?:ü|ue)nd|cancel (?:(?:the|our|a|my|this|that) )?(?:\p{L}+ )?(?:meeting|appointment|session|workshop)/u;
const signing = /unterschr|unterzeich|signier|\bsign(?:ed|ing|s)?\b|\bsignature\b|imza|підпис|подпис/u;

const givingNotice =
  'k(?:ü|ue|u)nd(?:ig|g|b)|k(?:ü|ue)nig|schreib|brief|abgeb|abgegeb|schick|eingeh|eing(?:ä|ae|a)ng|zugeh|zugang|vorlieg|einreich|bescheid|melden|sagen|mitteil|da sein|give|giving|hand|submit|send|terminat|cancel|notice|quit|letter';
const modal = '(?:m(?:ü|ue|u)(?:ss|ß)|soll|kann|k(?:ö|oe)nn|h(?:ä|ae)tt|d(?:ü|ue|a)rf|brauch)';
/** To the end of the clause; the point of a date ends none. */
const inClause = '(?:(?! wenn | if | falls |, |[;?!]|\\. ).)*?';
const towards =
  '(?:[ ,]|f(?:ü|ue)rs?|zu[mr]?|um|an|dem|der|die|das|eine?r?|uns?e?re?|meine?|wir|ich|man|to|for|of|on|which|we|can|the|our)*';
/** Asks by when notice must be given. */
const asksLatest = new RegExp(
  [
    'sp(?:ä|ae)te(?:st|n)|wie (?:sp(?:ä|ae)t|fr(?:ü|ue)h)|stichtag|k(?:ü|ue)ndigungs?(?:schluss|stichtag)|letzt\\p{L}* dr(?:ü|ue)cker',
    `(?:letzt\\p{L}*|last|final) (?:possible )?(?:tag|termin|m(?:ö|oe)glich\\p{L}*|zeitpunkt|chance|day|date)${towards}(?:${givingNotice})`,
    `letzt\\p{L}* (?:m(?:ö|oe)glich\\p{L}* )?k(?:ü|ue)nd`,
    `wann ${modal}${inClause}(?:${givingNotice})`,
    `bis (?:wann|(?:zu )?welche[mnr] (?:tag|datum|termin|zeitpunkt)) ${modal}${inClause}(?:${givingNotice})`,
    `bis wann (?:die |der |das |unsere |meine |zu |ich |wir |man |noch )*(?:${givingNotice})`,
    `(?:${givingNotice})\\p{L}*[ :,–-]+bis(?: wann)? ?(?:\\?|$)`,
    'by when|latest|deadline|how early|how late',
    'when (?:must|do|should|would|have|can) (?:we|i) (?:have to |need to )?(?:give|hand|submit|send|terminate|cancel|quit)',
    'en geç|son (?:fesih|bildirim)|не пізніше|найпізніше|не позднее|крайний срок',
  ].join('|'),
  'u',
);
/** Asks so too where the day is not clearly that of the notice. */
const perhapsAsksLatest =
  /rechtzeitig|in time|frist\p{L}* (?:\p{L}+ ){0,2}ab(?!\p{L})|fristablauf|fristende|last day|letzt\p{L}* (?:m(?:ö|oe)glich|chance)/u;
const pastTense =
  /(?:habe|haben|hat|hatten|hatte|wurde|ist|sei) [^?!]{0,60}?(?:gek(?:ü|ue)ndigt|unterschrieben|unterzeichnet|eingegangen|abgeschickt|eingereicht|ausgetreten)|(?:gave|have given|handed in|signed|sent)\b/u;
const thisYear = /(?:noch )?(?:in )?diese(?:s|m) jahr(?!es)|(?:still |before the end of )?this year/u;
/** "mit vier Wochen zum Quartalsende" tells the rule; it names no day. */
const ruleItself =
  /woch\p{L}* (?:frist )?(?:bis )?(?:zum|vor(?: dem)?) quartalsende|weeks to the end of (?:a|the|each) (?:calendar )?quarter/gu;

/** Reads a question about the days of notice, end or signing; undefined if it is none. */
export function readDateQuestion(text: string, today: Day): DateQuestion | undefined {
  const tidy = tidyForDates(text).replace(ruleItself, (found) => ' '.repeat(found.length));
  if (otherContract.test(tidy)) return undefined;
  const leaves = speaksOfLeaving(tidy);
  if (!leaves && !signing.test(tidy)) return undefined;
  const asked = asksLatest.test(tidy);
  const found = daysIn(tidy, today).map((day) => (asked ? day : shifted(day, tidy)));
  const impossible = found.find((day) => day.kind === 'impossible');
  if (impossible) return { kind: 'impossible', text: impossible.text };
  if (found.length === 0) return undefined;
  // "Unterschrieben, sind wir dann sofort dabei?" names no day.
  if (!plainlyLeaving.test(tidy) && found.every(({ text }) => /sofort/.test(text))) return undefined;
  return leaves ? aboutLeaving(tidy, found) : aboutSigning(tidy, found);
}

/** What ends, or is to be handed in, may be a meeting or a report just as well: then only plain words of leaving count. */
function speaksOfLeaving(tidy: string): boolean {
  if (otherAffair.test(tidy)) return plainlyLeaving.test(tidy);
  return leaving.test(tidy) || (handingIn.test(tidy) && being.test(tidy));
}

/** Reads what was typed behind `kündigungsfrist`: a day of notice, or with "zum" a wished-for end. */
export function readTypedDate(text: string, today: Day): DateQuestion | undefined {
  const [day] = findDays(text, today);
  if (!day) return undefined;
  if (day.kind === 'impossible') return { kind: 'impossible', text: day.text };
  if (day.kind === 'month') return { kind: 'from-month', first: day.first, last: day.last };
  const openYear = !day.yearGiven;
  return /^(?:bis )?(?:zum|per|by|until)(?!\p{L})/u.test(tidyForDates(text))
    ? { kind: 'to-end', wanted: day.day, openYear }
    : { kind: 'from-notice', notice: day.day, openYear };
}

function daysIn(tidy: string, today: Day): readonly FoundDay[] {
  const past = pastTense.test(tidy);
  const all = withRough(findDays(tidy, today, { past }), roughDaysIn(tidy, today, past));
  const named = all.filter(({ text }) => !/sofort/.test(text));
  const found = named.length > 0 ? named : all;
  const year = thisYear.exec(tidy);
  if (found.length > 0 || !year) return found;
  const [text] = year;
  return [
    { kind: 'day', day: endOf('year', today), yearGiven: true, text, at: year.index, until: year.index + text.length },
  ];
}

const ahead =
  /(?<count>\d{1,3}|eine[nm]?|zwei|drei|vier|sechs|acht|a|two|three|four|six) (?<unit>tage?n?|wochen?|monate?n?|days?|weeks?|months?) (?<way>vor|nach|before|after)(?: dem| den| the)? $/u;
const smallCounts: Readonly<Record<string, number>> = {
  zwei: 2,
  two: 2,
  drei: 3,
  three: 3,
  vier: 4,
  four: 4,
  sechs: 6,
  six: 6,
  acht: 8,
};

/** "30 Tage vor Jahresende": the day so long before or after the one that is named. */
function shifted(found: FoundDay, tidy: string): FoundDay {
  const before = ahead.exec(tidy.slice(0, found.at));
  const { count = '', unit = '', way = '' } = before?.groups ?? {};
  if (!before || found.kind !== 'day') return found;
  const distance =
    (/^\d/.test(count) ? Number(count) : (smallCounts[count] ?? 1)) * (/^(?:vor|before)$/.test(way) ? -1 : 1);
  const day = /^m/.test(unit)
    ? addMonths(found.day, distance)
    : addDays(found.day, distance * (/^w/.test(unit) ? 7 : 1));
  return { ...found, day, text: tidy.slice(before.index, found.until), at: before.index };
}

/** Of two that overlap the longer one is meant. */
function withRough(dates: readonly FoundDay[], rough: readonly FoundDay[]): readonly FoundDay[] {
  const longestFirst = [...dates, ...rough].sort((a, b) => b.text.length - a.text.length);
  const chosen: FoundDay[] = [];
  for (const found of longestFirst) {
    if (!chosen.some((other) => found.at < other.until && other.at < found.until)) chosen.push(found);
  }
  return chosen.sort((a, b) => a.at - b.at);
}

/** `open`: a day that nothing tells what it is for; `aside`: one that only belongs to the story. */
type Role = 'notice' | 'end' | 'signing' | 'open' | 'aside';

function aboutLeaving(tidy: string, found: readonly FoundDay[]): DateQuestion | undefined {
  const asks = asksLatest.test(tidy);
  const roles = found.map((day) => ({ day, role: roleOf(tidy, day, asks) }));
  const first = (role: Role) => roles.find((one) => one.role === role)?.day;
  const end = soonestNamed(roles.flatMap(({ day, role }) => (role === 'end' ? [day] : [])));
  const notice = first('notice') ?? first('open');
  if (end && (!notice || asks)) return wantedEnd(end);
  // "Bis wann müssen wir kündigen …": the only day there is is the end that they want.
  if (notice && !end && (asks || (!first('notice') && perhapsAsksLatest.test(tidy)))) return wantedEnd(notice);
  if (notice) return fromDayOrMonth(notice, end);
  const signed = first('signing');
  if (signed) return inForce(signed);
  const aside = first('aside');
  return aside && (asks ? wantedEnd(aside) : fromDayOrMonth(aside, undefined));
}

/** "Quartalsende, und zwar Q2 2027": the one that is named tells more. */
function soonestNamed(ends: readonly FoundDay[]): FoundDay | undefined {
  return ends.find(({ text }) => !/^(?:quartals|jahres|monats)ende$/u.test(text)) ?? ends[0];
}

function fromDayOrMonth(notice: FoundDay, end: FoundDay | undefined): DateQuestion | undefined {
  if (notice.kind === 'impossible') return undefined;
  if (notice.kind === 'month') return { kind: 'from-month', first: notice.first, last: notice.last };
  const wanted = end?.kind === 'day' ? { wanted: end.day } : {};
  return { kind: 'from-notice', notice: notice.day, openYear: !notice.yearGiven, ...wanted };
}

function inForce(signed: FoundDay): DateQuestion | undefined {
  return signed.kind === 'day' ? { kind: 'in-force', signed: signed.day, openYear: !signed.yearGiven } : undefined;
}

function aboutSigning(tidy: string, found: readonly FoundDay[]): DateQuestion | undefined {
  const asksWhen =
    /wann|gilt|g(?:ü|ue)ltig|in kraft|wirksam|verbindlich|z(?:ä|ae)hlt|start|beginn|l(?:ä|ae)uft|dabei|when|force|effective|valid|binding|ne zaman|коли|когда|\?/u;
  if (!asksWhen.test(tidy)) return undefined;
  const days = found.filter(({ kind }) => kind === 'day').map((day) => ({ day, role: roleOf(tidy, day, false) }));
  const signed = days.find(({ role }) => role === 'signing') ?? days.find(({ role }) => role !== 'aside') ?? days[0];
  return signed && inForce(signed.day);
}

function wantedEnd(found: FoundDay): DateQuestion | undefined {
  if (found.kind === 'impossible') return undefined;
  return found.kind === 'month'
    ? { kind: 'to-end', wanted: found.last, openYear: false }
    : { kind: 'to-end', wanted: found.day, openYear: !found.yearGiven };
}

const outWords =
  '(?:raus|drau(?:ß|ss)en|weg|aufh(?:ö|oe)r|aus(?:steig|tret|scheid)|beend|end(?:en|et)?\\b|schluss|frei|nicht mehr|weg sein|out|leave|çık|ayrıl)';
const noticeWords =
  '(?:(?:zu )?k(?:ü|ue|u)nd(?:ig|g)|k(?:ü|ue)nig|gek(?:ü|ue)nd|ein(?:geh|gegang|geht|gereicht|reich|trifft|trudel)|ab(?:schick|geschickt|geb|send|gib)|schick|zugeh|zugegang|ein\\b|bescheid|notice|da(?:\\b| ist)|ankomm|absenden|feshe|fesih|bildir)';
const noticeBefore =
  /(?:k(?:ü|ue)nd|k(?:ü|ue)nig|notice|terminat|cancel|resign)\p{L}*(?: (?!zum|per|bis|f(?:ü|ue)r|ab|by|until)\p{L}+){0,3} $/u;
const endBefore =
  /(?:(?:^|[ (])(?:zum|per|mit ablauf (?:des|vom)|mit wirkung zum|by|until|as of|for|ab|effective|f(?:ü|ue)rs?|f(?:ü|ue)r (?:das|den|die zeit ab))|(?:austritt|ausstieg|ausscheiden|exit)(?: am| on)?|ende)(?: dem| den| the)? $/u;
const untilBefore = /(?:^|[ (])(?:bis(?: zum| sp(?:ä|ae)testens)?|before|vor dem)(?: dem| den)? $/u;
const signBefore = /(?<!\p{L})(?:unterschr|unterzeich|sign|imza)\p{L}*(?: (?!und|and|aber|but|oder)\p{L}+){0,3} $/u;
const asideBefore =
  /(?:(?<!\p{L})(?:(?:seit|since)(?: dem| the)?|(?:startet|begann|begonnen|beigetreten|started|joined)\p{L}*(?: am| ab| on)?)|(?:leitbild|sitzung|treffen|beschluss|protokoll|gespr(?:ä|ae)ch|fassung|version|meeting|minutes|statement)\p{L}*(?: \p{L}+)? (?:vom|am|of|from|dated)(?: dem)?) $/u;
const asideAfter =
  /^[ ,]*(?:\p{L}+ ){0,3}?(?:gesprochen|besprochen|beschlossen|beraten|gegr(?:ü|ue)ndet|getroffen|geredet)/u;

const letterBefore =
  /(?:brief|schreiben|k(?:ü|ue)ndigung|post|mail|letter|notice) (?:geht|ging|ginge|kommt|kam|liegt|lag|goes|went|arrives|arrived)(?: \p{L}+){0,2} $/u;

/** "Ginge am 15.8. raus": the letter goes out; "wir gehen am 30.6. raus" does not speak of one. */
const sentBefore = /(?<!\p{L})(?:geht|ginge?|schick\p{L}*|send\p{L}*)(?: \p{L}+){0,3} $/u;

/** "Am 2.12. geht unser Schreiben raus" */
const sentAfter =
  /^ (?:geht|ging|ginge|schick\p{L}*|send\p{L}*) (?:\p{L}+ ){0,3}(?:schreiben|brief|k(?:ü|ue)ndigung|post|e?-?mail|letter)(?!\p{L})/u;

/** "30.6. = letzter Tag" */
const lastDayAfter =
  /^ ?(?:=|ist|als|is|as|sei|soll)? ?(?:unser |mein |our |my |the )?(?:letzte[rn]?|last|final) (?:tag|day)/u;

/** By what stands around it: "am 3.12. kündigen" is a day of notice, "zum 30.9." and "Ende Juni raus" are ends. */
function roleOf(tidy: string, found: FoundDay, asks: boolean): Role {
  const before = tidy.slice(Math.max(0, found.at - 60), found.at);
  const after = tidy.slice(found.until, found.until + 60).split(/[.;?!]|,? (?:wann|when|und|and) |, ende /u)[0] ?? '';
  const ends = endBefore.test(before) || /^(?:zum|per) /u.test(found.text);
  if (asideBefore.test(before) || (!ends && asideAfter.test(after))) return 'aside';
  const signed = /^['’]?(?:\p{L}{2})?[ ,]*(?:\p{L}+ ){0,3}?(?:unterschr|unterzeich|sign|imza)/u.test(after);
  if (signed || (signBefore.test(before) && !/k(?:ü|ue)nd/u.test(before.slice(-40)))) return 'signing';
  const sent = sentBefore.test(before) && /^[ ,]*(?:\p{L}+ ){0,2}?(?:raus|ab|los)(?!\p{L})/u.test(after);
  const noticeFollows =
    sent ||
    sentAfter.test(after) ||
    letterBefore.test(before) ||
    new RegExp(`^(?:['’]\\p{L}+)?[ ,]*(?:\\p{L}+ ){0,4}?${noticeWords}`, 'u').test(after);
  const outFollows = new RegExp(`^(?:['’]\\p{L}+)?[ ,]*(?:\\p{L}+ ){0,3}?${outWords}`, 'u').test(after);
  if (lastDayAfter.test(after)) return 'end';
  if (ends) return 'end';
  if (untilBefore.test(before)) return noticeFollows ? 'notice' : 'end';
  if (noticeFollows) return 'notice';
  if (noticeBefore.test(before) && !asks) return 'notice';
  if (outFollows || /(?:ende|end of|schluss|quartal|silvester|wechsel|halbjahr|mitte \d|^[qh]\d)/u.test(found.text))
    return 'end';
  return 'open';
}
