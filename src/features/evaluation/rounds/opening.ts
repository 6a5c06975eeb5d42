import type { Context } from '../context.js';
import type { Round } from '../model.js';
import { closingOf } from './times.js';

export interface Opening {
  readonly at: Date;
  readonly by: NonNullable<Round['openedBy']>;
  /** Mark of the event that did it. */
  readonly mark: string;
}

/**
 * The decision to open a round: one conditional write that freezes what is asked, of whom, and until when. Undefined if
 * somebody was quicker, or changed it meanwhile.
 */
export function open(context: Context, round: Round, { at, by, mark }: Opening): Promise<Round | undefined> {
  return context.rounds.update(
    round._id,
    {
      $set: {
        state: 'open',
        openedAt: at,
        openedBy: by,
        closesAt: closingOf(at, round.openDays, context.zone),
        unfinished: ['prompting'],
        event: mark,
      },
      $inc: { rev: 1 },
    },
    { state: round.state, rev: round.rev },
  );
}
