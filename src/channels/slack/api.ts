import { type WebAPICallResult, WebClient, type WebClientOptions } from '@slack/web-api';
import { z } from 'zod';
import { isLoopback } from '../../kernel/addresses.js';
import { pause } from '../../kernel/timeout.js';
import type { FileBlock } from '../../messages/view.js';
import type { Logger } from '../../ports/logger.js';
import { DeliveryFailure } from '../../ports/messenger.js';
import type { BoltLogger } from './bolt-logger.js';
import { deadToken, deliveryFailure, ofStatus } from './errors.js';
import { limits } from './limits.js';
import type { SlackMessage } from './render.js';
import type { File } from './wire.js';

export interface ApiOptions {
  readonly botToken: string;
  /** Base address of Slack's Web API, with or without a slash at its end. */
  readonly apiUrl?: string;
  /** For Slack's libraries. */
  readonly boltLogger: BoltLogger;
  readonly logger: Logger;
  /** Hears after every call whether Slack takes the token: its code if not. */
  readonly heard?: (refused: string | undefined) => void;
}

/** Tells of every call whether Slack took the token. */
class WatchedClient extends WebClient {
  constructor(
    token: string,
    options: WebClientOptions,
    private readonly heard: NonNullable<ApiOptions['heard']>,
  ) {
    super(token, options);
  }

  override async apiCall(method: string, options?: Record<string, unknown>): Promise<WebAPICallResult> {
    try {
      const result = await super.apiCall(method, options);
      this.heard(undefined);
      return result;
    } catch (error) {
      const refused = deadToken(error);
      if (refused !== undefined) this.heard(refused);
      throw error;
    }
  }
}

/** No retries: what Slack took but did not confirm would be posted twice. No queue that waits for one busy channel. */
export function clientOptions({ apiUrl, boltLogger }: Pick<ApiOptions, 'apiUrl' | 'boltLogger'>): WebClientOptions {
  return {
    slackApiUrl: `${(apiUrl ?? 'https://slack.com/api').replace(/\/+$/, '')}/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: limits.timeout.call,
    logger: boltLogger,
  };
}

/** What `files.uploadV2` resolves with; its own type says nothing of it. */
const UploadAnswer = z.object({ files: z.array(z.object({ files: z.array(z.object({ id: z.string() })) })) });

interface Posted {
  readonly channel: string;
  readonly ts: string;
}

export interface Target {
  readonly channel: string;
  readonly thread?: string;
}

export interface Mark {
  readonly key: string;
  readonly page: number;
  readonly pages: number;
}

/** The event type of our messages' metadata. */
export const markType = 'dorfbote_outbox';

/** Slack's Web API, as far as we use it. Every method rejects with `DeliveryFailure`. */
export class SlackApi {
  readonly client: WebClient;
  readonly logger: Logger;
  /** For answers that are wanted within a second. */
  private readonly quick: WebClient;
  private readonly conversations = new Map<string, string>();
  private readonly api: URL;

  constructor(private readonly options: ApiOptions) {
    const shared = clientOptions(options);
    this.logger = options.logger;
    const heard = options.heard ?? (() => undefined);
    this.client = new WatchedClient(options.botToken, shared, heard);
    this.quick = new WatchedClient(options.botToken, { ...shared, timeout: limits.timeout.profile }, heard);
    this.api = new URL(shared.slackApiUrl ?? '');
  }

  async post(target: Target, message: SlackMessage, mark?: Mark): Promise<Posted> {
    const sent = await attempt(() =>
      this.client.chat.postMessage({
        channel: target.channel,
        ...(target.thread && { thread_ts: target.thread }),
        text: message.text,
        blocks: message.blocks,
        unfurl_links: false,
        unfurl_media: false,
        ...(mark && { metadata: { event_type: markType, event_payload: { ...mark } } }),
      }),
    );
    return { channel: sent.channel ?? target.channel, ts: sent.ts ?? '' };
  }

  async update(at: Posted, message: SlackMessage): Promise<void> {
    await attempt(() => this.client.chat.update({ ...at, text: message.text, blocks: message.blocks }));
  }

  async whisper(target: Target, user: string, message: SlackMessage): Promise<void> {
    await attempt(() =>
      this.client.chat.postEphemeral({
        channel: target.channel,
        user,
        ...(target.thread && { thread_ts: target.thread }),
        text: message.text,
        blocks: message.blocks,
      }),
    );
  }

  /** The id of a person's conversation with the bot. */
  async conversationWith(user: string): Promise<string> {
    const known = this.conversations.get(user);
    if (known) return known;
    const opened = await attempt(() => this.client.conversations.open({ users: user }));
    const id = opened.channel?.id;
    if (!id) throw new DeliveryFailure('permanent', 'no-conversation');
    if (this.conversations.size >= 10_000) this.conversations.clear();
    this.conversations.set(user, id);
    return id;
  }

  /** Answers an interaction at the address that came with it. */
  async respond(url: string, answer: Readonly<Record<string, unknown>>): Promise<void> {
    if (!this.isSlacks(url)) throw new DeliveryFailure('permanent', 'foreign-response-url');
    const response = await attempt(() =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(answer),
        redirect: 'error',
        signal: AbortSignal.timeout(limits.timeout.call),
      }),
    );
    if (!response.ok) throw ofStatus(response.status, retryAfter(response));
  }

  /** The person as Slack knows them. Rejects after less than a second. */
  async user(id: string) {
    const found = await attempt(() => this.quick.users.info({ user: id, include_locale: true }));
    return found.user;
  }

  /** A file that somebody sent; undefined if it is too large or cannot be had. */
  async download(file: File): Promise<Uint8Array | undefined> {
    const url = file.url_private_download;
    if (!url || (file.size ?? 0) > limits.file.bytes || !this.isSlacks(url)) return undefined;
    const response = await attempt(() =>
      fetch(url, {
        headers: { authorization: `Bearer ${this.options.botToken}` },
        redirect: 'error',
        signal: AbortSignal.timeout(limits.timeout.call),
      }),
    );
    return response.ok ? bounded(response, limits.file.bytes) : undefined;
  }

  /** Uploads a picture and waits until Slack can show it; resolves with the id by which cards name it. */
  async upload(png: Uint8Array, alt: string): Promise<string> {
    const uploaded = await attempt(() =>
      this.client.files.uploadV2({ file: Buffer.from(png), filename: 'bild.png', alt_text: alt.slice(0, 1_000) }),
    );
    const id = UploadAnswer.safeParse(uploaded).data?.files[0]?.files[0]?.id;
    if (!id) throw new DeliveryFailure('permanent', 'no-file');
    await this.untilShown(id);
    return id;
  }

  /** Puts a file into a conversation, for everybody there. */
  async share({ name, label, bytes }: FileBlock, { channel, thread }: Target): Promise<void> {
    const file = { file: Buffer.from(bytes), filename: name, title: label };
    await attempt(() =>
      this.client.files.uploadV2(
        thread === undefined ? { ...file, channel_id: channel } : { ...file, channel_id: channel, thread_ts: thread },
      ),
    );
  }

  /** A card that names a file which Slack is still working on is refused. */
  private async untilShown(id: string): Promise<void> {
    for (let look = 0; look < 8; look += 1) {
      const { file } = await attempt(() => this.client.files.info({ file: id }));
      if (file?.mimetype) return;
      await pause(250);
    }
    throw new DeliveryFailure('permanent', 'file-not-ready');
  }

  /** The token, and what people send, go to Slack only; beside a local Slack, to this machine only. */
  private isSlacks(url: string): boolean {
    if (!URL.canParse(url)) return false;
    const { protocol, hostname } = new URL(url);
    if (isLoopback(this.api.hostname)) return isLoopback(hostname);
    return protocol === 'https:' && (hostname === this.api.hostname || /(^|\.)slack\.com$/.test(hostname));
  }
}

/** Calls Slack and translates what goes wrong. */
export async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw deliveryFailure(error);
  }
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return Number.isNaN(seconds) ? undefined : seconds;
}

async function bounded(response: Response, max: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > max) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
