import type { Job } from '../../../bot/feature.js';
import type { Context } from '../context.js';
import { changeMeeting } from '../meetings/finding.js';
import { type Meeting, personDataDays } from '../meetings/model.js';

const dayMs = 86_400_000;
const atOnce = 50;
/** Stands where a person stood. */
const nobody = 'closed';

/** A year after a meeting what it holds by person goes; what reports count by partner stays. */
export function closingJob(context: Context): Job {
  return {
    name: 'attendance-closing',
    run: async (now) => {
      const cutoff = new Date(now.getTime() - personDataDays * dayMs);
      const { items } = await context.meetings.find({
        filter: { closedAt: null, start: { $lt: cutoff } },
        sort: [['start', 1]],
        limit: atOnce,
      });
      const due = items.filter(({ end }) => end <= cutoff);
      for (const meeting of due) await close(context, meeting, now);
      return { done: due.length, failed: 0 };
    },
  };
}

/** Each step may be repeated; the mark that it is closed comes last. */
async function close(context: Context, { _id }: Meeting, now: Date): Promise<void> {
  await context.invitations.delete({ meetingId: _id });
  await context.tasks.delete({ meetingId: _id, doneAt: { $exists: true } });
  const { items } = await context.decisions.find({ filter: { meetingId: _id } });
  for (const decision of items) await context.decisions.update(decision._id, { $set: { by: nobody } });
  await changeMeeting(context, _id, (meeting) =>
    meeting.closedAt
      ? undefined
      : {
          $set: {
            closedAt: now,
            by: nobody,
            ...(meeting.cancelled && { 'cancelled.by': nobody }),
            ...(meeting.moved && { 'moved.by': nobody }),
            ...(meeting.signedOff && { 'signedOff.by': nobody }),
            ...(meeting.minutesSent && { 'minutesSent.by': nobody }),
          },
          $unset: { minutesBy: true, minutesMarks: true },
        },
  );
}
