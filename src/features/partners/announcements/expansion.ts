import type { Schedule } from '../../../bot/feature.js';
import type { Language } from '../../../kernel/texts.js';
import { languages } from '../../../kernel/texts.js';
import type { Addressee } from '../../../ports/audience.js';
import type { Page } from '../../../ports/document-store.js';
import type { OutboxEntry } from '../../../ports/outbox.js';
import { cardView, fitFor } from './card.js';
import { batchOf, type Context } from './context.js';
import type { Announcement } from './model.js';
import type { PartnerSource } from './partner-source.js';

/** A process that does not renew it is taken for dead. */
const heldMs = 60_000;
const mostPartners = 5_000;
/** What is due first is looked at first: whoever can be written to does not wait until all letters are found out. */
const aheadMs = 1_000;
const rewritableMs = 90 * 24 * 60 * 60_000;

/** The id under which the outbox keeps one announcement's card. */
export function sharedId({ _id }: Pick<Announcement, '_id'>, variant: Language | 'room'): string {
  return `announcement:${_id}:${variant}`;
}

/** Makes the card known to the outbox, or changes it on all copies. */
export async function shareCards(context: Context, announcement: Announcement): Promise<void> {
  const { partnerId } = announcement;
  const partner = partnerId === undefined ? undefined : await context.partners.get(partnerId);
  for (const language of languages) {
    const view = cardView(context, announcement, partner, { language });
    await context.outbox.share(sharedId(announcement, language), view);
  }
  const forRooms = cardView(context, announcement, partner, { language: 'de', room: true });
  await context.outbox.share(sharedId(announcement, 'room'), forRooms);
}

/**
 * Every morning: copies show of a partner's contact what may be shown today. Whoever took their consent back, or had their
 * data deleted, does not stand on them for months. Messages older than that are forgotten, and cannot be rewritten.
 */
export function freshCards(context: Context): Schedule {
  return {
    name: 'announcements.cards',
    pattern: '0 4 * * *',
    lateHours: 24,
    run: async (_, now) => {
      let after: string | undefined;
      do {
        const page = await context.announcements.find({
          filter: { state: { $in: ['sending', 'sent'] }, decidedAt: { $gt: new Date(now.getTime() - rewritableMs) } },
          sort: [['decidedAt', 1]],
          ...(after !== undefined && { after }),
        });
        for (const each of page.items) if (each.partnerId !== undefined) await shareCards(context, each);
        after = page.next;
      } while (after !== undefined);
    },
  };
}

/**
 * Gives everybody in the frozen audience an entry in the outbox, page by page under deterministic keys, so that it goes on
 * where another process was cut short. Does nothing while another process is at it. Resolves with the announcement as it
 * is then; undefined if there was nothing to do.
 */
export async function expand(context: Context, id: string, mostPages: number): Promise<Announcement | undefined> {
  let held = await hold(context, id);
  if (!held) return undefined;
  const known = { ...context, partners: remembering(context.partners) };
  if (held.expansion?.cursor === undefined) await shareCards(context, held);
  for (let pages = 0; pages < mostPages; pages += 1) {
    const next = await expandPage(known, held);
    if (!next) return afterLoss(context, held);
    held = next;
    if (held.expansion?.done) return held;
  }
  return context.announcements.update(id, { $unset: { 'expansion.heldUntil': true } }, { state: 'sending' });
}

/** Another process took over, or somebody stopped it while a page was made known: then nothing of that goes out. */
async function afterLoss(context: Context, { _id }: Announcement): Promise<Announcement | undefined> {
  const now = await context.announcements.get(_id);
  if (now && now.state !== 'sending') await context.outbox.cancel(batchOf(now));
  return now;
}

function hold(context: Context, id: string): Promise<Announcement | undefined> {
  const now = context.clock.now();
  return context.announcements.update(
    id,
    { $set: { 'expansion.heldUntil': new Date(now.getTime() + heldMs) } },
    {
      state: 'sending',
      'expansion.done': false,
      $or: [{ 'expansion.heldUntil': null }, { 'expansion.heldUntil': { $lte: now } }],
    },
  );
}

const nobody: Page<Addressee> = { items: [] };

/** One page; undefined if the announcement is not being sent any more, or another process was quicker. */
async function expandPage(context: Context, announcement: Announcement): Promise<Announcement | undefined> {
  const cursor = announcement.expansion?.cursor;
  const frozen = announcement.decidedAt ?? announcement.changedAt;
  const { filter, onlyRooms } = announcement.audience;
  const page = onlyRooms ? nobody : await context.audience.page(filter, frozen, cursor);
  const entries = await Promise.all(page.items.map((addressee) => entryFor(context, announcement, addressee)));
  const rooms = page.next === undefined ? await roomEntries(context, announcement) : [];
  await context.outbox.enqueue([...entries, ...rooms]);
  const partners = page.items.flatMap(({ partner }) => (partner?.id === undefined ? [] : [partner.id]));
  const reached = [...new Set([...announcement.reached, ...partners])].slice(0, mostPartners);
  const now = context.clock.now();
  return context.announcements.update(
    announcement._id,
    {
      $set: {
        reached,
        'expansion.done': page.next === undefined,
        ...(page.next === undefined
          ? {}
          : { 'expansion.cursor': page.next, 'expansion.heldUntil': new Date(now.getTime() + heldMs) }),
      },
      $inc: { 'expansion.count': entries.length + rooms.length },
      ...(page.next === undefined && { $unset: { 'expansion.heldUntil': true } }),
    },
    { state: 'sending', 'expansion.done': false, 'expansion.cursor': cursor ?? null },
  );
}

async function entryFor(
  context: Context,
  announcement: Announcement,
  { personId, language, partner, to }: Addressee,
): Promise<OutboxEntry> {
  const decidedAt = announcement.decidedAt ?? announcement.changedAt;
  const below = await fitFor(context, announcement, partner?.id, language);
  return {
    key: `${batchOf(announcement)}:${personId}`,
    personId,
    view: { shared: sharedId(announcement, language), ...(below.length > 0 && { below }) },
    due: to ? new Date(decidedAt.getTime() - aheadMs) : decidedAt,
    occasion: 'press',
    batch: batchOf(announcement),
    ...(partner?.id !== undefined && { group: partner.id }),
  };
}

/** A room that the bot has left meanwhile is passed over: it was never among the recipients. */
async function roomEntries(context: Context, announcement: Announcement): Promise<readonly OutboxEntry[]> {
  const rooms = await Promise.all(announcement.audience.rooms.map((id) => context.rooms.get(id)));
  return rooms.flatMap((room) =>
    room
      ? [
          {
            key: `${batchOf(announcement)}:room:${room.id}`,
            to: room.room,
            view: { shared: sharedId(announcement, 'room') },
            due: announcement.decidedAt ?? announcement.changedAt,
            batch: batchOf(announcement),
          },
        ]
      : [],
  );
}

/** Each partner is looked up once. */
function remembering(partners: PartnerSource): PartnerSource {
  const known = new Map<string, ReturnType<PartnerSource['get']>>();
  return {
    ...partners,
    get(id) {
      const found = known.get(id) ?? partners.get(id);
      known.set(id, found);
      return found;
    },
  };
}
