import type { Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { formatInstant } from '../../../kernel/dates.js';
import type { Language } from '../../../kernel/texts.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import { type Invitation, type Presence, presences } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { countsOf, partiesOf, replyOf } from '../replies/parties.js';
import { presenceFor } from './recording.js';
import { expectedOf, type Listed, named, rowsOf } from './rows.js';
import { checkinTexts } from './texts.js';

export const checkinIds = {
  list: 'attendance.checkin',
  note: 'attendance.note',
  many: 'attendance.note-many',
  person: 'attendance.note-person',
  change: 'attendance.note-change',
  walkIn: 'attendance.walk-in',
} as const;

/** With four buttons each, as many as one message in Slack bears. */
const pageSize = 8;
const longestSummary = 150;
/** What a press can say of somebody who was invited. */
const pressable = ['present', 'excused', 'absent', 'deputy'] as const;

export interface ListOptions {
  readonly from?: number;
  /** What has just come of a press. */
  readonly said?: string;
}

/** The check-in list, eight at a time, headed by the replies. */
export async function checkinView(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  { from = 0, said }: ListOptions = {},
): Promise<View> {
  const t = checkinTexts[turn.language];
  const rows = await rowsOf(context, meeting);
  const everybody = await named(context, expectedOf(meeting, rows), turn.language);
  const start = from < everybody.length ? from : 0;
  const page = everybody.slice(start, start + pageSize);
  const line = meetingLine(meeting, turn.language, context.zone, turn.today);
  const replies = repliesText(meeting, rows, turn.language);
  const names = await otherNames(context, page);
  return {
    kind: 'attendance.checkin',
    summary: cut(t.summary(line, replies), longestSummary),
    title: t.title(line),
    language: turn.language,
    blocks: [
      ...(said === undefined ? [] : [{ type: 'text', text: [strong(said)] } as const]),
      {
        type: 'facts',
        facts: [
          { label: t.replies, value: replies },
          { label: t.noted, value: notedText(everybody, turn.language) },
        ],
      },
      ...(everybody.length === 0 ? [{ type: 'text', text: t.nobody } as const] : []),
      ...page.flatMap((one) => personBlocks(context, turn, meeting, one, { from: start, names })),
      { type: 'divider' },
      { type: 'actions', actions: listActions(turn, meeting, start, everybody.length) },
      { type: 'note', text: t.typedHint(String(meeting.number)) },
    ],
  };
}

/** One person with every word to choose from, for a correction. */
export async function changeView(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  row: Invitation,
  from: number,
): Promise<View> {
  const t = checkinTexts[turn.language];
  const [one] = await named(context, [row], turn.language);
  const name = one?.name ?? t.nameless;
  const names = await otherNames(context, one ? [one] : []);
  const back: Action = { id: checkinIds.list, label: t.back, payload: { meeting: meeting._id, from } };
  const title = t.changeTitle(name);
  return {
    kind: 'attendance.checkin-person',
    summary: title,
    title,
    language: turn.language,
    blocks: [
      ...(one ? [personText(context, turn, meeting, one, names)] : []),
      { type: 'actions', actions: wordActions(turn, meeting, row, from) },
      { type: 'actions', actions: [back] },
    ],
  };
}

/** „1 Zusage, 1 Absage, 1 offen“. */
export function repliesText(meeting: Meeting, rows: readonly Invitation[], language: Language): string {
  const t = checkinTexts[language];
  const { yes, no, maybe, open } = countsOf(meeting, partiesOf(meeting, rows));
  return [t.yes(yes), ...(maybe > 0 ? [t.maybe(maybe)] : []), t.no(no), t.open(open)].join(', ');
}

/** „3 dabei, 1 Vertretung · 2 noch nicht eingetragen“. */
export function notedText(everybody: readonly Listed[], language: Language): string {
  const t = checkinTexts[language];
  const counts = presences.map(
    (presence) => [presence, everybody.filter(({ row }) => row.presence === presence).length] as const,
  );
  const parts = counts.filter(([, count]) => count > 0).map(([presence, count]) => `${count} ${t[presence]}`);
  const open = everybody.filter(({ row }) => row.presence === undefined).length;
  const noted = parts.length > 0 ? parts.join(', ') : t.nothingNoted;
  return open > 0 ? `${noted} · ${t.notNoted(open)}` : noted;
}

interface Around {
  readonly from: number;
  readonly names: ReadonlyMap<string, string>;
}

function personBlocks(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  one: Listed,
  { from, names }: Around,
): readonly Block[] {
  const change: Action = {
    id: checkinIds.change,
    label: checkinTexts[turn.language].change,
    payload: { nr: meeting.number, who: one.row.personId, from },
  };
  const actions = one.row.presence === undefined ? wordActions(turn, meeting, one.row, from) : [change];
  return [personText(context, turn, meeting, one, names), { type: 'actions', actions }];
}

function personText(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  { row, name, partner }: Listed,
  names: ReadonlyMap<string, string>,
): Block {
  const t = checkinTexts[turn.language];
  const nameOf = (id: string) => names.get(id) ?? t.nameless;
  const came = row.presence === undefined ? [] : [' → ', strong(t[row.presence])];
  const about = [
    ...(partner === undefined ? [] : [partner]),
    ...(row.standsInFor === undefined ? [] : [t.deputyFor(nameOf(row.standsInFor))]),
    ...(row.sends === undefined ? [] : [t.sends(nameOf(row.sends))]),
    repliedText(meeting, row, turn.language),
  ];
  const history = historyText(context, turn, row, nameOf);
  return {
    type: 'text',
    text: [strong(name), ` · ${about.join(' · ')}`, ...came, ...(history ? [` (${history})`] : [])],
  };
}

function repliedText(meeting: Meeting, row: Invitation, language: Language): string {
  const t = checkinTexts[language];
  if (row.role === 'walk-in') return t.walkIn;
  switch (replyOf(meeting, row)) {
    case 'yes':
      return t.saidYes;
    case 'maybe':
      return t.saidMaybe;
    case 'no':
      return t.saidNo;
    case undefined:
      return row.role === 'guest' ? t.guest : t.saidNothing;
  }
}

/** Who noted it, and what stood there before. */
function historyText(
  context: Context,
  turn: Turn,
  { presenceLog = [] }: Invitation,
  nameOf: (id: string) => string,
): string | undefined {
  const t = checkinTexts[turn.language];
  const [before, last] = presenceLog.slice(-2);
  if (!before) return undefined;
  const when = (at: Date) => formatInstant(at, context.zone, turn.language);
  if (!last) return t.notedBy(nameOf(before.by), when(before.at));
  return t.corrected(t[before.presence], nameOf(last.by), when(last.at));
}

/** Short payloads: there are many of them in one message. */
function wordActions(turn: Turn, { number }: Meeting, row: Invitation, from: number): readonly Action[] {
  const t = checkinTexts[turn.language];
  const words = pressable.map((wanted): Presence => presenceFor(row, wanted));
  return [...new Set(words)].map((presence) => ({
    id: checkinIds.note,
    label: t[presence],
    payload: {
      nr: number,
      who: row.personId,
      is: presence,
      ...(from > 0 && { from }),
      ...(row.presence !== undefined && { was: row.presence }),
    },
  }));
}

function listActions(turn: Turn, meeting: Meeting, from: number, total: number): readonly Action[] {
  const t = checkinTexts[turn.language];
  const payload = { meeting: meeting._id };
  const number = String(meeting.number);
  const more: Action = { id: checkinIds.list, label: t.more, payload: { ...payload, from: from + pageSize } };
  const first: Action = { id: checkinIds.list, label: t.first, payload: { ...payload, from: 0 } };
  return [
    ...(from + pageSize < total ? [more] : []),
    ...(from > 0 ? [first] : []),
    { id: checkinIds.many, label: t.all, payload: { ...payload, which: 'yes' }, style: 'primary' },
    { id: checkinIds.many, label: t.rest, payload: { ...payload, which: 'rest' }, confirm: t.restSure },
    { id: checkinIds.walkIn, label: t.addPerson, payload, opensForm: true },
    typedAction(`protokoll ${number}`, t.minutes),
    typedAction(`bericht ${number}`, t.report),
  ];
}

/** The names of those who are mentioned beside the persons themselves. */
async function otherNames(context: Context, page: readonly Listed[]): Promise<ReadonlyMap<string, string>> {
  const ids = page.flatMap(({ row }) => [
    ...(row.standsInFor === undefined ? [] : [row.standsInFor]),
    ...(row.sends === undefined ? [] : [row.sends]),
    ...(row.presenceLog ?? []).slice(-2).map(({ by }) => by),
  ]);
  return ids.length === 0 ? new Map() : context.people().names([...new Set(ids)]);
}
