import { setTimeout as timer } from 'node:timers/promises';
import { type Recipient, recipientKey } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import type { Collection } from '../ports/document-store.js';
import type { Entry } from './entry.js';
import type { Limits, Window } from './limits.js';

/** Waits; rejects when the signal aborts. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const realWait: Wait = (milliseconds, signal) => timer(milliseconds, undefined, signal && { signal });

/** Of the messages sent last to one conversation, so many are looked at one by one; beyond that they are counted. */
const mostListed = 100;

/**
 * When one conversation may have its next message. Worked out from the entries themselves, so every process knows what
 * the others have sent there. Rejects with `Unavailable`.
 */
export class Conversations {
  constructor(
    private readonly entries: Collection<Entry>,
    private readonly limits: Limits,
    private readonly clock: Clock,
  ) {}

  /** The earliest instant, in milliseconds; one that is past if it may have it now. */
  async earliest(recipient: Recipient): Promise<number> {
    const windows = this.limits[recipient.channel].conversation;
    const listed = windows.filter(({ count }) => count <= mostListed);
    const instants = await this.latest(recipient, listed);
    if (instants.length === 0) return 0;
    const long = windows.filter(({ count }) => count > mostListed);
    const waits = await Promise.all(long.map((window) => this.afterMany(recipient, window)));
    // A message that a clock which ran ahead has sent holds up nothing for longer than the limits do.
    const latest = this.clock.now().getTime() + Math.max(...windows.map(({ milliseconds }) => milliseconds));
    return Math.min(latest, Math.max(0, ...listed.map((window) => afterFew(instants, window)), ...waits));
  }

  /** When the last messages went there, latest first, as far back as these limits reach. */
  private async latest(recipient: Recipient, windows: readonly Window[]): Promise<readonly number[]> {
    if (windows.length === 0) return [];
    const longest = Math.max(...windows.map(({ milliseconds }) => milliseconds));
    const { items } = await this.entries.find({
      filter: this.since(recipient, longest),
      sort: [
        ['conversation', -1],
        ['sendingSince', -1],
      ],
      limit: Math.max(...windows.map(({ count }) => count)),
    });
    return items.map(({ sendingSince }) => sendingSince?.getTime() ?? 0);
  }

  private async afterMany(recipient: Recipient, { count, milliseconds }: Window): Promise<number> {
    const sent = await this.entries.count(this.since(recipient, milliseconds));
    return sent < count ? 0 : this.clock.now().getTime() + milliseconds / count;
  }

  private since(recipient: Recipient, milliseconds: number) {
    const from = new Date(this.clock.now().getTime() - milliseconds);
    return { conversation: recipientKey(recipient), sendingSince: { $gt: from } };
  }
}

function afterFew(latestFirst: readonly number[], { count, milliseconds }: Window): number {
  const oldest = latestFirst[count - 1];
  return oldest === undefined ? 0 : oldest + milliseconds;
}
