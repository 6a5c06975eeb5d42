import { type Command, eventMark, type Turn, type Typed } from '../../../bot/feature.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import type { View } from '../../../messages/view.js';
import type { Filter } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import { meetingTexts } from '../meeting-texts.js';
import { whichMeeting } from '../meetings/choosing.js';
import { meetingByNumber } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import type { Committee } from '../model.js';
import { mustLead } from '../permissions.js';
import { agendaFrom, type Plan } from './plan.js';

/** Enough to tell whether one is meant, or to show some. */
const mostLooked = 6;
const dayMs = 86_400_000;

/** A draft under an id: the same however often its event is delivered. */
export async function insertDraft(
  context: Context,
  turn: Pick<Turn, 'now'> & { readonly person: { readonly id: string } },
  id: string,
  committee: Pick<Committee, '_id' | 'name' | 'onePerPartner'>,
  plan: Plan,
  series?: Meeting['series'],
): Promise<Meeting> {
  const known = await context.meetings.get(id);
  if (known) return known;
  const meeting: Meeting = {
    _id: id,
    rev: 1,
    number: await context.numbers.give('meeting', id),
    committeeId: committee._id,
    committeeName: committee.name,
    ...plan,
    agenda: agendaFrom(plan.agenda, [], () => context.ids.next()),
    onePerPartner: committee.onePerPartner !== false,
    state: 'draft',
    asked: 1,
    sequence: 0,
    ...(series && { series }),
    by: turn.person.id,
    createdAt: turn.now,
    unfinished: [],
  };
  await context.meetings.insert(meeting);
  return (await context.meetings.get(id)) ?? meeting;
}

/** Whether this event has changed the meeting already: then it is only told again. */
export function isDone(meeting: Meeting, turn: Turn): boolean {
  return meeting.event === eventMark(turn.inbound);
}

/** A card that was pressed, or from which a form was opened, is rewritten in place. */
export function answered(turn: Turn, view: View): Reply {
  const { event } = turn.inbound;
  const isCard = event.type === 'action' || event.type === 'form';
  return isCard ? { type: 'replace', view } : { type: 'message', private: true, view };
}

/**
 * A command about one meeting of a committee that this person leads. Without a number it means the only one in these
 * states, or gives a choice.
 */
export function commandOn(
  context: Context,
  states: readonly Meeting['state'][],
  command: Pick<Command, 'id' | 'words' | 'help'> & Partial<Pick<Command, 'slots' | 'unlisted' | 'changes'>>,
  run: (turn: Turn, meeting: Meeting, typed: Typed) => Promise<Reply>,
): Command {
  const slots = command.slots ?? [];
  return {
    role: 'chair',
    changes: true,
    personal: true,
    ...command,
    slots: [{ kind: 'number', name: 'number', optional: slots.every((slot) => slot.kind !== 'text') }, ...slots],
    run: async (turn, typed) => {
      const meeting =
        typed.number === undefined
          ? await onlyOne(context, turn, states, command.words[0], typed)
          : await meetingByNumber(context, turn, typed.number);
      if ('choice' in meeting) return meeting.choice;
      await mustLead(context, turn, meeting);
      return run(turn, meeting, typed);
    },
  };
}

async function onlyOne(
  context: Context,
  turn: Turn,
  states: readonly Meeting['state'][],
  word: string,
  typed: Typed,
): Promise<Meeting | { readonly choice: Reply }> {
  const t = meetingTexts[turn.language];
  const found = await openMeetings(context, turn, states, mostLooked);
  const [only, ...more] = found;
  if (!only) throw new Refusal(t.nothingOpen, 'attendance.nothing-open');
  if (more.length === 0) return only;
  return { choice: whichMeeting(context, turn, found, { word, typed }) };
}

/** Meetings that this person leads and that are not over, soonest first. */
export async function openMeetings(
  context: Context,
  { person, now }: Pick<Turn, 'person' | 'now'>,
  states: readonly Meeting['state'][],
  limit: number,
): Promise<readonly Meeting[]> {
  const start = { $gte: new Date(now.getTime() - dayMs) };
  const filter: Filter = {
    state: { $in: [...states] },
    start,
    ...(!person.coordinator && { committeeId: { $in: [...person.chairs] } }),
  };
  return (await context.meetings.find({ filter, sort: [['start', 1]], limit })).items;
}
