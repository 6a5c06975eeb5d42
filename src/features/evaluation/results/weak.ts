import { z } from 'zod';
import { action, eventMark, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { typedAction } from '../../../bot/views.js';
import { dayAt, formatDay } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll, type Language } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { View } from '../../../messages/view.js';
import type { MeetingEntry } from '../../../ports/meetings.js';
import { idsOf } from '../../../ports/people.js';
import type { Context } from '../context.js';
import { goalNumbers, type Round } from '../model.js';
import { type StrategicGoal, scaleWords, strategicGoal } from '../questions.js';
import { shown } from '../shown.js';
import { maySee } from './access.js';
import type { Result } from './model.js';
import { sum } from './suppression.js';
import { shareOf } from './trend.js';
import { weakTexts } from './weak-texts.js';
import { answeredIn, few, nameOf } from './words.js';

const putId = 'evaluation.goal-on-agenda';
/** Of the five steps, 1 being the lowest: at or below it a goal is offered to chairs. */
const weakMean = 2.5;
const mostOffered = 3;
const longestSummary = 150;

interface Weak {
  readonly goal: StrategicGoal;
  readonly mean: number;
  readonly percent: number;
  readonly of: number;
}

/** Goals that many rate low, the lowest first; too few answers say nothing. */
export function weakGoals(round: Round, result: Result): readonly Weak[] {
  const found = answeredIn(round, result, 'answers').flatMap(({ question, result: { total } }): readonly Weak[] => {
    const goal = question.goal === undefined ? undefined : strategicGoal(question.goal);
    const share = total ? shareOf(total, Math.max(few, result.smallest)) : undefined;
    if (!goal || !total || !share || question.kind.type !== 'scale') return [];
    const steps = total.slice(0, scaleWords[goal.steps].length);
    const mean = sum(steps.map((count, index) => count * (index + 1))) / share.of;
    return mean <= weakMean ? [{ goal, mean, percent: share.percent, of: share.of }] : [];
  });
  return found.toSorted((a, b) => a.mean - b.mean).slice(0, mostOffered);
}

/** Offers a closed round's weak goals to whoever chairs a committee with a meeting to come; each is told once. */
export async function offerWeakGoals(context: Context, round: Round, result: Result): Promise<void> {
  const weak = weakGoals(round, result);
  if (weak.length === 0 || !context.meetings) return;
  const now = context.clock.now();
  const told = new Set<string>();
  for (const meeting of await context.meetings.nextOfChairs(now)) {
    const person = told.has(meeting.chairId) ? undefined : await context.people.get(meeting.chairId);
    if (!person || !(await maySee(context, { person }, round))) continue;
    told.add(meeting.chairId);
    await context.outbox.enqueue([
      {
        key: `round:${round._id}:weak:${person.id}`,
        personId: person.id,
        view: offerView(context, round, weak, meeting, person.language),
        due: now,
        occasion: 'clock',
        batch: `round:${round._id}:weak`,
      },
    ]);
  }
}

function offerView(
  { zone }: Context,
  round: Round,
  weak: readonly Weak[],
  meeting: MeetingEntry,
  language: Language,
): View {
  const t = weakTexts[language];
  const day = formatDay(dayAt(meeting.start, zone), language);
  return {
    kind: 'evaluation.weak-goals',
    summary: cut(`${t.title} ${round.title}`, longestSummary),
    title: t.title,
    language,
    blocks: [
      { type: 'text', text: t.intro(round.title, meeting.name, day) },
      {
        type: 'list',
        items: weak.map(({ goal, percent, of }) => {
          const question = round.questions.find((each) => each.goal === goal.number);
          return t.line(question ? nameOf(question, language) : '', String(percent), String(of));
        }),
      },
      {
        type: 'actions',
        actions: weak.map(({ goal: { number } }) => ({
          id: putId,
          label: t.button(String(number)),
          payload: { goal: number, meeting: meeting.id },
        })),
      },
    ],
  };
}

/** A goal onto an agenda, by a press or typed. */
export function weakGoalsPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'evaluation.goal-on-agenda-typed',
        words: ['ziel auf tagesordnung', 'ziel auf die tagesordnung'],
        slots: [
          { kind: 'number', name: 'ziel' },
          { kind: 'number', name: 'treffen', optional: true },
        ],
        role: 'chair',
        changes: true,
        personal: true,
        unlisted: true,
        help: inAll(weakTexts, (t) => t.command),
        run: async (turn, { ziel, treffen }) =>
          put(context, turn, Number(ziel), await meetingMeant(context, turn, treffen)),
      },
    ],
    actions: [
      action({
        id: putId,
        role: 'chair',
        payload: z.object({ goal: z.number().int().min(1).max(goalNumbers.length), meeting: sentId }),
        changes: true,
        run: (turn, { goal, meeting }) => put(context, turn, goal, meeting),
      }),
    ],
  };
}

async function meetingMeant(context: Context, turn: Turn, typed: string | undefined): Promise<string> {
  if (typed !== undefined) return context.numbers.subject('meeting', typed, turn.language);
  const next = (await context.meetings?.nextOfChairs(turn.now)) ?? [];
  const own =
    next.find(({ chairId }) => idsOf(turn.person).includes(chairId)) ?? (turn.person.coordinator ? next[0] : undefined);
  if (!own) throw new Refusal(weakTexts[turn.language].noMeeting, 'evaluation.no-meeting');
  return own.id;
}

async function put(context: Context, turn: Turn, number: number, meetingId: string): Promise<Reply> {
  const t = weakTexts[turn.language];
  const goal = strategicGoal(number);
  const meeting = await context.meetings?.entry(meetingId);
  if (!goal || !meeting) throw new Refusal(t.gone, 'evaluation.meeting-gone');
  // The agenda is everybody's: it is in the network's language.
  const item = weakTexts.de.item(String(number), goal.title.de);
  const cause = { person: turn.person, at: turn.now, event: eventMark(turn.inbound) };
  const answer = (await context.meetings?.addAgendaItem(meetingId, item, cause)) ?? 'gone';
  if (answer === 'gone' || answer === 'refused' || answer === 'full') {
    throw new Refusal(t[answer], `evaluation.agenda-${answer}`);
  }
  const day = formatDay(dayAt(meeting.start, context.zone), turn.language);
  const text = answer === 'added' ? t.added(meeting.name, day, item) : t.there(item);
  return shown(turn, {
    kind: 'evaluation.on-agenda',
    summary: cut(text, longestSummary),
    language: turn.language,
    blocks: [
      { type: 'text', text },
      { type: 'actions', actions: [typedAction(`planung ${meeting.number}`, t.agenda)] },
    ],
  });
}
