import type { JsonObject } from '../kernel/json.js';
import type { FormValues } from './form.js';

export const channelNames = ['slack', 'teams', 'playground', 'page', 'mail'] as const;
export type ChannelName = (typeof channelNames)[number];

/** One identity on one platform. The realm is Slack's workspace, Teams' tenant. */
export interface Account {
  readonly channel: ChannelName;
  readonly realm: string;
  readonly user: string;
}

/** `slack:T1:U1`: the key under which an account is stored. */
export function accountKey(account: Account): string {
  return `${account.channel}:${account.realm}:${account.user}`;
}

/** A conversation of several people: a Slack channel, a Teams channel, a group chat. */
export interface Room {
  readonly channel: ChannelName;
  readonly realm: string;
  /** As in `Place`. */
  readonly conversation: string;
}

/** Whom a message goes to: one person's private conversation, or a room. */
export type Recipient = Account | Room;

/** The key of what shares one conversation at a platform. */
export function recipientKey(recipient: Recipient): string {
  return isRoom(recipient)
    ? `${recipient.channel}:${recipient.realm}#${recipient.conversation}`
    : accountKey(recipient);
}

export function isRoom(recipient: Recipient): recipient is Room {
  return 'conversation' in recipient;
}

/** Where something was said. */
export interface Place {
  /** `direct`: only this person and the bot read it. */
  readonly kind: 'direct' | 'group' | 'channel';
  readonly conversation: string;
  readonly thread?: string;
  /** The room's name, where the platform tells. */
  readonly name?: string;
}

/** Names one sent message, so that it can be changed in place. Only the channel that made it reads `parts`. */
export interface MessageRef {
  readonly channel: ChannelName;
  readonly realm: string;
  readonly parts: Readonly<Record<string, string>>;
}

export type InboundEvent =
  /**
   * What a person typed, with the bot's own mention taken out. Other people whom it mentions stand in it as the words
   * that `mentionOf` makes (`mention.ts`): their accounts, beyond doubt. Everything else in it is what was typed.
   * `via: command`: Slack's `/dorfbote` (answered privately); `via: shortcut`: a message handed over as a question.
   */
  | { readonly type: 'text'; readonly text: string; readonly via: 'chat' | 'mention' | 'command' | 'shortcut' }
  | { readonly type: 'action'; readonly id: string; readonly payload: JsonObject; readonly card?: MessageRef }
  | {
      readonly type: 'form';
      readonly id: string;
      readonly payload: JsonObject;
      readonly values: FormValues;
      readonly card?: MessageRef;
    }
  | { readonly type: 'opened'; readonly surface: 'home' | 'chat' }
  | { readonly type: 'search'; readonly query: string }
  | { readonly type: 'file'; readonly name: string; readonly bytes: Uint8Array }
  /** The bot was added (personal chat, team, group) or removed. */
  | { readonly type: 'installed' | 'removed' };

/** One thing that happened on a platform, in words that every room understands. */
export interface Inbound {
  /** The same for every delivery of the same event, different for any other. At most 200 characters. */
  readonly key: string;
  /** The platform's time of the event, not of its arrival. */
  readonly at: Date;
  readonly from: Account;
  /** As the platform shows it, if it came with the event. */
  readonly name?: string;
  readonly place: Place;
  readonly event: InboundEvent;
}
