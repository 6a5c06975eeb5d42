import type { BotFrameworkAuthentication } from 'botframework-connector';
import { within } from '../../kernel/timeout.js';
import type { Dispatch } from '../../messages/reply.js';
import type { Channel } from '../../ports/channel.js';
import type { Clock } from '../../ports/clock.js';
import type { CollectionSpec, DocumentStore } from '../../ports/document-store.js';
import type { Ids } from '../../ports/ids.js';
import type { Logger } from '../../ports/logger.js';
import { Adapter, type Registration } from './adapter.js';
import { createApplication } from './application.js';
import { Consents } from './consents.js';
import { FileOffers, offerSpec } from './file-offers.js';
import { limits } from './limits.js';
import { Mentions } from './mentions.js';
import { TeamsMessenger } from './messenger.js';
import { TeamsProfiles } from './profiles.js';
import { Installations, installationSpec, References, referenceSpec } from './references.js';
import { RoomNames } from './room-names.js';
import { roomSpec, TeamsRooms } from './rooms.js';
import { mountRoute } from './route.js';
import { Turns } from './turns.js';

export { checkRegistration } from './adapter.js';

export interface TeamsOptions extends Registration {
  /** Tenants whose people may come in; none comes in if it is empty. Not asked in local mode. */
  readonly allowedTenants: readonly string[];
  /** Takes traffic without credentials, from and to this machine only; not together with an `appId`. */
  readonly local: boolean;
  readonly dispatch: Dispatch;
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Bytes of one incoming activity. */
  readonly bodyLimit?: number;
  /** For tests only: checks tokens with other keys than Microsoft's. */
  readonly authentication?: BotFrameworkAuthentication;
}

export interface TeamsChannel extends Channel {
  readonly name: 'teams';
  readonly collections: readonly CollectionSpec<never>[];
}

/** What the channel keeps; known without an instance, for the store's start. */
export const teamsCollections: readonly CollectionSpec<never>[] = [
  referenceSpec,
  roomSpec,
  installationSpec,
  offerSpec,
].map((spec) => spec as unknown as CollectionSpec<never>);

/** Microsoft Teams, by `@microsoft/teams-ai` on botbuilder. Throws if the options contradict each other. */
export function createTeamsChannel(options: TeamsOptions): TeamsChannel {
  if (options.local && options.appId) throw new Error('Teams: local mode and an app id exclude each other');
  if (!options.local && !options.appId) throw new Error('Teams: without an app id only local mode is possible');
  const { clock, ids, local, logger, store } = options;
  const adapter = new Adapter(options, options.authentication);
  const references = new References(store, clock);
  const rooms = new TeamsRooms(store, clock);
  const offers = new FileOffers(store, clock, ids);
  const messenger = new TeamsMessenger({ adapter, references, rooms, offers, local, logger });
  const names = new RoomNames(rooms, logger);
  const consents = new Consents({ offers, local, logger });
  const installations = new Installations(store, clock, ids);
  const mentions = new Mentions(references, logger);
  const turns = new Turns({
    ...options,
    messenger,
    references,
    rooms,
    names,
    offers,
    consents,
    installations,
    mentions,
  });
  const application = createApplication(turns);
  const allowed = options.allowedTenants.map((tenant) => tenant.toLowerCase());
  const work = new Work();

  return {
    name: 'teams',
    collections: teamsCollections,
    messenger,
    profiles: new TeamsProfiles({
      adapter,
      references,
      logger,
      isTrusted: (tenant) => local || allowed.includes(tenant.toLowerCase()),
    }),
    mount: (web) =>
      mountRoute(web, {
        adapter,
        logic: async (context) => {
          await application.run(context);
        },
        local,
        allowedTenants: allowed,
        bodyLimit: options.bodyLimit ?? limits.bodyBytes,
        logger,
        admit: (job) => work.admit(job),
      }),
    start: async () => work.open(),
    stop: async () => work.drain(),
    ready: () => work.isOpen,
  };
}

/** What is in flight, so that `stop` can wait for it. */
class Work {
  private readonly running = new Set<Promise<void>>();
  isOpen = false;

  open(): void {
    this.isOpen = true;
  }

  /** Runs the job, or says false if nothing new is taken any more. */
  async admit(job: () => Promise<void>): Promise<boolean> {
    if (!this.isOpen) return false;
    const running = job();
    this.running.add(running);
    try {
      await running;
    } finally {
      this.running.delete(running);
    }
    return true;
  }

  async drain(): Promise<void> {
    this.isOpen = false;
    await within(limits.drainMs, Promise.allSettled([...this.running]));
  }
}
