import { createHash } from 'node:crypto';
import { z } from 'zod';
import { messageOf, Unavailable } from '../kernel/errors.js';
import type { Clock } from '../ports/clock.js';
import type { Collection, CollectionSpec } from '../ports/document-store.js';
import type { Logger } from '../ports/logger.js';

const Lease = z.object({
  _id: z.string(),
  state: z.enum(['leased', 'done']),
  until: z.date(),
});
type Lease = z.infer<typeof Lease>;

/** Long enough for any handler; after that the holder is taken for dead. */
const leaseMs = 30_000;
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

/** Sees to it that each inbound event changes something once, however often it is delivered. */
export class Leases {
  constructor(
    private readonly leases: Collection<Lease>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * Runs `work` unless the event was dealt with before; then resolves with undefined. The lease is finished only after
   * `work` is done: if the process dies in between, the redelivery takes it up. Rejects with `Unavailable` while
   * another delivery of the same event is still under way, so that the platform comes again.
   */
  async once<T>(key: string, work: () => Promise<T>): Promise<T | undefined> {
    const id = createHash('sha256').update(key).digest('base64url');
    if (!(await this.claim(id))) return undefined;
    try {
      const result = await work();
      await this.leases.update(id, { $set: { state: 'done' } });
      return result;
    } catch (error) {
      await this.giveBack(id);
      throw error;
    }
  }

  /** At once, so that the redelivery need not wait for the lease to run out; if the store is gone, it runs out. */
  private async giveBack(id: string): Promise<void> {
    try {
      await this.leases.delete({ _id: id, state: 'leased' });
    } catch (error) {
      this.logger.warn({ reason: messageOf(error) }, 'lease not given back; it runs out by itself');
    }
  }

  /** True: the event is ours. False: it was dealt with. */
  private async claim(id: string): Promise<boolean> {
    const deadline = Date.now() + patienceMs;
    do {
      const now = this.clock.now();
      const until = new Date(now.getTime() + leaseMs);
      if ((await this.leases.insert({ _id: id, state: 'leased', until })) === 'inserted') return true;
      const held = await this.leases.get(id);
      if (held?.state === 'done') return false;
      if (held && held.until <= now && (await this.leases.update(id, { $set: { until } }, { until: held.until }))) {
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    } while (Date.now() < deadline);
    throw new Unavailable('event in progress');
  }
}
