import type { Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { typedAction } from '../../../bot/views.js';
import { addDays, formatDay, startOfDay } from '../../../kernel/dates.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Block, View } from '../../../messages/view.js';
import { committeesMeant } from '../committees/names.js';
import { meetingLine } from '../meeting-views.js';
import type { Meeting } from '../meetings/model.js';
import type { Committee } from '../model.js';
import { leads } from '../permissions.js';
import { cardNow, type Replying } from './answering.js';
import { comingOf } from './coming.js';
import { listTexts } from './list-texts.js';
import { listView } from './list-view.js';
import { replyOf } from './parties.js';
import { type MeetingQuestion, readMeetingQuestion } from './question-shapes.js';
import { rosterOf } from './roster.js';

const mostCommittees = 1_000;
const mostShown = 3;
const mostWithin = 10;
const mostPartners = 5;
const longestSummary = 150;

/** Questions that are clearly about meetings; all others are left to who is asked next. Nothing is changed without a press. */
export function questionsPart(context: Replying): Part {
  return {
    answer: async (turn, question): Promise<Reply | undefined> => {
      const read = readMeetingQuestion(question, turn.today);
      const view = read && (await answerTo(context, turn, question, read));
      return view && { type: 'message', private: true, view };
    },
  };
}

async function answerTo(
  context: Replying,
  turn: Turn,
  question: string,
  read: NonNullable<ReturnType<typeof readMeetingQuestion>>,
): Promise<View | undefined> {
  switch (read.about) {
    case 'list':
      return listView(context, turn);
    case 'within':
      return within(context, turn, question, read);
    case 'absence':
      return onDay(context, turn, read.day);
    case 'partner':
      return whetherPartnerComes(context, turn, read.partner);
    case 'next':
      return read.committee === undefined ? nextMine(context, turn) : nextOf(context, turn, question, read.committee);
  }
}

async function nextMine(context: Replying, turn: Turn): Promise<View> {
  const [first] = await comingOf(context, turn.person, turn.now);
  if (first) return cardNow(context, turn, first.meeting, listTexts[turn.language].next);
  return nextOfAll(context, turn);
}

/** For those who are invited to none: what the network has coming, by name and date only. */
async function nextOfAll(context: Replying, turn: Turn): Promise<View> {
  const t = listTexts[turn.language];
  const { items } = await context.meetings.find({
    filter: { state: 'invited', start: { $gt: turn.now } },
    sort: [['start', 1]],
    limit: mostShown,
  });
  return linesView(context, turn, items.length === 0 ? t.noneAtAll : t.noneMine, items);
}

async function nextOf(context: Replying, turn: Turn, question: string, typed: string): Promise<View | undefined> {
  const t = listTexts[turn.language];
  const meant = await committeesNamed(context, typed);
  const [only, ...others] = meant;
  // No committee of that name: only where it is clear that a date is asked for.
  if (!only) return context.topics?.().topicOf(question) === 'termine' ? nextMine(context, turn) : undefined;
  const ids = others.length === 0 ? [only._id] : meant.map(({ _id }) => _id);
  const found = await context.meetings.find({
    filter: { committeeId: { $in: ids }, state: 'invited', start: { $gt: turn.now } },
    sort: [['start', 1]],
    limit: mostShown,
  });
  const [next] = found.items;
  if (!next) return linesView(context, turn, t.noneOf(only.name), []);
  return cardNow(context, turn, next, t.nextOf(only.name));
}

/** „Treffen wir uns im Mai?“: mine of that time, or what else the network has then, or that there is nothing. */
async function within(
  context: Replying,
  turn: Turn,
  question: string,
  { first, last, committee }: Extract<MeetingQuestion, { about: 'within' }>,
): Promise<View | undefined> {
  const t = listTexts[turn.language];
  const meant = committee === undefined ? undefined : await committeesNamed(context, committee);
  // No committee of that name: only where it is clear that a date is asked for.
  if (meant?.length === 0 && context.topics?.().topicOf(question) !== 'termine') return undefined;
  const ids = meant && meant.length > 0 ? meant.map(({ _id }) => _id) : undefined;
  const [from, until] = [startOfDay(first, context.zone), startOfDay(addDays(last, 1), context.zone)];
  const when = first === last ? t.on(day(first, turn)) : t.fromTo(day(first, turn), day(last, turn));
  const isOf = (id: string | undefined) => ids === undefined || (id !== undefined && ids.includes(id));
  const mine = (await comingOf(context, turn.person, turn.now))
    .map(({ meeting }) => meeting)
    .filter(({ start, committeeId }) => start >= from && start < until && isOf(committeeId));
  if (mine.length > 0) return linesView(context, turn, t.mineWithin(when), mine.slice(0, mostWithin));
  const others = await context.meetings.find({
    filter: {
      state: 'invited',
      start: { $gt: from > turn.now ? from : turn.now, $lt: until },
      ...(ids && { committeeId: { $in: ids } }),
    },
    sort: [['start', 1]],
    limit: mostShown,
  });
  return linesView(context, turn, others.items.length > 0 ? t.othersWithin(when) : t.noneWithin(when), others.items);
}

function day(iso: string, { language }: Turn): string {
  return formatDay(iso, language);
}

async function committeesNamed(context: Replying, typed: string): Promise<readonly Committee[]> {
  const { items } = await context.committees.find({ sort: [['foldedName', 1]], limit: mostCommittees });
  return committeesMeant(typed, items);
}

/** „Ich kann Donnerstag nicht“: that day's card with its buttons, or that there is nothing. */
async function onDay(context: Replying, turn: Turn, day: string): Promise<View | undefined> {
  const t = listTexts[turn.language];
  const [from, until] = [startOfDay(day, context.zone), startOfDay(addDays(day, 1), context.zone)];
  const mine = (await comingOf(context, turn.person, turn.now)).filter(
    ({ meeting }) => meeting.start >= from && meeting.start < until,
  );
  const [only, ...others] = mine;
  const shownDay = formatDay(day, turn.language);
  if (!only) return linesView(context, turn, t.noneOnDay(shownDay), []);
  if (others.length === 0) return cardNow(context, turn, only.meeting, t.onDay(shownDay));
  return linesView(
    context,
    turn,
    t.onDay(shownDay),
    mine.map(({ meeting }) => meeting),
  );
}

/** Whether somebody has said yes for a partner: for those who are invited too, or lead it. Who declined is not told. */
async function whetherPartnerComes(context: Replying, turn: Turn, typed: string): Promise<View | undefined> {
  const t = listTexts[turn.language];
  const partners = (await context.directory.search(typed)).slice(0, mostPartners);
  const meeting = partners.length === 0 ? undefined : await nextForMe(context, turn);
  if (!meeting) return undefined;
  const roster = await rosterOf(context, meeting);
  const line = meetingLine(meeting, turn.language, context.zone, turn.today);
  const invited = partners.filter(({ id }) => roster.rows.some(({ partnerId }) => partnerId === id));
  const asked = invited.length > 0 ? invited : partners.slice(0, 1);
  const texts = await Promise.all(
    asked.map(async ({ id, name }) => {
      const rows = roster.rows.filter(({ partnerId }) => partnerId === id);
      if (rows.length === 0) return t.notInvited(name, line);
      const said = (reply: 'yes' | 'maybe') => rows.filter((row) => replyOf(meeting, row) === reply);
      const [coming, undecided] = [said('yes'), said('maybe')];
      const names = await context.people().names([...coming, ...undecided].map(({ personId }) => personId));
      const named = (some: typeof rows) => some.map(({ personId }) => names.get(personId) ?? name).join(', ');
      if (coming.length > 0) return t.comingFrom(name, named(coming), line);
      return undecided.length > 0 ? t.maybeFrom(name, named(undecided), line) : t.notFrom(name, line);
    }),
  );
  const next = leads(turn.person, meeting.committeeId)
    ? typedAction(`offen ${meeting.number}`, t.openOf(String(meeting.number)))
    : typedAction('treffen', t.all);
  return {
    kind: 'attendance.partner-comes',
    summary: cut(texts.join(' '), longestSummary),
    language: turn.language,
    blocks: [...texts.map((text): Block => ({ type: 'text', text })), { type: 'actions', actions: [next] }],
  };
}

/** The next that I am invited to, or look after. */
async function nextForMe(context: Replying, turn: Turn): Promise<Meeting | undefined> {
  const [mine] = await comingOf(context, turn.person, turn.now);
  if (mine) return mine.meeting;
  if (!turn.person.coordinator) return undefined;
  const filter = { state: 'invited', start: { $gt: turn.now } };
  return (await context.meetings.find({ filter, sort: [['start', 1]], limit: 1 })).items[0];
}

function linesView(context: Replying, turn: Turn, text: string, meetings: readonly Meeting[]): View {
  const t = listTexts[turn.language];
  return {
    kind: 'attendance.meetings-found',
    summary: cut(text, longestSummary),
    language: turn.language,
    blocks: [
      { type: 'text', text },
      ...meetings.flatMap((meeting): readonly Block[] => [
        { type: 'text', text: meetingLine(meeting, turn.language, context.zone, turn.today) },
        {
          type: 'actions',
          actions: [
            {
              id: 'attendance.card',
              label: t.show(String(meeting.number)),
              payload: { meeting: meeting._id, beside: true },
            },
          ],
        },
      ]),
      { type: 'actions', actions: [typedAction('treffen', t.all)] },
    ],
  };
}
