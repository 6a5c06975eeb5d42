import { z } from 'zod';
import { type Recipient, recipientKey } from '../messages/inbound.js';
import type { Index } from '../ports/document-store.js';

/** What an entry holds so that each recipient's messages keep their order, and each platform's its pace. */
export const queueingFields = {
  /** Whose messages keep their order (`lineOf`); only until it is through with. */
  line: z.string().optional(),
  /** Its number among all messages ever enqueued (`Orders`): the earlier goes first in its line. */
  order: z.number().int().optional(),
  /** It was due, and is put off by us: it keeps its place in the line. What is held back on purpose does not. */
  begun: z.boolean().optional(),
  /** What shares one limit at its platform (`laneOf`), as soon as that is known; `behind` while it waits for the one before it. */
  lane: z.string().optional(),
  /** Another message waits until this one is through with. */
  followed: z.boolean().optional(),
  /** Where it was sent last (`recipientKey`), for the limits of one conversation. */
  conversation: z.string().optional(),
} as const;

export const queueingIndexes: readonly Index[] = [
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
];

/** The lane of those that wait for the one before them in their line. */
export const behind = 'behind';

/** Whose messages keep their order among themselves: a person's, on whichever channel, or a room's. */
export function lineOf({
  personId,
  to,
}: {
  readonly personId?: string | undefined;
  readonly to?: Recipient | undefined;
}) {
  return personId ?? (to && recipientKey(to));
}

/** The key of what shares one limit at a platform: a workspace, a tenant. */
export function laneOf({ channel, realm }: Recipient): string {
  return `${channel}:${realm}`;
}

/** What makes a new entry, or one that is to be sent once more, part of its line again. */
export function inLine(entry: { readonly personId?: string | undefined; readonly to?: Recipient | undefined }) {
  const line = lineOf(entry);
  return { ...(line !== undefined && { line }), ...(entry.to && { lane: laneOf(entry.to) }) };
}
