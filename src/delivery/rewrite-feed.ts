import { type ChannelName, type Recipient, recipientKey } from '../messages/inbound.js';
import { DeliveryFailure, type Messenger } from '../ports/messenger.js';
import type { Entry } from './entry.js';
import { allEnded } from './failures.js';
import type { Lane } from './lane.js';
import { placeOf, type Rewriting } from './rewriting.js';

export interface RewriteFeedOptions {
  readonly rewriting: Rewriting;
  /** Under which this drain claims. */
  readonly holder: string;
  readonly laneFor: (to: Recipient) => Lane;
  readonly messenger: (channel: ChannelName) => Messenger | undefined;
  /** Runs work on an entry; a store that is gone ends the drain. */
  readonly guarded: <T>(
    entry: Entry,
    work: () => Promise<T>,
    orElse: (failure: DeliveryFailure) => Promise<void>,
  ) => Promise<T | undefined>;
}

/** So many are looked at together. */
const batchSize = 20;

/** Hands messages that are to be rewritten to the lanes: a share of each, so that neither they nor new messages starve. */
export class RewriteFeed {
  constructor(private readonly options: RewriteFeedOptions) {}

  /** Resolves with how many went to a lane or were settled. */
  async feed(): Promise<number> {
    const { rewriting, holder } = this.options;
    const entries = await rewriting.claim(holder, batchSize);
    const placed = await allEnded(entries.map((entry) => this.guarded(entry, () => this.place(entry))));
    return placed.filter((done) => done !== false).length;
  }

  /** False: its lane has no room. */
  private async place(entry: Entry): Promise<boolean> {
    const { rewriting, laneFor, messenger } = this.options;
    if (await rewriting.settled(entry)) return true;
    const place = placeOf(entry);
    const channel = entry.message && messenger(entry.message.channel);
    if (!place || !channel) {
      await rewriting.putOff(entry, new DeliveryFailure('retry', 'channel-off'));
      return true;
    }
    const lane = laneFor(place);
    if (!lane.hasPlaceForRewriting()) {
      await rewriting.release(entry);
      return false;
    }
    lane.add({
      conversation: recipientKey(place),
      notBefore: 0,
      rewrites: true,
      run: () => this.guarded(entry, () => rewriting.rewrite(entry, channel)),
      release: async (closed) => {
        await this.guarded(entry, () => rewriting.release(entry, closed?.closedUntil));
      },
      renew: async () => {
        await this.guarded(entry, () => rewriting.renew(entry));
      },
    });
    return true;
  }

  private guarded<T>(entry: Entry, work: () => Promise<T>): Promise<T | undefined> {
    return this.options.guarded(entry, work, (failure) => this.options.rewriting.putOff(entry, failure));
  }
}
