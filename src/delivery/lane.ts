import type { Clock } from '../ports/clock.js';
import type { DeliveryFailure } from '../ports/messenger.js';
import { Bell } from './bell.js';
import { allEnded } from './failures.js';
import type { Gate } from './gate.js';
import type { Wait } from './pacing.js';

/** Messages on their way to one platform at a time: so many at first, one more with each that arrives. */
const workers = { first: 4, most: 16 } as const;
/** So much is held ready: enough for this long, within these bounds. Memory does not grow with the recipients. */
const ready = { ms: 2_000, least: 8, most: 100 } as const;
/** A message whose conversation is not free waits in the lane for no longer than this. */
export const patienceMs = 3_000;
const lookMs = 1_000;

/** One entry that a platform is to be asked about. */
export interface Task {
  /** The key of the conversation that it goes to. */
  readonly conversation: string;
  /** Milliseconds since 1970: when the conversation is free. */
  readonly notBefore: number;
  /** It rewrites a message that is out. */
  readonly rewrites?: boolean;
  /** Asks the platform; resolves with what went wrong. */
  run(): Promise<DeliveryFailure | undefined>;
  /** Goes back; `closed`: the lane is, until then. */
  release(closed?: { readonly closedUntil: Date; readonly reason: string }): Promise<void>;
  /** It still waits here. */
  renew(): Promise<void>;
}

export interface LaneOptions {
  readonly gate: Gate;
  readonly perSecond: number;
  readonly clock: Clock;
  readonly wait: Wait;
  /** False once the drain is over: what has not begun is handed back. */
  readonly goesOn: () => boolean;
  /** Called when one has ended. */
  readonly onEnded: () => void;
  /** The lane itself broke: the store is gone. What it held comes free with its leases. */
  readonly onBroken: (error: unknown) => void;
}

/**
 * What goes to one workspace or tenant: a few messages held ready, which go out when it is their turn, several at a time.
 * Lanes know nothing of each other: one that is slow or closed holds up no other.
 */
export class Lane {
  private readonly queue: Task[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private readonly bell: Bell;
  private readonly capacity: number;
  private atOnce: number = workers.first;
  private pumping: Promise<void> | undefined;

  constructor(private readonly options: LaneOptions) {
    this.bell = new Bell(options.wait);
    const wanted = options.perSecond === 0 ? ready.most : Math.ceil((options.perSecond * ready.ms) / 1_000);
    this.capacity = Math.min(Math.max(wanted, ready.least), ready.most);
  }

  /** How many more it takes now; none while there is enough for a while, so that claims come in batches. */
  room(): number {
    if (this.options.gate.isClosed()) return 0;
    return this.queue.length > this.capacity / 2 ? 0 : this.capacity - this.queue.length;
  }

  /** Whether one more is welcome, though claims would not be made for it. */
  hasPlace(): boolean {
    return !this.options.gate.isClosed() && this.queue.length < this.capacity;
  }

  /** Of what is held ready, a quarter may be rewritten messages: new ones go first, and starve nobody. */
  hasPlaceForRewriting(): boolean {
    if (this.options.gate.isClosed()) return false;
    return this.queue.filter(({ rewrites }) => rewrites).length < Math.max(Math.floor(this.capacity / 4), 1);
  }

  isIdle(): boolean {
    return this.pumping === undefined && this.underWay.size === 0;
  }

  add(task: Task): void {
    this.queue.push(task);
    this.bell.ring();
    this.pumping ??= this.pump();
  }

  /** Resolves when nothing is under way any more. */
  async over(): Promise<void> {
    await this.pumping;
    await allEnded([...this.underWay]);
  }

  async renew(): Promise<void> {
    await allEnded(this.queue.map((task) => task.renew()));
  }

  private async pump(): Promise<void> {
    try {
      while (this.queue.length > 0) await this.step();
    } catch (error) {
      this.queue.length = 0;
      this.options.onBroken(error);
    } finally {
      this.pumping = undefined;
      this.options.onEnded();
    }
  }

  private async step(): Promise<void> {
    const { goesOn, gate, clock } = this.options;
    if (!goesOn()) return this.handBack();
    const next = this.soonest();
    const wait = next.notBefore - clock.now().getTime();
    if (wait > 0) return this.bell.heard(Math.min(wait, lookMs));
    if (this.underWay.size >= this.atOnce) return this.bell.heard(lookMs);
    const turn = await gate.next(this.queue.length);
    if ('closedUntil' in turn) return this.handBack(turn);
    await this.until(turn.at);
    if (!goesOn()) return this.handBack();
    this.begin(this.take(), turn.probe);
  }

  private soonest(): Task {
    return this.queue.reduce((soonest, task) => (task.notBefore < soonest.notBefore ? task : soonest));
  }

  private take(): Task {
    const task = this.soonest();
    this.queue.splice(this.queue.indexOf(task), 1);
    return task;
  }

  private async until(instant: number): Promise<void> {
    const wait = instant - this.options.clock.now().getTime();
    if (wait > 0) await this.options.wait(wait);
  }

  private begin(task: Task, probe: boolean): void {
    const work = this.run(task, probe)
      .catch(this.options.onBroken)
      .finally(() => {
        this.underWay.delete(work);
        this.bell.ring();
        this.options.onEnded();
      });
    this.underWay.add(work);
  }

  private async run(task: Task, probe: boolean): Promise<void> {
    const failure = await task.run();
    const vain = failure !== undefined && failure.kind !== 'permanent';
    this.atOnce = vain ? workers.first : Math.min(this.atOnce + 1, workers.most);
    await this.options.gate.note(task.conversation, failure, probe);
  }

  private async handBack(closed?: Parameters<Task['release']>[0]): Promise<void> {
    const tasks = this.queue.splice(0);
    await allEnded(tasks.map((task) => task.release(closed)));
  }
}
