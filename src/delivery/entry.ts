import { z } from 'zod';
import { formatInstant } from '../kernel/dates.js';
import { catalogue } from '../kernel/texts.js';
import { type Account, channelNames, type MessageRef, type Recipient } from '../messages/inbound.js';
import type { Block, View } from '../messages/view.js';
import type { CollectionSpec } from '../ports/document-store.js';
import type { DeliveryState } from '../ports/outbox.js';
import { storedFile, storedPicture } from './attachments.js';
import { queueingFields, queueingIndexes } from './queueing.js';

/**
 * Where a message stands. `held`: the clock's, waits to be bundled; `bundled`: goes out inside a cover; `forming`: a cover
 * whose parts are being put together; `leased`: a process has it and has not begun; `sending`: the platform may have it,
 * whether or not we hear of it; `letter`: the person has no account, it stands on their page; `informed`: told by post;
 * `unclear`: it may have gone out and nobody can tell, so it is never sent again by itself.
 */
export const states = [
  'waiting',
  'held',
  'forming',
  'bundled',
  'leased',
  'sending',
  'letter',
  'informed',
  'sent',
  'failed',
  'cancelled',
  'unclear',
] as const;
export type State = (typeof states)[number];

const storedAccount = z.object({ channel: z.enum(channelNames), realm: z.string(), user: z.string() });
const storedRoom = z.object({ channel: z.enum(channelNames), realm: z.string(), conversation: z.string() });
const storedRecipient = z.union([storedAccount, storedRoom]);
export const storedMessage = z.object({
  channel: z.enum(channelNames),
  realm: z.string(),
  parts: z.record(z.string(), z.string()),
});

const Entry = z.object({
  /** The deterministic key under which it was enqueued. */
  _id: z.string(),
  /** Missing where a room is written to. */
  personId: z.string().optional(),
  /** The one of their accounts that is meant, or a room; where they are reached best if left out. */
  to: storedRecipient.optional(),
  /** Other persons whom the message names. */
  about: z.array(z.string()).readonly().optional(),
  occasion: z.enum(['press', 'clock', 'change']),
  /** What it is counted, listed and cancelled with. */
  batch: z.string().optional(),
  group: z.string().optional(),
  /** What it is about in one line, for its person. */
  summary: z.string(),
  /** Its own view, without pictures and files. Missing where `shared` is set, and in covers. */
  view: z.custom<View>((value) => typeof value === 'object' && value !== null && 'summary' in value).optional(),
  /** The id of the contents that it has in common with others. */
  shared: z.string().optional(),
  /** What stands below them for this recipient alone, without pictures and files. */
  below: z
    .array(z.custom<Block>((value) => typeof value === 'object' && value !== null && 'type' in value))
    .readonly()
    .optional(),
  pictures: z.array(storedPicture).readonly().optional(),
  files: z.array(storedFile).readonly().optional(),
  /** The clock's: when it was due first. However long it is put off, it goes with the next bundle. */
  dueFirst: z.date().optional(),
  /** True: carries the parts whose `bundle` it is, and nothing of its own. */
  cover: z.literal(true).optional(),
  /** The cover that it goes out in, or went. */
  bundle: z.string().optional(),
  /** Where its place in the cover is: parts stand in this order. */
  place: z.number().int().optional(),
  /** A cover whose parts do not yet know what became of it. */
  untold: z.literal(true).optional(),
  state: z.enum(states),
  /** Waiting, held: not before. Leased, forming: when the holder is taken for dead. Sending, letter: when to ask again. */
  due: z.date(),
  changedAt: z.date(),
  ...queueingFields,
  /** How often the platform was asked to take it. */
  attempts: z.number().int(),
  /** How often the platform was asked whether it has it, since it was last sent. */
  looks: z.number().int().optional(),
  /** Since when it is tried in vain. */
  tryingSince: z.date().optional(),
  /** The drain that holds it; waiting: that tried it last. */
  holder: z.string().optional(),
  /** Where it was sent, as soon as that is decided. */
  account: storedRecipient.optional(),
  sendingSince: z.date().optional(),
  message: storedMessage.optional(),
  /** Why it is not sent, as a code. */
  reason: z.string().optional(),
  /** Cancelled while it was under way: not sent again if it comes back. */
  revoked: z.literal(true).optional(),
  /** Counts what it is to show; `shown`: which of that was handed to the platform last. */
  revision: z.number().int(),
  shown: z.number().int(),
  /** The edition of the shared contents that was handed to the platform or is on its way there. */
  edition: z.number().int().optional(),
  /** Set while it is to show something else than it does: not before. */
  rewrite: z.date().optional(),
  /** Until when somebody is at rewriting it. */
  rewriting: z.date().optional(),
  rewriter: z.string().optional(),
  /** How often rewriting failed in a row, and since when. */
  rewriteTries: z.number().int().optional(),
  rewriteSince: z.date().optional(),
  /** Why it shows something older for good, as a code. */
  outdated: z.string().optional(),
});
export type Entry = z.infer<typeof Entry> & {
  readonly to?: Recipient;
  readonly account?: Account | Recipient;
  readonly message?: MessageRef;
};

/** What reports make of each state. */
export const reported: Readonly<Record<State, DeliveryState>> = {
  waiting: 'waiting',
  held: 'waiting',
  forming: 'waiting',
  bundled: 'waiting',
  leased: 'waiting',
  sending: 'waiting',
  letter: 'letter',
  informed: 'informed',
  sent: 'sent',
  failed: 'failed',
  cancelled: 'cancelled',
  unclear: 'unclear',
};

/** The states that a report's state covers. */
export function statesOf(state: DeliveryState): readonly State[] {
  return states.filter((each) => reported[each] === state);
}

const keptDays = 90;

const texts = catalogue({
  de: { label: 'Nachrichten des Bots an mich oder über mich', sent: 'Vom', about: 'Worum es ging' },
  einfach: { label: 'Nachrichten vom Bot an mich oder über mich', sent: 'Vom', about: 'Worum es ging' },
  en: { label: 'Messages from the bot to me or about me', sent: 'Of', about: 'About' },
});

export const outboxSpec: CollectionSpec<Entry> = {
  name: 'outbox',
  schema: Entry as unknown as z.ZodType<Entry>,
  version: 2,
  migrations: {
    1: (entry) => ({ occasion: 'press', revision: 0, shown: 0, ...entry, summary: summaryOf(entry) }),
  },
  indexes: [
    {
      fields: [
        ['state', 1],
        ['due', 1],
        ['_id', 1],
      ],
    },
    // For erasing, and for what waits for somebody: the one below has only entries that have both its fields.
    {
      fields: [
        ['personId', 1],
        ['_id', 1],
      ],
    },
    {
      fields: [
        ['personId', 1],
        ['changedAt', 1],
      ],
      sparse: true,
    },
    { fields: [['about', 1]], sparse: true },
    // For counting: an entry never moves within it, so that none is met twice.
    { fields: [['batch', 1]], sparse: true },
    {
      fields: [
        ['batch', 1],
        ['state', 1],
      ],
      sparse: true,
    },
    {
      fields: [
        ['shared', 1],
        ['state', 1],
        ['edition', 1],
      ],
      sparse: true,
    },
    { fields: [['bundle', 1]], sparse: true },
    {
      fields: [
        ['untold', 1],
        ['state', 1],
      ],
      sparse: true,
    },
    { fields: [['rewrite', 1]], sparse: true },
    ...queueingIndexes,
  ],
  retention: { days: keptDays, field: 'changedAt' },
  // An erased person's messages go, and count no longer: a report's sum is what was enqueued less what was erased.
  personal: {
    personField: 'personId',
    alsoIn: ['about'],
    label: { de: texts.de.label, einfach: texts.einfach.label, en: texts.en.label },
    show: (entry, language, { zone }) => ({
      [texts[language].about]: entry.summary,
      [texts[language].sent]: formatInstant(entry.changedAt, zone, language),
    }),
    erase: 'delete',
  },
};

function summaryOf({ summary, view }: Record<string, unknown>): string {
  if (typeof summary === 'string') return summary;
  const own = typeof view === 'object' && view !== null && 'summary' in view ? view.summary : '';
  return String(own);
}
