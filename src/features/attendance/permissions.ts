import type { Turn } from '../../bot/feature.js';
import { Refusal } from '../../kernel/errors.js';
import { idsOf, type Person } from '../../ports/people.js';
import type { Context } from './context.js';
import { meetingTexts } from './meeting-texts.js';
import type { Meeting } from './meetings/model.js';

const mostAsked = 3;

/** Whether a person leads a committee's affairs: its chair, or the coordination office. */
export function leads(person: Pick<Person, 'coordinator' | 'chairs'>, committeeId: string | undefined): boolean {
  return person.coordinator || (committeeId !== undefined && person.chairs.includes(committeeId));
}

/** Refused, with whom to ask, unless the person chairs the meeting's committee or coordinates. */
export async function mustLead(context: Context, turn: Turn, meeting: Pick<Meeting, 'committeeId'>): Promise<void> {
  return mustLeadCommittee(context, turn, meeting.committeeId);
}

export async function mustLeadCommittee(
  context: Context,
  turn: Pick<Turn, 'person' | 'language'>,
  committeeId: string | undefined,
): Promise<void> {
  if (leads(turn.person, committeeId)) return;
  const t = meetingTexts[turn.language];
  throw new Refusal(t.onlyManagers(await whomToAsk(context, turn, committeeId)), 'attendance.not-leading');
}

/** The committee's chair, if there is one, and the coordinators, by name; never those who ask. */
export async function whomToAsk(
  context: Context,
  turn: Pick<Turn, 'person' | 'language'>,
  committeeId: string | undefined,
): Promise<string> {
  const committee = committeeId === undefined ? undefined : await context.committees.get(committeeId);
  const isAsker = (id: string) => idsOf(turn.person).includes(id);
  const chair = committee?.chairId;
  const named = chair !== undefined && !isAsker(chair);
  const chairName = named ? (await context.people().names([chair])).get(chair) : undefined;
  const others = (await context.people().coordinators()).filter(({ id }) => !isAsker(id));
  const coordinators = others.map(({ name }) => name);
  const names = [...new Set([...(chairName === undefined ? [] : [chairName]), ...coordinators])].slice(0, mostAsked);
  return names.length > 0 ? names.join(', ') : meetingTexts[turn.language].coordinationOffice;
}
