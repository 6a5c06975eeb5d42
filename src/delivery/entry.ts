import { z } from 'zod';
import { formatInstant } from '../kernel/dates.js';
import { catalogue } from '../kernel/texts.js';
import type { Account, MessageRef } from '../messages/inbound.js';
import { channelNames } from '../messages/inbound.js';
import type { View } from '../messages/view.js';
import type { CollectionSpec } from '../ports/document-store.js';
import { storedPicture } from './pictures.js';

/**
 * Where a message stands. `leased`: a process has it and has not begun; `sending`: the platform may have it, whether or
 * not we hear of it; `unclear`: it may have gone out and nobody can tell, so it is never sent again by itself.
 */
export const states = ['waiting', 'leased', 'sending', 'sent', 'failed', 'cancelled', 'unclear'] as const;

const storedAccount = z.object({ channel: z.enum(channelNames), realm: z.string(), user: z.string() });
export const storedMessage = z.object({
  channel: z.enum(channelNames),
  realm: z.string(),
  parts: z.record(z.string(), z.string()),
});

const Entry = z.object({
  /** The deterministic key under which it was enqueued. */
  _id: z.string(),
  personId: z.string(),
  /** The one of their accounts that is meant; where they wrote last if left out. */
  to: storedAccount.optional(),
  /** Other persons whom the message names. */
  about: z.array(z.string()).readonly().optional(),
  /** Without its pictures. */
  view: z.custom<View>((value) => typeof value === 'object' && value !== null && 'summary' in value),
  pictures: z.array(storedPicture).readonly().optional(),
  state: z.enum(states),
  /** Waiting: not before. Leased: when the holder is taken for dead. Sending: when the platform may be asked for it. */
  due: z.date(),
  changedAt: z.date(),
  /** Whose messages keep their order (`lineOf`); removed when it is through with. */
  line: z.string().optional(),
  /** Its place among all messages ever enqueued (`Orders`): the earlier goes first in its line. */
  order: z.number().int().optional(),
  /** It was due, and is put off by us: it keeps its place in the line. What is held back on purpose does not. */
  begun: z.boolean().optional(),
  /** What shares one limit at its platform, as soon as that is known; or where it waits for the one before it. */
  lane: z.string().optional(),
  /** Where it was sent last, as a key: for the limits of one conversation. */
  conversation: z.string().optional(),
  /** Another message waits for this one to be through with. */
  followed: z.boolean().optional(),
  /** How often the platform was asked to take it. */
  attempts: z.number().int(),
  /** How often the platform was asked whether it has it, since it was last sent. */
  looks: z.number().int().optional(),
  /** Since when it is tried in vain. */
  tryingSince: z.date().optional(),
  /** The drain that holds it; waiting: that tried it last. */
  holder: z.string().optional(),
  /** Where it was sent, as soon as that is decided. */
  account: storedAccount.optional(),
  sendingSince: z.date().optional(),
  message: storedMessage.optional(),
  /** Why it is not sent, as a code. */
  reason: z.string().optional(),
});
export type Entry = z.infer<typeof Entry> & { readonly account?: Account; readonly message?: MessageRef };

const keptDays = 90;

const texts = catalogue({
  de: { label: 'Nachrichten des Bots an mich oder über mich', sent: 'Vom', about: 'Worum es ging' },
  einfach: { label: 'Nachrichten vom Bot an mich oder über mich', sent: 'Vom', about: 'Worum es ging' },
  en: { label: 'Messages from the bot to me or about me', sent: 'Of', about: 'About' },
});

export const outboxSpec: CollectionSpec<Entry> = {
  name: 'outbox',
  schema: Entry as z.ZodType<Entry>,
  version: 1,
  indexes: [
    {
      fields: [
        ['state', 1],
        ['due', 1],
        ['_id', 1],
      ],
    },
    {
      fields: [
        ['state', 1],
        ['lane', 1],
        ['due', 1],
      ],
    },
    {
      fields: [
        ['line', 1],
        ['order', 1],
      ],
      sparse: true,
    },
    {
      fields: [
        ['conversation', 1],
        ['sendingSince', 1],
      ],
      sparse: true,
    },
    { fields: [['personId', 1]] },
    { fields: [['about', 1]] },
  ],
  retention: { days: keptDays, field: 'changedAt' },
  personal: {
    personField: 'personId',
    alsoIn: ['about'],
    label: { de: texts.de.label, einfach: texts.einfach.label, en: texts.en.label },
    show: (entry, language, { zone }) => ({
      [texts[language].about]: entry.view.summary,
      [texts[language].sent]: formatInstant(entry.changedAt, zone, language),
    }),
    erase: 'delete',
  },
};
