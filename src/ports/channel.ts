import type { Express } from 'express';
import type { ChannelName } from '../messages/inbound.js';
import type { Messenger } from './messenger.js';
import type { Profiles } from './profiles.js';

/** One platform, as `app.ts` runs it. */
export interface Channel {
  readonly name: ChannelName;
  readonly profiles: Profiles;
  readonly messenger: Messenger;
  /** Adds its routes, with its own body parsing, limits and signature checks. Before `start`. */
  mount?(web: Express): void;
  /** Connects. Rejects with an explanation if credentials are wrong. */
  start(): Promise<void>;
  /** Takes nothing new, finishes what is in flight within ten seconds, disconnects. */
  stop(): Promise<void>;
  /** For /readyz. */
  ready(): boolean;
}
