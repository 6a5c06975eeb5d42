import { eventMark, type Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { formatInstant } from '../../../kernel/dates.js';
import { Refusal } from '../../../kernel/errors.js';
import type { Reply } from '../../../messages/reply.js';
import type { View } from '../../../messages/view.js';
import { idsOf } from '../../../ports/people.js';
import type { Context } from '../context.js';
import { meetingLine, shortTime } from '../meeting-views.js';
import type { Invitation, ReplyKind } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { leads, whomToAsk } from '../permissions.js';
import { personCard, roomCard } from './card.js';
import { rowIn } from './coming.js';
import { partnerOf } from './invitees.js';
import type { LiveCards } from './live.js';
import { writeReply } from './register.js';
import { rosterFor } from './roster.js';
import { replyTexts } from './texts.js';

/** What this room's parts work on. */
export interface Replying extends Context {
  readonly live: LiveCards;
}

/** A reply somebody gives, for themselves or on behalf. */
export interface Given {
  readonly reply: ReplyKind;
  /** Whose reply it is; that of whoever presses or types if left out. */
  readonly person?: { readonly id: string; readonly name: string };
  /** The version that the pressed card showed; what is asked now if typed. */
  readonly asked?: number;
  readonly remark?: string;
  readonly sends?: string;
}

export type Outcome =
  | { readonly kind: 'written'; readonly row: Invitation; readonly note?: string }
  /** Nothing was written: the card as it is says why. */
  | { readonly kind: 'shown'; readonly row: Invitation; readonly note: string };

/** Writes a reply if it may be given; refused with what to do where it may not. */
export async function give(context: Replying, turn: Turn, meeting: Meeting, given: Given): Promise<Outcome> {
  const t = replyTexts[turn.language];
  const row = await rowOf(context, turn, meeting, given);
  if (given.asked !== undefined && given.asked !== meeting.asked) return { kind: 'shown', row, note: t.outdated };
  await mustBeOpen(context, turn, meeting);
  if (given.reply === 'maybe' && !meeting.maybeAllowed) return { kind: 'shown', row, note: t.noMaybe };
  const { inbound, person } = turn;
  const { reply, remark, sends } = given;
  const onBehalf = given.person !== undefined && given.person.id !== person.id;
  if (onBehalf) turn.audit('attendance.reply-for', `Nr. ${meeting.number}`, { person: row.personId, reply });
  await context.live.mark(meeting._id);
  const mark = eventMark(inbound);
  const written = await writeReply(context, row._id, {
    reply,
    asked: meeting.asked,
    at: inbound.at,
    mark,
    ...(onBehalf && { by: person.id }),
    ...(sends !== undefined && { sends }),
    ...(remark !== undefined && { remark }),
  });
  if (!onBehalf) await noteWho(context, turn, row);
  const latest = written ?? (await context.invitations.get(row._id)) ?? row;
  await context.live.touch(meeting._id);
  const isLater = latest.replyMark !== mark;
  return { kind: 'written', row: latest, ...(isLater && { note: t.later }) };
}

/** Until the deadline by the time of the press; chairs and the coordination may record later. Refused otherwise. */
export async function mustBeOpen(context: Replying, turn: Turn, meeting: Meeting): Promise<void> {
  const t = replyTexts[turn.language];
  const line = meetingLine(meeting, turn.language, context.zone, turn.today);
  mustBeOut(turn, meeting);
  if (meeting.state === 'cancelled') throw new Refusal(t.isOff(line), 'attendance.cancelled');
  if (turn.inbound.at <= meeting.replyBy || leads(turn.person, meeting.committeeId)) return;
  const until = shortTime(meeting.replyBy, turn.language, context.zone, turn.today);
  if (leads(turn.person, meeting.committeeId)) {
    throw new Refusal(t.leaderNotInvited(line, String(meeting.number)), 'attendance.not-invited');
  }
  const who = await whomToAsk(context, turn, meeting.committeeId);
  throw new Refusal(t.tooLate(line, until, who), 'attendance.too-late');
}

/** Refused while people are not invited to it: of a draft only those who lead it know more than the number. */
export function mustBeOut(turn: Turn, { state, number, committeeId }: Meeting): void {
  if (state !== 'draft') return;
  const t = replyTexts[turn.language];
  const text = leads(turn.person, committeeId) ? t.isDraft(String(number)) : t.notYetInvited(String(number));
  throw new Refusal(text, 'attendance.draft');
}

/** The row that a reply is for. Refused if that person is not invited, or it is somebody else's to say. */
export async function rowOf(
  context: Replying,
  turn: Turn,
  meeting: Meeting,
  { person }: Pick<Given, 'person'>,
): Promise<Invitation> {
  const t = replyTexts[turn.language];
  const whose = person ? ((await context.people().get(person.id)) ?? person) : turn.person;
  const row = await rowIn(context, meeting._id, whose);
  if (row) return row;
  mustBeOut(turn, meeting);
  if (person) {
    const text = t.otherNotInvited(person.name, String(meeting.number));
    throw new Refusal(text, 'attendance.other-not-invited');
  }
  const line = meetingLine(meeting, turn.language, context.zone, turn.today);
  if (leads(turn.person, meeting.committeeId)) {
    throw new Refusal(t.leaderNotInvited(line, String(meeting.number)), 'attendance.not-invited');
  }
  const who = await whomToAsk(context, turn, meeting.committeeId);
  throw new Refusal(t.notInvited(line, who), 'attendance.not-invited');
}

/** The language and the partner of whoever answers may have come after the invitation. */
async function noteWho(context: Context, turn: Turn, row: Invitation): Promise<void> {
  const partnerId = row.role === 'member' ? partnerOf(turn.person) : row.partnerId;
  if (row.language === turn.language && partnerId === row.partnerId) return;
  await context.invitations.update(row._id, {
    $set: { language: turn.language, ...(partnerId !== undefined && { partnerId }) },
  });
}

/** A person's card as it is now, with the latest counts; the facts for those who lead it without being invited. */
export async function cardNow(context: Replying, turn: Turn, meeting: Meeting, note?: string): Promise<View> {
  const view = await viewNow(context, turn, meeting, note);
  return isCard(turn) ? view : dated(context, turn, view);
}

async function viewNow(context: Replying, turn: Turn, meeting: Meeting, note: string | undefined): Promise<View> {
  const ids = idsOf(turn.person);
  const roster = await rosterFor(context, meeting, ids, context.live.rows(meeting._id));
  const row = roster.rows.find(({ personId }) => ids.includes(personId));
  const isOver = meeting.end <= turn.now;
  const options = { language: turn.language, zone: context.zone, isOver, ...(note !== undefined && { note }) };
  if (row) return personCard(roster, row, options);
  const t = replyTexts[turn.language];
  const isLed = leads(turn.person, meeting.committeeId);
  if (!isLed) mustBeOut(turn, meeting);
  const facts = roomCard(roster, { ...options, onlyFacts: true });
  const next = isLed ? typedAction(`offen ${meeting.number}`, t.pressOpen) : typedAction('treffen', t.pressMeetings);
  return { ...facts, blocks: [...facts.blocks, { type: 'actions', actions: [next] }] };
}

/** An answer is not kept up to date as the cards are: it says of when it is. */
export function dated({ zone }: Replying, { now, language }: Turn, view: View): View {
  const at = view.blocks.findIndex(({ type }) => type === 'actions');
  const note = { type: 'note', text: replyTexts[language].asOf(formatInstant(now, zone, language)) } as const;
  return { ...view, blocks: view.blocks.toSpliced(at < 0 ? view.blocks.length : at, 0, note) };
}

/** Where a card was pressed it is rewritten; typed, it is a message. */
export function shown(turn: Turn, view: View): Reply {
  return isCard(turn) ? { type: 'replace', view } : { type: 'message', private: true, view };
}

function isCard({ inbound: { event } }: Turn): boolean {
  return event.type === 'action' || event.type === 'form';
}
