import { DateTime } from 'luxon';
import { safeHref } from '../../../kernel/addresses.js';
import { localInstant } from '../../../kernel/calendar.js';
import { clockProblem } from '../../../kernel/clock-changes.js';
import { addDays, type Day, dayAt, readDay } from '../../../kernel/dates.js';
import { fold } from '../../../kernel/fold.js';
import type { Language } from '../../../kernel/texts.js';
import type { AgendaItem, Meeting } from '../meetings/model.js';
import type { Entered } from '../merging.js';
import { planningTexts } from './texts.js';
import { endAfter, readTime, replyUntil, usualMinutes, usualReplyBy } from './times.js';

/** The fields of a meeting's form, in their order. */
export const planFields = ['title', 'day', 'start', 'end', 'place', 'link', 'agenda', 'replyBy', 'maybe'] as const;
export type PlanField = (typeof planFields)[number];

export const limits = { title: 120, place: 120, link: 500, agenda: 3_000, items: 40 } as const;
const mostDaysAhead = 731;
const longestMinutes = 14 * 60;

/** What a meeting is to be. */
export interface Plan {
  readonly title: string;
  readonly start: Date;
  readonly end: Date;
  readonly place?: string;
  readonly link?: string;
  readonly agenda: readonly string[];
  readonly replyBy: Date;
  readonly maybeAllowed: boolean;
}

export interface PlanContext {
  readonly now: Date;
  readonly today: Day;
  readonly zone: string;
  readonly language: Language;
  /** The title if none is entered: the committee's name. */
  readonly usualTitle: string;
  /** The moment it was planned for already: that may have passed. */
  readonly was?: Date;
}

export type PlanErrors = Readonly<Partial<Record<PlanField, string>>>;

/** Reads what was entered; mistakes come back at their fields. */
export function readPlan(entered: Entered, context: PlanContext): Plan | { readonly errors: PlanErrors } {
  const t = planningTexts[context.language];
  const errors: Partial<Record<PlanField, string>> = {};
  const when = readWhen(entered, context, errors);
  const title = tidy(entered.title) || context.usualTitle;
  if (title.length > limits.title) errors.title = t.tooLong(String(limits.title));
  const place = tidy(entered.place);
  if (place.length > limits.place) errors.place = t.tooLong(String(limits.place));
  const link = linkIn(entered.link, t.badLink, errors);
  const agenda = agendaIn(entered.agenda);
  if (agenda.length > limits.items) errors.agenda = t.tooManyItems(String(limits.items));
  if (agenda.some((item) => item.length > limits.title * 2)) errors.agenda = t.tooLong(String(limits.title * 2));
  const replyBy = when && readReplyBy(entered.replyBy ?? '', when.start, context, errors);
  if (!when || !replyBy || Object.keys(errors).length > 0) return { errors };
  return {
    title,
    ...when,
    ...(place !== '' && { place }),
    ...(link !== undefined && { link }),
    agenda,
    replyBy,
    maybeAllowed: entered.maybe !== 'no',
  };
}

function readWhen(
  entered: Entered,
  { now, today, zone, language, was }: PlanContext,
  errors: Partial<Record<PlanField, string>>,
): Pick<Plan, 'start' | 'end'> | undefined {
  const t = planningTexts[language];
  const day = readDayField(entered.day ?? '', today, language, errors);
  const from = readTimeField('start', entered.start ?? '', language, errors);
  if (from === '') errors.start = t.timeMissing;
  const until = readTimeField('end', entered.end ?? '', language, errors);
  if (day === undefined || !from || until === undefined) return undefined;
  const start = localInstant(day, from, zone);
  const problem = (time: string) => (time === '' ? undefined : clockProblem(day, time, zone, language));
  const [ofStart, ofEnd] = [start.getTime() === was?.getTime() ? undefined : problem(from), problem(until)];
  if (ofStart !== undefined) errors.start = ofStart;
  if (ofEnd !== undefined) errors.end = ofEnd;
  if (ofStart !== undefined || ofEnd !== undefined) return undefined;
  const end = until === '' ? endAfter(start, usualMinutes) : localInstant(day, until, zone);
  if (end <= start) {
    errors.end = t.endBeforeStart;
    return undefined;
  }
  if (end.getTime() - start.getTime() > longestMinutes * 60_000) errors.end = t.endTooLate;
  if (start <= now && start.getTime() !== was?.getTime()) {
    errors[day < today ? 'day' : 'start'] = t.past;
    return undefined;
  }
  if (day > addDays(today, mostDaysAhead)) errors.day = t.tooFar;
  return { start, end };
}

function readDayField(
  typed: string,
  today: Day,
  language: Language,
  errors: Partial<Record<PlanField, string>>,
): Day | undefined {
  const t = planningTexts[language];
  if (typed.trim() === '') {
    errors.day = t.dayMissing;
    return undefined;
  }
  const read = readDay(typed, today);
  if (read?.kind === 'day') return read.day;
  errors.day = read ? t.noSuchDay(typed) : t.badDay(typed);
  return undefined;
}

/** Empty for what was left empty; undefined with an error noted for what is no time. */
function readTimeField(
  field: 'start' | 'end',
  typed: string,
  language: Language,
  errors: Partial<Record<PlanField, string>>,
): string | undefined {
  if (typed.trim() === '') return '';
  const t = planningTexts[language];
  const time = readTime(typed);
  if (time !== undefined && time !== 'none') return time;
  errors[field] = time === 'none' ? t.noSuchTime(typed) : t.badTime(typed);
  return undefined;
}

function readReplyBy(
  typed: string,
  start: Date,
  { now, today, zone, language }: PlanContext,
  errors: Partial<Record<PlanField, string>>,
): Date | undefined {
  const t = planningTexts[language];
  if (typed.trim() === '') return usualReplyBy(start, now, zone);
  const read = readDay(typed, today);
  if (read?.kind !== 'day') {
    errors.replyBy = read ? t.noSuchDay(typed) : t.badDay(typed);
    return undefined;
  }
  if (read.day > dayAt(start, zone)) errors.replyBy = t.replyAfterStart;
  const by = replyUntil(read.day, start, zone);
  if (by <= now && start > now) errors.replyBy = t.replyPast;
  return by;
}

function linkIn(
  typed: string | undefined,
  mistake: string,
  errors: Partial<Record<PlanField, string>>,
): string | undefined {
  const text = tidy(typed);
  if (text === '') return undefined;
  const href = safeHref(/^[a-z]+:/i.test(text) ? text : `https://${text}`);
  const isPage =
    href !== undefined && /^https?:/.test(href) && URL.canParse(href) && new URL(href).hostname.includes('.');
  if (!isPage || href.length > limits.link) {
    errors.link = mistake;
    return undefined;
  }
  return href;
}

/** One item a line, without the numbers and dashes that people put before them. */
export function agendaIn(typed: string | undefined): readonly string[] {
  return (typed ?? '')
    .split('\n')
    .map((line) => line.replace(/^\s*(?:TOP\s*)?(?:\d{1,2}[.):]|[-*•–])\s*/i, '').trim())
    .filter((line) => line !== '');
}

function tidy(typed: string | undefined): string {
  return (typed ?? '').replace(/\s+/g, ' ').trim();
}

/** What stands in the form for a meeting that is there. */
export function enteredOf(meeting: Meeting, zone: string): Entered {
  const local = (instant: Date) => DateTime.fromJSDate(instant, { zone }).toFormat('HH:mm');
  return {
    title: meeting.title,
    day: dayAt(meeting.start, zone),
    start: local(meeting.start),
    end: local(meeting.end),
    place: meeting.place ?? '',
    link: meeting.link ?? '',
    agenda: meeting.agenda.map(({ title }) => title).join('\n'),
    replyBy: dayAt(meeting.replyBy, zone),
    maybe: meeting.maybeAllowed ? 'yes' : 'no',
  };
}

/**
 * The agenda with new titles: an item keeps its id and notes as long as its title, or else its place, is the same. An
 * item that has notes never goes.
 */
export function agendaFrom(
  titles: readonly string[],
  before: readonly AgendaItem[],
  newId: () => string,
): AgendaItem[] {
  const left = [...before];
  const take = (fits: (item: AgendaItem) => boolean) => {
    const at = left.findIndex(fits);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const kept = titles.map((title) => take((item) => fold(item.title) === fold(title)));
  const items = titles.map((title, index): AgendaItem => {
    const same = kept[index] ?? take((item) => before.indexOf(item) === index && before.length === titles.length);
    return { ...(same ?? { id: newId() }), title };
  });
  return [...items, ...left.filter(({ notes }) => notes !== undefined)];
}
