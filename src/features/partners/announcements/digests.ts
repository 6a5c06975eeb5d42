import { z } from 'zod';
import { action, type Schedule, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { typedAction } from '../../../bot/views.js';
import { isWorkingDay, nthWeekday } from '../../../kernel/calendar.js';
import { addDays, addMonths, type Day, dayAt, startOfDay } from '../../../kernel/dates.js';
import { inAll, type Language } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import { cut } from '../../../messages/text.js';
import type { Action, Block, View } from '../../../messages/view.js';
import type { Addressee } from '../../../ports/audience.js';
import type { Page } from '../../../ports/document-store.js';
import { idsOf, type Person } from '../../../ports/people.js';
import { answered, one } from './about-one.js';
import { isForEveryone } from './audience.js';
import { commonTexts } from './common-texts.js';
import { byId, byNumber, type Context } from './context.js';
import { lettersTexts } from './letters-texts.js';
import type { Announcement, CatchUp } from './model.js';
import { announcementsOf, mustBeTheirs, ownCard } from './reading.js';

const openId = 'announcements.open';
const newsId = 'announcements.news';
const pageSize = 10;
const mostInDigest = 10;
/** So many announcements of the time in question are looked at. */
const mostConsidered = 100;
const mostTold = 100;
/** So many pages of announcements to some only are passed over at a press. */
const mostLooks = 20;
const longestLine = 140;
const missedMonths = 3;
const monday = 1;

/** `neues`, the monthly digest, and the welcome. */
export function digestsPart(context: Context): Part {
  return {
    commands: [
      {
        id: newsId,
        words: ['neues'],
        slots: [{ kind: 'number', name: 'number', optional: true }],
        role: 'all',
        changes: false,
        personal: true,
        help: inAll(lettersTexts, (t) => t.newsCommand),
        run: async (turn, { number }) =>
          number === undefined
            ? answered(turn, await newsView(context, turn))
            : open(context, turn, await byNumber(context, turn, number)),
      },
    ],
    actions: [
      action({
        id: newsId,
        role: 'all',
        payload: z.object({ after: z.string().max(1_000).optional() }),
        changes: false,
        run: async (turn, { after }) => answered(turn, await newsView(context, turn, after)),
      }),
      action({
        id: openId,
        role: 'all',
        payload: one,
        changes: false,
        run: async (turn, { announcement }) => open(context, turn, await byId(context, turn, announcement)),
      }),
    ],
    schedules: [monthly(context)],
  };
}

async function open(context: Context, turn: Turn, found: Announcement): Promise<Reply> {
  await mustBeTheirs(context, turn, found);
  return { type: 'message', private: true, view: await ownCard(context, turn, found) };
}

/** On the first Monday of the month that is a working day, at nine. */
function monthly(context: Context): Schedule {
  return {
    name: 'announcements.digest',
    pattern: '0 9 * * 1',
    lateHours: 72,
    run: async (occurrence) => {
      const day = dayAt(occurrence, context.zone);
      if (day !== firstWorkingMonday(day)) return;
      const news = await sentToAll(context, startOfDay(addMonths(day, -1), context.zone), occurrence);
      if (news.length > 0) await sendDigests(context, news, day, occurrence);
    },
  };
}

/** Of the month that a day lies in. */
export function firstWorkingMonday(day: Day): Day | undefined {
  const first = nthWeekday(Number(day.slice(0, 4)), Number(day.slice(5, 7)), monday, 1);
  if (first === undefined) return undefined;
  return [0, 1, 2, 3].map((weeks) => addDays(first, weeks * 7)).find(isWorkingDay);
}

/** What everybody was to get in a time, the latest first: what was meant for some only is not passed on to others. */
async function sentToAll(context: Context, from: Date, until: Date): Promise<readonly Announcement[]> {
  const { items } = await context.announcements.find({
    filter: { state: { $in: ['sending', 'sent'] }, decidedAt: { $gt: from, $lte: until } },
    sort: [['decidedAt', -1]],
    limit: mostConsidered,
  });
  return items.filter(({ audience }) => isForEveryone(audience));
}

async function sendDigests(context: Context, news: readonly Announcement[], day: Day, due: Date): Promise<void> {
  let after: string | undefined;
  do {
    const page = await context.audience.page({}, due, after);
    for (const addressee of page.items) await sendDigest(context, news, addressee, day, due);
    after = page.next;
  } while (after !== undefined);
}

/** Nobody is told twice: neither of what they got nor of what a digest has told them. */
async function sendDigest(
  context: Context,
  news: readonly Announcement[],
  { personId, language }: Addressee,
  day: Day,
  due: Date,
): Promise<void> {
  const told = (await context.catchUps.get(personId))?.told ?? [];
  const had = await announcementsOf(context, personId);
  const missed = news.filter(({ _id, author }) => author !== personId && !had.has(_id) && !told.includes(_id));
  if (missed.length === 0) return;
  const view = digestView(missed, language);
  const key = `announcement-digest:${day}:${personId}`;
  await context.outbox.enqueue([{ key, personId, view, due, occasion: 'clock' }]);
  await noteTold(context, personId, missed, due);
}

async function noteTold(
  context: Context,
  personId: string,
  news: readonly Announcement[],
  at: Date,
  more: Pick<CatchUp, 'welcomed'> = {},
): Promise<void> {
  const known = await context.catchUps.get(personId);
  const told = [...new Set([...(known?.told ?? []), ...news.map(({ _id }) => _id)])].slice(-mostTold);
  await context.catchUps.upsert(personId, { $set: { told, ...more } }, { _id: personId, personId, at, told, ...more });
}

function digestView(news: readonly Announcement[], language: Language): View {
  const t = lettersTexts[language];
  const titles = news.map(({ title }) => title).join(', ');
  return {
    kind: 'announcements.digest',
    summary: cut(`${t.digestTitle}: ${titles}`, 150),
    title: t.digestTitle,
    language,
    blocks: [{ type: 'text', text: t.digestIntro }, ...newsBlocks(news, language)],
  };
}

function newsBlocks(news: readonly Announcement[], language: Language): readonly Block[] {
  const t = lettersTexts[language];
  const shown = news.slice(0, mostInDigest);
  const rest = news.length - shown.length;
  return [
    ...shown.flatMap((each) => lineOf(each, language)),
    ...(rest > 0 ? [{ type: 'note', text: t.digestMore(String(rest)) } as const] : []),
  ];
}

function lineOf({ _id, number, title, text }: Announcement, language: Language): readonly Block[] {
  const button: Action = {
    id: openId,
    label: lettersTexts[language].open(String(number)),
    payload: { announcement: _id },
  };
  return [
    { type: 'text', text: [{ kind: 'strong', text: title }, `\n${cut(text.replace(/\s+/g, ' '), longestLine)}`] },
    { type: 'actions', actions: [button] },
  ];
}

/** What everybody was sent, the latest first, ten at a time. */
async function newsView(context: Context, turn: Turn, after?: string): Promise<View> {
  const t = lettersTexts[turn.language];
  const { items, next } = await nextForAll(context, after);
  const more: Action = { id: newsId, label: commonTexts[turn.language].more, payload: { after: next } };
  const own = typedAction('neuigkeit', commonTexts[turn.language]['kind-neuigkeit']);
  return {
    kind: newsId,
    summary: t.digestTitle,
    title: t.digestTitle,
    language: turn.language,
    blocks: [
      ...(items.length === 0
        ? [{ type: 'text', text: t.newsEmpty } as const]
        : items.flatMap((each) => lineOf(each, turn.language))),
      { type: 'actions', actions: next === undefined ? [own] : [more, own] },
    ],
  };
}

/** The next page that has something for everybody on it: what went to some only is passed over. */
async function nextForAll(context: Context, from: string | undefined): Promise<Page<Announcement>> {
  let after = from;
  for (let looks = 0; ; looks += 1) {
    const page = await context.announcements.find({
      filter: { state: { $in: ['sending', 'sent'] } },
      sort: [['decidedAt', -1]],
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    const items = page.items.filter(({ audience }) => isForEveryone(audience));
    if (items.length > 0 || page.next === undefined || looks === mostLooks) return { ...page, items };
    after = page.next;
  }
}

/**
 * Welcomes somebody at their first contact after the coordination has confirmed their partner: the agreement in short,
 * how to ask, and once what they missed. Does nothing for those who have been welcomed.
 */
export async function welcome(context: Context, turn: Turn): Promise<void> {
  if (turn.inbound.place.kind !== 'direct') return;
  await welcomePerson(context, turn.person, turn.now);
}

/** As `welcome`, for somebody who does not write. Once, under whichever of their ids it was. */
export async function welcomePerson(context: Context, person: Person, now: Date): Promise<void> {
  if (person.partner?.confirmed !== true || person.coordinator) return;
  const ids = idsOf(person);
  const { items: known } = await context.catchUps.find({ filter: { _id: { $in: [...ids] } }, limit: ids.length });
  if (known.some(({ welcomed }) => welcomed)) return;
  const from = startOfDay(addMonths(dayAt(now, context.zone), -missedMonths), context.zone);
  const had = await announcementsOf(context, person.id);
  const told = new Set(known.flatMap((each) => each.told));
  const missed = (await sentToAll(context, from, now)).filter(({ _id }) => !had.has(_id) && !told.has(_id));
  const key = `announcement-welcome:${person.id}`;
  const view = welcomeView(context, missed, person.language);
  await context.outbox.enqueue([{ key, personId: person.id, view, due: now, occasion: 'clock' }]);
  await noteTold(context, person.id, missed, now, { welcomed: true });
}

function welcomeView(context: Context, missed: readonly Announcement[], language: Language): View {
  const t = lettersTexts[language];
  const title = t.welcomeTitle(context.networkName);
  const missedBlocks: readonly Block[] =
    missed.length === 0
      ? []
      : [{ type: 'divider' }, { type: 'text', text: t.missedIntro }, ...newsBlocks(missed, language)];
  return {
    kind: 'announcements.welcome',
    summary: cut(title, 150),
    title,
    language,
    blocks: [
      { type: 'text', text: t.welcomeIntro },
      ...context.agreementInShort(language),
      { type: 'text', text: t.welcomeAsk },
      {
        type: 'actions',
        actions: [
          typedAction(t.example, t.example),
          typedAction(t.exampleGoals, t.exampleGoals),
          typedAction('hilfe', t.help),
        ],
      },
      ...missedBlocks,
    ],
  };
}

/** What waits for the coordination, at home. */
export async function homeBlocks(context: Context, turn: Turn): Promise<readonly Block[]> {
  if (!turn.person.coordinator) return [];
  const t = lettersTexts[turn.language];
  const [proposals, questions] = await Promise.all([
    context.announcements.count({ state: 'proposed' }),
    context.questions.count({ open: true }),
  ]);
  if (proposals + questions === 0) return [];
  return [
    { type: 'text', text: t.home(proposals, questions) },
    {
      type: 'actions',
      actions: [
        typedAction('ankündigungen', commonTexts[turn.language].all),
        ...(questions > 0 ? [typedAction('offene fragen', t.homeQuestions)] : []),
      ],
    },
  ];
}
