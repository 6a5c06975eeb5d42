import type { RequestHandler } from 'express';
import { Problem } from './errors.js';

/** Nothing of these pages is kept by browsers, listed by search engines or told to other sites. */
export const privately: RequestHandler = (_request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex, nofollow',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  });
  next();
};

/**
 * What changes something must come from a page of ours. Browsers say where a request comes from; those that send no
 * referrer say `null` for its origin, and then `Sec-Fetch-Site` tells. Besides, nobody else knows the address.
 */
export function ownPagesOnly(publicUrl: string | undefined): RequestHandler {
  const own = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  return (request, _response, next) => {
    const { origin, host = '' } = request.headers;
    const site = request.headers['sec-fetch-site'];
    const isOwnSite = site === undefined || site === 'same-origin';
    const isOwnOrigin =
      origin === undefined || origin === 'null' || [own, `http://${host}`, `https://${host}`].includes(origin);
    if (!isOwnSite || !isOwnOrigin) throw new Problem('foreign');
    next();
  };
}
