import type { Context } from '../context.js';
import type { Meeting } from '../meetings/model.js';
import type { Invitations } from '../replies/invitations.js';

const mostAtOnce = 50;
/** The marks that planning leaves; others are finished by those who leave them. */
const marks = ['inviting', 'moving', 'cancelling'] as const;
type Mark = (typeof marks)[number];

/** What follows from a decision once it is stored. Each step may be done again, by whoever comes across its mark. */
export class FollowUps {
  constructor(
    private readonly context: Context,
    private readonly invitations: Invitations,
  ) {}

  /** Finishes what a meeting's marks say; resolves with the meeting as it then is. */
  async finish(meeting: Meeting): Promise<Meeting> {
    let current = meeting;
    for (const mark of marks) {
      if (!current.unfinished.includes(mark)) continue;
      await this.step(mark, current);
      current = (await this.cleared(current, mark)) ?? (await this.context.meetings.get(meeting._id)) ?? current;
    }
    return current;
  }

  /** Something else than time and place changed: copies of its card show it. */
  async refresh(meeting: Meeting): Promise<void> {
    if (meeting.state === 'invited') await this.invitations.refresh(meeting._id);
  }

  /** What a killed process left. Resolves with how many meetings that were. */
  async finishAll(): Promise<number> {
    const filter = { unfinished: { $in: [...marks] } };
    const { items } = await this.context.meetings.find({ filter, limit: mostAtOnce });
    for (const meeting of items) await this.finish(meeting);
    return items.length;
  }

  private async step(mark: Mark, meeting: Meeting): Promise<void> {
    // Of a meeting that is off by now, nothing else is to be heard.
    const isOff = meeting.state === 'cancelled';
    switch (mark) {
      case 'inviting':
        return isOff ? undefined : this.invitations.inviteAll(meeting);
      case 'moving':
        return isOff ? undefined : this.invitations.announceMove(meeting);
      case 'cancelling':
        return this.invitations.announceCancellation(meeting);
    }
  }

  /** Not if it moved once more meanwhile: then the mark stands for that. */
  private cleared({ _id, sequence }: Meeting, mark: Mark): Promise<Meeting | undefined> {
    return this.context.meetings.update(_id, { $pull: { unfinished: mark } }, { sequence });
  }
}
