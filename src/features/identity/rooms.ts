import { z } from 'zod';
import { fold } from '../../kernel/fold.js';
import { channelNames, type Inbound, type Room, recipientKey } from '../../messages/inbound.js';
import type { Clock } from '../../ports/clock.js';
import type { Collection, CollectionSpec, Page } from '../../ports/document-store.js';
import type { KnownRoom, Rooms } from '../../ports/rooms.js';
import { startOfUtcDay } from './model.js';

const usualPage = 10;
const longestName = 120;
/** A room that has been silent for so long is forgotten until something happens there again. */
const forgottenAfterDays = 400;

const RoomDocument = z.object({
  /** Channel, realm and conversation. */
  _id: z.string(),
  room: z.object({ channel: z.enum(channelNames), realm: z.string(), conversation: z.string() }),
  name: z.string(),
  /** For lists by name. */
  sortName: z.string(),
  /** Start of the day, UTC, of the last event there. */
  seen: z.date(),
});
type RoomDocument = z.infer<typeof RoomDocument>;

export const roomsSpec: CollectionSpec<RoomDocument> = {
  name: 'rooms',
  schema: RoomDocument,
  version: 1,
  indexes: [{ fields: [['sortName', 1]] }],
  retention: { days: forgottenAfterDays, field: 'seen' },
  personal: 'none',
};

/** The rooms that the bot has been met in; nothing is kept of who was there. */
export class RoomBook implements Rooms {
  constructor(
    private readonly rooms: Collection<RoomDocument>,
    private readonly clock: Clock,
  ) {}

  async get(id: string): Promise<KnownRoom | undefined> {
    const found = await this.rooms.get(id);
    return found && knownRoom(found);
  }

  async list({
    after,
    limit = usualPage,
  }: {
    readonly after?: string;
    readonly limit?: number;
  } = {}): Promise<Page<KnownRoom>> {
    const page = await this.rooms.find({ sort: [['sortName', 1]], limit, ...(after !== undefined && { after }) });
    return { ...page, items: page.items.map(knownRoom) };
  }

  /** Notes the room of an event, once a day, or forgets it where the bot has been removed. */
  async note({ from, place, event }: Pick<Inbound, 'from' | 'place' | 'event'>): Promise<void> {
    if (place.kind === 'direct') return;
    const room: Room = { channel: from.channel, realm: from.realm, conversation: place.conversation };
    const id = recipientKey(room);
    if (event.type === 'removed') {
      await this.rooms.delete({ _id: id });
      return;
    }
    const known = await this.rooms.get(id);
    const name = tidyName(place.name) ?? known?.name ?? place.conversation;
    const seen = startOfUtcDay(this.clock.now());
    if (known && known.name === name && known.seen >= seen) return;
    const now = { name, sortName: fold(name), seen };
    await this.rooms.upsert(id, { $set: now }, { _id: id, room: { ...room }, ...now });
  }
}

function tidyName(name: string | undefined): string | undefined {
  return name?.normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, longestName) || undefined;
}

function knownRoom({ _id: id, room, name }: RoomDocument): KnownRoom {
  return { id, room, name };
}
