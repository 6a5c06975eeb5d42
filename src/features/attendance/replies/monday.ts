import type { Schedule } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { dayAt } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import { chasingTexts } from './chasing-texts.js';
import { unreachedOf } from './open-view.js';
import { partiesOf, silentIn } from './parties.js';
import { rosterOf } from './roster.js';

const mostMeetings = 50;
const mostShown = 10;
const longestSummary = 150;

interface Standing {
  readonly meeting: Meeting;
  readonly open: number;
  readonly unreached: number;
}

/** On Mondays at eight: one card for each coordinator, as far as there is anything to do. */
export function mondaySchedule(context: Context): Schedule {
  return {
    name: 'attendance.monday',
    pattern: '0 8 * * 1',
    lateHours: 24,
    async run(occurrence) {
      const all = await standings(context, occurrence);
      const questions = (await context.openQuestions?.()) ?? 0;
      const isQuiet = questions === 0 && all.every(({ open, unreached }) => open + unreached === 0);
      if (isQuiet) return;
      const day = dayAt(occurrence, context.zone);
      const coordinators = await context.people().coordinators();
      await context.outbox.enqueue(
        coordinators.map(({ id, language }) => ({
          key: `attendance-monday:${day}:${id}`,
          personId: id,
          view: mondayView(context, all, questions, language, day),
          due: occurrence,
          occasion: 'clock' as const,
        })),
      );
    },
  };
}

async function standings(context: Context, at: Date): Promise<readonly Standing[]> {
  const { items } = await context.meetings.find({
    filter: { state: 'invited', start: { $gt: at } },
    sort: [['start', 1]],
    limit: mostMeetings,
  });
  return Promise.all(
    items.map(async (meeting) => {
      const { rows } = await rosterOf(context, meeting);
      const parties = partiesOf(meeting, rows);
      const silent = new Set(silentIn(meeting, parties).map((row) => row._id));
      const open = parties.filter((party) => party.rows.some(({ _id }) => silent.has(_id))).length;
      return { meeting, open, unreached: (await unreachedOf(context, meeting)).length };
    }),
  );
}

function mondayView(
  { zone }: Context,
  all: readonly Standing[],
  questions: number,
  language: Language,
  today: string,
): View {
  const t = chasingTexts[language];
  const open = all.reduce((sum, each) => sum + each.open, 0);
  const unreached = all.reduce((sum, each) => sum + each.unreached, 0);
  const parts = [
    t.mondayMeetings(all.length),
    t.mondayOpen(open),
    ...(unreached > 0 ? [t.mondayNotReached(unreached)] : []),
    ...(questions > 0 ? [t.mondayQuestions(questions)] : []),
  ];
  const summary = cut(t.monday(parts.join(', ')), longestSummary);
  const wanting = all.filter((each) => each.open + each.unreached > 0).slice(0, mostShown);
  const next: readonly Action[] = [
    ...(questions > 0 ? [typedAction('offene fragen', t.mondayQuestionsShow)] : []),
    typedAction('treffen', t.allMeetings),
  ];
  return {
    kind: 'attendance.monday',
    summary,
    title: t.mondayTitle,
    language,
    blocks: [
      { type: 'text', text: [{ kind: 'strong', text: parts.join(', ') }] },
      ...wanting.flatMap(({ meeting, open: missing }): readonly Block[] => [
        { type: 'text', text: t.mondayLine(meetingLine(meeting, language, zone, today), t.mondayOpen(missing)) },
        { type: 'actions', actions: [typedAction(`offen ${meeting.number}`, t.title(String(meeting.number)))] },
      ]),
      { type: 'actions', actions: next },
    ],
  };
}
