import { z } from 'zod';
import { errorName } from '../../../kernel/errors.js';
import { pause } from '../../../kernel/timeout.js';
import type { CollectionSpec } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import type { Invitation } from '../meetings/invitations.js';
import { markOf, revisionsOf, roomRevisions } from './copies.js';
import { settleDeputies } from './deputies.js';
import { rosterOf, rowsOf } from './roster.js';
import { cancelPointless, roomOf } from './sending.js';
import { SharedWork } from './shared-work.js';

/** A meeting whose cards show something older than they are to. */
const Stale = z.object({
  /** The meeting's id. */
  _id: z.string(),
  /** Counts what happened to it since. */
  changes: z.number().int(),
  /** Whoever works its cards out is taken for dead then. */
  heldUntil: z.date().optional(),
  /** What the card in the committee's channel shows by now, as a mark. */
  room: z.string().optional(),
  /** Absent where all cards are as they are to be. */
  stale: z.literal(true).optional(),
  changedAt: z.date(),
});
export type Stale = z.infer<typeof Stale>;

const keptDays = 400;

export const staleCardsSpec: CollectionSpec<Stale> = {
  name: 'meeting-cards',
  schema: Stale,
  version: 1,
  indexes: [{ fields: [['stale', 1]], sparse: true }],
  retention: { days: keptDays, field: 'changedAt' },
  personal: 'none',
};

/** However many press, a meeting's cards are worked out no more often than this. */
const everyMs = 1_000;
const holdMs = 30_000;
const mostMeetings = 100;

/**
 * Keeps all copies of a meeting's card up to date. What changed is marked in the store, before and after the change, and
 * worked out once a second at most, by one process at a time; whatever a killed process left is done at the next beat.
 */
export class LiveCards {
  /** Meetings that will be looked at soon. */
  private readonly waiting = new Set<string>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly marks = new SharedWork((meetingId) => this.writeMark(meetingId));
  private readonly reads = new SharedWork((meetingId) => rowsOf(this.context, meetingId));
  private stopped = false;

  constructor(private readonly context: Context) {}

  private get stale() {
    return this.context.store.collection(staleCardsSpec);
  }

  /**
   * Marks the cards before something that they show changes. Those who come while a mark is being written share the next
   * one: hundreds who press at once do not queue for one document.
   */
  mark(meetingId: string): Promise<void> {
    return this.marks.run(meetingId);
  }

  /** Everybody invited, read once for all who ask at the same time, after they asked. */
  rows(meetingId: string): Promise<readonly Invitation[]> {
    return this.reads.run(meetingId);
  }

  /** Marks them once it has changed, and has them rewritten soon. */
  async touch(meetingId: string): Promise<void> {
    await this.mark(meetingId);
    this.soon(meetingId);
  }

  /** Rewrites at once what was marked, by whomever. Resolves with how many meetings that were. */
  async catchUp(): Promise<number> {
    const { items } = await this.stale.find({ filter: { stale: true }, limit: mostMeetings });
    let done = 0;
    for (const { _id } of items) if (await this.workOut(_id)) done += 1;
    return done;
  }

  /** Begins nothing more; resolves when what is under way has ended. */
  async settle(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.underWay);
  }

  private soon(meetingId: string): void {
    if (this.stopped || this.waiting.has(meetingId)) return;
    this.waiting.add(meetingId);
    const work = this.later(meetingId).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  private async later(meetingId: string): Promise<void> {
    await pause(everyMs);
    this.waiting.delete(meetingId);
    try {
      await this.workOut(meetingId);
    } catch (error) {
      // The mark stays: the next beat does it.
      this.context.logger.warn({ meeting: meetingId, name: errorName(error) }, 'cards not rewritten');
    }
  }

  /** False: there is nothing to do, or somebody else is at it and will see what changed meanwhile. */
  private async workOut(meetingId: string): Promise<boolean> {
    const now = this.context.clock.now();
    const held = await this.stale.update(
      meetingId,
      { $set: { heldUntil: new Date(now.getTime() + holdMs) } },
      { stale: true, $or: [{ heldUntil: null }, { heldUntil: { $lte: now } }] },
    );
    if (!held) return false;
    const room = await this.rewrite(held);
    const shows = room === undefined ? {} : { $set: { room } };
    const through = { ...shows, $unset: { stale: true, heldUntil: true } } as const;
    if (await this.stale.update(meetingId, through, { changes: held.changes })) return true;
    await this.stale.update(meetingId, { ...shows, $unset: { heldUntil: true } });
    this.soon(meetingId);
    return true;
  }

  private async writeMark(meetingId: string): Promise<void> {
    const changedAt = this.context.clock.now();
    await this.stale.upsert(
      meetingId,
      { $set: { stale: true, changedAt }, $inc: { changes: 1 } },
      { _id: meetingId, changes: 0, changedAt },
    );
  }

  /** Hands the outbox the cards that change; resolves with what the channel's card shows then. */
  private async rewrite({ _id, room }: Stale): Promise<string | undefined> {
    const { context } = this;
    const meeting = await context.meetings.get(_id);
    if (!meeting || meeting.state === 'draft') return room;
    const roster = await settleDeputies(context, await rosterOf(context, meeting));
    await cancelPointless(context, roster, context.clock.now());
    const changed = roster.rows.flatMap((row) => {
      const revisions = revisionsOf(roster, row, context.zone);
      const shown = markOf(revisions);
      return revisions.length === 0 || shown === row.shown ? [] : [{ id: row._id, revisions, shown }];
    });
    const roomId = await roomOf(context, meeting.committeeId);
    const forRoom = roomId === undefined ? [] : roomRevisions(roster, roomId, context.zone);
    const shownInRoom = markOf(forRoom);
    const roomChanged = forRoom.length > 0 && shownInRoom !== room;
    await context.outbox.revise([...changed.flatMap(({ revisions }) => revisions), ...(roomChanged ? forRoom : [])]);
    for (const { id, shown } of changed) await context.invitations.update(id, { $set: { shown } });
    return forRoom.length > 0 ? shownInRoom : room;
  }
}
