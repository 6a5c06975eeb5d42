import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { httpStatusOf, messageOf, Refusal, Unavailable } from '../kernel/errors.js';
import type { Logger } from '../ports/logger.js';

/** A request that takes longer, headers and body together, is cut off: no slow client holds the port. */
const requestTimeoutMs = 30_000;
const headersTimeoutMs = 10_000;
/** Clients that keep their connection without asking are closed after this. */
const keepAliveMs = 5_000;

/** The one Express app, with security headers; every room adds its own routes, body parsing and limits. */
export function createWebApp(): Express {
  const web = express();
  web.disable('x-powered-by');
  web.set('etag', false);
  web.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      crossOriginEmbedderPolicy: false,
      referrerPolicy: { policy: 'no-referrer' },
    }),
  );
  return web;
}

/** Says what a path takes: whatever else comes and is taken by nobody is answered with 405, not 404. */
export function allowOnly(...methods: readonly string[]): RequestHandler {
  return (_request, response, next) => {
    response.locals.allowed = methods.join(', ');
    next();
  };
}

const notFound: RequestHandler = (request, response) => {
  const { allowed } = response.locals;
  if (typeof allowed === 'string' && !allowed.split(', ').includes(request.method)) {
    response.status(405).set('Allow', allowed).type('text/plain').send('Das geht mit dieser Seite nicht.');
    return;
  }
  response.status(404).type('text/plain').send('Diese Seite gibt es nicht.');
};

/** The last word on every error: a plain sentence and the right status, never a stack trace. */
function lastErrorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const status = statusOf(error);
    if (status >= 500) logger.error({ status, reason: messageOf(error) }, 'request failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    response.status(status).type('text/plain').send(sentenceFor(status));
  };
}

function statusOf(error: unknown): number {
  return error instanceof Unavailable ? 503 : (httpStatusOf(error) ?? 500);
}

function sentenceFor(status: number): string {
  if (status === 413) return 'Das ist zu groß.';
  if (status === 503) return 'Das geht gerade nicht. Bitte versuchen Sie es in einer Minute noch einmal.';
  return status < 500 ? 'Diese Anfrage ist nicht verständlich.' : 'Da ist etwas schiefgegangen.';
}

/** The listening server. Made after every route is added. */
export class WebServer {
  private readonly server: Server;

  constructor(web: Express, logger: Logger) {
    web.use(notFound);
    web.use(lastErrorHandler(logger));
    this.server = createServer({ requestTimeout: requestTimeoutMs, headersTimeout: headersTimeoutMs }, web);
    this.server.keepAliveTimeout = keepAliveMs;
  }

  /** Resolves with the port; rejects with a `Refusal` that says what to mend if it is taken or the host is not ours. */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error) => reject(cannotListen(error, host, port)));
      this.server.listen(port, host, () => {
        this.server.removeAllListeners('error');
        resolve();
      });
    });
    return (this.server.address() as AddressInfo).port;
  }

  /** Takes no new connections, lets requests under way finish for so long, then closes the rest. */
  async close(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const impatience = setTimeout(() => this.server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(impatience);
  }
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Refusal {
  const text =
    error.code === 'EADDRINUSE'
      ? `PORT: An ${host} ist der Port ${port} schon belegt. Beenden Sie, was dort läuft, oder setzen Sie einen anderen PORT.`
      : `HOST: An ${host}, Port ${port} kann Dorfbote nicht lauschen (${error.code ?? error.name}). Prüfen Sie HOST und PORT.`;
  return new Refusal(text, `web.cannot-listen.${error.code ?? 'unknown'}`);
}
