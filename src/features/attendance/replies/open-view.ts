import type { Turn } from '../../../bot/feature.js';
import { dayAt, formatDay } from '../../../kernel/dates.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Delivery } from '../../../ports/outbox.js';
import type { Context } from '../context.js';
import { meetingLine } from '../meeting-views.js';
import type { Invitation } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { replyForAction } from './behalf.js';
import { countsText } from './card.js';
import { chasingTexts } from './chasing-texts.js';
import { batchOf, inviteKey } from './copies.js';
import { leadTimesId, leadTimesTexts } from './lead-times-texts.js';
import { type Party, partyWith, silentIn, undecidedIn } from './parties.js';
import { type Roster, rosterOf } from './roster.js';
import { replyTexts } from './texts.js';

export const openId = 'attendance.open';
const pageSize = 10;
const mostNamed = 12;
const mostUnreached = 10;
/** As many of a kind as are counted. */
const mostLooked = 200;
const longestSummary = 150;
const longestLabel = 60;

/** Who has not replied, by partner with phone, ten at a time, each with what can be done about it. */
export async function openView(context: Context, turn: Turn, meeting: Meeting, page = 0, note?: string): Promise<View> {
  const t = chasingTexts[turn.language];
  const roster = await rosterOf(context, meeting);
  const open = await openParties(context, roster);
  const shown = open.slice(page * pageSize, (page + 1) * pageSize);
  const silent = open.length === 0 ? t.allAnswered : t.silentParties(open.length);
  return {
    kind: openId,
    summary: cut(`${t.title(String(meeting.number))} ${silent}`, longestSummary),
    title: t.title(String(meeting.number)),
    language: turn.language,
    blocks: [
      ...(note === undefined ? [] : [text([strong(note)])]),
      text(meetingLine(meeting, turn.language, context.zone, turn.today)),
      {
        type: 'facts',
        facts: [{ label: replyTexts[turn.language].soFar, value: countsText(roster.counts, turn.language) }],
      },
      text([strong(silent)]),
      ...shown.flatMap((party) => partyBlocks(context, turn, meeting, party, page)),
      ...(await undecidedBlock(context, turn, roster)),
      ...(page === 0 ? await unreachedBlocks(context, turn, meeting) : []),
      { type: 'actions', actions: steps(turn, meeting, open.length, page) },
    ],
  };
}

/** A party that has not answered, as it is shown. */
interface OpenParty {
  readonly party: Party;
  readonly people: readonly { readonly row: Invitation; readonly name: string }[];
  readonly partner?: string;
  readonly phone?: string;
}

async function openParties(context: Context, { meeting, parties }: Roster): Promise<readonly OpenParty[]> {
  const silent = silentIn(meeting, parties);
  const names = await context.people().names([...new Set(silent.map(({ personId }) => personId))]);
  const grouped = new Map<Party, Invitation[]>();
  for (const row of silent) {
    const party = partyWith(parties, row.personId);
    if (party) grouped.set(party, [...(grouped.get(party) ?? []), row]);
  }
  const open = await Promise.all(
    [...grouped].map(async ([party, rows]): Promise<OpenParty> => {
      const partner = party.partnerId === undefined ? undefined : await context.directory.get(party.partnerId);
      return {
        party,
        people: rows.map((row) => ({ row, name: names.get(row.personId) ?? '–' })),
        ...(partner && { partner: partner.name }),
        ...(partner?.phone !== undefined && { phone: partner.phone }),
      };
    }),
  );
  return open.sort((one, other) => sortKey(one).localeCompare(sortKey(other), 'de'));
}

/** By partner, then by name; those without a partner last. */
function sortKey({ partner, people, party }: OpenParty): string {
  return `${partner ?? '\uffff'}\n${people[0]?.name ?? ''}\n${party.key}`;
}

function partyBlocks(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  { partner, phone, people }: OpenParty,
  page: number,
): readonly Block[] {
  const t = chasingTexts[turn.language];
  const [first] = people;
  if (!first) return [];
  const named = people.map(({ row, name }) => `${name}${remindedText(context, turn, row)}`).join(', ');
  const call = phone === undefined ? '' : ` · ${t.phone(phone)}`;
  const reply = (kind: 'yes' | 'no', label: string) =>
    replyForAction(meeting, first.row.personId, kind, cut(label, longestLabel), page);
  return [
    partner === undefined ? text([strong(named), ` · ${t.noPartner}`]) : text([strong(partner), `${call}\n${named}`]),
    {
      type: 'actions',
      actions: [
        {
          id: 'attendance.remind',
          label: t.remind,
          payload: { meeting: meeting._id, person: first.row.personId, page },
        },
        reply('yes', t.sayYesFor(first.name)),
        reply('no', t.sayNoFor(first.name)),
      ],
    },
  ];
}

function remindedText({ zone }: Context, { language }: Turn, { remindedAt }: Invitation): string {
  const last = remindedAt?.at(-1);
  return last ? ` (${chasingTexts[language].remindedOn(formatDay(dayAt(last, zone), language))})` : '';
}

async function undecidedBlock(context: Context, turn: Turn, { meeting, parties }: Roster): Promise<readonly Block[]> {
  const rows = undecidedIn(meeting, parties).slice(0, mostNamed);
  if (rows.length === 0) return [];
  const names = await context.people().names(rows.map(({ personId }) => personId));
  return [
    text(chasingTexts[turn.language].undecided(rows.map(({ personId }) => names.get(personId) ?? '–').join(', '))),
  ];
}

/** Whose invitation did not arrive, and the link for those who are only reached by letter. */
async function unreachedBlocks(context: Context, turn: Turn, meeting: Meeting): Promise<readonly Block[]> {
  const t = chasingTexts[turn.language];
  const unreached = await unreachedOf(context, meeting);
  if (unreached.length === 0) return [];
  const shown = unreached.slice(0, mostUnreached);
  const left = unreached.length - shown.length;
  const names = await context.people().names(shown.map(({ personId = '' }) => personId));
  const blocks = await Promise.all(
    shown.map(async ({ personId = '', state }): Promise<readonly Block[]> => {
      const name = names.get(personId) ?? '–';
      if (state !== 'letter') return [text(state === 'unclear' ? t.unclear(name) : t.failed(name))];
      const token = await context.links.issue('ich', personId);
      const href = context.links.address(`/ich/${token}`, turn.inbound.from.channel);
      return [
        text(t.letter(name)),
        ...(href === undefined ? [] : [{ type: 'link', text: t.ownPage(name), href } as const]),
      ];
    }),
  );
  const failed = unreached.some(({ state }) => state === 'failed');
  const retry: Action = { id: 'attendance.resend', label: t.retry, payload: { meeting: meeting._id } };
  return [
    text([strong(t.notReached(unreached.length))]),
    ...blocks.flat(),
    ...(left > 0 ? [{ type: 'note', text: t.othersNotReached(String(left)) } as const] : []),
    ...(failed ? [{ type: 'actions', actions: [retry] } as const] : []),
  ];
}

/** Invitations that are known not to have arrived, or not to be known to. */
export async function unreachedOf(context: Context, meeting: Meeting): Promise<readonly Delivery[]> {
  const pages = await Promise.all(
    (['failed', 'unclear', 'letter'] as const).map((state) =>
      context.outbox.deliveries(batchOf(meeting), { state, limit: mostLooked }),
    ),
  );
  return pages
    .flatMap(({ items }) => items)
    .filter(({ key, personId }) => personId !== undefined && key === inviteKey(meeting._id, personId));
}

function steps(turn: Turn, meeting: Meeting, open: number, page: number): readonly Action[] {
  const t = chasingTexts[turn.language];
  const at = (next: number, label: string): Action => ({
    id: openId,
    label,
    payload: { meeting: meeting._id, page: next },
  });
  return [
    ...(open > (page + 1) * pageSize ? [at(page + 1, t.more)] : []),
    ...(page > 0 ? [at(0, t.first)] : []),
    ...(open > 0 ? [{ id: 'attendance.remind', label: t.remindAll, payload: { meeting: meeting._id, page } }] : []),
    {
      id: leadTimesId,
      label: leadTimesTexts[turn.language].button,
      payload: { meeting: meeting._id },
      opensForm: true,
    },
    { id: 'bot.typed', label: t.allMeetings, payload: { text: 'treffen' } },
  ];
}

function text(value: string | readonly (string | ReturnType<typeof strong>)[]): Block {
  return { type: 'text', text: value };
}
