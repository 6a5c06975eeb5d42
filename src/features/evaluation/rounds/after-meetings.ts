import type { Schedule } from '../../../bot/feature.js';
import { dayAt, formatDay } from '../../../kernel/dates.js';
import type { HeldMeeting } from '../../../ports/meetings.js';
import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { goalQuestion, strategicGoals } from '../questions.js';
import { smallestOf } from '../results/aggregate.js';
import { roundTexts } from './texts.js';
import { decentInstant } from './times.js';

/** Meetings of so many days back are asked about: whoever was there is noted later, at times. */
const daysBack = 7;
const openDays = 7;
const lateHours = 6;
const dayMs = 86_400_000;
const template = 'treffen';

/** On working days: one question to those who were at a meeting, where its committee wants that. */
export function afterMeetingsSchedule(context: Context): Schedule {
  return {
    name: 'evaluation.after-meetings',
    pattern: '30 9 * * 1-5',
    lateHours,
    run: async (_, now) => {
      const held = (await context.meetings?.heldSince(new Date(now.getTime() - daysBack * dayMs), now)) ?? [];
      for (const meeting of held) await plan(context, meeting, now);
    },
  };
}

/** Once for each meeting. Of fewer people nothing could be shown, so they are not asked. */
async function plan(context: Context, meeting: HeldMeeting, now: Date): Promise<void> {
  const _id = `after:${meeting.id}`;
  const present = [...new Set(meeting.present)];
  if (present.length < smallestOf(context, { named: false }) || (await context.rounds.get(_id))) return;
  const goal = strategicGoals[(await context.rounds.count({ template })) % strategicGoals.length];
  if (!goal) return;
  const day = formatDay(dayAt(meeting.start, context.zone), 'de');
  const round: Round = {
    _id,
    rev: 1,
    number: await context.numbers.give('round', _id),
    title: roundTexts.de.afterTitle(meeting.name, day),
    template,
    named: false,
    questions: [goalQuestion(goal)],
    audience: { people: present },
    state: 'scheduled',
    opensAt: decentInstant(now, context.zone),
    openedBy: 'clock',
    openDays,
    remindAfterDays: [],
    occurrence: 1,
    resultsFor: 'everyone',
    meetingId: meeting.id,
    by: 'clock',
    createdAt: now,
    unfinished: [],
  };
  await context.rounds.insert(round);
}
