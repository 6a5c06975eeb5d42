import { isWorkingTime, nextWorkingTime } from '../kernel/calendar.js';
import type { Recipient } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import type { People, Person } from '../ports/people.js';
import type { Bundles } from './bundles.js';
import type { Entry } from './entry.js';
import type { Quotas } from './quotas.js';
import { awaitAccount, later, letterPauseMs, type Outcome, pauseLookMs } from './timing.js';

/** Where a message goes now, or what becomes of it instead. */
export type Destination = { readonly to: Recipient } | { readonly outcome: Outcome };

/**
 * Decides about a message that is due: whether it may disturb its person at this instant, and where they are reached.
 * Rejects with `Unavailable`.
 */
export class Destinations {
  constructor(
    private readonly options: {
      readonly people: Pick<People, 'get'>;
      readonly bundles: Bundles;
      readonly quotas: Quotas;
      readonly clock: Clock;
      readonly zone: string;
    },
  ) {}

  async of(entry: Entry, at: Date): Promise<Destination> {
    if (entry.revoked) return { outcome: { state: 'cancelled' } };
    if (entry.personId === undefined) return this.toRoom(entry, at);
    if (entry.occasion === 'change' && entry.to) return { to: entry.to };
    const person = await this.options.people.get(entry.personId);
    if (entry.cover) return this.cover(entry, entry.personId, person, at);
    const { pausedUntil } = person ?? {};
    if (entry.occasion !== 'change' && pausedUntil && pausedUntil > at) return notBefore(pausedUntil, 'paused', at);
    const to = entry.to ?? reachable(person);
    return to ? { to } : { outcome: this.withoutAccount(entry, person) };
  }

  private toRoom({ to, occasion }: Entry, at: Date): Destination {
    const { zone } = this.options;
    if (!to) return { outcome: { state: 'failed', reason: 'nobody' } };
    if (occasion !== 'clock' || isWorkingTime(at, zone)) return { to };
    return notBefore(nextWorkingTime(at, zone), 'outside-hours', at);
  }

  private async cover(entry: Entry, personId: string, person: Person | undefined, at: Date): Promise<Destination> {
    const { bundles, quotas } = this.options;
    const to = entry.to ?? reachable(person);
    if (!to) return { outcome: { state: 'cancelled', reason: 'no-account' } };
    await bundles.drop(entry);
    if (!(await bundles.compose(entry))) return { outcome: { state: 'cancelled', reason: 'empty' } };
    const verdict = await quotas.grant({ personId, pausedUntil: person?.pausedUntil, at, by: entry._id });
    return verdict.go ? { to } : notBefore(verdict.until, verdict.reason, at);
  }

  /** Somebody who is known has a page of their own; anybody else may yet be made known. */
  private withoutAccount(entry: Entry, person: Person | undefined): Outcome {
    const now = this.options.clock.now();
    return person ? asLetter(now) : awaitAccount(entry, now);
  }
}

/** It stands on the person's page until they are told by post, or come. */
export function asLetter(now: Date): Outcome {
  return { state: 'letter', due: later(now, letterPauseMs), reason: 'no-account' };
}

/** Where a person reads what is sent to them; their page is nothing that one is sent to. */
export function reachable(person: Person | undefined): Recipient | undefined {
  return person?.reachable?.channel === 'page' ? undefined : person?.reachable;
}

/** A pause may end sooner than it was meant to. */
function notBefore(until: Date, reason: string, at: Date): Destination {
  const due = reason === 'paused' ? new Date(Math.min(until.getTime(), later(at, pauseLookMs).getTime())) : until;
  // Held back on purpose: what comes later in its line need not wait for it.
  return { outcome: { state: 'waiting', due, reason, begun: false } };
}
