import { DateTime } from 'luxon';
import { safeHref } from '../../kernel/addresses.js';
import { fold } from '../../kernel/fold.js';
import { type Language, localeOf } from '../../kernel/texts.js';
import { link } from '../../messages/inline.js';
import type { Block, Fact } from '../../messages/view.js';
import { meetingTexts } from './meeting-texts.js';
import type { Meeting } from './meetings/model.js';

type Named = Pick<Meeting, 'title' | 'committeeName'>;
type Placed = Pick<Meeting, 'place' | 'link'>;

/** „AK Übergänge“, or „AK Übergänge: Elternabend planen“ where it has a subject of its own. */
export function meetingName({ title, committeeName }: Named): string {
  if (committeeName === undefined || fold(title).includes(fold(committeeName))) return title;
  return `${committeeName}: ${title}`;
}

/** „Do. 12.11., 14 Uhr“ by the clocks of the zone; the year where it is not that of `today`. */
export function shortTime(instant: Date, language: Language, zone: string, today?: string): string {
  const t = meetingTexts[language];
  const local = inZone(instant, language, zone);
  const otherYear = today !== undefined && !today.startsWith(local.toFormat('yyyy'));
  const time = local.minute === 0 ? t.hour(local.toFormat('H')) : t.clock(local.toFormat('H:mm'));
  if (language === 'en') return `${local.toFormat(otherYear ? 'ccc d MMM yyyy' : 'ccc d MMM')}, ${time}`;
  return `${germanWeekday(local)} ${local.toFormat(otherYear ? 'd.M.yyyy' : 'd.M.')}, ${time}`;
}

/** „Donnerstag, 12.11.2026, 14:00 bis 15:30 Uhr“. */
export function longTime({ start, end }: Pick<Meeting, 'start' | 'end'>, language: Language, zone: string): string {
  const from = inZone(start, language, zone);
  const day = from.toFormat(language === 'en' ? 'cccc, d MMMM yyyy' : 'cccc, dd.MM.yyyy');
  return meetingTexts[language].fromTo(day, from.toFormat('HH:mm'), inZone(end, language, zone).toFormat('HH:mm'));
}

/** „Rathaus“, „online“, or nothing. */
export function shortPlace(meeting: Placed, language: Language): string | undefined {
  return meeting.place ?? (meeting.link === undefined ? undefined : meetingTexts[language].online);
}

/** When and where: „Do. 12.11., 14 Uhr, Rathaus“. */
export function whenAndWhere(
  meeting: Placed & Pick<Meeting, 'start'>,
  language: Language,
  zone: string,
  today?: string,
): string {
  return [shortTime(meeting.start, language, zone, today), shortPlace(meeting, language)]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** One line for lists, summaries and messages: „Nr. 12 · AK Übergänge · Do. 12.11., 14 Uhr, Rathaus“. */
export function meetingLine(meeting: Meeting, language: Language, zone: string, today?: string): string {
  const t = meetingTexts[language];
  const state = meeting.state === 'cancelled' ? [t.cancelled] : meeting.state === 'draft' ? [t.draft] : [];
  const parts = [t.number(String(meeting.number)), meetingName(meeting), whenAndWhere(meeting, language, zone, today)];
  return [...parts, ...state].join(' · ');
}

/** When, where, until when to reply: a meeting's facts as every card of it shows them. */
export function meetingFacts(meeting: Meeting, { language }: { readonly language: Language }, zone: string): Fact[] {
  const t = meetingTexts[language];
  const href = meeting.link === undefined ? undefined : safeHref(meeting.link);
  return [
    { label: t.when, value: longTime(meeting, language, zone) },
    ...(meeting.place === undefined ? [] : [{ label: t.where, value: meeting.place }]),
    ...(href === undefined ? [] : [{ label: t.link, value: [link(href, href)] }]),
    ...(meeting.state === 'cancelled' ? [] : [{ label: t.replyBy, value: shortTime(meeting.replyBy, language, zone) }]),
  ];
}

/** The agenda as a numbered list under its heading; nothing where there is none. */
export function agendaBlocks({ agenda }: Pick<Meeting, 'agenda'>, language: Language): readonly Block[] {
  if (agenda.length === 0) return [];
  return [
    { type: 'text', text: [{ kind: 'strong', text: meetingTexts[language].agenda }] },
    { type: 'list', ordered: true, items: agenda.map(({ title }) => title) },
  ];
}

function inZone(instant: Date, language: Language, zone: string): DateTime {
  return DateTime.fromJSDate(instant, { zone }).setLocale(localeOf(language));
}

const weekdayNames = ['Mo.', 'Di.', 'Mi.', 'Do.', 'Fr.', 'Sa.', 'So.'];

function germanWeekday(local: DateTime): string {
  return weekdayNames[local.weekday - 1] ?? '';
}
