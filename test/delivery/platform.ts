import type { Wait } from '../../src/delivery/pacing.js';
import { type ChannelName, isRoom, type MessageRef, type Recipient } from '../../src/messages/inbound.js';
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
  readonly updates: { readonly post: number; readonly view: View; readonly at: Date }[] = [];
  /** What the next updates meet, in order; afterwards every update succeeds. */
  updateFates: Fate[] = [];
  updateAttempts = 0;
  mostUnderWay = 0;
  mostToOnePerson = 0;
  private readonly underWay: string[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly wait?: Wait,
    private readonly channel: ChannelName = 'slack',
  ) {}

  async send(to: Recipient, view: View, key: string): Promise<MessageRef> {
    this.attempts += 1;
    const user = isRoom(to) ? to.conversation : to.user;
    this.underWay.push(user);
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay.length);
    const toThem = this.underWay.filter((other) => other === user);
    this.mostToOnePerson = Math.max(this.mostToOnePerson, toThem.length);
    try {
      return await this.meet(this.fates.shift() ?? this.always.get(user) ?? {}, user, view, key);
    } finally {
      this.underWay.splice(this.underWay.indexOf(user), 1);
    }
  }

  async update({ parts }: MessageRef, view: View): Promise<void> {
    this.updateAttempts += 1;
    const { refused, lost, takes = 0 } = this.updateFates.shift() ?? {};
    if (takes > 0) await this.wait?.(takes);
    if (refused) throw refused;
    this.updates.push({ post: Number(parts.ts), view, at: this.clock.now() });
    if (lost) throw lost;
  }

  /** What the post under a key shows now. */
  shows(key: string): View | undefined {
    const at = this.posts.findIndex((post) => post.key === key);
    return this.updates.findLast(({ post }) => post === at)?.view ?? this.posts[at]?.view;
  }

  async find(_to: Recipient, key: string): Promise<MessageRef | 'absent' | 'unknown'> {
    this.lookedAt.push(this.clock.now());
    const trouble = this.lookTroubles.shift();
    if (trouble) throw trouble;
    if (!this.canReadBack) return 'unknown';
    const shown = this.posts.findIndex((post) => post.key === key && this.isSeen(post));
    return shown < 0 ? 'absent' : ref(shown, this.channel);
  }

  /** The keys of what was accepted, in order. */
  get keys(): readonly string[] {
    return this.posts.map((post) => post.key);
  }

  private async meet({ refused, lost, takes = 0, answers = 0 }: Fate, user: string, view: View, key: string) {
    if (takes > 0) await this.wait?.(takes);
    if (refused) throw refused;
    const at = this.posts.push({ key, user, view, at: this.clock.now() }) - 1;
    if (answers > 0) await this.wait?.(answers);
    if (lost) throw lost;
    return ref(at, this.channel);
  }

  private isSeen({ at }: Post): boolean {
    return this.clock.now().getTime() - at.getTime() >= this.lag;
  }
}

export function ref(post: number, channel: ChannelName = 'slack'): MessageRef {
  return { channel, realm: 'T1', parts: { ts: String(post) } };
}
