import { type Day, endOf, type FoundDay, findDays, tidyForDates } from '../../kernel/dates.js';

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
  /k(?:ü|ue|u)nd(?:i|b)|k(?:ü|ue)ndg|aus(?:zu)?(?:steig|tret|scheid)|(?:steig|tret|scheid)\p{L}* (?:\p{L}+ ){0,4}aus(?!\p{L})|ausgetreten|ausgestiegen|ausgeschieden|austritt|ausstieg|ausscheiden|raus|drau(?:ß|ss)en|nicht mehr (?:dabei|mit|drin)|schluss machen|verlassen|beend|endet|enden|los(?:werden|kommen)|(?:drin|gebunden|dabei)(?:hängen)?|notice|terminat|withdraw|leav(?:e|ing)|\bquit\b|resign|get out|be out|opt out|drop out|ends? for us/u;
const otherContract =
  /(?:miet|arbeits|handy|strom|gas|leasing|kita-?|betreuungs|versicherungs|abo-?|fitness|ausbildungs|kauf)vertr|wohnung|abonnement|fitnessstudio|mein(?:en|e|em)? (?:job|stelle|arbeitsplatz|wohnung)|kita-?platz|my (?:job|flat|phone)/u;
const signing = /unterschr|unterzeich|signier|\bsign(?:ed|ing|s)?\b|\bsignature\b/u;
const backwards =
  /sp(?:ä|ae)te(?:st|n)|letzt\p{L}* (?:tag|termin|m(?:ö|oe)glich|zeitpunkt|chance|dr(?:ü|ue)cker)|rechtzeitig|(?:bis|ab) wann (?:m(?:ü|u)ss|soll|kann|k(?:ö|oe)nn|h(?:ä|ae)tt|d(?:ü|a)rf|brauch|ist)|bis wann die k|wann (?:m(?:ü|u)ss|m(?:ü|ue)ssen|muss|m(?:ü|ue)sst|sollte)\p{L}* .*(?:k(?:ü|ue)nd|schreib|brief|abgeb|abschick|schick|eingeh|eing(?:ä|ae)ng|vorlieg|einreich|bescheid|da sein)|wie fr(?:ü|ue)h|by when|latest|last day|deadline|when (?:must|do|should|would|have) (?:we|i) (?:have to |need to )?(?:give|hand|submit|send|terminate|cancel)|how early|how late/u;
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
  const leaves = leaving.test(tidy);
  if (!leaves && !signing.test(tidy)) return undefined;
  const found = daysIn(tidy, today);
  const impossible = found.find((day) => day.kind === 'impossible');
  if (impossible) return { kind: 'impossible', text: impossible.text };
  if (found.length === 0) return undefined;
  return leaves ? aboutLeaving(tidy, found) : aboutSigning(tidy, found);
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
  const found = findDays(tidy, today, { past });
  const year = thisYear.exec(tidy);
  if (found.length > 0 || !year) return found;
  const [text] = year;
  return [
    { kind: 'day', day: endOf('year', today), yearGiven: true, text, at: year.index, until: year.index + text.length },
  ];
}

type Role = 'notice' | 'end' | 'signing';

function aboutLeaving(tidy: string, found: readonly FoundDay[]): DateQuestion | undefined {
  const roles = found.map((day) => ({ day, role: roleOf(tidy, day) }));
  const notice = roles.find(({ role }) => role === 'notice')?.day;
  const end = roles.find(({ role }) => role === 'end')?.day;
  const asksForNotice = backwards.test(tidy);
  if (end && (!notice || asksForNotice)) return wantedEnd(end);
  if (notice?.kind === 'day' && !(asksForNotice && !end)) {
    const wanted = end?.kind === 'day' ? { wanted: end.day } : {};
    return { kind: 'from-notice', notice: notice.day, openYear: !notice.yearGiven, ...wanted };
  }
  if (notice?.kind === 'month' && !asksForNotice) return { kind: 'from-month', first: notice.first, last: notice.last };
  // "Bis wann müssen wir kündigen …": the only day there is is the end that they want.
  if (notice) return wantedEnd(notice);
  const signed = roles.find(({ role }) => role === 'signing')?.day;
  return signed?.kind === 'day' ? { kind: 'in-force', signed: signed.day, openYear: !signed.yearGiven } : undefined;
}

function aboutSigning(tidy: string, found: readonly FoundDay[]): DateQuestion | undefined {
  const asksWhen =
    /wann|gilt|g(?:ü|ue)ltig|in kraft|wirksam|verbindlich|zählt|start|beginn|läuft|dabei|when|force|effective|valid|binding|\?/u;
  const [day] = found;
  if (!asksWhen.test(tidy) || day?.kind !== 'day') return undefined;
  return { kind: 'in-force', signed: day.day, openYear: !day.yearGiven };
}

function wantedEnd(found: FoundDay): DateQuestion | undefined {
  if (found.kind === 'impossible') return undefined;
  return found.kind === 'month'
    ? { kind: 'to-end', wanted: found.last, openYear: false }
    : { kind: 'to-end', wanted: found.day, openYear: !found.yearGiven };
}

const outWords =
  '(?:raus|drau(?:ß|ss)en|weg|aufh(?:ö|oe)r|aus(?:steig|tret|scheid)|beend|end(?:en|et)|schluss|frei|nicht mehr|weg sein|out|leave|end)';
const noticeWords =
  '(?:(?:zu )?k(?:ü|ue)nd(?:ig|g)|gek(?:ü|ue)nd|ein(?:geh|gegang|geht|gereicht|reich|trifft|trudel)|ab(?:schick|geschickt|geb|send|gib)|schick|zugeh|zugegang|ein\\b|bescheid|notice|da(?:\\b| ist)|ankomm|absenden)';
const endBefore =
  /(?:(?:^|[ (])(?:zum|per|mit ablauf (?:des|vom)|mit wirkung zum|by|until|as of|ab|effective|f(?:ü|ue)r das|f(?:ü|ue)r den)|austritt|ausstieg|ende)(?: dem| den| the)? $/u;
const untilBefore = /(?:^|[ (])(?:bis(?: zum| sp(?:ä|ae)testens)?|before|vor dem)(?: dem| den)? $/u;
const signBefore = /(?:unterschr|unterzeich|sign)\p{L}*(?: \p{L}+){0,3} $/u;

const letterBefore =
  /(?:brief|schreiben|k(?:ü|ue)ndigung|post|mail|letter|notice) (?:geht|ging|kommt|kam|liegt|lag|goes|went|arrives|arrived)(?: \p{L}+){0,2} $/u;

/** By what stands around it: "am 3.12. kündigen" is a day of notice, "zum 30.9." and "Ende Juni raus" are ends. */
function roleOf(tidy: string, found: FoundDay): Role {
  const before = tidy.slice(Math.max(0, found.at - 40), found.at);
  const after = tidy.slice(found.until, found.until + 60).split(/[.;?!]|,? (?:wann|when|und|and) /u)[0] ?? '';
  if (
    /^[ ,]*(?:\p{L}+ ){0,3}?(?:unterschr|unterzeich|sign)/u.test(after) ||
    (signBefore.test(before) && !/k(?:ü|ue)nd/u.test(before))
  ) {
    return 'signing';
  }
  const noticeFollows =
    letterBefore.test(before) || new RegExp(`^[ ,]*(?:\\p{L}+ ){0,4}?${noticeWords}`, 'u').test(after);
  const outFollows = new RegExp(`^[ ,]*(?:\\p{L}+ ){0,3}?${outWords}`, 'u').test(after);
  if (endBefore.test(before) || /^(?:zum|per) /u.test(found.text)) return 'end';
  if (untilBefore.test(before)) return noticeFollows ? 'notice' : 'end';
  if (outFollows && !noticeFollows) return 'end';
  if (/(?:ende|end of|schluss|quartal|silvester|wechsel)/u.test(found.text) && !noticeFollows) return 'end';
  return 'notice';
}
