import type { Turn } from '../../../bot/feature.js';
import { typedAction } from '../../../bot/views.js';
import { formatInstant } from '../../../kernel/dates.js';
import { strong } from '../../../messages/inline.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, Fact, View } from '../../../messages/view.js';
import { checkinTexts } from '../checkin/texts.js';
import type { Context } from '../context.js';
import { meetingTexts } from '../meeting-texts.js';
import { agendaBlocks, meetingFacts, meetingName, whenAndWhere } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import { carriedOverBlocks } from '../minutes/view.js';
import { planActions } from './actions.js';
import { type Series, seriesOf } from './series-model.js';
import { ruleText } from './series-view.js';
import { planningTexts } from './texts.js';
import { warningsFor } from './warnings.js';

const longestSummary = 150;

/** A meeting as those see it who plan it: its state, what speaks against the date, and what can be done next. */
export async function planView(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  notes: readonly string[] = [],
): Promise<View> {
  const { language } = turn;
  const title = titleOf(context, turn, meeting);
  const isOpen = meeting.state !== 'cancelled' && meeting.end > turn.now;
  const warnings = isOpen ? await warningsFor(context, meeting, language, turn.now) : [];
  const series = await seriesOf(context, meeting);
  return {
    kind: 'attendance.plan',
    summary: cut(title, longestSummary),
    title,
    language,
    blocks: [
      ...notes.map((text): Block => ({ type: 'text', text })),
      {
        type: 'facts',
        facts: [...meetingFacts(meeting, turn, context.zone), ...(await moreFacts(context, turn, meeting, series))],
      },
      ...agendaBlocks(meeting, language),
      ...(isOpen ? await carriedOverBlocks(context, meeting, language) : []),
      ...warningBlocks(warnings, turn),
      { type: 'actions', actions: buttons(turn, meeting) },
      ...(meeting.state === 'draft' && series
        ? [{ type: 'note', text: planningTexts[language].seriesNote } as const]
        : []),
    ],
  };
}

function titleOf({ zone }: Context, { language }: Turn, meeting: Meeting): string {
  const t = planningTexts[language];
  const number = meetingTexts[language].number(String(meeting.number));
  const line = `${number} · ${meetingName(meeting)}, ${whenAndWhere(meeting, language, zone)}`;
  switch (meeting.state) {
    case 'draft':
      return t.draftTitle(line);
    case 'invited':
      return t.invitedTitle(line);
    case 'cancelled':
      return meeting.invitedAt ? t.cancelledTitle(line) : t.discardedTitle(line);
  }
}

async function moreFacts(
  context: Context,
  { language }: Turn,
  meeting: Meeting,
  series: Series | undefined,
): Promise<readonly Fact[]> {
  const t = planningTexts[language];
  const committee = meeting.committeeId === undefined ? undefined : await context.committees.get(meeting.committeeId);
  const members = committee?.memberIds.length ?? 0;
  const guests = committee?.guestIds?.length ?? 0;
  return [
    ...(meeting.state === 'cancelled'
      ? []
      : [{ label: t.replies, value: meeting.maybeAllowed ? t.withMaybe : t.withoutMaybe }]),
    ...(meeting.state === 'draft' ? [{ label: t.toInvite, value: t.invitees(members, guests) }] : []),
    ...(series ? [{ label: t.series, value: ruleText(series, language) }] : []),
    ...(meeting.inviteAt && meeting.state === 'draft'
      ? [{ label: t.inviteAt, value: formatInstant(meeting.inviteAt, context.zone, language) }]
      : []),
  ];
}

function warningBlocks(warnings: readonly string[], { language }: Turn): readonly Block[] {
  if (warnings.length === 0) return [];
  return [
    { type: 'text', text: [strong(planningTexts[language].warnings)] },
    { type: 'list', items: warnings },
  ];
}

function buttons({ language, now }: Turn, meeting: Meeting): readonly Action[] {
  const t = planningTexts[language];
  const payload = { meeting: meeting._id };
  const edit: Action = { id: planActions.edit, label: t.edit, payload, opensForm: true };
  const agenda: Action = { id: planActions.agenda, label: t.agenda, payload, opensForm: true };
  if (meeting.state === 'invited' && meeting.end <= now) return afterwards(meeting, language);
  if (meeting.state === 'cancelled')
    return [typedAction('treffen neu', t.planAnother), typedAction('treffen', t.meetings)];
  if (meeting.end <= now) return [typedAction('treffen', t.meetings)];
  if (meeting.state === 'draft') {
    const invite: Action = {
      id: planActions.invite,
      label: t.invite,
      payload: { ...payload, rev: meeting.rev },
      style: 'primary',
    };
    return [
      meeting.inviteAt ? { id: planActions.uninvite, label: t.notYet, payload } : invite,
      edit,
      agenda,
      { id: planActions.discard, label: t.discard, payload, confirm: t.discardSure },
    ];
  }
  return [
    { id: planActions.move, label: t.move, payload, opensForm: true },
    edit,
    agenda,
    { id: planActions.cancel, label: t.cancel, payload, opensForm: true },
    typedAction(`offen ${meeting.number}`, t.whoIsOpen),
    typedAction(`anwesenheit ${meeting.number}`, t.attendance),
  ];
}

/** What is to be done once a meeting is over. */
function afterwards({ number }: Meeting, language: Turn['language']): readonly Action[] {
  const t = checkinTexts[language];
  return [
    typedAction(`anwesenheit ${number}`, planningTexts[language].attendance),
    typedAction(`protokoll ${number}`, t.minutes),
    typedAction(`bericht ${number}`, t.report),
    typedAction('treffen', planningTexts[language].meetings),
  ];
}
