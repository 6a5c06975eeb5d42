import type { Recipient } from '../messages/inbound.js';
import type { View } from '../messages/view.js';
import type { Clock } from '../ports/clock.js';
import type { Change, Collection } from '../ports/document-store.js';
import type { Person } from '../ports/people.js';
import { bundleOf, howManyFit } from './bundle-view.js';
import type { Composed, Contents } from './contents.js';
import type { Entry } from './entry.js';
import type { Orders } from './order.js';
import { inLine } from './queueing.js';
import { formingMs, later } from './timing.js';

/** Parts of one cover are few, since one message bears them. */
const mostParts = 50;
/** The states of a cover that is on its way: there is one at a time for each person. */
const open = ['forming', 'waiting', 'leased', 'sending'] as const;
const final = ['sent', 'failed', 'unclear', 'cancelled'] as const;

/**
 * Covers and their parts. A cover is an entry that carries what the clock has for one person in one message. Its parts
 * stay entries of their own: revised, cancelled and counted one by one. Every step may be cut short and is gone on with:
 * a cover is `forming` until its parts are in it, and `untold` until they know what became of it.
 */
export class Bundles {
  constructor(
    private readonly entries: Collection<Entry>,
    private readonly contents: Contents,
    private readonly orders: Orders,
    private readonly clock: Clock,
  ) {}

  /** The cover of a person that is on its way. */
  underWay(personId: string): Promise<Entry | undefined> {
    return this.entries.findOne({ personId, cover: true, state: { $in: open } });
  }

  /** Puts what waits for a person at an instant into a cover and lets it go. False if it was there already. */
  async form(key: string, person: Person, at: Date, holder: string): Promise<boolean> {
    const now = this.clock.now();
    const cover: Entry = {
      _id: key,
      personId: person.id,
      occasion: 'clock',
      summary: '',
      cover: true,
      untold: true,
      order: await this.orders.take(1),
      state: 'forming',
      due: later(now, formingMs),
      changedAt: now,
      holder,
      attempts: 0,
      revision: 0,
      shown: 0,
    };
    if ((await this.entries.insert(cover)) === 'existed') return false;
    await this.fill(cover, person.id, at);
    return true;
  }

  /** Goes on with covers whose process died while it put them together. Resolves with how many. */
  async goOn(at: Date, holder: string, limit: number): Promise<number> {
    const now = this.clock.now();
    const covers = await this.entries.claim(
      { state: 'forming', due: { $lte: now } },
      { $set: { holder, due: later(now, formingMs) } },
      { limit },
    );
    for (const cover of covers) if (cover.personId !== undefined) await this.fill(cover, cover.personId, at);
    return covers.length;
  }

  /** What a cover shows now; undefined if nothing is left in it. */
  async compose(cover: Entry): Promise<Composed | undefined> {
    const view = bundleOf((await this.shownParts(cover)).map(({ view: each }) => each));
    return view && { view };
  }

  /** Takes out of a cover that is about to go what was cancelled meanwhile. */
  async drop(cover: Entry): Promise<void> {
    for (const part of await this.partsOf(cover)) {
      if (part.revoked && part.state === 'bundled') await this.takeOut(part);
    }
  }

  /** Tells the parts of covers that are through what became of them. Resolves with how many covers. */
  async tell(limit: number): Promise<number> {
    const { items } = await this.entries.find({ filter: { untold: true, state: { $in: final } }, limit });
    for (const cover of items) {
      for (const part of await this.partsOf(cover)) {
        await this.entries.update(part._id, becomes(cover, this.clock.now()), { state: 'bundled', bundle: cover._id });
      }
      await this.entries.update(cover._id, { $unset: { untold: true } });
    }
    return items.length;
  }

  /** Cancels a part whose cover has not begun to go out. False if it is too late, or not known yet. */
  async cancel(part: Entry, holder: string): Promise<boolean> {
    const lock = { state: 'forming', holder, due: later(this.clock.now(), formingMs) } as const;
    const cover = part.bundle && (await this.entries.update(part.bundle, { $set: lock }, { state: 'waiting' }));
    if (!cover) {
      // Whoever has the cover takes it out before it goes, if it is not gone.
      await this.entries.update(part._id, { $set: { revoked: true } }, { state: 'bundled' });
      return false;
    }
    const taken = await this.takeOut(part);
    await this.letGo(cover, this.clock.now());
    return taken;
  }

  /** What changed in a part is to show in its cover. */
  async passOn(part: Entry): Promise<void> {
    if (part.bundle === undefined) return;
    await this.entries.update(part.bundle, { $inc: { revision: 1 }, $min: { rewrite: this.clock.now() } });
  }

  private async fill(cover: Entry, personId: string, at: Date): Promise<void> {
    const within = (await this.shownParts(cover)).map(({ view }) => view);
    const { items } = await this.entries.find({
      filter: { personId, state: 'held', dueFirst: { $lte: at } },
      sort: [['order', 1]],
      limit: mostParts,
    });
    const more = await this.composed(items);
    const room = Math.max(howManyFit([...within, ...more.map(({ view }) => view)]) - within.length, 0);
    let place = within.length;
    for (const { part } of more.slice(0, room)) {
      const change = {
        $set: { state: 'bundled', bundle: cover._id, place },
        $unset: { reason: true, holder: true },
      } as const;
      if (await this.entries.update(part._id, change, { state: 'held' })) place += 1;
    }
    const now = this.clock.now();
    await this.letGo(cover, at < now ? at : now);
  }

  /** Into its person's line, to be sent. */
  private async letGo(cover: Entry, due: Date): Promise<void> {
    const to = commonRecipient(await this.partsOf(cover));
    const envelope = { ...(cover.personId !== undefined && { personId: cover.personId }), ...(to && { to }) };
    await this.entries.update(
      cover._id,
      { $set: { state: 'waiting', due, ...envelope, ...inLine(envelope) }, $unset: { holder: true } },
      { state: 'forming', holder: cover.holder ?? null },
    );
  }

  private async takeOut(part: Entry): Promise<boolean> {
    const change: Change = {
      $set: { state: 'cancelled', changedAt: this.clock.now() },
      $unset: { bundle: true, place: true, revoked: true },
    };
    return (await this.entries.update(part._id, change, { state: 'bundled' })) !== undefined;
  }

  private async shownParts(cover: Entry): Promise<readonly { readonly part: Entry; readonly view: View }[]> {
    return this.composed(await this.partsOf(cover));
  }

  private async composed(parts: readonly Entry[]): Promise<readonly { readonly part: Entry; readonly view: View }[]> {
    const composed = await Promise.all(parts.map((part) => this.contents.compose(part)));
    return parts.flatMap((part, index) => {
      const view = composed[index]?.view;
      return view ? [{ part, view }] : [];
    });
  }

  private async partsOf(cover: Entry): Promise<readonly Entry[]> {
    const { items } = await this.entries.find({ filter: { bundle: cover._id }, limit: mostParts });
    return [...items].sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
  }
}

/** Where all parts are to go, if they name one and the same place. */
function commonRecipient(parts: readonly Entry[]): Recipient | undefined {
  const [first] = parts;
  const same = parts.every(({ to }) => JSON.stringify(to) === JSON.stringify(first?.to));
  return same ? first?.to : undefined;
}

function becomes({ state, reason, message, account, changedAt }: Entry, now: Date): Change {
  if (state === 'sent') {
    return { $set: { state, changedAt, ...(message && { message }), ...(account && { account }) } };
  }
  if (state === 'failed' || state === 'unclear') {
    return { $set: { state, changedAt, ...(reason !== undefined && { reason }) } };
  }
  // The cover did not go: its parts wait for the next.
  return { $set: { state: 'held', due: now }, $unset: { bundle: true, place: true } };
}
