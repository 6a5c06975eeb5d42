import { setTimeout as timer } from 'node:timers/promises';
import { type ChannelName, type Recipient, recipientKey } from '../messages/inbound.js';

/** Waits; rejects when the signal aborts. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const realWait: Wait = (milliseconds, signal) => timer(milliseconds, undefined, signal && { signal });

/** Least milliseconds between two messages. */
export interface Gaps {
  readonly conversation: number;
  /** One workspace or tenant. */
  readonly realm: number;
}

/**
 * What the platforms say they bear. Slack: one message a second per channel, and "several hundred a minute" per
 * workspace. Teams: 60 in 30 seconds per conversation; 30 or 50 a second per tenant, depending on the source.
 */
export const platformGaps: Readonly<Record<ChannelName, Gaps>> = {
  slack: { conversation: 1_000, realm: 200 },
  teams: { conversation: 500, realm: 40 },
  playground: { conversation: 0, realm: 0 },
  page: { conversation: 0, realm: 0 },
  mail: { conversation: 0, realm: 0 },
};

/** The key of what shares one limit at a platform: a workspace, a tenant. */
export function laneOf(account: Recipient): string {
  return `${account.channel}:${account.realm}`;
}

/** Keeps messages of this process apart as the platforms want it. Several processes meet the platform's own limit. */
export class Pace {
  /** When the next may go. What waits for nothing is not in it. */
  private readonly free = new Map<string, Promise<void>>();

  constructor(
    private readonly gaps: Readonly<Record<ChannelName, Gaps>>,
    private readonly wait: Wait,
  ) {}

  /** Resolves when it is this account's turn. */
  async turn(account: Recipient): Promise<void> {
    const { conversation, realm } = this.gaps[account.channel];
    await this.next(laneOf(account), realm);
    await this.next(recipientKey(account), conversation);
  }

  private next(key: string, gap: number): Promise<void> {
    if (gap === 0) return Promise.resolve();
    const turn = this.free.get(key) ?? Promise.resolve();
    const free = turn.then(() => this.wait(gap));
    this.free.set(key, free);
    void free.then(() => {
      if (this.free.get(key) === free) this.free.delete(key);
    });
    return turn;
  }
}
