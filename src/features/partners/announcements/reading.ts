import { action, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { Refusal } from '../../../kernel/errors.js';
import { inAll, type Language } from '../../../kernel/texts.js';
import { recipientKey } from '../../../messages/inbound.js';
import type { Reply } from '../../../messages/reply.js';
import type { Block, View } from '../../../messages/view.js';
import { answered, commandOn, one } from './about-one.js';
import { isForEveryone } from './audience.js';
import { cardActions, cardOf, fitFor } from './card.js';
import { cardTexts } from './card-texts.js';
import { byId, type Context } from './context.js';
import { deliveryTexts } from './delivery-texts.js';
import type { Announcement, Read } from './model.js';

const pageSize = 1_000;
const mostPartners = 5_000;
/** So many of a person's latest messages are looked through. */
const mostPages = 5;
const messagesAtOnce = 100;
/** Stands for those who speak for no partner. */
const noPartner = '-';

/** `Gelesen`, and taking it back. */
export function readingPart(context: Context): Part {
  const sent = ['sent', 'sending'] as const;
  return {
    commands: [
      commandOn(
        context,
        sent,
        {
          id: 'announcements.read',
          words: ['gelesen'],
          role: 'all',
          unlisted: true,
          help: inAll(cardTexts, (t) => t.readCommand),
        },
        (turn, found) => read(context, turn, found),
      ),
      commandOn(
        context,
        sent,
        {
          id: 'announcements.unread',
          words: ['ungelesen', 'nicht gelesen'],
          role: 'all',
          unlisted: true,
          help: inAll(cardTexts, (t) => t.unreadCommand),
        },
        (turn, found) => unread(context, turn, found),
      ),
    ],
    actions: [
      action({
        id: cardActions.read,
        role: 'all',
        payload: one,
        changes: true,
        run: async (turn, { announcement }) => read(context, turn, await byId(context, turn, announcement)),
      }),
      action({
        id: cardActions.unread,
        role: 'all',
        payload: one,
        changes: true,
        run: async (turn, { announcement }) => unread(context, turn, await byId(context, turn, announcement)),
      }),
    ],
  };
}

async function read(context: Context, turn: Turn, found: Announcement): Promise<Reply> {
  await mustBeTheirs(context, turn, found);
  const entry: Read = {
    _id: readId(found, turn),
    announcement: found._id,
    personId: turn.person.id,
    partnerId: turn.person.partner?.id ?? noPartner,
    at: turn.now,
  };
  await context.reads.insert(entry);
  const card = await ownCard(context, turn, found);
  const t = cardTexts[turn.language];
  const undo = { id: cardActions.unread, label: t.unread, payload: { announcement: found._id } };
  const blocks = card.blocks.map((block): Block => {
    if (block.type !== 'actions') return block;
    return { ...block, actions: block.actions.map((each) => (each.id === cardActions.read ? undo : each)) };
  });
  return answered(turn, { ...card, blocks: [...blocks, { type: 'note', text: t.readNote }] });
}

async function unread(context: Context, turn: Turn, found: Announcement): Promise<Reply> {
  await mustBeTheirs(context, turn, found);
  await context.reads.delete({ _id: readId(found, turn) });
  return answered(turn, await ownCard(context, turn, found));
}

/** The card as this person got it. */
export async function ownCard(context: Context, turn: Turn, found: Announcement): Promise<View> {
  const card = await cardOf(context, found, { language: turn.language });
  const fit = await fitFor(context, found, turn.person.partner?.id, turn.language);
  return { ...card, blocks: [...card.blocks, ...fit] };
}

/** What was never sent is nobody's to read, ask about or help with; what went to some only is theirs. */
export async function mustBeTheirs(context: Context, turn: Turn, found: Announcement): Promise<void> {
  const t = cardTexts[turn.language];
  const { state, number, decidedAt } = found;
  if (state === 'withdrawn' && decidedAt) throw new Refusal(t.isWithdrawn(String(number)), 'announcements.withdrawn');
  if (!decidedAt || !(await hasGot(context, turn, found))) {
    throw new Refusal(t.notSent(String(number)), 'announcements.not-sent');
  }
}

async function hasGot(context: Context, turn: Turn, found: Announcement): Promise<boolean> {
  if (isForEveryone(found.audience) || turn.person.coordinator || (await isWhereItStands(context, turn, found)))
    return true;
  return (await announcementsOf(context, turn.person.id)).has(found._id);
}

/** In one of the rooms that it was sent to; a button there is pressed in the room. */
async function isWhereItStands(context: Context, { inbound }: Turn, { audience }: Announcement): Promise<boolean> {
  const { from, place } = inbound;
  if (place.kind === 'direct') return false;
  const here = recipientKey({ channel: from.channel, realm: from.realm, conversation: place.conversation });
  const rooms = await Promise.all(audience.rooms.map((id) => context.rooms.get(id)));
  return rooms.some((room) => room && recipientKey(room.room) === here);
}

/** Which announcements a person has got, or has waiting on their page; the latest. */
export async function announcementsOf(context: Context, personId: string): Promise<ReadonlySet<string>> {
  const got = new Set<string>();
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await context.outbox.forPerson(personId, {
      limit: messagesAtOnce,
      ...(after !== undefined && { after }),
    });
    for (const { key } of page.items) {
      const id = /^announcement:([^:]+):/.exec(key)?.[1];
      if (id !== undefined) got.add(id);
    }
    after = page.next;
    if (after === undefined) break;
  }
  return got;
}

function readId({ _id }: Announcement, turn: Turn): string {
  return `${_id}:${turn.person.id}`;
}

/** "Gelesen: 12 von 20 Einrichtungen". Nothing while nobody has pressed it. */
export async function readFigures(
  context: Context,
  announcement: Announcement,
  language: Language,
): Promise<readonly Block[]> {
  const people = await context.reads.count({ announcement: announcement._id });
  if (people === 0) return [];
  const t = deliveryTexts[language];
  const partners = await partnersWhoRead(context, announcement);
  const all = announcement.reached.length;
  if (all === 0) return [{ type: 'text', text: t.readPeople(String(people)) }];
  const alone = await context.reads.count({ announcement: announcement._id, partnerId: noPartner });
  const beside = alone === 0 ? '' : t.readAlone(String(alone));
  return [{ type: 'text', text: `${t.readBy(String(partners), String(Math.max(all, partners)))}${beside}` }];
}

async function partnersWhoRead(context: Context, { _id }: Announcement): Promise<number> {
  const partners = new Set<string>();
  let after: string | undefined;
  do {
    const page = await context.reads.find({
      filter: { announcement: _id },
      sort: [['partnerId', 1]],
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    for (const { partnerId } of page.items) if (partnerId !== noPartner) partners.add(partnerId);
    after = page.next;
  } while (after !== undefined && partners.size < mostPartners);
  return partners.size;
}
