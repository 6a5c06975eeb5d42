import { eventMark, type Turn } from '../../../bot/feature.js';
import { dayAt } from '../../../kernel/dates.js';
import { FormRefusal, Refusal } from '../../../kernel/errors.js';
import { cut } from '../../../messages/text.js';
import type { Context } from '../context.js';
import type { Decision } from '../meetings/decisions.js';
import { meetingById } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { changeMinutes, mustWrite } from './changing.js';
import { decisionTexts } from './decision-texts.js';
import { searchWords } from './stems.js';

export const longestDecision = 1_000;
const mostDecisions = 100;
const longestShown = 300;

export interface Wording {
  readonly text: string;
  readonly item?: string;
  readonly goal?: number;
}

/** What a meeting decided, in the order of its minutes. */
export async function decisionsOf(context: Context, { _id }: Pick<Meeting, '_id'>): Promise<readonly Decision[]> {
  const { items } = await context.decisions.find({ filter: { meetingId: _id }, limit: mostDecisions });
  return items.toSorted((a, b) => a.place - b.place);
}

/** What is wrong with a wording, in the person's language. */
export function problemIn(turn: Turn, text: string): string | undefined {
  const t = decisionTexts[turn.language];
  if (text.trim() === '') return t.missing;
  return text.length > longestDecision ? t.tooLong(longestDecision.toLocaleString('de-DE')) : undefined;
}

/** Notes a decision, once for each event however often it is delivered. */
export async function addDecision(context: Context, turn: Turn, meeting: Meeting, wording: Wording): Promise<Decision> {
  const _id = eventMark(turn.inbound);
  const known = await context.decisions.get(_id);
  if (known) {
    await changeMinutes(context, turn, known.meetingId);
    return known;
  }
  if ((await context.decisions.count({ meetingId: meeting._id })) >= mostDecisions) {
    const text = decisionTexts[turn.language].tooMany(String(mostDecisions));
    throw new Refusal(text, 'attendance.too-many-decisions');
  }
  const now = await changeMinutes(context, turn, meeting._id, () => ({ $inc: { decisionCount: 1 } }));
  const fresh: Decision = {
    _id,
    meetingId: now._id,
    meetingNumber: now.number,
    place: now.decisionCount ?? 1,
    text: wording.text.trim(),
    words: [...searchWords(wording.text)],
    day: dayAt(now.start, context.zone),
    createdAt: turn.now,
    by: turn.person.id,
    ...(now.committeeId !== undefined && { committeeId: now.committeeId }),
    ...(now.committeeName !== undefined && { committeeName: now.committeeName }),
    ...(wording.item !== undefined && { agendaItem: wording.item }),
    ...(wording.goal !== undefined && { goal: wording.goal }),
  };
  await context.decisions.insert(fresh);
  return fresh;
}

/** Changes the wording that the editor saw; refused at the field, with what stands there now, if somebody was quicker. */
export async function changeDecision(
  context: Context,
  turn: Turn,
  decision: Decision,
  seen: string,
  { text: typed, item, goal }: Wording,
): Promise<Meeting> {
  const text = typed.trim();
  const set = { text, words: searchWords(text), ...(item !== undefined && { agendaItem: item }) };
  const unset = {
    ...(item === undefined && { agendaItem: true as const }),
    ...(goal === undefined && { goal: true as const }),
  };
  const changed = await context.decisions.update(
    decision._id,
    { $set: { ...set, ...(goal !== undefined && { goal }) }, ...(Object.keys(unset).length > 0 && { $unset: unset }) },
    { text: { $in: [seen, text] } },
  );
  if (!changed) {
    const now = (await context.decisions.get(decision._id))?.text ?? '';
    const problem = decisionTexts[turn.language].conflict(cut(now, longestShown));
    throw new FormRefusal({ text: problem }, 'attendance.decision-conflict');
  }
  return changeMinutes(context, turn, decision.meetingId);
}

/** Deleted last: cut short, it is still there for whoever comes again. */
export async function dropDecision(context: Context, turn: Turn, decision: Decision): Promise<Meeting> {
  const meeting = await changeMinutes(context, turn, decision.meetingId);
  await context.decisions.delete({ _id: decision._id });
  return meeting;
}

/** The decision that a button names, for whoever writes its minutes. */
export async function decisionThere(
  context: Context,
  turn: Turn,
  id: string,
): Promise<{ readonly decision: Decision; readonly meeting: Meeting }> {
  const decision = await context.decisions.get(id);
  if (!decision) throw new Refusal(decisionTexts[turn.language].gone, 'attendance.decision-gone');
  const meeting = await meetingById(context, turn, decision.meetingId);
  await mustWrite(context, turn, meeting);
  return { decision, meeting };
}

/** By its place in the minutes, as it is typed. */
export async function decisionAt(context: Context, turn: Turn, meeting: Meeting, place: string): Promise<Decision> {
  const found = (await decisionsOf(context, meeting)).find((each) => each.place === Number(place));
  if (found) return found;
  throw new Refusal(decisionTexts[turn.language].noSuch(place, String(meeting.number)), 'attendance.no-such-decision');
}
