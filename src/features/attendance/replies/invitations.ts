import type { Meeting } from '../meetings/model.js';

/**
 * What planning tells of a meeting, so that everybody concerned hears of it. Every call is idempotent and may be repeated
 * after it was cut short: messages have deterministic keys, and rows are written conditionally. Each works on the meeting as it is stored,
 * so the conditional write that changed it comes first. Rejects with `Unavailable` while the store cannot be reached.
 */
export interface Invitations {
  /** Invites members, standing deputies and guests of the committee, and its channel; those invited already stay so. */
  inviteAll(meeting: Meeting): Promise<void>;
  /** Tells all invited what moved, from what to what (`moved`), by whom; those who had said yes are asked again. */
  announceMove(meeting: Meeting): Promise<void>;
  /** Tells all invited that it does not take place (`cancelled`), and stops reminders. */
  announceCancellation(meeting: Meeting): Promise<void>;
  /** Who came to a committee, as member, deputy or guest, is invited to those of its meetings to come that are invited to. */
  inviteNewcomers(committeeId: string): Promise<void>;
  /** Something else on the card changed, such as the agenda or the link: all copies are rewritten, nobody is written to. */
  refresh(meetingId: string): Promise<void>;
}
