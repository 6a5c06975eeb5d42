import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { messageOf, Unavailable } from '../kernel/errors.js';
import { pause } from '../kernel/timeout.js';
import type { Clock } from '../ports/clock.js';
import type { Collection, CollectionSpec } from '../ports/document-store.js';
import type { Ids } from '../ports/ids.js';
import type { Logger } from '../ports/logger.js';
import { eventMark } from './feature.js';

const Lease = z.object({
  _id: z.string(),
  state: z.enum(['leased', 'done']),
  /** Which delivery has it: only that one may renew, finish or give it back. */
  holder: z.string(),
  until: z.date(),
});
type Lease = z.infer<typeof Lease>;

/** Longer than a handler's store and platform may keep silent; after that the holder is taken for dead. */
const leaseMs = 30_000;
/** A handler that takes longer keeps its lease by saying so this often. */
const renewEveryMs = 10_000;
/** A platform redelivers within minutes; a day is plenty. */
const keptDays = 1;
/** How long a redelivery waits for the one under way: within the platforms' three seconds. */
const patienceMs = 2_000;
const pollMs = 40;

export const leaseSpec: CollectionSpec<Lease> = {
  name: 'inbound-leases',
  schema: Lease,
  version: 1,
  indexes: [],
  retention: { days: keptDays, field: 'until' },
  personal: 'none',
};

export interface LeaseOptions {
  readonly leases: Collection<Lease>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** How often a lease is renewed while its work goes on; every ten seconds if left out. */
  readonly renewEveryMs?: number;
  /** Not in the store. */
  readonly secret?: string;
}

/** Sees to it that each inbound event changes something once, however often it is delivered. */
export class Leases {
  constructor(private readonly options: LeaseOptions) {}

  /**
   * Runs `work` unless the event was dealt with before; then resolves with undefined. The lease is finished only after
   * `work` is done: if the process dies in between, the redelivery takes it up. So it does if this process was so slow
   * that it was taken for dead; then too it resolves with undefined, and the one that took over has the last word.
   * Rejects with `Unavailable` while another delivery of the same event is still under way, so that the platform comes
   * again.
   */
  async once<T>(key: string, work: () => Promise<T>): Promise<T | undefined> {
    const id = this.markOf(key);
    const holder = this.options.ids.next();
    if (!(await this.claim(id, holder))) return undefined;
    const renewing = setInterval(() => void this.renew(id, holder), this.options.renewEveryMs ?? renewEveryMs);
    try {
      const result = await work();
      return (await this.finish(id, holder)) ? result : undefined;
    } catch (error) {
      await this.giveBack(id, holder);
      throw error;
    } finally {
      clearInterval(renewing);
    }
  }

  /** A key says who pressed what and when, and could be guessed from its bare hash. */
  private markOf(key: string): string {
    const { secret } = this.options;
    return secret === undefined ? eventMark({ key }) : createHmac('sha256', secret).update(key).digest('base64url');
  }

  private async finish(id: string, holder: string): Promise<boolean> {
    const mine = { state: 'leased', holder };
    const finished = await this.options.leases.update(id, { $set: { state: 'done' } }, mine);
    if (!finished) this.options.logger.warn({ lease: id }, 'lease lost to another delivery while its work went on');
    return finished !== undefined;
  }

  private async renew(id: string, holder: string): Promise<void> {
    const { leases, logger } = this.options;
    try {
      await leases.update(id, { $set: { until: this.newEnd() } }, { state: 'leased', holder });
    } catch (error) {
      logger.warn({ lease: id, reason: messageOf(error) }, 'lease not renewed');
    }
  }

  /** At once, so that the redelivery need not wait for the lease to run out; if the store is gone, it runs out. */
  private async giveBack(id: string, holder: string): Promise<void> {
    const { leases, logger } = this.options;
    try {
      await leases.delete({ _id: id, state: 'leased', holder });
    } catch (error) {
      logger.warn({ lease: id, reason: messageOf(error) }, 'lease not given back; it runs out by itself');
    }
  }

  /** True: the event is ours. False: it was dealt with. */
  private async claim(id: string, holder: string): Promise<boolean> {
    const { leases, clock } = this.options;
    const deadline = Date.now() + patienceMs;
    do {
      const until = this.newEnd();
      if ((await leases.insert({ _id: id, state: 'leased', holder, until })) === 'inserted') return true;
      const held = await leases.get(id);
      if (held?.state === 'done') return false;
      if (held && held.until <= clock.now() && (await this.takeOver(held, holder, until))) return true;
      await pause(pollMs);
    } while (Date.now() < deadline);
    throw new Unavailable('event in progress');
  }

  private async takeOver(held: Lease, holder: string, until: Date): Promise<boolean> {
    const asRead = { state: 'leased', until: held.until };
    return (await this.options.leases.update(held._id, { $set: { holder, until } }, asRead)) !== undefined;
  }

  private newEnd(): Date {
    return new Date(this.options.clock.now().getTime() + leaseMs);
  }
}
