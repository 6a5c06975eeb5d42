import { type Recipient, recipientKey } from '../messages/inbound.js';
import type { Clock } from '../ports/clock.js';
import type { DeliveryFailure } from '../ports/messenger.js';
import { allEnded } from './failures.js';
import type { Pace } from './pacing.js';
import { reopens } from './timing.js';

/** Messages on their way to one platform at a time, each to another conversation. */
const workers = 4;
/** So many failures in a row are the platform's, not the messages': the others need not meet them too. */
const mostTroubles = 3;

/** One entry that a platform is to be asked about. */
export interface Task {
  readonly account: Recipient;
  /** Asks the platform; resolves with what went wrong. */
  run(): Promise<DeliveryFailure | undefined>;
  /** The lane is closed until then. */
  postpone(until: Date, reason: string): Promise<void>;
  /** The drain is over. */
  release(): Promise<void>;
}

export interface LaneOptions {
  readonly clock: Clock;
  readonly pace: Pace;
  /** False once the drain is over: what has not begun is handed back. */
  readonly goesOn: () => boolean;
}

/**
 * What goes to one workspace or tenant during one drain. A platform that asks for quiet, or fails again and again,
 * closes its lane for the rest of the drain; the other lanes do not notice.
 */
export class Lane {
  private troubles = 0;
  private closed: { readonly until: Date; readonly reason: string } | undefined;

  constructor(private readonly options: LaneOptions) {}

  /** Never rejects before all its workers have ended. */
  async run(tasks: readonly Task[]): Promise<void> {
    const conversations = byConversation(tasks);
    const work = async () => {
      for (let next = conversations.shift(); next; next = conversations.shift()) {
        for (const task of next) await this.take(task);
      }
    };
    await allEnded(Array.from({ length: workers }, work));
  }

  private async take(task: Task): Promise<void> {
    if (!this.closed && this.options.goesOn()) await this.options.pace.turn(task.account);
    if (!this.options.goesOn()) return task.release();
    if (this.closed) return task.postpone(this.closed.until, this.closed.reason);
    this.note(await task.run());
  }

  private note(failure: DeliveryFailure | undefined): void {
    this.troubles = failure && failure.kind !== 'permanent' ? this.troubles + 1 : 0;
    if (!failure || !(asksForQuiet(failure) || this.troubles >= mostTroubles)) return;
    const until = reopens(failure, this.options.clock.now());
    if (!this.closed || this.closed.until < until) this.closed = { until, reason: failure.reason };
  }
}

function asksForQuiet({ reason, retryAfterSeconds }: DeliveryFailure): boolean {
  return retryAfterSeconds !== undefined || /^rate-?limited$/.test(reason);
}

/** In the order given; what goes to one conversation goes one after the other. */
function byConversation(tasks: readonly Task[]): (readonly Task[])[] {
  const conversations = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = recipientKey(task.account);
    const conversation = conversations.get(key);
    if (conversation) conversation.push(task);
    else conversations.set(key, [task]);
  }
  return [...conversations.values()];
}
