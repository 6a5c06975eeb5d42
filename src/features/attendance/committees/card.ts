import type { Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { strong } from '../../../messages/inline.js';
import type { Action, Block, Fact, View } from '../../../messages/view.js';
import type { Person } from '../../../ports/people.js';
import type { Context } from '../context.js';
import { type Committee, standingDeputy } from '../model.js';
import { leads } from '../permissions.js';
import { texts } from '../texts.js';
import { committeeActions } from './actions.js';
import { comingLine, nextMeetings } from './coming.js';
import { dissolvingTexts } from './dissolving.js';
import { kindName } from './fields.js';
import { committeeTexts } from './texts.js';

/** Groups of members by partner on one page of the card. */
const pageSize = 10;
const atOnce = 25;
const mostMeetings = 3;
const mostGuests = 20;

/** A committee: chair, members by partner, next meetings, and what this person may do. */
export async function committeeCard(
  context: Context,
  turn: Turn,
  committee: Committee,
  options: { readonly from?: number; readonly note?: string } = {},
): Promise<View> {
  const { from = 0, note } = options;
  const t = committeeTexts[turn.language];
  const people = await peopleOf(context, [...committee.memberIds]);
  const groups = byPartner(people, turn);
  const meetings = await nextMeetings(context, committee, turn.now, mostMeetings);
  const more = groups.length > from + pageSize;
  const summary = `${committee.name}: ${t.memberCount(committee.memberIds.length)}`;
  return {
    kind: 'attendance.committee',
    summary,
    title: committee.name,
    language: turn.language,
    blocks: [
      ...(note === undefined ? [] : [{ type: 'text', text: note } as const]),
      { type: 'facts', facts: await facts(context, turn, committee, groups) },
      ...(groups.length > 0 ? [await memberList(context, turn, committee, groups.slice(from, from + pageSize))] : []),
      ...(more ? [moreMembers(turn, committee, from)] : []),
      { type: 'text', text: [strong(t.nextMeetings)] },
      meetings.length > 0
        ? { type: 'list', items: meetings.map((one) => comingLine(one, turn.language, context.zone, turn.today)) }
        : { type: 'text', text: t.noMeetings },
      { type: 'actions', actions: buttons(turn, committee) },
    ],
  };
}

/** Who they are today; whoever is gone is left out, and nobody twice. */
export async function peopleOf(context: Context, ids: readonly string[]): Promise<readonly Person[]> {
  const found = new Map<string, Person>();
  for (let start = 0; start < ids.length; start += atOnce) {
    const some = await Promise.all(ids.slice(start, start + atOnce).map((id) => context.people().get(id)));
    for (const person of some) if (person) found.set(person.id, person);
  }
  return [...found.values()];
}

interface Group {
  readonly name: string;
  readonly isPartner: boolean;
  readonly people: readonly Person[];
}

/** Partners by name, then those without a confirmed one. */
function byPartner(people: readonly Person[], { language }: Turn): readonly Group[] {
  const groups = new Map<string, Person[]>();
  for (const person of people) {
    const key = person.partner?.confirmed ? person.partner.name : '';
    groups.set(key, [...(groups.get(key) ?? []), person]);
  }
  const name = (key: string) => key || committeeTexts[language].withoutPartner;
  return [...groups]
    .map(([key, members]) => ({
      name: name(key),
      isPartner: key !== '',
      people: members.toSorted((a, b) => a.name.localeCompare(b.name, 'de')),
    }))
    .sort((a, b) => Number(b.isPartner) - Number(a.isPartner) || a.name.localeCompare(b.name, 'de'));
}

async function memberList(
  context: Context,
  { language }: Turn,
  committee: Committee,
  groups: readonly Group[],
): Promise<Block> {
  const t = committeeTexts[language];
  const deputies = await context.people().names(committee.deputies?.map(({ deputyId }) => deputyId) ?? []);
  const shown = ({ id, name }: Person) => {
    const deputy = deputies.get(standingDeputy(committee, id) ?? '');
    const marks = [
      ...(committee.chairId === id ? [t.chairMark] : []),
      ...(deputy === undefined ? [] : [t.deputyMark(deputy)]),
    ];
    return marks.length > 0 ? `${name} (${marks.join(', ')})` : name;
  };
  return {
    type: 'list',
    items: groups.map(({ name, people }) => [strong(name), `: ${people.map(shown).join(', ')}`]),
  };
}

async function facts(
  context: Context,
  { language }: Turn,
  committee: Committee,
  groups: readonly Group[],
): Promise<readonly Fact[]> {
  const t = committeeTexts[language];
  const known = texts[language];
  const guestIds = committee.guestIds ?? [];
  const guests = await context.people().names(guestIds.slice(0, mostGuests));
  const names = await context.people().names(committee.chairId === undefined ? [] : [committee.chairId]);
  const room = committee.roomId === undefined ? undefined : await context.rooms().get(committee.roomId);
  const partners = groups.filter(({ isPartner }) => isPartner).length;
  const members = groups.reduce((sum, { people }) => sum + people.length, 0);
  const rules = [
    committee.onePerPartner === false ? t.everybody : t.onePerPartner,
    committee.maybeAllowed === false ? t.noMaybe : t.maybe,
    ...(committee.asksAfter ? [t.asksAfter] : []),
  ];
  return [
    { label: known.committee, value: kindName(committee.kind, language) },
    { label: known.chair, value: names.get(committee.chairId ?? '') ?? known.noChair },
    { label: known.members, value: members === 0 ? known.noMembers : t.partnerCount(members, partners) },
    ...(guests.size > 0 ? [{ label: t.guests, value: [...guests.values()].join(', ') }] : []),
    { label: t.rules, value: rules.join('; ') },
    ...(room ? [{ label: t.room, value: room.name }] : []),
  ];
}

function moreMembers({ language }: Turn, { _id }: Committee, from: number): Block {
  const payload = { committee: _id, from: from + pageSize };
  return {
    type: 'actions',
    actions: [{ id: committeeActions.show, label: texts[language].more, payload }],
  };
}

function buttons({ language, person }: Turn, { _id }: Committee): readonly Action[] {
  const t = committeeTexts[language];
  const payload = { committee: _id };
  const forLeaders: readonly Action[] = [
    { id: committeeActions.plan, label: t.plan, payload, opensForm: true, style: 'primary' },
    { id: committeeActions.add, label: t.addButton, payload, opensForm: true },
    { id: committeeActions.remove, label: t.removeButton, payload, opensForm: true },
    { id: committeeActions.edit, label: t.editButton, payload, opensForm: true },
    { id: committeeActions.room, label: t.roomButton, payload, opensForm: true },
  ];
  const dissolve = { id: committeeActions.dissolve, label: dissolvingTexts[language].button, payload };
  return [
    ...(leads(person, _id) ? forLeaders : [typedAction('gremien', t.backButton)]),
    { id: committeeActions.calendar, label: t.calendarButton, payload },
    ...(person.coordinator ? [dissolve] : []),
  ];
}
