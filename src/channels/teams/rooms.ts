import { z } from 'zod';
import { type Room, recipientKey } from '../../messages/inbound.js';
import type { Clock } from '../../ports/clock.js';
import type { Collection, CollectionSpec, DocumentStore } from '../../ports/document-store.js';
import { accountOf, placeOf } from './inbound.js';
import { texts } from './texts.js';
import { tenantOf, type Wire } from './wire.js';

const roomSchema = z.object({
  /** The room's key. */
  _id: z.string(),
  kind: z.enum(['group', 'channel']),
  conversation: z.string(),
  /** The bot's id as the connector knows it. */
  bot: z.string(),
  serviceUrl: z.string(),
  tenant: z.string().optional(),
  /** Realm and id of the team that a channel belongs to: the app is removed from all its channels at once. */
  team: z.string().optional(),
  /** Its own name, not its team's. */
  name: z.string().optional(),
  seen: z.date(),
});

/** How the bot reaches a channel or a group chat of its own accord. */
export type RoomReference = z.infer<typeof roomSchema>;

export const roomSpec: CollectionSpec<RoomReference> = {
  name: 'teams-rooms',
  schema: roomSchema,
  version: 1,
  indexes: [{ fields: [['team', 1]] }],
  retention: {
    keep: 'until-deleted',
    why: { de: texts.de.roomWhy, einfach: texts.einfach.roomWhy, en: texts.en.roomWhy },
  },
  personal: 'none',
};

/** So many channels may a team have at Microsoft. */
const mostChannels = 1_000;

/** Channels and group chats that have the app; nothing is kept of who is in them. */
export class TeamsRooms {
  private readonly rooms: Collection<RoomReference>;

  constructor(
    store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.rooms = store.collection(roomSpec);
  }

  async of(room: Room): Promise<RoomReference | undefined> {
    return this.rooms.get(recipientKey(room));
  }

  /** What the room of an event was called when it was last told. */
  async nameOf(wire: Wire): Promise<string | undefined> {
    return (await this.of(roomOf(wire)))?.name;
  }

  /** Keeps what an event says about reaching the room it comes from; writes only what is new. */
  async remember(wire: Wire): Promise<void> {
    const { kind, conversation } = placeOf(wire);
    if (kind === 'direct') return;
    const _id = recipientKey(roomOf(wire));
    const tenant = tenantOf(wire);
    const team = teamOf(wire);
    const name = wire.channelData?.channel?.name ?? wire.conversation.name;
    const news = {
      kind,
      conversation,
      bot: wire.recipient.id,
      serviceUrl: wire.serviceUrl,
      ...(tenant && { tenant }),
      ...(team && { team }),
      ...(name && { name }),
    };
    const known = await this.rooms.get(_id);
    if (known && Object.entries(news).every(([key, value]) => known[key as keyof RoomReference] === value)) return;
    const seen = this.clock.now();
    await this.rooms.upsert(_id, { $set: { ...news, seen } }, { _id, ...news, seen });
  }

  /** Forgets the room where the app was removed, with all channels of its team. Resolves with their conversations. */
  async forget(wire: Wire): Promise<readonly string[]> {
    const team = teamOf(wire);
    const { items } = team ? await this.rooms.find({ filter: { team }, limit: mostChannels }) : { items: [] };
    if (team) await this.rooms.delete({ team });
    await this.rooms.delete({ _id: recipientKey(roomOf(wire)) });
    return items.map(({ conversation }) => conversation);
  }
}

function roomOf(wire: Wire): Room {
  return { channel: 'teams', realm: accountOf(wire).realm, conversation: placeOf(wire).conversation };
}

function teamOf(wire: Wire): string | undefined {
  const id = wire.channelData?.team?.id;
  return id ? `${accountOf(wire).realm}:${id}` : undefined;
}
