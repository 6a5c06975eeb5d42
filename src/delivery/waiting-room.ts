import { dayAt } from '../kernel/dates.js';
import type { Clock } from '../ports/clock.js';
import type { Change, Collection } from '../ports/document-store.js';
import type { People, Person } from '../ports/people.js';
import type { Bundles } from './bundles.js';
import { asLetter, reachable } from './destinations.js';
import type { Entry } from './entry.js';
import { inLine } from './queueing.js';
import type { Quotas } from './quotas.js';
import { awaitAccount, later, letterPauseMs, type Outcome, pauseLookMs } from './timing.js';

/** How many are looked at together. */
const some = 100;

export interface WaitingRoomOptions {
  readonly entries: Collection<Entry>;
  readonly people: Pick<People, 'get'>;
  readonly bundles: Bundles;
  readonly quotas: Quotas;
  readonly clock: Clock;
  readonly zone: string;
}

/** One look at what waits. */
export interface Round {
  /** What is due at this instant. */
  readonly at: Date;
  readonly holder: string;
  /** Also what the same holder looked at before: its time must have come anew. */
  readonly again: boolean;
  /** False once time is up. */
  readonly goesOn: () => boolean;
}

/**
 * What is not yet in the queue: the clock's messages, until their person may be disturbed, and letters, until there is
 * an account to send them to. Every method may be cut short. Rejects with `Unavailable`.
 */
export class WaitingRoom {
  constructor(private readonly options: WaitingRoomOptions) {}

  /** Lets everything go whose time has come. Resolves with how many were looked at. */
  async callUp(round: Round): Promise<number> {
    const { bundles } = this.options;
    const formed = await this.repeat(round.goesOn, () => bundles.goOn(round.at, round.holder, some));
    const held = await this.repeat(round.goesOn, () => this.releaseHeld(round));
    return formed + held + (await this.repeat(round.goesOn, () => this.releaseLetters(round)));
  }

  /** Tells the parts of bundles what became of them. Resolves with how many bundles. */
  conclude(goesOn: () => boolean): Promise<number> {
    return this.repeat(goesOn, () => this.options.bundles.tell(some));
  }

  private async repeat(goesOn: () => boolean, work: () => Promise<number>): Promise<number> {
    let sum = 0;
    for (let last = some; last > 0 && goesOn(); sum += last) last = await work();
    return sum;
  }

  /** Each person once in a drain. */
  private async releaseHeld({ at, holder, again }: Round): Promise<number> {
    const { entries, people } = this.options;
    const held = await entries.claim(
      { state: 'held', due: { $lte: at }, ...(!again && { holder: { $ne: holder } }) },
      { $set: { holder } },
      { limit: some, sort: [['due', 1]] },
    );
    for (const [personId, theirs] of byPerson(held)) {
      const person = await people.get(personId);
      if (person) await this.decide(person, theirs, at, holder);
      else await this.settleAll(theirs, (entry) => stillHeld(awaitAccount(entry, this.options.clock.now())));
    }
    return held.length;
  }

  private async decide(person: Person, held: readonly Entry[], at: Date, holder: string): Promise<void> {
    const { bundles, quotas, clock, zone } = this.options;
    const lone = held.filter(({ to }) => !to && !reachable(person));
    await this.settleAll(lone, () => asLetter(clock.now()));
    const others = held.filter((entry) => !lone.includes(entry));
    if (others.length === 0) return;
    const key = `bundle:${person.id}:${dayAt(at, zone)}`;
    if (await bundles.underWay(person.id)) {
      return this.settleAll(others, () => ({ state: 'held', due: later(at, pauseLookMs), reason: 'behind-bundle' }));
    }
    const verdict = await quotas.grant({ personId: person.id, pausedUntil: person.pausedUntil, at, by: key });
    if (verdict.go && (await bundles.form(key, person, at, holder))) return;
    const until = verdict.go ? later(at, pauseLookMs) : verdict.until;
    const reason = verdict.go ? 'one-a-day' : verdict.reason;
    const due = reason === 'paused' ? new Date(Math.min(until.getTime(), later(at, pauseLookMs).getTime())) : until;
    await this.settleAll(others, () => ({ state: 'held', due, reason }));
  }

  /** People without an account may have come since. */
  private async releaseLetters({ at, holder, again }: Round): Promise<number> {
    const { entries, people, clock } = this.options;
    const letters = await entries.claim(
      { state: 'letter', due: { $lte: at }, ...(!again && { holder: { $ne: holder } }) },
      { $set: { holder, due: later(clock.now(), letterPauseMs) } },
      { limit: some, sort: [['due', 1]] },
    );
    for (const [personId, theirs] of byPerson(letters)) {
      const person = await people.get(personId);
      if (!reachable(person)) continue;
      for (const entry of theirs) await entries.update(entry._id, called(entry, clock.now()), { state: 'letter' });
    }
    return letters.length;
  }

  private async settleAll(held: readonly Entry[], outcomeOf: (entry: Entry) => Outcome): Promise<void> {
    const changedAt = this.options.clock.now();
    // What was claimed may be in somebody else's bundle by now.
    for (const entry of held) {
      await this.options.entries.update(entry._id, { $set: { ...outcomeOf(entry), changedAt } }, { state: 'held' });
    }
  }
}

function called(entry: Entry, now: Date): Change {
  const state = entry.occasion === 'clock' ? 'held' : 'waiting';
  const line = state === 'held' ? {} : inLine(entry);
  return { $set: { state, due: now, changedAt: now, ...line }, $unset: { reason: true, holder: true } };
}

function stillHeld(outcome: Outcome): Outcome {
  return outcome.state === 'waiting' ? { ...outcome, state: 'held' } : outcome;
}

function byPerson(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const people = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { personId = '' } = entry;
    people.set(personId, [...(people.get(personId) ?? []), entry]);
  }
  return people;
}
