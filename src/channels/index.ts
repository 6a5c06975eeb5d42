import type { Config } from '../config/config.js';
import type { Dispatch } from '../messages/reply.js';
import type { Channel } from '../ports/channel.js';
import type { Clock } from '../ports/clock.js';
import type { CollectionSpec, DocumentStore } from '../ports/document-store.js';
import type { Ids } from '../ports/ids.js';
import type { Links } from '../ports/links.js';
import type { Logger } from '../ports/logger.js';
import type { Outbox } from '../ports/outbox.js';
import type { People } from '../ports/people.js';
import { createPageChannel } from './page/channel.js';
import type { PlaygroundPerson } from './playground/channel.js';

export interface ChannelParts {
  readonly dispatch: Dispatch;
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly people: People;
  readonly links: Links;
  readonly outbox: Outbox;
  /** True for texts that change nothing and are not personal: asking them again in public does no harm. */
  readonly mayShare: (text: string) => boolean;
  /** False in a process that only sends: what lives in the running bot's memory alone is left out. */
  readonly serving: boolean;
  readonly samplePeople: readonly PlaygroundPerson[];
}

export interface Channels {
  readonly all: readonly Channel[];
  readonly collections: readonly CollectionSpec<never>[];
  /** Slack workspaces whose word about an e-mail address counts: the one the bot is installed in. Known once started. */
  readonly slackWorkspaces: () => readonly string[];
}

/** The channels that the configuration sets up. Their SDKs are loaded only then: they are most of the start-up time. */
export async function createChannels(config: Config, parts: ChannelParts): Promise<Channels> {
  const page = createPageChannel({ ...parts, ...config });
  const all: Channel[] = [page];
  const collections: CollectionSpec<never>[] = [...page.collections];
  let slackWorkspaces = (): readonly string[] => [];
  if (config.slack) {
    const { createSlackChannel } = await import('./slack/channel.js');
    const slack = createSlackChannel({ ...parts, ...config.slack });
    slackWorkspaces = slack.workspaces;
    all.push(slack);
  }
  if (config.teams) {
    const { createTeamsChannel } = await import('./teams/channel.js');
    const teams = createTeamsChannel({
      ...parts,
      ...(config.teams.mode === 'registered' ? config.teams : {}),
      local: config.teams.mode === 'local',
      allowedTenants: config.teams.mode === 'registered' ? config.teams.allowedTenants : [],
    });
    collections.push(...teams.collections);
    all.push(teams);
  }
  if (config.smtp) {
    const { createMailChannel } = await import('./mail/channel.js');
    const { networkName, coordinators: replyTo, smtp } = config;
    all.push(createMailChannel({ ...parts, networkName, replyTo, smtp }));
  }
  if (config.playground && parts.serving) {
    const { createPlaygroundChannel } = await import('./playground/channel.js');
    all.push(createPlaygroundChannel({ ...parts, networkName: config.networkName, people: parts.samplePeople }));
  }
  return { all, collections, slackWorkspaces };
}
