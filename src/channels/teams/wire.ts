import { z } from 'zod';
import { limits } from './limits.js';

/** Unknown keys stay: the SDK gets the activity whole. */
const party = z.looseObject({
  id: z.string().min(1).max(500),
  name: z.string().nullish(),
  aadObjectId: z.string().max(200).nullish(),
  role: z.string().nullish(),
});

const entity = z.looseObject({
  type: z.string().nullish(),
  text: z.string().nullish(),
  mentioned: z.looseObject({ id: z.string().nullish(), name: z.string().nullish() }).nullish(),
});

const attachment = z.looseObject({
  contentType: z.string().nullish(),
  name: z.string().nullish(),
  content: z.unknown().optional(),
});

const channelData = z.looseObject({
  tenant: z.looseObject({ id: z.string().max(200).nullish() }).nullish(),
  eventType: z.string().nullish(),
  channel: z.looseObject({ id: z.string().nullish(), name: z.string().nullish() }).nullish(),
  team: z.looseObject({ id: z.string().max(500).nullish(), name: z.string().nullish() }).nullish(),
});

/** What we rely on in an activity; everything else about it is read where it is needed, and checked there. */
export const activitySchema = z.looseObject({
  type: z.string().min(1).max(100),
  id: z.string().max(1_000).nullish(),
  timestamp: z.string().max(100).nullish(),
  channelId: z.literal('msteams'),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(2_000),
  from: party,
  recipient: party,
  conversation: z.looseObject({
    id: z.string().min(1).max(1_000),
    conversationType: z.string().nullish(),
    isGroup: z.boolean().nullish(),
    tenantId: z.string().max(200).nullish(),
    name: z.string().nullish(),
  }),
  text: z.string().nullish(),
  textFormat: z.string().nullish(),
  locale: z.string().max(50).nullish(),
  name: z.string().nullish(),
  action: z.string().nullish(),
  replyToId: z.string().max(1_000).nullish(),
  entities: z.array(entity).nullish(),
  attachments: z.array(attachment).nullish(),
  membersAdded: z.array(party).nullish(),
  membersRemoved: z.array(party).nullish(),
  channelData: channelData.nullish(),
  value: z.unknown().optional(),
});

/** An activity as it came over the wire. */
export type Wire = z.infer<typeof activitySchema>;

/** The activity, or undefined if it has not the shape of one or nests beyond reason. */
export function readActivity(body: unknown): Wire | undefined {
  if (!isShallow(body, limits.jsonDepth)) return undefined;
  const parsed = activitySchema.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

/** Walks without recursion, so that no nesting can exhaust the stack. */
function isShallow(value: unknown, depth: number): boolean {
  let level: readonly unknown[] = [value];
  for (let left = depth; left > 0 && level.length > 0; left -= 1) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return level.length === 0;
}

export function tenantOf(wire: Wire): string | undefined {
  return wire.channelData?.tenant?.id ?? wire.conversation.tenantId ?? undefined;
}

/** Every tenant that an activity names: all of them must be allowed. */
export function tenantsOf(wire: Wire): readonly string[] {
  return [wire.channelData?.tenant?.id, wire.conversation.tenantId].filter((id) => typeof id === 'string');
}
