import type { Person } from './people.js';

/** A meeting as other rooms see it. */
export interface MeetingEntry {
  readonly id: string;
  readonly number: number;
  /** What it is called, e.g. „AK Übergänge“. */
  readonly name: string;
  readonly start: Date;
}

/** A meeting that is over, with the people who were there as far as that was noted. */
export interface HeldMeeting extends MeetingEntry {
  readonly present: readonly string[];
}

/** The next meeting of a committee, and who chairs it. */
export interface NextMeeting extends MeetingEntry {
  readonly chairId: string;
}

/**
 * What became of adding to an agenda: `there` if it holds the item already; `refused` to who does not lead the meeting;
 * `gone` if it is over, off or unknown; `full` if no more fit.
 */
export type AgendaAnswer = 'added' | 'there' | 'refused' | 'gone' | 'full';

/** Meetings, for those who ask what came of them. Implemented by the attendance feature. */
export interface Meetings {
  /** Those that ended since an instant, of committees that want to be asked after them, latest first; at most 50. */
  heldSince(since: Date, now: Date): Promise<readonly HeldMeeting[]>;
  /** The next meeting of every committee that has one and a chair, at most 100. */
  nextOfChairs(now: Date): Promise<readonly NextMeeting[]>;
  /** Undefined if it is gone. */
  entry(id: string): Promise<MeetingEntry | undefined>;
  /** Once for an event; copies of the meeting's card follow. */
  addAgendaItem(
    id: string,
    title: string,
    cause: { readonly person: Person; readonly at: Date; readonly event: string },
  ): Promise<AgendaAnswer>;
}
