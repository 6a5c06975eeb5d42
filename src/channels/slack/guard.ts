import querystring from 'node:querystring';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { httpStatusOf } from '../../kernel/errors.js';
import type { Logger } from '../../ports/logger.js';
import { limits } from './limits.js';
import type { Signatures, SignedRequest } from './signature.js';
import { type Read, readPayload } from './wire.js';

export interface GuardOptions {
  readonly signatures: Signatures;
  readonly logger: Logger;
  /** False while the channel can take nothing: Slack is asked to come again. */
  open(): boolean;
}

/**
 * What stands before Bolt: size (413), signature (401), shape (400), whether we take anything at all (503). What comes
 * through has its raw body at hand, for Bolt to verify once more.
 */
export function guards(options: GuardOptions): readonly (RequestHandler | ErrorRequestHandler)[] {
  const raw = express.raw({ type: () => true, limit: limits.request.body, inflate: false });
  return [raw, refuseUnreadable, verify(options)];
}

/** With Express's own status for a body it could not read: 413 too large, 415 compressed, 400 broken off. */
const refuseUnreadable: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  response.status(httpStatusOf(error) ?? 400).end();
};

function verify({ signatures, logger, open }: GuardOptions): RequestHandler {
  return (request, response, next) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signed: SignedRequest = {
      body,
      timestamp: request.get('x-slack-request-timestamp'),
      signature: request.get('x-slack-signature'),
      retry: request.get('x-slack-retry-num'),
    };
    const verdict = signatures.check(signed);
    if (verdict !== 'good') {
      logger.warn({ verdict, bytes: body.length }, 'slack request refused');
      response.status(401).end();
      return;
    }
    if (!open()) {
      signatures.forget(signed);
      response.status(503).end();
      return;
    }
    const read = readRequest(body.toString(), request.get('content-type') ?? '');
    if (read === 'malformed') {
      logger.warn({ bytes: body.length }, 'slack request without a known shape');
      response.status(400).end();
      return;
    }
    response.on('finish', () => {
      if (response.statusCode >= 500) signatures.forget(signed);
    });
    // Bolt answers the address check; everything else that is not ours is well-formed and has no effect.
    if (read === 'foreign') {
      response.status(200).end();
      return;
    }
    // Bolt looks here before it reads a stream that is used up by now.
    Object.assign(request, { rawBody: body });
    next();
  };
}

function readRequest(text: string, contentType: string): Read {
  try {
    return readPayload(parsed(text, contentType));
  } catch {
    // No JSON.
    return 'malformed';
  }
}

function parsed(text: string, contentType: string): unknown {
  if (contentType !== 'application/x-www-form-urlencoded') return JSON.parse(text);
  const form = { ...querystring.parse(text) };
  return typeof form.payload === 'string' ? JSON.parse(form.payload) : form;
}
