import { Unavailable } from '../kernel/errors.js';
import { type ChannelName, type Recipient, recipientKey } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import { DeliveryFailure, type Messenger } from '../ports/messenger.js';
import { Bell } from './bell.js';
import type { Composed } from './contents.js';
import type { Destinations } from './destinations.js';
import type { Entry } from './entry.js';
import { allEnded, nameOf } from './failures.js';
import type { Gate } from './gate.js';
import { Lane, patienceMs, type Task } from './lane.js';
import type { Ledger } from './ledger.js';
import type { Limits } from './limits.js';
import type { Lines } from './lines.js';
import type { Conversations, Wait } from './pacing.js';
import type { Progress } from './progress.js';
import { behind, laneOf } from './queueing.js';
import { RewriteFeed } from './rewrite-feed.js';
import type { Rewriting } from './rewriting.js';
import { type Asked, lookFor, send } from './sending.js';
import { awaitChannel, later, lookAgain, type Outcome, type Times, tryAgain } from './timing.js';
import type { Round } from './waiting-room.js';

export interface DrainOptions {
  readonly ledger: Ledger;
  readonly lines: Lines;
  readonly conversations: Conversations;
  readonly limits: Limits;
  readonly times: Times;
  /** The way into a workspace or tenant. */
  readonly gate: (lane: string, perSecond: number) => Gate;
  readonly wait: Wait;
  readonly messenger: (channel: ChannelName) => Messenger | undefined;
  /** What an entry shows now; undefined if that is gone. */
  readonly compose: (entry: Entry) => Promise<Composed | undefined>;
  readonly destinations: Pick<Destinations, 'of'>;
  /** Calls up what waits outside the queue; resolves with how many entries it touched. */
  readonly upkeep: (round: Round) => Promise<number>;
  readonly rewriting: Rewriting;
  /** In how many milliseconds something is to be rewritten next, if that is soon. */
  readonly soon: () => Promise<number | undefined>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Under which this drain claims. */
  readonly holder: string;
  readonly batchSize: number;
  /** What is due at this instant, each entry once; left out: what is due now, as time goes on. */
  readonly at?: Date;
  readonly inTime: () => boolean;
  /** Told of what has changed. */
  readonly progress: Progress;
}

/** What waits for an account or a channel, for a later beat or for another process counts as neither. */
export interface Drained {
  readonly done: number;
  /** Not accepted this time, given up, or unclear. */
  readonly failed: number;
}

type Ask = (entry: Entry, to: Recipient, messenger: Messenger, post: DrainOptions) => Promise<Asked>;

/** What only time brings, such as leases of the dead and messages that became due, is looked for so often. */
const lookMs = 1_000;
/** While nothing is under way, another process may have left something. */
const idleMs = 5_000;
/** While every lane has enough, what is in none yet is still sorted so often: it may be for another one. */
const sortMs = 200;
/** Least time that the one before is given, if nobody says that it is through with. */
const behindMs = 5_000;
const longAgo = new Date(0);
/** Workspaces and tenants looked at in one go. */
const mostLanes = 200;

/**
 * One drain: claims in batches what is due, finds out where each entry goes, and hands it to the lane of its workspace or
 * tenant. No more is claimed than the lanes take.
 */
export class DrainRun {
  private readonly lanes = new Map<string, Lane>();
  private readonly bell: Bell;
  private readonly rewrites: RewriteFeed;
  private readonly since: Date;
  private done = 0;
  private failed = 0;
  private broken: { readonly by: unknown } | undefined;
  private lookedAt = longAgo;
  private sortedAt = longAgo;
  private rewroteAt = longAgo;
  private askedAt = longAgo;
  private rewritesFed = 0;
  private keeping: Promise<void> | undefined;
  private due: readonly string[] = [];

  constructor(private readonly options: DrainOptions) {
    this.bell = new Bell(options.wait);
    this.since = options.clock.now();
    this.rewrites = new RewriteFeed({
      ...options,
      laneFor: (to) => this.laneFor(to),
      guarded: (entry, work, orElse) => this.guarded(entry, work, orElse),
    });
  }

  goesOn(): boolean {
    return this.broken === undefined && this.options.inTime();
  }

  drained(): Drained {
    return { done: this.done, failed: this.failed };
  }

  /** Something was enqueued, or it is over. */
  readonly wake = (): void => {
    this.lookedAt = longAgo;
    this.bell.ring();
  };

  /** Until nothing is left, or time is up. Rejects with `Unavailable` if the store is gone, after all has ended. */
  async toEnd(): Promise<void> {
    await this.running(async () => {
      while (this.goesOn()) {
        const idle = this.isIdle();
        if (idle) this.lookedAt = longAgo;
        if ((await this.feed()) > 0) continue;
        const soon = await this.soon(idle);
        if (idle && soon === undefined) return;
        await this.bell.heard(Math.min(soon ?? lookMs, lookMs));
      }
    });
  }

  /** Until it is told to stop. */
  async follow(): Promise<void> {
    const { progress } = this.options;
    await this.running(async () => {
      while (this.goesOn()) {
        if ((await this.feed()) > 0) continue;
        const idle = this.isIdle();
        const soon = await this.soon(idle);
        const isQuiet = idle && soon === undefined && !progress.isDue();
        await this.bell.heard(isQuiet ? idleMs : Math.min(soon ?? lookMs, lookMs));
      }
    });
  }

  /** In how many milliseconds there is something to rewrite; asked now and then while messages are under way. */
  private async soon(idle: boolean): Promise<number | undefined> {
    if (!idle && !this.isTime(this.askedAt, sortMs)) return undefined;
    this.askedAt = this.options.clock.now();
    return this.options.soon();
  }

  private async running(work: () => Promise<void>): Promise<void> {
    const over = new AbortController();
    const renewing = this.renewing(over.signal);
    try {
      await work();
    } catch (error) {
      this.breakOff(error);
    }
    await allEnded([...this.lanes.values()].map((lane) => lane.over()));
    await this.keeping;
    over.abort();
    await renewing;
    if (this.broken) throw this.broken.by;
  }

  private async renewing(signal: AbortSignal): Promise<void> {
    const { wait, times } = this.options;
    try {
      for (;;) {
        await wait(times.leaseMs / 3, signal);
        for (const lane of this.lanes.values()) await lane.renew();
      }
    } catch (error) {
      if (!signal.aborted) this.breakOff(error);
    }
  }

  private readonly breakOff = (error: unknown): void => {
    this.broken ??= { by: error };
    this.bell.ring();
  };

  private isIdle(): boolean {
    return this.keeping === undefined && [...this.lanes.values()].every((lane) => lane.isIdle());
  }

  /** Claims what the lanes have room for; resolves with how many. */
  private async feed(): Promise<number> {
    let fed = 0;
    this.options.progress.tell();
    if (this.isTime(this.lookedAt, lookMs)) fed += await this.look();
    if (this.hasRoom() || this.isTime(this.sortedAt, sortMs)) {
      this.sortedAt = this.options.clock.now();
      fed += await this.claim(undefined);
    }
    for (const lane of this.due) fed += await this.claim(lane);
    return fed + (await this.feedRewrites());
  }

  /** At once where the last look found some, else now and then: looking costs as much as sending. */
  private async feedRewrites(): Promise<number> {
    if (this.rewritesFed === 0 && !this.isTime(this.rewroteAt, sortMs)) return 0;
    this.rewroteAt = this.options.clock.now();
    this.rewritesFed = await this.rewrites.feed();
    return this.rewritesFed;
  }

  private async look(): Promise<number> {
    const { ledger, clock, batchSize } = this.options;
    this.lookedAt = clock.now();
    const called = await this.keepUp();
    const freed = await ledger.requeueExpired(batchSize);
    const looks = await this.cutShort();
    this.due = await ledger.lanesDue(this.horizon(), mostLanes);
    return called + freed + looks;
  }

  /** Beside the messages, which it may not hold up; only a drain that would end otherwise waits for it. */
  private async keepUp(): Promise<number> {
    const { holder, at, upkeep } = this.options;
    const isLast = at !== undefined && this.isIdle();
    const round = { at: this.horizon(), holder, again: at === undefined, goesOn: () => this.goesOn() };
    if (isLast) return upkeep(round);
    this.keeping ??= upkeep(round)
      .then((called) => called > 0 && this.wake())
      .catch(this.breakOff)
      .then(() => {
        this.keeping = undefined;
        this.bell.ring();
      });
    return 0;
  }

  private isTime(last: Date, milliseconds: number): boolean {
    return this.options.clock.now().getTime() - last.getTime() >= milliseconds;
  }

  private hasRoom(): boolean {
    return this.lanes.size === 0 || [...this.lanes.values()].some((lane) => lane.room() > 0);
  }

  /** Up to which instant things are due: one that is past stays where it is. */
  private horizon(): Date {
    const { at, clock } = this.options;
    const now = clock.now();
    return at && (at > now || at < this.since) ? at : now;
  }

  /** Looks for what was cut short. */
  private async cutShort(): Promise<number> {
    const { ledger, holder, batchSize, at, clock } = this.options;
    const entries = await ledger.claimCutShort(holder, batchSize, at === undefined);
    const place = async (entry: Entry) => {
      const { account, reason = 'no-read-back' } = entry;
      if (!account) return this.settle(entry, { state: 'unclear', reason });
      const messenger = this.options.messenger(account.channel);
      if (!messenger) return this.settle(entry, lookAgain(entry, { reason: 'channel-off' }, clock.now()));
      this.laneFor(account).add(this.task(entry, account, 0, (to) => this.ask(lookFor, entry, to, messenger)));
    };
    await allEnded(entries.map((entry) => this.guarded(entry, () => place(entry))));
    return entries.length;
  }

  /** Claims from one lane as much as it takes; without a lane, what is in none yet. */
  private async claim(name: string | undefined): Promise<number> {
    const { ledger, holder, at, batchSize } = this.options;
    const lane = name === undefined || name === behind ? undefined : this.laneNamed(name);
    const limit = Math.min(lane?.room() ?? batchSize, batchSize);
    if (limit === 0) return 0;
    const claim = { holder, at: this.horizon(), again: at === undefined, ...(name !== undefined && { lane: name }) };
    const entries = await ledger.claimDue(claim, limit);
    await allEnded(entries.map((entry) => this.guarded(entry, () => this.place(entry))));
    return entries.length;
  }

  private async place(entry: Entry): Promise<void> {
    const { ledger, lines, clock, conversations } = this.options;
    const destination = await this.options.destinations.of(entry, this.horizon());
    if ('outcome' in destination) return this.settle(entry, inPlace(destination.outcome));
    const { to } = destination;
    const first = await lines.before(entry);
    if (first) return this.putBehind(entry, first);
    const messenger = this.options.messenger(to.channel);
    if (!messenger) return this.settle(entry, { ...awaitChannel(entry, clock.now()), lane: laneOf(to) });
    const lane = this.laneFor(to);
    if (!lane.hasPlace()) return ledger.release(entry, laneOf(to));
    const free = await conversations.earliest(to);
    if (free - clock.now().getTime() > patienceMs) {
      return this.settle(entry, { state: 'waiting', due: new Date(free), lane: laneOf(to) });
    }
    lane.add(this.task(entry, to, free, (whom) => this.ask(send, entry, whom, messenger)));
  }

  private async putBehind(entry: Entry, first: Entry): Promise<void> {
    const { ledger, lines, clock } = this.options;
    const soonest = later(clock.now(), behindMs);
    await ledger.settle(entry, { state: 'waiting', lane: behind, due: first.due > soonest ? first.due : soonest });
    await lines.recheck(entry, first);
  }

  private laneFor(to: Recipient): Lane {
    return this.laneNamed(laneOf(to));
  }

  private laneNamed(name: string): Lane {
    const known = this.lanes.get(name);
    if (known) return known;
    const { limits, clock, wait } = this.options;
    const [channel = ''] = name.split(':');
    const { perSecond } = limits[channel as ChannelName];
    const lane = new Lane({
      gate: this.options.gate(name, perSecond),
      perSecond,
      clock,
      wait,
      goesOn: () => this.goesOn(),
      onEnded: () => this.bell.ring(),
      onBroken: this.breakOff,
    });
    this.lanes.set(name, lane);
    return lane;
  }

  private task(entry: Entry, to: Recipient, notBefore: number, work: (to: Recipient) => Promise<Asked>): Task {
    const { ledger } = this.options;
    return {
      conversation: recipientKey(to),
      notBefore,
      run: () => this.guarded(entry, async () => (await work(to)).failure),
      release: async (closed) => {
        await this.guarded(entry, () => ledger.release(entry, laneOf(to), closed?.reason, closed?.closedUntil));
      },
      renew: () => ledger.renew(entry),
    };
  }

  private async ask(ask: Ask, entry: Entry, to: Recipient, messenger: Messenger): Promise<Asked> {
    const asked = await ask(entry, to, messenger, this.options);
    this.note(entry, asked);
    return asked;
  }

  /** A store that is gone ends the drain; any other mistake must not hold up the other entries, now or ever again. */
  private async guarded<T>(
    entry: Entry,
    work: () => Promise<T>,
    orElse = (failure: DeliveryFailure): Promise<void> => this.setAside(entry, failure),
  ): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Unavailable) {
        this.breakOff(error);
        throw error;
      }
      this.options.logger.error({ key: entry._id, reason: nameOf(error) }, 'delivery broken');
      await orElse(new DeliveryFailure('retry', nameOf(error)));
      return undefined;
    }
  }

  private async setAside(entry: Entry, failure: DeliveryFailure): Promise<void> {
    const now = this.options.clock.now();
    const outcome = entry.state === 'sending' ? lookAgain(entry, failure, now) : tryAgain(entry, failure, now);
    await this.options.ledger.settle(entry, outcome);
    this.note(entry, { outcome, failure });
  }

  /** What the platform was not asked about. */
  private async settle(entry: Entry, outcome: Outcome): Promise<void> {
    await this.options.ledger.settle(entry, outcome);
    this.note(entry, { outcome });
  }

  private note(entry: Entry, { outcome, failure }: Asked): void {
    if (!outcome) return;
    const { state, reason = null } = outcome;
    this.options.progress.note(entry);
    if (state === 'sent') this.done += 1;
    if (!failure && state !== 'failed' && state !== 'unclear') return;
    this.failed += 1;
    this.options.logger.warn({ key: entry._id, state, reason }, 'not delivered');
  }
}

/** What is held back on purpose, as by a pause, lets others of its person pass; what is tried in vain does not. */
function inPlace(outcome: Outcome): Outcome {
  return outcome.state === 'waiting' ? { ...outcome, begun: outcome.tryingSince !== undefined } : outcome;
}
