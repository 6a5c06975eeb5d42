import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { Answer, EventBody, ShownMessage } from '../../../src/channels/playground/wire.js';

/** A body as the page sends it. */
export function textBody(text: string, more: Partial<EventBody> = {}): EventBody {
  return { key: randomUUID(), place: 'direct', event: { type: 'text', text }, ...more };
}

export function actionBody(id: string, more: Partial<Extract<EventBody['event'], { type: 'action' }>> = {}): EventBody {
  return { key: randomUUID(), place: 'direct', event: { type: 'action', id, payload: {}, ...more } };
}

export interface Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** A request with any header, also those that `fetch` keeps for itself. */
export function raw(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: options.method ?? 'GET', headers: options.headers ?? {} }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end(options.body);
  });
}

export function post(url: string, slug: string, body: unknown, headers: Record<string, string> = {}): Promise<Raw> {
  return raw(`${url}/playground/people/${slug}/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export function postFile(
  url: string,
  slug: string,
  query: Readonly<Record<string, string>>,
  bytes: Buffer,
  headers: Record<string, string> = {},
): Promise<Raw> {
  return raw(`${url}/playground/people/${slug}/files?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', ...headers },
    body: bytes,
  });
}

/** Says or presses something; throws unless it was answered. */
export async function take(url: string, slug: string, body: EventBody): Promise<Answer> {
  const { status, text } = await post(url, slug, body);
  if (status !== 200) throw new Error(`answered with ${status}: ${text}`);
  return JSON.parse(text) as Answer;
}

/** An open page's stream of messages. */
export class LiveReader {
  private readonly seen: ShownMessage[] = [];
  private rest = '';
  private readonly decoder = new TextDecoder();

  private constructor(
    private readonly abort: AbortController,
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
  ) {}

  static async open(url: string): Promise<LiveReader> {
    const abort = new AbortController();
    const response = await fetch(`${url}/playground/live`, { signal: abort.signal });
    if (!response.ok || !response.body) throw new Error(`no stream: ${response.status}`);
    return new LiveReader(abort, response.body.getReader());
  }

  /** Reads on until a message fits; undefined if the stream ends before. */
  async until(fits: (message: ShownMessage) => boolean): Promise<ShownMessage | undefined> {
    for (;;) {
      const found = this.seen.find(fits);
      if (found) return found;
      const { done, value } = await this.reader.read();
      if (done) return undefined;
      this.take(this.decoder.decode(value, { stream: true }));
    }
  }

  /** Everything that the page is sent when it opens. */
  async first(): Promise<readonly ShownMessage[]> {
    while (!this.rest.includes('\n\n')) {
      const { done, value } = await this.reader.read();
      if (done) break;
      this.rest += this.decoder.decode(value, { stream: true });
    }
    this.take('');
    return [...this.seen];
  }

  close(): void {
    this.abort.abort();
  }

  private take(text: string): void {
    const events = (this.rest + text).split('\n\n');
    this.rest = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) this.seen.push(...(JSON.parse(data) as ShownMessage[]));
    }
  }
}
