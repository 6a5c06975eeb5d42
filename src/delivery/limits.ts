import type { ChannelName } from '../messages/inbound.js';

/** No more than so many in any stretch of so many milliseconds. */
export interface Window {
  readonly count: number;
  readonly milliseconds: number;
}

export interface ChannelLimits {
  /** Of one conversation; all of them hold. Empty: no limit. */
  readonly conversation: readonly Window[];
  /** Messages a second to one workspace, tenant or mail server. Zero: no limit. */
  readonly perSecond: number;
}

export type Limits = Readonly<Record<ChannelName, ChannelLimits>>;

/** What an operator may set. */
export interface LimitSettings {
  readonly slackPerSecond: number;
  readonly slackConversationPerSecond: number;
  readonly teamsPerSecond: number;
  readonly teamsConversation: readonly Window[];
  readonly mailsPerMinute: number;
}

/**
 * What the platforms say they bear. Slack: one message a second per channel, and "several hundred a minute" per
 * workspace. Teams: per conversation as listed; 30 or 50 a second per app and tenant, depending on the source.
 */
export const documentedLimits: LimitSettings = {
  slackPerSecond: 5,
  slackConversationPerSecond: 1,
  teamsPerSecond: 30,
  teamsConversation: [
    { count: 7, milliseconds: 1_000 },
    { count: 8, milliseconds: 2_000 },
    { count: 60, milliseconds: 30_000 },
    { count: 1_800, milliseconds: 3_600_000 },
  ],
  mailsPerMinute: 60,
};

const none: ChannelLimits = { conversation: [], perSecond: 0 };

export function limitsOf(settings: LimitSettings): Limits {
  const { slackConversationPerSecond, slackPerSecond, teamsConversation, teamsPerSecond, mailsPerMinute } = settings;
  return {
    slack: { conversation: [{ count: slackConversationPerSecond, milliseconds: 1_000 }], perSecond: slackPerSecond },
    teams: { conversation: teamsConversation, perSecond: teamsPerSecond },
    mail: { conversation: [], perSecond: mailsPerMinute / 60 },
    playground: none,
    page: none,
  };
}
