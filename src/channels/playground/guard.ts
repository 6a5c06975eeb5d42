import type { Request, RequestHandler } from 'express';
import { isLoopback } from '../../kernel/addresses.js';
import { sendProblem } from './errors.js';

/** Only under a name of this machine: a foreign name that points here is an attack by way of the name service. */
export const thisMachineOnly: RequestHandler = (request, response, next) => {
  if (namedLoopback(request)) next();
  else sendProblem(response, 'foreign');
};

/** What shows or changes something must be asked for by this very page, not by another that is open in the same browser. */
export const ownPagesOnly: RequestHandler = (request, response, next) => {
  if (foreign(request)) sendProblem(response, 'foreign');
  else next();
};

/** Pages elsewhere can send forms and plain text without being asked, but never JSON. */
export const jsonOnly: RequestHandler = (request, response, next) => {
  if (request.is('application/json') !== 'application/json') {
    sendProblem(response, 'not-json');
    return;
  }
  next();
};

/** Nor can they send bare bytes. */
export const bytesOnly: RequestHandler = (request, response, next) => {
  if (request.is('application/octet-stream')) next();
  else sendProblem(response, 'not-a-file');
};

/** Without inline scripts or styles, foreign addresses or frames. */
export const safeHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
      "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  next();
};

function namedLoopback(request: Request): boolean {
  const address = `http://${request.headers.host ?? ''}`;
  return URL.canParse(address) && isLoopback(new URL(address).hostname);
}

/** Browsers say where a request comes from; what says nothing is no browser, and can do what its user can do anyway. */
function foreign(request: Request): boolean {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && origin !== `http://${request.headers.host}`) return true;
  return site !== undefined && site !== 'same-origin' && !(site === 'none' && request.method === 'GET');
}
