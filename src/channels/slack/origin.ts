import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.js';
import type { MessageRef, Place } from '../../messages/inbound.js';

/** The message that carries a card: one in a conversation, or an ephemeral one that only its response URL can change. */
const Card = z.union([z.object({ channel: z.string(), ts: z.string() }), z.object({ responseUrl: z.string() })]);
export type Card = z.infer<typeof Card>;

const Origin = z.object({
  user: z.string(),
  realm: z.string(),
  /** Left out: the person's conversation with the bot. */
  channel: z.string().optional(),
  thread: z.string().optional(),
  /** The channel's name, where Slack says it. */
  channelName: z.string().optional(),
  /** Only this person and the bot read the conversation. */
  direct: z.boolean(),
  /** Answers are for this person only, whatever they are. */
  whispered: z.boolean(),
  /** Slack's one-off address for answers to this interaction: half an hour, five answers. */
  responseUrl: z.string().optional(),
  /** What a `replace` rewrites. */
  card: Card.optional(),
});

/** Where something came from, as far as answering it needs to know. */
export type Origin = z.infer<typeof Origin> & {
  /** The event's key: marks its answer in Slack's history, where it is looked for when it is unclear whether it arrived. */
  readonly key?: string;
  /** Opens a modal, for three seconds. */
  readonly triggerId?: string;
  /** What stands beside the card that was pressed, as `restMark` put it. */
  readonly rest?: string;
  /** Pressed on App Home. */
  readonly home?: boolean;
  /** What "Im Kanal teilen" would ask again, in public: only where that is allowed, and never with a private answer. */
  readonly shareable?: string;
  /** The question that a press on "Im Kanal teilen" asks again. */
  readonly sharing?: string;
};

const Metadata = z.object({ payload: z.record(z.string(), z.json()), origin: Origin });

/** What a modal carries along: the form's payload, and where its answer goes. */
export function toMetadata(payload: JsonObject, origin: Origin): string {
  const kept = Origin.parse(origin);
  return JSON.stringify({ payload, origin: kept });
}

/** Undefined if it is not ours (a modal of an older version). */
export function fromMetadata(metadata: string): { readonly payload: JsonObject; readonly origin: Origin } | undefined {
  const read = Metadata.safeParse(jsonOf(metadata));
  return read.success ? read.data : undefined;
}

/** The object in a JSON text; undefined where there is none. */
export function jsonObject(text: string | undefined): JsonObject | undefined {
  const read = z.record(z.string(), z.json()).safeParse(jsonOf(text ?? ''));
  return read.success ? read.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not an object either: the callers' schemas refuse it.
    return undefined;
  }
}

export function cardRef(card: Card, realm: string): MessageRef {
  return { channel: 'slack', realm, parts: card };
}

/** The card that a reference of ours names. */
export function cardOf(ref: MessageRef): Card | undefined {
  const read = Card.safeParse(ref.parts);
  return read.success ? read.data : undefined;
}

export function placeOf(origin: Origin, kind: Place['kind']): Place {
  return {
    kind,
    conversation: origin.channel ?? origin.user,
    ...(origin.thread && { thread: origin.thread }),
    ...(kind === 'channel' && origin.channelName && { name: origin.channelName }),
  };
}
