import type { Room } from '../messages/inbound.js';
import type { Page } from './document-store.js';

/** A room in which the bot has been met. */
export interface KnownRoom {
  readonly id: string;
  readonly room: Room;
  /** As the platform names it; its id there where it does not. */
  readonly name: string;
}

/** The rooms the bot is in. Implemented by the identity feature, which sees every event. */
export interface Rooms {
  get(id: string): Promise<KnownRoom | undefined>;
  /** By name. */
  list(options?: { readonly after?: string; readonly limit?: number }): Promise<Page<KnownRoom>>;
}
