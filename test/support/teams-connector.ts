import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An activity as the bot sent it. */
export interface Sent {
  readonly id: string;
  readonly conversation: string;
  readonly activity: Record<string, unknown>;
}

/** Bytes as they were put into somebody's files. */
export interface Upload {
  readonly path: string;
  readonly range: string | undefined;
  readonly bytes: Buffer;
}

export interface Fault {
  /** Only for requests with this method and, if given, whose path contains this text. */
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path?: string;
  /** Answered instead; `reset` cuts the connection, `silence` never answers. */
  readonly answer: number | 'reset' | 'silence';
  readonly headers?: Record<string, string>;
  /** Fitting requests that are let through before. */
  readonly after?: number;
  /** Whether the message is accepted before the fault strikes. */
  readonly accepted?: boolean;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

/**
 * Speaks the part of the Bot Connector's REST API (v3) that a bot in Teams uses, over HTTP, with faults on demand; beside
 * it, the file store's upload sessions (`/upload/…`).
 */
export class TeamsConnector {
  readonly calls: Call[] = [];
  /** Messages in the order in which they were accepted; updates change them in place. */
  readonly messages: Sent[] = [];
  readonly updates: Sent[] = [];
  /** A team's channels, by its id. */
  readonly channels = new Map<string, readonly { readonly id: string; readonly name?: string }[]>();
  readonly uploads: Upload[] = [];
  /** Conversations without the app. */
  readonly without = new Set<string>();
  /** `conversation/member` → what the connector says of them. */
  readonly members = new Map<string, Record<string, unknown>>();
  /** What a call meets for which no fault was ordered. */
  fate: (method: string, path: string) => Fault | undefined = () => undefined;
  private readonly faults: Fault[] = [];
  private count = 0;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/emea/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The next fitting request meets this fault. */
  fail(...faults: readonly Fault[]): void {
    this.faults.push(...faults);
  }

  /** Where a file is put that somebody agreed to. */
  uploadUrl(name: string): string {
    return `${this.url}upload/${encodeURIComponent(name)}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await bytesOf(request);
    const method = request.method ?? '';
    const path = decodeURIComponent((request.url ?? '').replace(/^\/emea/, ''));
    this.calls.push({ method, path, authorization: request.headers.authorization });
    const fault = this.faultFor(method, path) ?? this.fate(method, path);
    const handled = () =>
      path.startsWith('/upload/')
        ? this.stored({ path, range: request.headers['content-range'], bytes })
        : this.handle(method, path, jsonOf(bytes));
    if (!fault) return answer(response, ...handled());
    if (fault.accepted) handled();
    if (fault.answer === 'silence') return;
    if (fault.answer === 'reset') {
      request.socket.destroy();
      return;
    }
    answer(response, fault.answer, { error: { code: 'Fault', message: 'as asked' } }, fault.headers);
  }

  private faultFor(method: string, path: string): Fault | undefined {
    const at = this.faults.findIndex((fault) => fault.method === method && path.includes(fault.path ?? ''));
    const fault = this.faults[at];
    if (!fault?.after) return fault && this.faults.splice(at, 1)[0];
    this.faults[at] = { ...fault, after: fault.after - 1 };
    return undefined;
  }

  /** An upload session takes its bytes with their range, as OneDrive's do. */
  private stored(upload: Upload): [number, unknown] {
    const { length } = upload.bytes;
    if (upload.range !== `bytes 0-${length - 1}/${length}`) return [400, { error: { code: 'invalidRange' } }];
    this.uploads.push(upload);
    return [201, { id: 'file-1', size: length }];
  }

  private handle(method: string, path: string, body: Record<string, unknown>): [number, unknown] {
    const [, , kind, conversation, what, id] = path.split('/');
    const channels = kind === 'teams' ? this.channels.get(conversation ?? '') : undefined;
    if (channels) return [200, { conversations: channels }];
    if (method === 'POST' && path === '/v3/conversations') return [201, { id: `a:new-${memberOf(body)}` }];
    if (!conversation) return [404, notFound];
    if (this.without.has(conversation.split(';')[0] ?? '')) return [403, notInRoster];
    if (method !== 'GET' && offersFile(body) && !conversation.startsWith('a:')) return [400, personalOnly];
    if (method === 'POST' && what === 'activities') {
      const message = { id: `m-${++this.count}`, conversation, activity: body };
      this.messages.push(message);
      return [201, { id: message.id }];
    }
    if (method === 'PUT' && what === 'activities' && id) {
      this.updates.push({ id, conversation, activity: body });
      const index = this.messages.findIndex((message) => message.id === id);
      if (index >= 0) this.messages[index] = { id, conversation, activity: body };
      return [200, { id }];
    }
    const member = method === 'GET' && what === 'members' ? this.members.get(`${conversation}/${id}`) : undefined;
    return member ? [200, member] : [404, notFound];
  }
}

const notInRoster = { error: { code: 'BotNotInConversationRoster', message: 'The bot is not part of the roster.' } };
const personalOnly = { error: { code: 'BadSyntax', message: 'File consent is for personal chats.' } };
const notFound = { error: { code: 'ConversationNotFound', message: 'Conversation not found.' } };

function memberOf(body: Record<string, unknown>): string {
  const [member] = Array.isArray(body.members) ? (body.members as { id: string }[]) : [];
  return member?.id ?? 'nobody';
}

function offersFile({ attachments }: Record<string, unknown>): boolean {
  const all = Array.isArray(attachments) ? (attachments as { contentType?: string }[]) : [];
  return all.some(({ contentType }) => contentType === 'application/vnd.microsoft.teams.card.file.consent');
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function jsonOf(bytes: Buffer): Record<string, unknown> {
  return bytes.length > 0 ? (JSON.parse(bytes.toString()) as Record<string, unknown>) : {};
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
