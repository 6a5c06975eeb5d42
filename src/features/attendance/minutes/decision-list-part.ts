import { z } from 'zod';
import { action, form, sentId, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { typedAction } from '../../../bot/views.js';
import { formatDay } from '../../../kernel/dates.js';
import { inAll } from '../../../kernel/texts.js';
import type { Form, FormValues } from '../../../messages/form.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import { holds } from '../../../ports/people.js';
import type { Context } from '../context.js';
import type { Decision } from '../meetings/decisions.js';
import { decisionTexts } from './decision-texts.js';
import { goalField, goalIn, goalName } from './goals.js';
import { type FoundDecisions, findDecisions, type Nearness, readSearch, type Search } from './search.js';

const listId = 'attendance.decisions';
const filterId = 'attendance.decisions-filter';
const longestWords = 200;
const longestSummary = 150;
const longestShown = 80;
const mostCommittees = 99;

const searched = z.object({
  words: z.string().max(longestWords).optional(),
  committee: sentId.optional(),
  goal: z.number().int().min(1).max(8).optional(),
});
const paged = searched.extend({
  nearness: z.enum(['all', 'near', 'some']).optional(),
  after: z.string().max(1_000).optional(),
});

/** `beschlüsse [SUCHE]`: what the committees decided, for everybody. */
export function decisionListPart(context: Context): Part {
  return {
    commands: [
      {
        id: listId,
        words: ['beschlüsse'],
        slots: [{ kind: 'name', name: 'suche', optional: true, most: 15 }],
        role: 'all',
        changes: false,
        help: inAll(decisionTexts, (t) => t.listCommand),
        run: async (turn, { suche = '' }) => ({
          type: 'message',
          view: await decisionsView(context, turn, await readSearch(context, suche)),
        }),
      },
    ],
    actions: [
      action({
        id: listId,
        role: 'all',
        payload: paged,
        changes: false,
        run: async (turn, { nearness, after, ...search }) => ({
          type: 'replace',
          view: await decisionsView(context, turn, searchOf(search), {
            ...(nearness && { nearness }),
            ...(after !== undefined && { after }),
          }),
        }),
      }),
    ],
    forms: [
      form({
        id: filterId,
        role: 'all',
        payload: searched,
        changes: false,
        show: (turn, payload, values) => filterForm(context, turn, values ? searchIn(values) : searchOf(payload)),
        run: async (turn, _, values) => ({
          type: 'replace',
          view: await decisionsView(context, turn, searchIn(values)),
        }),
      }),
    ],
  };
}

/** The latest first, ten at a time, with what they were searched by. */
export async function decisionsView(
  context: Context,
  turn: Turn,
  search: Search,
  from: { readonly nearness?: Nearness; readonly after?: string } = {},
): Promise<View> {
  const t = decisionTexts[turn.language];
  const found = await findDecisions(context, search, from);
  const by = await searchedBy(context, turn, search);
  const signed = await signedOffAmong(context, found.items);
  const count = found.total === undefined ? undefined : t.found(found.total);
  const [latest] = found.items;
  return {
    kind: listId,
    summary: cut(latest ? t.listSummary(count, cut(latest.text, longestShown)) : t.listTitle, longestSummary),
    title: t.listTitle,
    language: turn.language,
    blocks: [
      ...(by === undefined
        ? []
        : [{ type: 'text', text: [t.by(by), ...(count === undefined ? [] : [count])].join(' · ') } as const]),
      ...(found.nearness !== 'all' && found.items.length > 0 ? [{ type: 'text', text: t.near } as const] : []),
      ...(found.items.length === 0 ? [{ type: 'text', text: emptyText(turn, by !== undefined) } as const] : []),
      ...found.items.flatMap((decision) => decisionBlocks(turn, decision, signed.has(decision.meetingId))),
      ...(found.items.length > 0 ? [{ type: 'note', text: t.source } as const] : []),
      { type: 'actions', actions: listActions(turn, search, found, by !== undefined) },
    ],
  };
}

/** Ids of the meetings whose minutes the chair has signed off. */
async function signedOffAmong(context: Context, decisions: readonly Decision[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(decisions.map(({ meetingId }) => meetingId))];
  if (ids.length === 0) return new Set();
  const { items } = await context.meetings.find({ filter: { _id: { $in: ids } }, limit: ids.length });
  return new Set(items.flatMap(({ _id, signedOff }) => (signedOff ? [_id] : [])));
}

function decisionBlocks({ language }: Turn, decision: Decision, isSigned: boolean): readonly Block[] {
  const t = decisionTexts[language];
  const { text, goal, meetingNumber, committeeName = t.network, day } = decision;
  const line = t.line(String(meetingNumber), committeeName, formatDay(day, language));
  const about = goal === undefined ? '' : ` · ${goalName(goal, language)}`;
  const state = isSigned ? '' : ` · ${t.notSigned}`;
  return [{ type: 'text', text: [strong(text), `\n${line}${about}${state}`] }];
}

function emptyText(turn: Turn, isSearch: boolean): string {
  const t = decisionTexts[turn.language];
  if (isSearch) return t.none;
  return holds(turn.person, 'chair') ? t.emptyForChair : t.empty;
}

function listActions(turn: Turn, search: Search, found: FoundDecisions, isSearch: boolean): readonly Action[] {
  const t = decisionTexts[turn.language];
  const payload = payloadOf(search);
  const more: Action = {
    id: listId,
    label: t.more,
    payload: { ...payload, nearness: found.nearness, after: found.next },
  };
  return [
    ...(found.next === undefined ? [] : [more]),
    { id: filterId, label: t.filter, payload, opensForm: true },
    ...(isSearch ? [typedAction('beschlüsse', t.all)] : []),
    typedAction('ziele', t.goals),
  ];
}

/** „Sprachförderung, Gremium AK Übergänge, Ziel 6 (unsere Zählung)“; undefined for all. */
async function searchedBy(
  context: Context,
  turn: Turn,
  { words, committee, goal }: Search,
): Promise<string | undefined> {
  const t = decisionTexts[turn.language];
  const name = committee === undefined ? undefined : (await context.committees.get(committee))?.name;
  const parts = [
    ...(words === '' ? [] : [`„${words}“`]),
    ...(name === undefined ? [] : [t.inCommittee(name)]),
    ...(goal === undefined ? [] : [goalName(goal, turn.language)]),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}

async function filterForm(context: Context, turn: Turn, search: Search): Promise<Form> {
  const t = decisionTexts[turn.language];
  const { items } = await context.committees.find({ sort: [['foldedName', 1]], limit: mostCommittees });
  const goal = goalField(context, turn, decisionTexts[turn.language].goalLabel, String(search.goal ?? 0));
  return {
    id: filterId,
    title: t.listTitle,
    submit: t.search,
    opener: t.filter,
    language: turn.language,
    payload: payloadOf(search),
    fields: [
      {
        id: 'words',
        type: 'text',
        label: t.words,
        maxLength: longestWords,
        ...(search.words !== '' && { value: search.words }),
      },
      {
        id: 'committee',
        type: 'choice',
        label: t.committee,
        options: [
          { value: '-', label: t.anyCommittee },
          ...items.map(({ _id, name }) => ({ value: _id, label: cut(name, 75) })),
        ],
        value: search.committee ?? '-',
      },
      goal.type === 'choice'
        ? { ...goal, options: goal.options.map((each) => (each.value === '0' ? { ...each, label: t.anyGoal } : each)) }
        : goal,
    ],
  };
}

function payloadOf({ words, committee, goal }: Search) {
  return {
    ...(words !== '' && { words: words.slice(0, longestWords) }),
    ...(committee !== undefined && { committee }),
    ...(goal !== undefined && { goal }),
  };
}

function searchOf({ words = '', committee, goal }: z.infer<typeof searched>): Search {
  return { words, ...(committee !== undefined && { committee }), ...(goal !== undefined && { goal }) };
}

function searchIn(values: FormValues): Search {
  const committee = String(values.committee ?? '-');
  const goal = goalIn(values.goal);
  return {
    words: String(values.words ?? '')
      .trim()
      .slice(0, longestWords),
    ...(committee !== '-' && { committee }),
    ...(goal !== undefined && { goal }),
  };
}
