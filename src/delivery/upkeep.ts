import type { Clock } from '../ports/clock.js';
import type { DocumentStore } from '../ports/document-store.js';
import type { People } from '../ports/people.js';
import { Bundles } from './bundles.js';
import { type Composed, Contents, contentsSpec } from './contents.js';
import { Destinations } from './destinations.js';
import { type Entry, outboxSpec } from './entry.js';
import { Orders } from './order.js';
import { Quotas } from './quotas.js';
import { Spreading } from './spreading.js';
import { type Round, WaitingRoom } from './waiting-room.js';

/** What goes on around the sending: what waits is called up, what is through is told, what changed is spread. */
export class Upkeep {
  readonly bundles: Bundles;
  readonly destinations: Destinations;
  private readonly contents: Contents;
  private readonly waitingRoom: WaitingRoom;
  private readonly spreading: Spreading;

  constructor({
    store,
    people,
    clock,
    zone,
  }: {
    readonly store: DocumentStore;
    readonly people: Pick<People, 'get'>;
    readonly clock: Clock;
    readonly zone: string;
  }) {
    const entries = store.collection(outboxSpec);
    const quotas = new Quotas(store, clock, zone);
    this.contents = new Contents(store.collection(contentsSpec));
    this.bundles = new Bundles(entries, this.contents, new Orders(store), clock);
    this.destinations = new Destinations({ people, bundles: this.bundles, quotas, clock, zone });
    this.waitingRoom = new WaitingRoom({ entries, people, bundles: this.bundles, quotas, clock, zone });
    this.spreading = new Spreading(entries, store.collection(contentsSpec), clock);
  }

  /** What a message shows now; undefined if that is gone. */
  compose(entry: Entry): Promise<Composed | undefined> {
    return entry.cover ? this.bundles.compose(entry) : this.contents.compose(entry);
  }

  /** In how many milliseconds shared contents are to be spread next, if that is soon. */
  soon(): Promise<number | undefined> {
    return this.spreading.soon();
  }

  /** Does what there is to do; resolves with how many messages it touched. Rejects with `Unavailable`. */
  async round(round: Round): Promise<number> {
    const spread = await this.spreading.spread(round.goesOn);
    const called = await this.waitingRoom.callUp(round);
    return spread + called + (await this.waitingRoom.conclude(round.goesOn));
  }
}
