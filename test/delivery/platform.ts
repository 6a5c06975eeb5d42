import type { Wait } from '../../src/delivery/pacing.js';
import type { Account, MessageRef } from '../../src/messages/inbound.js';
import type { View } from '../../src/messages/view.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Messenger } from '../../src/ports/messenger.js';

/** What a post meets. */
export interface Fate {
  /** Thrown instead of being accepted. */
  readonly refused?: Error;
  /** Thrown although it was accepted. */
  readonly lost?: Error;
  /** Milliseconds until it is accepted, or refused. */
  readonly takes?: number;
  /** Milliseconds from then until the answer arrives. */
  readonly answers?: number;
}

interface Post {
  readonly key: string;
  readonly user: string;
  readonly view: View;
  readonly at: Date;
}

/**
 * A platform that does as told, remembers what it accepted, and shows it only after a lag, as Slack's history does.
 * Nothing of it is lost when a process dies: what was on its way arrives.
 */
export class Platform implements Messenger {
  readonly posts: Post[] = [];
  /** What the next posts meet, in order; afterwards every post succeeds. */
  fates: Fate[] = [];
  /** What every post to a person meets. */
  readonly always = new Map<string, Fate>();
  /** Milliseconds. */
  lag = 20_000;
  canReadBack = true;
  /** What the next looks meet, in order. */
  lookTroubles: Error[] = [];
  lookedAt: Date[] = [];
  attempts = 0;
  mostUnderWay = 0;
  mostToOnePerson = 0;
  private readonly underWay: string[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly wait?: Wait,
  ) {}

  async send(to: Account, view: View, key: string): Promise<MessageRef> {
    this.attempts += 1;
    this.underWay.push(to.user);
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay.length);
    const toThem = this.underWay.filter((user) => user === to.user);
    this.mostToOnePerson = Math.max(this.mostToOnePerson, toThem.length);
    try {
      return await this.meet(this.fates.shift() ?? this.always.get(to.user) ?? {}, to, view, key);
    } finally {
      this.underWay.splice(this.underWay.indexOf(to.user), 1);
    }
  }

  async update(): Promise<void> {}

  async find(_to: Account, key: string): Promise<MessageRef | 'absent' | 'unknown'> {
    this.lookedAt.push(this.clock.now());
    const trouble = this.lookTroubles.shift();
    if (trouble) throw trouble;
    if (!this.canReadBack) return 'unknown';
    const shown = this.posts.findIndex((post) => post.key === key && this.shows(post));
    return shown < 0 ? 'absent' : ref(shown);
  }

  /** The keys of what was accepted, in order. */
  get keys(): readonly string[] {
    return this.posts.map((post) => post.key);
  }

  private async meet({ refused, lost, takes = 0, answers = 0 }: Fate, to: Account, view: View, key: string) {
    if (takes > 0) await this.wait?.(takes);
    if (refused) throw refused;
    const at = this.posts.push({ key, user: to.user, view, at: this.clock.now() }) - 1;
    if (answers > 0) await this.wait?.(answers);
    if (lost) throw lost;
    return ref(at);
  }

  private shows({ at }: Post): boolean {
    return this.clock.now().getTime() - at.getTime() >= this.lag;
  }
}

export function ref(post: number): MessageRef {
  return { channel: 'slack', realm: 'T1', parts: { ts: String(post) } };
}
