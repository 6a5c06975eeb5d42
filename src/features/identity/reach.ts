import { type Account, type ChannelName, channelNames } from '../../messages/inbound.js';

/** Where people are reached: a channel, or `address` for those who have no account but an address. */
export const vias = [...channelNames, 'address'] as const;
export type Via = (typeof vias)[number];

/** What of a person says where they are reached. */
export interface Reach {
  readonly reachable?: string | undefined;
  readonly chosenChannel?: ChannelName | undefined;
  readonly address?: string | undefined;
}

/** Undefined: nowhere. */
export function viaOf({ reachable, chosenChannel, address }: Reach): Via | undefined {
  if (chosenChannel === 'mail' && address !== undefined) return 'mail';
  if (reachable !== undefined) return channelOf(reachable);
  return address === undefined ? undefined : 'address';
}

/** The channel of an account's key. */
export function channelOf(key: string): ChannelName | undefined {
  return channelNames.find((name) => key.startsWith(`${name}:`));
}

/**
 * Where a person is written to: on the channel they chose or wrote from last; by mail, where that is set up, if they
 * chose it or have no account. Undefined: only by letter.
 */
export function reachableOf(
  person: Reach,
  accounts: readonly { readonly _id: string; readonly account: Account }[],
  mailOn: boolean,
): Account | undefined {
  const mail = mailOn && person.address !== undefined ? mailAccount(person.address) : undefined;
  if (person.chosenChannel === 'mail' && mail) return mail;
  const here = accounts.find((account) => account._id === person.reachable) ?? accounts[0];
  return here?.account ?? mail;
}

function mailAccount(address: string): Account {
  return { channel: 'mail', realm: '', user: address };
}
