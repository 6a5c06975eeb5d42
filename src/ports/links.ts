import type { ChannelName } from '../messages/inbound.js';

/** What a signed link leads to: a report page, a person's own page, a calendar feed. */
export const linkKinds = ['berichte', 'ich', 'kalender'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** Signed, expiring, revocable links. Implemented by `web/`. */
export interface Links {
  /** The token for a subject: the same until it is revoked, if the expiry is the same. Never expires if none is given. */
  issue(kind: LinkKind, subject: string, expires?: Date): Promise<string>;
  /** What a token stands for; `expired` or `unknown` (forged, revoked, of another kind) where it stands for nothing. */
  read(kind: LinkKind, token: string, now: Date): Promise<{ readonly subject: string } | 'expired' | 'unknown'>;
  /** Every token of the subject that was issued so far stops working. */
  revoke(kind: LinkKind, subject: string): Promise<void>;
  /**
   * The address of a path such as `/berichte/TOKEN` as a message on a channel may show it: with `PUBLIC_URL`; in the
   * playground without it as well. Undefined: no link can be shown there, the page goes out as a file.
   */
  address(path: string, channel: ChannelName): string | undefined;
}
