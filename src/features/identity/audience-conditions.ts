import type { ChannelName } from '../../messages/inbound.js';
import type { Condition } from '../../ports/document-store.js';

/** Conditions on single fields, all of which hold. */
export type Conditions = { readonly [path: string]: Condition | undefined };

/**
 * Who is reached on a channel, or only by letter, as alternatives of which one holds: they exclude each other, and
 * every person is in exactly one of all. It says in queries what `reachableOf` says of one person.
 */
export function reachedBy(target: ChannelName | 'letter', mailOn: boolean): readonly Conditions[] {
  switch (target) {
    case 'letter':
      return mailOn ? [{ via: null }] : [{ via: null }, { via: 'address' }, { via: 'mail', reachable: null }];
    case 'mail':
      return mailOn ? [{ via: { $in: ['mail', 'address'] } }] : [];
    case 'slack':
    case 'teams':
    case 'playground':
    case 'page':
      // Who chose mail while there is none is reached where they wrote last.
      return mailOn ? [{ via: target }] : [{ via: target }, { via: 'mail', reachable: keysOf(target) }];
  }
}

/** Keys of accounts begin with their channel and a colon. */
function keysOf(channel: ChannelName): Condition {
  return { $gte: `${channel}:`, $lt: `${channel};` };
}
