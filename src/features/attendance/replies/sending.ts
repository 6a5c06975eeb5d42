import type { OutboxEntry } from '../../../ports/outbox.js';
import type { Context } from '../context.js';
import type { Invitation } from '../meetings/invitations.js';
import { type Lead, personCard } from './card.js';
import { batchOf } from './copies.js';
import { silentIn, undecidedIn } from './parties.js';
import type { Roster } from './roster.js';

type Message = Pick<OutboxEntry, 'due' | 'occasion'> & {
  readonly lead: Lead;
  readonly key: (row: Invitation) => string;
  /** It is a reminder of that instant: noted once. */
  readonly reminds?: Date;
};

/** Messages to these people with their card as it is now, each noted as a copy of it before it goes. */
export async function sendCards(
  context: Context,
  roster: Roster,
  rows: readonly Invitation[],
  message: Message,
): Promise<void> {
  const { meeting } = roster;
  const noted: Invitation[] = [];
  for (const row of rows) noted.push(await noteCard(context, row, message));
  await context.outbox.enqueue(
    noted.map((row) => ({
      key: message.key(row),
      personId: row.personId,
      about: aboutOf(roster, row),
      view: personCard(roster, row, { language: row.language ?? 'de', zone: context.zone, lead: message.lead }),
      due: message.due,
      occasion: message.occasion ?? 'press',
      batch: batchOf(meeting),
      ...(row.partnerId !== undefined && { group: row.partnerId }),
    })),
  );
}

/** Notes that a message shows the card, before it goes; resolves with the row as it is then. */
async function noteCard(context: Context, row: Invitation, message: Message): Promise<Invitation> {
  const key = message.key(row);
  const where = (await context.people().get(row.personId))?.reachable?.channel;
  const withFile = where === undefined || where === 'mail' || where === 'page';
  const noted = await context.invitations.update(
    row._id,
    {
      $set: { withFile },
      $addToSet: { cards: key },
      ...(message.reminds && { $push: { remindedAt: message.reminds } }),
    },
    { cards: { $ne: key } },
  );
  return noted ?? { ...row, withFile };
}

/** Calls off the reminders that have not gone out and whose people have answered, or need not any more. */
export async function cancelPointless(context: Context, { meeting, rows, parties }: Roster, now: Date): Promise<void> {
  const wanted = {
    remind: new Set(now < meeting.replyBy ? silentIn(meeting, parties).map(({ _id }) => _id) : []),
    undecided: new Set(now < meeting.start ? undecidedIn(meeting, parties).map(({ _id }) => _id) : []),
  };
  const pointless = rows.flatMap((row) =>
    reminderKeys(row).filter((key) => {
      const kind = key.includes(':undecided:') ? 'undecided' : 'remind';
      return meeting.state !== 'invited' || !wanted[kind].has(row._id);
    }),
  );
  if (pointless.length > 0) await context.outbox.cancelKeys(pointless);
}

/** Of those messages that only ask for a reply. */
export function reminderKeys({ cards = [] }: Invitation): readonly string[] {
  return cards.filter((key) => /:(?:remind|undecided):/.test(key));
}

/** Whom a card names beside its reader. */
function aboutOf({ meeting, parties }: Roster, row: Invitation): readonly string[] {
  const by = parties.find(({ rows }) => rows.some(({ _id }) => _id === row._id))?.by?.personId;
  const named = [row.standsInFor, row.sends, row.repliedBy, by, meeting.moved?.by, meeting.cancelled?.by];
  return [...new Set(named.filter((id) => id !== undefined && id !== row.personId))].filter((id) => id !== undefined);
}

/** The known room that a committee's meetings are shown in. */
export async function roomOf(context: Context, committeeId: string | undefined): Promise<string | undefined> {
  return committeeId === undefined ? undefined : (await context.committees.get(committeeId))?.roomId;
}
