import { addWorkingDays, localInstant } from '../../../kernel/calendar.js';
import { dayAt } from '../../../kernel/dates.js';
import type { Invitation } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { cardKey } from './copies.js';
import { partiesOf, silentIn, undecidedIn } from './parties.js';

/** How many working days ahead people are reminded: of a missing reply before its deadline, of „Vielleicht“ before the meeting. */
export interface LeadTimes {
  readonly silent: readonly number[];
  readonly undecided: readonly number[];
}

export const usualLeadTimes: LeadTimes = { silent: [5, 1], undecided: [2] };
/** By the clocks of the network's zone. */
const timeOfDay = '09:00';

/** Of the silent, or of those who said maybe. */
export type ReminderKind = 'remind' | 'undecided';

export interface Reminder {
  readonly kind: ReminderKind;
  readonly row: Invitation;
  /** In the outbox: the same however often it is worked out. */
  readonly key: string;
  readonly due: Date;
}

type Timed = Pick<Meeting, 'state' | 'start' | 'replyBy' | 'invitedAt' | 'moved' | 'reminders'>;

/**
 * The reminder of a kind that is due at an instant: the last of its lead times that has come, as long as what it asks for can
 * still be answered. Nobody is reminded of what they were asked only afterwards.
 */
export function reminderDue(
  meeting: Timed,
  kind: ReminderKind,
  now: Date,
  zone: string,
): { readonly days: number; readonly at: Date } | undefined {
  const { silent, undecided } = meeting.reminders ?? usualLeadTimes;
  const until = kind === 'remind' ? meeting.replyBy : meeting.start;
  if (meeting.state !== 'invited' || now >= until || now >= meeting.start) return undefined;
  const askedAt = meeting.moved?.at ?? meeting.invitedAt;
  const day = dayAt(until, zone);
  const due = (kind === 'remind' ? silent : undecided)
    .map((days) => ({ days, at: localInstant(addWorkingDays(day, -days), timeOfDay, zone) }))
    .filter(({ at }) => at <= now && (askedAt === undefined || askedAt < at));
  return due.toSorted((one, other) => other.at.getTime() - one.at.getTime())[0];
}

/** Whom to remind at an instant, with each reminder once. Pure. */
export function remindersAt(
  meeting: Meeting,
  rows: readonly Invitation[],
  now: Date,
  zone: string,
): readonly Reminder[] {
  const parties = partiesOf(meeting, rows);
  return (['remind', 'undecided'] as const).flatMap((kind) => {
    const due = reminderDue(meeting, kind, now, zone);
    if (!due) return [];
    const whom = kind === 'remind' ? silentIn(meeting, parties) : undecidedIn(meeting, parties);
    return whom.flatMap((row) => {
      const key = cardKey(meeting._id, `${kind}:auto-${due.days}.${meeting.asked}`, row.personId);
      return row.cards?.includes(key) ? [] : [{ kind, row, key, due: due.at }];
    });
  });
}
