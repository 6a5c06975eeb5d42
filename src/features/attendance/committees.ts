import type { Turn } from '../../bot/feature.js';
import { strong } from '../../messages/inline.js';
import type { Block, Fact, View } from '../../messages/view.js';
import type { Collection } from '../../ports/document-store.js';
import type { People } from '../../ports/people.js';
import type { Committee, CommitteeKind } from './model.js';
import { texts } from './texts.js';

const pageSize = 10;
/** Names shown for one committee; the rest is counted. */
const mostNames = 12;
const mostCoordinators = 3;

/** The committees by name, ten at a time. */
export async function committeesView(
  committees: Collection<Committee>,
  people: People,
  turn: Turn,
  after?: string,
): Promise<View> {
  const t = texts[turn.language];
  const page = await committees.find({
    sort: [['foldedName', 1]],
    limit: pageSize,
    ...(after === undefined ? {} : { after }),
  });
  const names = await people.names([...new Set(page.items.flatMap(peopleNamedIn))]);
  const blocks = page.items.map((committee) => committeeBlocks(committee, names, turn));
  const more: readonly Block[] =
    page.next === undefined
      ? []
      : [{ type: 'actions', actions: [{ id: 'attendance.committees', label: t.more, payload: { after: page.next } }] }];
  const isEmpty = page.items.length === 0 && after === undefined;
  return {
    kind: 'attendance.committees',
    summary: isEmpty ? t.committeesTitle : t.committeesSummary(page.items.map(({ name }) => name).join(', ')),
    title: t.committeesTitle,
    language: turn.language,
    blocks: [
      ...(isEmpty ? [{ type: 'text', text: await whatToDo(people, turn) } as const] : [...blocks.flat(), ...more]),
      nextSteps(turn),
    ],
  };
}

/** What the agreement says of them, and help. */
function nextSteps({ language }: Turn): Block {
  const t = texts[language];
  return {
    type: 'actions',
    actions: [
      {
        id: 'bot.typed',
        label: t.inAgreement,
        payload: { text: 'Was steht zur Mitwirkung in den Gremien in der Vereinbarung?' },
      },
      { id: 'bot.typed', label: t.help, payload: { text: 'hilfe' } },
    ],
  };
}

/** The ids of those whom a committee's card names. */
function peopleNamedIn({ chairId, memberIds }: Committee): readonly string[] {
  const members = memberIds.slice(0, mostNames);
  return chairId === undefined ? members : [chairId, ...members];
}

type Names = ReadonlyMap<string, string>;

function committeeBlocks(committee: Committee, names: Names, turn: Turn): readonly Block[] {
  const t = texts[turn.language];
  const facts: readonly Fact[] = [
    { label: t.chair, value: names.get(committee.chairId ?? '') ?? t.noChair },
    { label: t.members, value: memberNames(committee, names, turn) },
  ];
  const title = [strong(committee.name), ` · ${kindName(committee.kind, turn)}`];
  return [
    { type: 'text', text: title },
    { type: 'facts', facts },
  ];
}

function memberNames({ memberIds }: Committee, known: Names, turn: Turn): string {
  const t = texts[turn.language];
  if (memberIds.length === 0) return t.noMembers;
  const names = memberIds.slice(0, mostNames).flatMap((id) => known.get(id) ?? []);
  const nameless = Math.min(memberIds.length, mostNames) - names.length;
  const left = memberIds.length - mostNames;
  const all = nameless > 0 ? [...names, t.formerPerson(nameless)] : names;
  return left > 0 ? `${all.join(', ')} ${t.andMore(String(left))}` : all.join(', ');
}

function kindName(kind: CommitteeKind, turn: Turn): string {
  const t = texts[turn.language];
  switch (kind) {
    case 'steering':
      return t.steering;
    case 'conference':
      return t.conference;
    case 'working-group':
      return t.workingGroup;
  }
}

async function whatToDo(people: People, turn: Turn): Promise<string> {
  const t = texts[turn.language];
  if (turn.person.coordinator) return t.emptyForCoordinator;
  const names = (await people.coordinators()).slice(0, mostCoordinators).map((coordinator) => coordinator.name);
  return t.emptyForAll(names.length > 0 ? names.join(', ') : t.coordinationOffice);
}
