import type { Turn } from '../../../bot/feature.js';
import type { OutboxEntry } from '../../../ports/outbox.js';
import { expectedOf, rowsOf } from '../checkin/rows.js';
import type { Context } from '../context.js';
import { changeMeeting } from '../meetings/finding.js';
import type { Invitation } from '../meetings/invitations.js';
import type { Meeting } from '../meetings/model.js';
import { replyOf } from '../replies/parties.js';
import { changesBetween, partMarks } from './corrections.js';
import { digestView, type Reader, sentMinutesView } from './sent-views.js';
import { minutesOf } from './view.js';

const atOnce = 50;
const mostUnfinished = 20;

/** The chair's word that this is what was said; undefined if the minutes have changed since they were looked at. */
export async function signOff(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  rev: number,
): Promise<Meeting | undefined> {
  const changed = await changeMeeting(context, meeting._id, (now) => {
    const isSame = (now.minutesRev ?? 0) === rev && !now.signedOff;
    return isSame ? { $set: { signedOff: { at: turn.now, by: turn.person.id } } } : undefined;
  });
  return changed?.signedOff && (changed.minutesRev ?? 0) === rev ? changed : undefined;
}

/**
 * The decision to send: one conditional write that says which state of the minutes goes out, and when. Undefined if that
 * state is not signed off, or has gone out.
 */
export async function decideToSend(
  context: Context,
  turn: Turn,
  meeting: Meeting,
  rev: number,
  due: Date,
): Promise<Meeting | undefined> {
  let decided = false;
  const marks = partMarks(await minutesOf(context, meeting));
  const changed = await changeMeeting(context, meeting._id, (now) => {
    decided = now.signedOff !== undefined && (now.minutesRev ?? 0) === rev && now.minutesSent?.rev !== rev;
    if (!decided) return undefined;
    const version = (now.minutesSent?.version ?? 0) + 1;
    const before = now.minutesSent?.marks;
    const changes = before && changesBetween(before, marks);
    return {
      $set: {
        minutesSent: { version, rev, by: turn.person.id, due, marks, ...(changes && { changes }) },
        ...(now.minutesSentAt === undefined && { minutesSentAt: due }),
      },
      $addToSet: { unfinished: 'sending-minutes' },
    };
  });
  return decided ? changed : undefined;
}

/** Puts the minutes into everybody's outbox, and once the digest into that of who was not there; may be repeated. */
export async function sendOut(context: Context, meeting: Meeting): Promise<number> {
  const { minutesSent: sent } = meeting;
  if (!sent) return 0;
  const rows = expectedOf(meeting, await rowsOf(context, meeting));
  let count = 0;
  for (let from = 0; from < rows.length; from += atOnce) {
    const entries = await Promise.all(rows.slice(from, from + atOnce).map((row) => entriesFor(context, meeting, row)));
    await context.outbox.enqueue(entries.flat());
    count += entries.filter((each) => each.length > 0).length;
  }
  await changeMeeting(context, meeting._id, (now) =>
    now.minutesSent?.version === sent.version && now.unfinished.includes('sending-minutes')
      ? { $pull: { unfinished: 'sending-minutes' } }
      : undefined,
  );
  return count;
}

/** Goes on with what was cut short. */
export async function finishSending(context: Context): Promise<number> {
  const { items } = await context.meetings.find({ filter: { unfinished: 'sending-minutes' }, limit: mostUnfinished });
  for (const meeting of items) await sendOut(context, meeting);
  return items.length;
}

async function entriesFor(context: Context, meeting: Meeting, row: Invitation): Promise<readonly OutboxEntry[]> {
  const person = await context.people().get(row.personId);
  const { minutesSent: sent } = meeting;
  if (!person || !sent) return [];
  const reader: Reader = { id: person.id, language: person.language };
  const group = row.partnerId === undefined ? {} : { group: row.partnerId };
  const batch = `minutes:${meeting._id}:${sent.version}`;
  const minutes: OutboxEntry = {
    key: `${batch}:${person.id}`,
    personId: person.id,
    view: await sentMinutesView(context, meeting, reader),
    due: sent.due,
    occasion: 'press',
    batch,
    ...group,
  };
  if (sent.version > 1 || !wasAway(meeting, row)) return [minutes];
  const digest: OutboxEntry = {
    key: `digest:${meeting._id}:${person.id}`,
    personId: person.id,
    view: await digestView(context, meeting, reader),
    due: sent.due,
    occasion: 'clock',
    batch: `digest:${meeting._id}`,
    ...group,
  };
  return [minutes, digest];
}

/** By the check-in; without one, who had said no. Whom a deputy stood in for was not there. */
function wasAway(meeting: Meeting, row: Invitation): boolean {
  if (!meeting.checkedInAt) return replyOf(meeting, row) === 'no';
  const cameAsDeputy = row.role === 'deputy' && row.presence === 'deputy';
  return row.presence !== 'present' && row.presence !== 'guest' && !cameAsDeputy;
}
