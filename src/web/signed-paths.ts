import type { Express, Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { isLoopback } from '../kernel/addresses.js';
import { linkKinds } from '../ports/links.js';

const windowMs = 15 * 60_000;
/** Misses in that time by one address; a house full of people behind one address has old links now and then. */
const mostMisses = 100;

export interface Guard {
  /** How many misses an address has before it must wait; 100 in a quarter of an hour if left out. */
  readonly mostMisses?: number;
}

/**
 * For everything under the paths of signed links: what lies there is one person's, and nobody finds it by trying. Before
 * any routes. Only what does not lead anywhere counts.
 */
export function guardSignedPaths(web: Express, guard: Guard = {}): void {
  const paths = linkKinds.map((kind) => `/${kind}`);
  web.use(paths, privately);
  web.use(
    paths,
    rateLimit({
      windowMs,
      limit: guard.mostMisses ?? mostMisses,
      skipSuccessfulRequests: true,
      requestWasSuccessful: (_request, response) => response.statusCode < 400,
      keyGenerator: (request) => ipKeyGenerator(addressOf(request)),
      standardHeaders: 'draft-7',
      legacyHeaders: false,
      handler: (_request, response) => {
        response.status(429).type('text/plain').send(tooMany);
      },
    }),
  );
}

const tooMany =
  'Zu viele Versuche mit Links, die nicht gelten. Bitte warten Sie eine Viertelstunde, oder bitten Sie die Koordination um einen neuen Link.';

/** No search engine, no cache and no page that a link leads to learns of it. */
const privately: RequestHandler = (_request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
  });
  next();
};

/** Behind a proxy on this machine everybody would be one: there the last address counts, which the proxy wrote itself. */
function addressOf(request: Request): string {
  const sender = request.socket.remoteAddress ?? '';
  const forwarded = request.headers['x-forwarded-for'];
  if (!isLoopback(sender) || typeof forwarded !== 'string') return sender;
  return forwarded.split(',').at(-1)?.trim() || sender;
}
