import { typedAction } from '../../../bot/views.js';
import type { Language } from '../../../kernel/texts.js';
import { type InlinePart, strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, Fact, View } from '../../../messages/view.js';
import { meetingFile } from '../calendar/entries.js';
import { agendaBlocks, meetingFacts, meetingName, whenAndWhere } from '../meeting-views.js';
import type { Invitation, ReplyKind } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { planActions } from '../planning/actions.js';
import { type Counts, partyWith, replyOf } from './parties.js';
import { remarkOf } from './register.js';
import type { Roster } from './roster.js';
import { replyTexts } from './texts.js';

/** What is pressed on the cards; each is an action or a form of this room. */
export const cardActions = {
  reply: 'attendance.reply',
  show: 'attendance.card',
  remark: 'attendance.remark',
  deputy: 'attendance.deputy',
} as const;

const longestSummary = 150;

/** What a card was sent for. */
export type Lead = 'invitation' | 'moved' | 'reminder' | 'reminder-maybe' | 'deputy';

export interface CardOptions {
  readonly language: Language;
  readonly zone: string;
  readonly lead?: Lead;
  /** What came of a press, above all else. */
  readonly note?: string;
  /** The meeting has been: there is nothing left to reply. */
  readonly isOver?: boolean;
  /** For those who are not invited: nothing to press. */
  readonly onlyFacts?: boolean;
}

/** „AK Übergänge, Do. 12.11., 14 Uhr, Rathaus“. */
export function headline(meeting: Meeting, language: Language, zone: string): string {
  return `${meetingName(meeting)}, ${whenAndWhere(meeting, language, zone)}`;
}

/** A person's own card: what, when and where first, then how it stands, then the buttons. */
export function personCard(roster: Roster, row: Invitation, options: CardOptions): View {
  const { meeting } = roster;
  const { language, note } = options;
  const title = titleOf(meeting, options);
  return {
    kind: 'attendance.invitation',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      ...(note === undefined ? [] : [textBlock([strong(note)])]),
      ...leadBlocks(roster, row, options),
      { type: 'facts', facts: meetingFacts(meeting, { language }, options.zone) },
      ...agendaBlocks(meeting, language),
      ...(meeting.state === 'cancelled' ? [] : [{ type: 'facts', facts: standing(roster, row, language) } as const]),
      ...(row.withFile ? [fileOf(meeting, options)] : []),
      ...personActions(meeting, row, options).map((actions) => ({ type: 'actions', actions }) as const),
    ],
  };
}

/** What takes the card's place for those who are no longer invited. */
export function releasedCard(meeting: Meeting, { language, zone }: CardOptions): View {
  const t = replyTexts[language];
  const title = t.released(headline(meeting, language, zone));
  return {
    kind: 'attendance.invitation',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      { type: 'text', text: t.releasedText },
      { type: 'actions', actions: [typedAction('treffen', t.myMeetings)] },
    ],
  };
}

/** The card in the committee's channel: counts, and nobody's name. */
export function roomCard({ meeting, counts, names }: Roster, options: CardOptions): View {
  const { language, zone } = options;
  const t = replyTexts[language];
  const title = titleOf(meeting, options);
  return {
    kind: 'attendance.room-card',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      ...changeBlocks(meeting, names, options),
      { type: 'facts', facts: meetingFacts(meeting, { language }, zone) },
      ...agendaBlocks(meeting, language),
      ...(meeting.state === 'cancelled'
        ? []
        : [{ type: 'facts', facts: [{ label: t.soFar, value: countsText(counts, language) }] } as const]),
      ...(meeting.state === 'cancelled' || options.onlyFacts
        ? []
        : ([
            { type: 'note', text: t.roomNote },
            { type: 'actions', actions: replyActions(meeting, language, { room: true }) },
          ] as const)),
    ],
  };
}

/** „5 Zusagen (6 Personen), 1 vielleicht, 2 Absagen, 3 offen“. */
export function countsText({ yes, maybe, no, open, people }: Counts, language: Language): string {
  const t = replyTexts[language];
  const persons = people > yes ? t.countPeople(String(people)) : '';
  return [
    `${t.countYes(yes)}${persons}`,
    ...(maybe > 0 ? [t.countMaybe(maybe)] : []),
    t.countNo(no),
    t.countOpen(open),
  ].join(', ');
}

/** `Zusagen`, `Vielleicht` if it may be, `Absagen`: to what is asked now. */
export function replyActions(
  meeting: Meeting,
  language: Language,
  more: Readonly<Record<string, number | boolean>> = {},
): readonly Action[] {
  const t = replyTexts[language];
  const one = (reply: ReplyKind, label: string): Action => ({
    id: cardActions.reply,
    label,
    payload: { meeting: meeting._id, asked: meeting.asked, reply, ...more },
  });
  return [
    { ...one('yes', t.pressYes), style: 'primary' },
    ...(meeting.maybeAllowed ? [one('maybe', t.pressMaybe)] : []),
    one('no', t.pressNo),
  ];
}

/** What a person has replied, or who has for them, in one sentence. */
export function statusText(roster: Roster, row: Invitation, language: Language): string {
  const t = replyTexts[language];
  const name = (id: string | undefined) => (id === undefined ? undefined : roster.names.get(id)) ?? t.someone;
  const own = replyOf(roster.meeting, row);
  if (own !== undefined) {
    const text = own === 'no' && row.sends !== undefined ? sendsText(roster, row.sends, language) : t[own];
    return row.repliedBy === undefined ? text : t.forYou(text, name(row.repliedBy));
  }
  const party = partyWith(roster.parties, row.personId);
  if (!party?.reply || !party.by) return t.none;
  const texts = { yes: t.partnerYes, maybe: t.partnerMaybe, no: t.partnerNo };
  return texts[party.reply](name(party.by.personId));
}

/** Whom they send, and whether that person comes. */
function sendsText({ meeting, rows, names }: Roster, deputyId: string, language: Language): string {
  const t = replyTexts[language];
  const name = names.get(deputyId) ?? t.someone;
  const deputy = rows.find(({ personId }) => personId === deputyId);
  switch (deputy && replyOf(meeting, deputy)) {
    case 'yes':
      return t.sendsComing(name);
    case 'no':
      return t.sendsNobody(name);
    case 'maybe':
    case undefined:
      return t.sends(name);
  }
}

function standing(roster: Roster, row: Invitation, language: Language): readonly Fact[] {
  const t = replyTexts[language];
  const remark = remarkOf(row);
  return [
    { label: t.own, value: [strong(statusText(roster, row, language))] },
    ...(remark === undefined ? [] : [{ label: t.remark, value: remark }]),
    { label: t.soFar, value: countsText(roster.counts, language) },
  ];
}

function titleOf(meeting: Meeting, { language, zone, lead = 'invitation' }: CardOptions): string {
  const t = replyTexts[language];
  const line = headline(meeting, language, zone);
  if (meeting.state === 'cancelled') return t.off(line);
  switch (lead) {
    case 'invitation':
      return t.invitation(line);
    case 'moved':
      return t.moved(line);
    case 'reminder':
    case 'reminder-maybe':
      return t.reminder(line);
    case 'deputy':
      return t.deputyAsked(line);
  }
}

function leadBlocks(roster: Roster, row: Invitation, options: CardOptions): readonly Block[] {
  const { meeting, names } = roster;
  const { language, lead } = options;
  const t = replyTexts[language];
  const own = replyOf(meeting, row);
  const isOff = meeting.state === 'cancelled';
  const open = !isOff && own === undefined;
  const wasYes = row.reply === 'yes' && open;
  const isWanted = open && partyWith(roster.parties, row.personId)?.reply === undefined;
  return [
    ...changeBlocks(meeting, names, options),
    ...(wasYes ? [textBlock(t.askedAgain)] : []),
    ...(isWanted && lead === 'reminder' ? [textBlock(t.remind)] : []),
    ...(own === 'maybe' && !isOff && lead === 'reminder-maybe' ? [textBlock(t.remindMaybe)] : []),
    ...roleBlocks(roster, row, options),
  ];
}

function roleBlocks({ names, rows }: Roster, row: Invitation, { language, lead }: CardOptions): readonly Block[] {
  const t = replyTexts[language];
  if (lead === 'deputy') {
    const senders = rows.filter(({ sends }) => sends === row.personId).map(({ personId }) => names.get(personId));
    if (senders.length > 0) return senders.map((name) => textBlock(t.asDeputyNow(name ?? t.someone)));
  }
  if (row.role === 'guest') return [textBlock(t.asGuest)];
  if (row.role !== 'deputy' || row.standsInFor === undefined) return [];
  const name = names.get(row.standsInFor) ?? t.someone;
  return [textBlock(lead === 'deputy' ? t.asDeputyNow(name) : t.asDeputy(name))];
}

/** What became of the meeting since it was invited to, from what to what, and by whom. */
function changeBlocks(
  meeting: Meeting,
  names: ReadonlyMap<string, string>,
  { language, zone }: CardOptions,
): readonly Block[] {
  const t = replyTexts[language];
  const { cancelled, moved } = meeting;
  if (meeting.state === 'cancelled') {
    const who = names.get(cancelled?.by ?? '') ?? t.someone;
    const reason = cancelled?.reason;
    return [textBlock([strong(t.offBy(who))]), ...(reason === undefined ? [] : [textBlock(t.offReason(reason))])];
  }
  if (!moved) return [];
  const { place: _place, link: _link, ...rest } = meeting;
  const before = { ...rest, start: moved.fromStart, ...(moved.fromPlace !== undefined && { place: moved.fromPlace }) };
  const who = names.get(moved.by) ?? t.someone;
  const text = t.movedFromTo(whenAndWhere(before, language, zone), whenAndWhere(meeting, language, zone), who);
  return [textBlock([strong(text)])];
}

/** First what is asked, then what else can be done. */
function personActions(
  meeting: Meeting,
  { role, withFile }: Invitation,
  { language, isOver }: CardOptions,
): readonly (readonly Action[])[] {
  const t = replyTexts[language];
  const payload = { meeting: meeting._id };
  if (meeting.state === 'cancelled' || isOver) {
    return [[typedAction('treffen', t.pressMeetings)]];
  }
  return [
    replyActions(meeting, language),
    [
      { id: cardActions.remark, label: t.pressRemark, payload, opensForm: true },
      { id: cardActions.deputy, label: t.pressDeputy, payload: { ...payload, asked: meeting.asked } },
      // Whoever has the file on the card needs no button for it.
      ...(withFile ? [] : [{ id: planActions.calendar, label: t.pressCalendar, payload }]),
      ...(role === 'guest' ? [] : [typedAction('für meine leitung', t.pressManager)]),
    ],
  ];
}

/** The same bytes as long as nothing changes. */
function fileOf(meeting: Meeting, { language, zone }: CardOptions): Block {
  const { cancelled, moved, invitedAt, createdAt } = meeting;
  return meetingFile(meeting, { zone, language, now: cancelled?.at ?? moved?.at ?? invitedAt ?? createdAt });
}

function textBlock(text: string | readonly InlinePart[]): Block {
  return { type: 'text', text };
}
