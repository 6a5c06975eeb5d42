import { attempt, type Mark, markType, type SlackApi, type Target } from './api.js';

/** Milliseconds by which Slack's clock and ours may differ. */
const clockSkew = 5 * 60_000;
const reading = { perPage: 200, pages: 10 } as const;

/** What a conversation shows of the messages sent under one key. */
export interface Traces {
  /** Page → time stamp. */
  readonly pages: Map<number, string>;
  /** How many there should be. */
  total: number;
}

/**
 * Looks for what was sent under a key, in a conversation or in one of its threads. Slack's history may lag. Undefined
 * if there is more to read since then than we are willing to. Rejects with `DeliveryFailure` while Slack cannot be asked.
 */
export async function tracesOf(
  api: SlackApi,
  target: Target,
  key: string,
  since: Date | undefined,
): Promise<Traces | undefined> {
  const traces: Traces = { pages: new Map(), total: 1 };
  let cursor: string | undefined;
  for (let read = 0; read < reading.pages; read += 1) {
    const part = await page(api, target, since, cursor);
    for (const message of part.messages ?? []) note(traces, message, key);
    cursor = part.response_metadata?.next_cursor || undefined;
    if (!cursor || traces.pages.size >= traces.total) return traces;
  }
  return since ? undefined : traces;
}

async function page(api: SlackApi, { channel, thread }: Target, since: Date | undefined, cursor: string | undefined) {
  const wanted = {
    channel,
    include_all_metadata: true,
    limit: reading.perPage,
    ...(since && { oldest: String((since.getTime() - clockSkew) / 1_000) }),
    ...(cursor && { cursor }),
  };
  return attempt(async () =>
    thread ? api.client.conversations.replies({ ...wanted, ts: thread }) : api.client.conversations.history(wanted),
  );
}

interface Marked {
  readonly ts?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: unknown };
}

function note(traces: Traces, message: Marked, key: string): void {
  const { metadata, ts } = message;
  if (metadata?.event_type !== markType || !ts || !isMark(metadata.event_payload)) return;
  if (metadata.event_payload.key !== key) return;
  traces.pages.set(metadata.event_payload.page, ts);
  traces.total = metadata.event_payload.pages;
}

function isMark(payload: unknown): payload is Mark {
  return typeof payload === 'object' && payload !== null && 'key' in payload && 'page' in payload && 'pages' in payload;
}
