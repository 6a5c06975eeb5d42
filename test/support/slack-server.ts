import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusedBlocks } from './slack-blocks.js';
import { SlackSockets } from './slack-sockets.js';
import { type Answer, type Args, SlackWorkspace } from './slack-workspace.js';

export type Fault =
  | { readonly error: string }
  | { readonly status: number }
  /** 429, with `Retry-After` where seconds are given. */
  | { readonly limited: number | 'unsaid' }
  /** Takes it, and then the connection breaks before the answer. */
  | 'accepted-but-reset'
  /** Takes it, and never answers. */
  | 'accepted-but-silent'
  | 'reset'
  | { readonly text: string };

/** Slack, as far as an app sees it: the Web API with its faults and limits, response addresses, files, and sockets. */
export class SlackServer extends SlackWorkspace {
  readonly tokens = { bot: 'xoxb-test', app: 'xapp-test' };
  readonly calls: { readonly method: string; readonly args: Args }[] = [];
  readonly sockets: SlackSockets;
  /** What `auth.test` says the token may do, as Slack does in a header. */
  scopes = '';

  /** What a call meets for which no fault was ordered. */
  fate: (method: string) => Fault | undefined = () => undefined;

  private readonly faults = new Map<string, Fault[]>();
  private readonly server: Server;

  private constructor() {
    super();
    this.server = createServer((request, response) => void this.handle(request, response));
    this.sockets = new SlackSockets(this.server);
  }

  static async start(): Promise<SlackServer> {
    const slack = new SlackServer();
    await new Promise<void>((resolve) => slack.server.listen(0, '127.0.0.1', resolve));
    return slack;
  }

  async stop(): Promise<void> {
    this.sockets.closeAll();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** Base address for `SLACK_API_URL`. */
  get apiUrl(): string {
    return `${this.address}/api`;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next calls of a method meet these faults, one each. */
  fail(method: string, ...faults: readonly Fault[]): void {
    this.faults.set(method, [...(this.faults.get(method) ?? []), ...faults]);
  }

  /** From now on every call of the method meets this fault; undefined ends it. */
  failAlways(method: string, fault: Fault | undefined): void {
    this.faults.set(method, fault ? Array.from({ length: 10_000 }, () => fault) : []);
  }

  protected override socketAddress(): string {
    return this.sockets.ticket(this.address);
  }

  callsOf(method: string): readonly Args[] {
    return this.calls.filter((call) => call.method === method).map((call) => call.args);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const path = new URL(request.url ?? '/', this.address).pathname;
    if (path.startsWith('/response/')) return this.respond(path, body.toString(), response);
    if (path.startsWith('/upload/')) return this.upload(path.slice('/upload/'.length), body, response);
    if (path.startsWith('/files/')) return this.serveFile(request, response);
    const method = path.replace(/^\/api\//, '');
    const args = argsOf(body.toString());
    this.calls.push({ method, args });
    const fault = this.faults.get(method)?.shift() ?? this.fate(method);
    if (fault === 'reset') return void request.socket.destroy();
    if (fault && typeof fault === 'object') return faulty(fault, response);
    const answer = this.authorised(request, method) ? this.answer(method, args) : { ok: false, error: 'invalid_auth' };
    if (fault === 'accepted-but-reset') return void request.socket.destroy();
    if (fault === 'accepted-but-silent') return;
    json(response, answer, this.scopes ? { 'x-oauth-scopes': this.scopes } : {});
  }

  private authorised(request: IncomingMessage, method: string): boolean {
    const token = method === 'apps.connections.open' ? this.tokens.app : this.tokens.bot;
    return request.headers.authorization === `Bearer ${token}`;
  }

  private upload(id: string, body: Buffer, response: ServerResponse): void {
    const file = this.files.get(id);
    if (file) file.bytes = body.length;
    response.writeHead(file ? 200 : 404).end('OK - 1');
  }

  private serveFile(request: IncomingMessage, response: ServerResponse): void {
    const allowed = request.headers.authorization === `Bearer ${this.tokens.bot}`;
    response.writeHead(allowed ? 200 : 302, allowed ? {} : { location: 'https://slack.com/signin' });
    response.end(allowed ? this.fileContent : '');
  }

  private respond(path: string, body: string, response: ServerResponse): void {
    const args = JSON.parse(body) as Args;
    this.calls.push({ method: 'response_url', args });
    const fault = this.faults.get('response_url')?.shift();
    if (fault && typeof fault === 'object') {
      faulty(fault, response);
      return;
    }
    const address = this.addresses.get(path);
    if (!address || address.uses >= 5) return void response.writeHead(404).end('used_url');
    address.uses += 1;
    if (args.delete_original) {
      if (address.original && 'user' in address.original) address.original.deleted = true;
    } else {
      const refused = refusedBlocks(args.blocks);
      if (refused) return void response.writeHead(400).end(refused);
      this.showAt(address, args);
    }
    response.writeHead(200).end('ok');
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Slack's arguments are form fields; what begins like JSON is JSON. */
function argsOf(body: string): Args {
  const fields = [...new URLSearchParams(body)];
  return Object.fromEntries(
    fields.map(([name, value]) => [name, /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value]),
  );
}

function faulty(fault: Exclude<Fault, string>, response: ServerResponse): void {
  if ('error' in fault) json(response, { ok: false, error: fault.error });
  else if ('status' in fault) response.writeHead(fault.status).end('upstream failed');
  else if ('text' in fault) response.writeHead(200, { 'content-type': 'text/html' }).end(fault.text);
  else {
    const headers = fault.limited === 'unsaid' ? {} : { 'retry-after': String(fault.limited) };
    response.writeHead(429, headers).end(JSON.stringify({ ok: false, error: 'ratelimited' }));
  }
}

function json(response: ServerResponse, answer: Answer, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer));
}
