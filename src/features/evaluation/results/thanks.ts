import { z } from 'zod';
import { addDays, dayAt, startOfDay } from '../../../kernel/dates.js';
import { inAll, type Language, languages } from '../../../kernel/texts.js';
import type { View } from '../../../messages/view.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import { thanksTexts } from './thanks-texts.js';

const Thanks = z.object({
  /** The year. */
  _id: z.string(),
  sentAt: z.date(),
  /** Mark of the press that decided it. */
  event: z.string().optional(),
  /** When the messages may go out. */
  due: z.date(),
  /** Page of the people who still get it. */
  cursor: z.string().optional(),
  unfinished: z.boolean(),
});
export type Thanks = z.infer<typeof Thanks>;

export const thanksSpec: CollectionSpec<Thanks> = {
  name: 'thanks',
  schema: Thanks,
  version: 1,
  indexes: [{ fields: [['unfinished', 1]] }],
  retention: { keep: 'until-deleted', why: inAll(thanksTexts, (t) => t.kept) },
  personal: 'none',
};

const mostPages = 200;
const mostGoals = 500;
const years = 10;

export function thanksIn({ store }: Context) {
  return store.collection(thanksSpec);
}

/** How many people get it: those who speak for a partner. */
export async function thankedCount(context: Context): Promise<number> {
  const partners = await partnersNow(context);
  if (partners.length === 0) return 0;
  return (await context.audience.count({ partners }, context.clock.now())).total;
}

/** The same words to everybody; nobody is ranked. */
export async function thanksView(context: Context, year: number, language: Language): Promise<View> {
  const t = thanksTexts[language];
  const { rounds, reached } = await togetherIn(context, year);
  const list = [
    ...(rounds > 0 ? [t.rounds(String(rounds))] : []),
    ...(reached > 0 ? [t.reached(String(reached))] : []),
  ];
  const partners = (await partnersNow(context)).length;
  const title = t.title(String(year));
  return {
    kind: 'evaluation.thanks',
    summary: title,
    title,
    language,
    blocks: [
      { type: 'text', text: t.text(context.networkName, String(partners), String(year)) },
      ...(list.length > 0 ? [{ type: 'text', text: t.together(list.join(t.and)) } as const] : []),
    ],
  };
}

async function togetherIn({ rounds, actionGoals, zone }: Context, year: number) {
  const from = startOfDay(`${year}-01-01`, zone);
  const until = startOfDay(addDays(`${year}-12-31`, 1), zone);
  const ended = await rounds.count({ closedAt: { $gte: from, $lt: until } });
  const { items } = await actionGoals.find({
    filter: { goal: { $gte: 1 } },
    sort: [
      ['goal', 1],
      ['number', 1],
    ],
    limit: mostGoals,
  });
  const reached = items.filter(({ state, changedAt }) => state === 'reached' && changedAt >= from && changedAt < until);
  return { rounds: ended, reached: reached.length };
}

function partnersNow({ directory, clock, zone }: Context): Promise<readonly string[]> {
  return directory.matching({ day: dayAt(clock.now(), zone) });
}

/** Goes on wherever it was cut short: each person has one message under its key. */
export async function sendThanks(context: Context, thanks: Thanks): Promise<void> {
  const year = Number(thanks._id);
  const all = thanksIn(context);
  for (const language of languages) {
    await context.outbox.share(sharedId(thanks, language), await thanksView(context, year, language));
  }
  const partners = await partnersNow(context);
  let cursor = thanks.cursor;
  for (let pages = 0; partners.length > 0 && pages < mostPages; pages += 1) {
    const page = await context.audience.page({ partners }, thanks.sentAt, cursor);
    await context.outbox.enqueue(
      page.items.map(({ personId, language, partner }) => ({
        key: `thanks:${thanks._id}:${personId}`,
        personId,
        view: {
          shared: sharedId(thanks, language),
          ...(partner && { below: [{ type: 'note', text: thanksTexts[language].to(partner.name) } as const] }),
        },
        due: thanks.due,
        occasion: 'press',
        batch: `thanks:${thanks._id}`,
        ...(partner?.id !== undefined && { group: partner.id }),
      })),
    );
    cursor = page.next;
    if (cursor === undefined) break;
    await all.update(thanks._id, { $set: { cursor } }, { unfinished: true });
  }
  await all.update(thanks._id, { $set: { unfinished: false }, $unset: { cursor: true } });
}

/** Goes on with what a crash cut short. Resolves with how many that were. */
export async function finishThanks(context: Context): Promise<number> {
  const { items } = await thanksIn(context).find({ filter: { unfinished: true }, limit: years });
  for (const thanks of items) await sendThanks(context, thanks);
  return items.length;
}

function sharedId({ _id }: Thanks, language: Language): string {
  return `thanks:${_id}:${language}`;
}
