import { EventEmitter, once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { messageOf, Refusal, Unavailable } from '../../kernel/errors.js';
import type { Json, JsonObject } from '../../kernel/json.js';

/** What one process may ask of the one that has the folder. */
export type Operation = 'jobs' | 'seed';
const operations: readonly string[] = ['jobs', 'seed'] satisfies readonly Operation[];

export type Handler = (argument: Json) => Promise<Json>;

interface Request {
  readonly name: Operation;
  readonly argument: Json;
}

type Answer =
  | { readonly ok: Json }
  | { readonly refused: { readonly forPerson: string; readonly forLog: string } }
  | { readonly failed: string };

export interface HandoverServer {
  handle(name: Operation, handler: Handler): void;
  /** Takes nothing new, finishes what is running within ten seconds, and stops listening. */
  close(): Promise<void>;
}

/** One request and one answer a connection, each one line of JSON of at most a megabyte. */
const longestLine = 1_048_576;
const requestMs = 10_000;
const drainMs = 10_000;

export async function serveHandover(path: string): Promise<HandoverServer> {
  const handlers = new Map<string, Handler>();
  const registered = new EventEmitter();
  registered.setMaxListeners(0);
  const sockets = new Set<Socket>();
  const closing = new AbortController();

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The other side broke off: there is nobody left to tell, and 'close' follows.
    socket.on('error', () => socket.destroy());
    void answer(socket);
  });

  async function answer(socket: Socket): Promise<void> {
    const gone = new AbortController();
    socket.on('close', () => gone.abort());
    try {
      const request = requestOf(await lineFrom(socket, requestMs));
      // Reading on is how we notice that the other side leaves.
      socket.resume();
      const handler = handlers.get(request.name) ?? (await handlerFor(request.name, gone.signal));
      socket.end(`${JSON.stringify(await outcome(handler, request.argument))}\n`);
    } catch (error) {
      // Otherwise nobody is there to be told: they only looked whether we live, sent no request, or left.
      if (!(error instanceof Unavailable) && !gone.signal.aborted) {
        socket.end(`${JSON.stringify({ failed: messageOf(error) } satisfies Answer)}\n`);
      }
      socket.destroySoon();
    }
  }

  /** The process may still be starting: waits until the operation is there, or the asking process leaves. */
  async function handlerFor(name: Operation, signal: AbortSignal): Promise<Handler> {
    const either = AbortSignal.any([signal, closing.signal]);
    const [handler] = (await once(registered, name, { signal: either })) as [Handler];
    return handler;
  }

  server.listen(path);
  await once(server, 'listening');
  server.unref();

  return {
    handle(name, handler) {
      handlers.set(name, handler);
      registered.emit(name, handler);
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      closing.abort();
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, drainMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function outcome(handler: Handler, argument: Json): Promise<Answer> {
  try {
    return { ok: await handler(argument) };
  } catch (error) {
    if (error instanceof Refusal) return { refused: { forPerson: error.forPerson, forLog: error.forLog } };
    return { failed: messageOf(error) };
  }
}

/** Asks the process behind a socket. Rejects with `Unavailable` if it does not answer in time. */
export async function ask(path: string, request: Request, timeoutMs: number): Promise<Json> {
  const socket = createConnection(path);
  try {
    await connected(socket, timeoutMs);
    socket.write(`${JSON.stringify(request)}\n`);
    return resultOf(await lineFrom(socket, timeoutMs));
  } finally {
    socket.destroy();
  }
}

/** Whether a living process listens there. In doubt (no permission, no answer) it does. */
export async function listens(path: string, timeoutMs: number): Promise<boolean> {
  const socket = createConnection(path);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code !== 'ECONNREFUSED' && code !== 'ENOENT' && code !== 'ENOTSOCK';
  } finally {
    socket.destroy();
  }
}

async function connected(socket: Socket, timeoutMs: number): Promise<void> {
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw new Unavailable('running process', { cause: error });
  }
}

/** The first line that comes. Rejects with `Unavailable` if none does in time, or it is too long. */
async function lineFrom(socket: Socket, timeoutMs: number): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => socket.destroy(), timeoutMs);
  try {
    for await (const part of socket.iterator({ destroyOnReturn: false })) {
      const bytes = part as Buffer;
      parts.push(bytes);
      length += bytes.length;
      if (length > longestLine) break;
      if (bytes.includes(0x0a)) return Buffer.concat(parts).toString('utf8').split('\n', 1)[0] ?? '';
    }
  } catch (error) {
    throw new Unavailable('running process', { cause: error });
  } finally {
    clearTimeout(timer);
  }
  throw new Unavailable('running process');
}

function requestOf(line: string): Request {
  const read: unknown = JSON.parse(line);
  const request = (typeof read === 'object' && read !== null ? read : {}) as JsonObject;
  const { name, argument } = request;
  if (typeof name !== 'string' || !operations.includes(name)) throw new Error('unknown operation');
  return { name: name as Operation, argument: argument ?? null };
}

function resultOf(line: string): Json {
  const answer = JSON.parse(line) as Answer;
  if ('ok' in answer) return answer.ok;
  if ('refused' in answer) throw new Refusal(answer.refused.forPerson, answer.refused.forLog);
  throw new Error(answer.failed);
}
