import type { Turn } from '../../../bot/feature.js';
import { type Inline, strong } from '../../../messages/inline.js';
import type { Block, View } from '../../../messages/view.js';
import { idsOf } from '../../../ports/people.js';
import type { Context } from '../context.js';
import { whenAndWhere } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import type { Committee } from '../model.js';
import { texts } from '../texts.js';
import { committeeActions } from './actions.js';
import { nextOfEach } from './coming.js';
import { allCommittees } from './register.js';
import { committeeTexts } from './texts.js';

const pageSize = 10;
const mostCoordinators = 3;
const longestLabel = 40;

/** One line for each committee, this person's own first, ten at a time. */
export async function committeesView(context: Context, turn: Turn, from = 0): Promise<View> {
  const t = texts[turn.language];
  const all = (await allCommittees(context)).toSorted((a, b) => Number(isMine(b, turn)) - Number(isMine(a, turn)));
  const page = all.slice(from, from + pageSize);
  const chairs = await context.people().names([...new Set(page.flatMap(({ chairId }) => chairId ?? []))]);
  const next = await nextOfEach(context, page, turn.now);
  const isEmpty = page.length === 0;
  return {
    kind: 'attendance.committees',
    summary: isEmpty ? t.committeesTitle : t.committeesSummary(page.map(({ name }) => name).join(', ')),
    title: t.committeesTitle,
    language: turn.language,
    blocks: [
      ...(isEmpty
        ? [{ type: 'text', text: await whatToDo(context, turn) } as const]
        : [
            { type: 'list', items: page.map((one) => line(context, turn, one, { chairs, next })) } as const,
            { type: 'actions', actions: page.map((one) => shortButton(one)) } as const,
          ]),
      nextSteps(turn, all.length > from + pageSize ? from + pageSize : undefined),
      ...(turn.person.coordinator ? [{ type: 'note', text: committeeTexts[turn.language].fileHint } as const] : []),
    ],
  };
}

interface Known {
  readonly chairs: ReadonlyMap<string, string>;
  readonly next: ReadonlyMap<string, Meeting>;
}

function line(context: Context, turn: Turn, committee: Committee, { chairs, next }: Known): Inline {
  const t = committeeTexts[turn.language];
  const meeting = next.get(committee._id);
  const parts = [
    t.chairLine(chairs.get(committee.chairId ?? '') ?? texts[turn.language].noChair),
    t.memberCount(committee.memberIds.length),
    ...(isMine(committee, turn) ? [t.mine] : []),
    ...(meeting ? [t.nextLine(whenAndWhere(meeting, turn.language, context.zone, turn.today))] : []),
  ];
  return [strong(committee.name), ` · ${parts.join(' · ')}`];
}

function isMine({ memberIds }: Committee, { person }: Turn): boolean {
  return idsOf(person).some((id) => memberIds.includes(id));
}

function shortButton({ _id, name }: Committee) {
  const label = name.length > longestLabel ? `${name.slice(0, longestLabel - 1).trimEnd()}…` : name;
  return { id: committeeActions.show, label, payload: { committee: _id } };
}

/** More, a new one, what the agreement says of them, and help. */
function nextSteps({ language, person }: Turn, more: number | undefined): Block {
  const t = texts[language];
  return {
    type: 'actions',
    actions: [
      ...(more === undefined ? [] : [{ id: committeeActions.list, label: t.more, payload: { from: more } }]),
      ...(person.coordinator
        ? [{ id: committeeActions.create, label: committeeTexts[language].newButton, opensForm: true }]
        : []),
      {
        id: 'bot.typed',
        label: t.inAgreement,
        payload: { text: 'Was steht zur Mitwirkung in den Gremien in der Vereinbarung?' },
      },
      { id: 'bot.typed', label: t.help, payload: { text: 'hilfe' } },
    ],
  };
}

async function whatToDo(context: Context, turn: Turn): Promise<string> {
  const t = texts[turn.language];
  if (turn.person.coordinator) return t.emptyForCoordinator;
  const names = (await context.people().coordinators()).slice(0, mostCoordinators).map(({ name }) => name);
  return t.emptyForAll(names.length > 0 ? names.join(', ') : t.coordinationOffice);
}
