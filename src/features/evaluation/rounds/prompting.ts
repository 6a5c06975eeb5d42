import { languages } from '../../../kernel/texts.js';
import type { Addressee } from '../../../ports/audience.js';
import type { OutboxEntry } from '../../../ports/outbox.js';
import type { PartnerEntry } from '../../../ports/partners.js';
import { promptView } from '../answers/card.js';
import { batchOf, type Context } from '../context.js';
import { type Prompt, promptId, type Round } from '../model.js';
import { filterOf } from './reach.js';
import { planNext } from './repeating.js';
import { nextReminder } from './times.js';

type Partners = Map<string, Promise<PartnerEntry | undefined>>;

/** The id under which the outbox keeps the first card of a round: it is the same for everybody of a language. */
export function sharedId({ _id }: Round, language: string): string {
  return `round:${_id}:${language}`;
}

/**
 * Asks everybody in the frozen audience, page by page: a record for each person and round, then a message under its key.
 * Goes on where it was cut short, or where another process is at it: no step does anything twice. Resolves with the round
 * as it is then.
 */
export async function promptAll(context: Context, id: string, mostPages: number): Promise<Round | undefined> {
  let round = await context.rounds.get(id);
  if (!round || !isUnderWay(round)) return round;
  if (round.cursor === undefined) await shareCards(context, round);
  const partners = new Map<string, Promise<PartnerEntry | undefined>>();
  for (let pages = 0; pages < mostPages && round && isUnderWay(round); pages += 1) {
    round = await promptPage(context, round, partners);
  }
  return round;
}

function isUnderWay({ state, unfinished }: Round): boolean {
  return state === 'open' && unfinished.includes('prompting');
}

/** The first card of a round, in every language; on all copies, where it was another before. */
export async function shareCards(context: Context, round: Round): Promise<void> {
  for (const language of languages) {
    const view = promptView(round, undefined, language, { zone: context.zone });
    await context.outbox.share(sharedId(round, language), view);
  }
}

async function promptPage(context: Context, round: Round, partners: Partners): Promise<Round | undefined> {
  const openedAt = round.openedAt ?? round.createdAt;
  const page = await context.audience.page(filterOf(round), openedAt, round.cursor);
  const prompts = await Promise.all(page.items.map((addressee) => promptFor(context, round, addressee, partners)));
  if (prompts.length > 0) await context.prompts.insertMany(prompts);
  await context.outbox.enqueue(page.items.map((addressee) => entryFor(round, openedAt, addressee)));
  if (page.next === undefined) return finish(context, round);
  const moved = await context.rounds.update(round._id, { $set: { cursor: page.next } }, stillAt(round));
  return moved ?? afterLoss(context, round);
}

/** The round as this page found it: nobody has gone further. */
function stillAt({ cursor }: Round) {
  return { state: 'open', unfinished: 'prompting', cursor: cursor ?? null };
}

async function finish(context: Context, round: Round): Promise<Round | undefined> {
  await planNext(context, round);
  const total = await context.prompts.count({ roundId: round._id });
  const done = await context.rounds.update(
    round._id,
    { $set: { total }, $unset: { cursor: true }, $pull: { unfinished: 'prompting' } },
    stillAt(round),
  );
  return done ?? afterLoss(context, round);
}

/** Another process was quicker; or the round was closed meanwhile, and what this page made known must not go out. */
async function afterLoss(context: Context, round: Round): Promise<Round | undefined> {
  const now = await context.rounds.get(round._id);
  if (now?.state === 'closed') {
    await context.rounds.update(round._id, { $addToSet: { unfinished: 'closing' } }, { state: 'closed' });
  }
  return now;
}

/** The record of one who is asked, as it begins. */
export async function promptFor(
  context: Context,
  round: Round,
  { personId, partner }: Pick<Addressee, 'personId' | 'partner'>,
  partners: Partners = new Map(),
): Promise<Prompt> {
  const entry = partner?.id === undefined ? undefined : await remembered(context, partner.id, partners);
  // Nobody answers in a partner's name on their own word alone.
  const speaksFor = round.named && !partner?.confirmed ? undefined : partner?.id;
  const remindAt = nextReminder(round, round.openedAt ?? round.createdAt, context.zone);
  return {
    _id: promptId(round._id, personId),
    rev: 1,
    roundId: round._id,
    personId,
    ...(speaksFor !== undefined && { partnerId: speaksFor }),
    sectors: [...(entry?.sectors ?? [])],
    lifeStages: [...(entry?.lifeStages ?? [])],
    state: 'open',
    reminders: 0,
    ...(remindAt && { remindAt }),
  };
}

/** Each partner is looked up once. */
function remembered(context: Context, id: string, partners: Partners): Promise<PartnerEntry | undefined> {
  const found = partners.get(id) ?? context.directory.get(id);
  partners.set(id, found);
  return found;
}

export function entryFor(
  round: Round,
  due: Date,
  { personId, language, partner }: Addressee,
  occasion = round.openedBy ?? 'press',
): OutboxEntry {
  return {
    key: `${batchOf(round)}:prompt:${personId}`,
    personId,
    view: { shared: sharedId(round, language) },
    due,
    occasion,
    batch: batchOf(round),
    ...(partner?.id !== undefined && { group: partner.id }),
  };
}
