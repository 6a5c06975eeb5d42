import { z } from 'zod';
import { formatInstant } from '../../../kernel/dates.js';
import { inAll, type Language, languages } from '../../../kernel/texts.js';
import type { Change, CollectionSpec, Shown, Wording } from '../../../ports/document-store.js';
import { personDataDays } from './model.js';
import { specTexts } from './spec-texts.js';

export const replies = ['yes', 'maybe', 'no'] as const;
export type ReplyKind = (typeof replies)[number];

/** What check-in says of somebody: dabei, abgesagt, nicht dabei, Vertretung, Gast. */
export const presences = ['present', 'excused', 'absent', 'deputy', 'guest'] as const;
export type Presence = (typeof presences)[number];

/** One person and one meeting: invited as what, replied what, was there or not. */
const Invitation = z.object({
  /** `MEETING:PERSON`. */
  _id: z.string(),
  meetingId: z.string(),
  personId: z.string(),
  /** The partner they spoke for when invited; without one (confirmed) they count alone. */
  partnerId: z.string().optional(),
  role: z.enum(['member', 'deputy', 'guest', 'walk-in']),
  /** A deputy's: whom they stand in for. */
  standsInFor: z.string().optional(),
  /** Whom they send instead of themselves. */
  sends: z.string().optional(),
  reply: z.enum(replies).optional(),
  remark: z.string().optional(),
  /** The platform's time of the press: the last press wins, never the arrival of a retry. */
  repliedAt: z.date().optional(),
  /** Who replied on their behalf. */
  repliedBy: z.string().optional(),
  /** Version of what was asked that the reply is to. */
  repliedTo: z.number().int().optional(),
  /** Mark of the event that replied: of two at the same time the greater one wins, in whatever order they arrive. */
  replyMark: z.string().optional(),
  /** When the remark was made, and by which event: it is ordered by itself. */
  remarkedAt: z.date().optional(),
  remarkMark: z.string().optional(),
  /** The reply that the remark came with: it goes with another one. */
  remarkTo: z.enum(replies).optional(),
  /** Their language, for cards that are rewritten. */
  language: z.enum(languages).optional(),
  /** Keys of the messages in the outbox that show this person's card. */
  cards: z.array(z.string()).optional(),
  /** The calendar entry comes with the card: they are in no chat, where it would be a press away. */
  withFile: z.boolean().optional(),
  /** What those messages show by now, as a mark. */
  shown: z.string().optional(),
  presence: z.enum(presences).optional(),
  /** Corrections of the check-in, latest last. */
  presenceLog: z.array(z.object({ presence: z.enum(presences), by: z.string(), at: z.date() })).optional(),
  /** Reminders sent, at most a few. */
  remindedAt: z.array(z.date()).optional(),
  /** The meeting's end: data by person goes a year after it. */
  until: z.date(),
});
export type Invitation = z.infer<typeof Invitation>;

export const invitationsSpec: CollectionSpec<Invitation> = {
  name: 'invitations',
  schema: Invitation,
  version: 1,
  indexes: [
    {
      fields: [
        ['meetingId', 1],
        ['_id', 1],
      ],
    },
    {
      fields: [
        ['personId', 1],
        ['until', -1],
        ['_id', -1],
      ],
    },
    { fields: [['standsInFor', 1]] },
    { fields: [['sends', 1]] },
    { fields: [['repliedBy', 1]] },
    { fields: [['presenceLog.by', 1]] },
  ],
  retention: { days: personDataDays, field: 'until' },
  personal: {
    personField: 'personId',
    alsoIn: ['standsInFor', 'sends', 'repliedBy', 'presenceLog.by'],
    label: inAll(specTexts, (t) => t.invitations),
    purpose: inAll(specTexts, (t) => t.purposeInvitations),
    show: shownInvitation,
    erase: (invitation, personId) => erasedFrom(invitation, personId),
  },
};

async function shownInvitation(invitation: Invitation, language: Language, wording: Wording): Promise<Shown> {
  const t = specTexts[language];
  const { until, reply, remark, presence, standsInFor, sends } = invitation;
  return {
    [t.meeting]: formatInstant(until, wording.zone, language),
    ...(reply && { [t.reply]: t[reply] }),
    ...(remark !== undefined && { [t.remark]: remark }),
    ...(presence && { [t.presence]: t[presence] }),
    ...(standsInFor !== undefined && { [t.standsInFor]: await wording.nameOf(standsInFor) }),
    ...(sends !== undefined && { [t.sends]: await wording.nameOf(sends) }),
  };
}

/** Erasing the invited person empties their own row; somebody else's row only forgets them. */
function erasedFrom(invitation: Invitation, personId: string): Change {
  if (invitation.personId === personId) {
    return { $set: { personId: `erased:${invitation._id}` }, $unset: { remark: true, repliedBy: true } };
  }
  const held = (['standsInFor', 'sends', 'repliedBy'] as const).filter((field) => invitation[field] === personId);
  const log = invitation.presenceLog?.map((entry) => (entry.by === personId ? { ...entry, by: 'erased' } : entry));
  return {
    $unset: Object.fromEntries(held.map((field) => [field, true] as const)),
    ...(log && { $set: { presenceLog: log } }),
  };
}

/** The row of a person for a meeting. */
export function invitationId(meetingId: string, personId: string): string {
  return `${meetingId}:${personId}`;
}
