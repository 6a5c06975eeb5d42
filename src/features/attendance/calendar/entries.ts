import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { DateTime } from 'luxon';
import type { Language } from '../../../kernel/texts.js';
import { cleaned } from '../../../messages/text.js';
import type { FileBlock } from '../../../messages/view.js';
import { meetingTexts } from '../meeting-texts.js';
import { meetingName } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import { calendarTexts } from './texts.js';
import { timeZoneBlock } from './time-zone.js';

const longestTitle = 250;

export interface CalendarOptions {
  readonly zone: string;
  readonly language: Language;
  /** The calendar's name. */
  readonly name: string;
  readonly now: Date;
  /** Minutes after which a subscriber looks again. */
  readonly refreshMinutes?: number;
  /** Left out: how to take part by video, and what it is about. */
  readonly public?: boolean;
}

/**
 * A calendar file: every meeting under an id that never changes, with the sequence that rises with each change, at local
 * time. `cancel` tells calendars to take it out; else it is published, since replies are given to the bot and not by
 * calendars' mail.
 */
export function calendarText(meetings: readonly Meeting[], options: CalendarOptions, cancel = false): string {
  const { zone, name, now } = options;
  const calendar = ical({
    name: cleaned(name),
    prodId: '//Dorfbote//Treffen//DE',
    method: cancel ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
    ...(options.refreshMinutes !== undefined && { ttl: options.refreshMinutes * 60 }),
  });
  const times = meetings.flatMap(({ start, end }) => [start.getTime(), end.getTime()]);
  const from = new Date(Math.min(now.getTime(), ...times));
  const until = new Date(Math.max(now.getTime(), ...times));
  // A zone of the calendar's own would be taken for the stamps too, which are in UTC: each entry names it instead.
  calendar.timezone({ name: null, generator: () => timeZoneBlock(zone, from, until) });
  calendar.x('X-WR-TIMEZONE', zone);
  for (const meeting of meetings) addMeeting(calendar, meeting, options);
  return calendar.toString();
}

function addMeeting(calendar: ReturnType<typeof ical>, meeting: Meeting, options: CalendarOptions): void {
  const { zone, now } = options;
  const local = (instant: Date) => DateTime.fromJSDate(instant, { zone });
  const description = descriptionOf(meeting, options);
  calendar.createEvent({
    id: uidOf(meeting),
    sequence: meeting.sequence,
    stamp: now,
    start: local(meeting.start),
    end: local(meeting.end),
    timezone: zone,
    summary: cleaned(titleOf(meeting, options.language)).slice(0, longestTitle),
    status: statusOf(meeting),
    transparency: meeting.state === 'cancelled' ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    created: meeting.createdAt,
    lastModified: lastChange(meeting),
    ...(meeting.place !== undefined && { location: cleaned(meeting.place) }),
    ...(description !== '' && { description }),
    ...(meeting.link !== undefined && !options.public && { url: meeting.link }),
  });
}

/** The same for a meeting whatever becomes of it. */
export function uidOf({ _id }: Pick<Meeting, '_id'>): string {
  return `${_id}@dorfbote`;
}

function titleOf(meeting: Meeting, language: Language): string {
  const t = calendarTexts[language];
  const name = meetingName(meeting);
  if (meeting.state === 'cancelled') return t.cancelled(name);
  return meeting.state === 'draft' ? t.planned(name) : name;
}

function statusOf({ state }: Meeting): ICalEventStatus {
  switch (state) {
    case 'cancelled':
      return ICalEventStatus.CANCELLED;
    case 'draft':
      return ICalEventStatus.TENTATIVE;
    case 'invited':
      return ICalEventStatus.CONFIRMED;
  }
}

function lastChange({ createdAt, invitedAt, moved, cancelled }: Meeting): Date {
  const times = [createdAt, invitedAt, moved?.at, cancelled?.at].flatMap((at) => at?.getTime() ?? []);
  return new Date(Math.max(...times));
}

function descriptionOf(meeting: Meeting, options: CalendarOptions): string {
  const t = meetingTexts[options.language];
  const number = t.number(String(meeting.number));
  if (options.public) return number;
  const agenda = meeting.agenda.map(({ title }, index) => `${index + 1}. ${title}`);
  const lines = [
    number,
    ...(meeting.link === undefined ? [] : [`${t.link}: ${meeting.link}`]),
    ...(agenda.length > 0 ? [`${t.agenda}:`, ...agenda] : []),
  ];
  return cleaned(lines.join('\n'));
}

/** The calendar entry of one meeting as a file to keep: the entry itself, or that it is off. */
export function meetingFile(meeting: Meeting, options: Omit<CalendarOptions, 'name'>): FileBlock {
  const isOff = meeting.state === 'cancelled';
  const text = calendarText([meeting], { ...options, name: meetingName(meeting) }, isOff);
  const t = calendarTexts[options.language];
  return calendarFile(text, `treffen-${meeting.number}.ics`, isOff ? t.fileOff : t.file);
}

export function calendarFile(text: string, name: string, label: string): FileBlock {
  return {
    type: 'file',
    name,
    mediaType: 'text/calendar; charset=utf-8',
    bytes: new TextEncoder().encode(text),
    label,
  };
}
