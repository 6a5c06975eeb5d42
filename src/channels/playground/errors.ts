import type { ErrorRequestHandler, Response } from 'express';
import { errorName, httpStatusOf, Unavailable } from '../../kernel/errors.js';
import type { Logger } from '../../ports/logger.js';
import type { ProblemCode } from './wire.js';

const statuses: Readonly<Record<ProblemCode, number>> = {
  malformed: 400,
  foreign: 403,
  'unknown-person': 404,
  'too-large': 413,
  'not-json': 415,
  'not-a-file': 415,
  'too-many': 429,
  failed: 500,
  unavailable: 503,
  slow: 504,
};

/** A request that is refused, with what the page is told. */
export class Problem extends Error {
  constructor(readonly code: ProblemCode) {
    super(code);
    this.name = 'Problem';
  }
}

export function sendProblem(response: Response, code: ProblemCode): void {
  if (code === 'too-many' || code === 'unavailable') response.set('Retry-After', '1');
  response.status(statuses[code]).json({ error: code });
}

/** The playground's last word on errors: a code and a status, never a stack trace. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const code = codeOf(error);
    // An unexpected error's message could hold what a person wrote: only its name is logged.
    if (code === 'failed') logger.error({ name: errorName(error) }, 'request failed');
    if (response.headersSent) next(error);
    else sendProblem(response, code);
  };
}

function codeOf(error: unknown): ProblemCode {
  if (error instanceof Problem) return error.code;
  if (error instanceof Unavailable) return 'unavailable';
  const status = httpStatusOf(error) ?? 500;
  if (status === 413) return 'too-large';
  if (status === 415) return 'not-json';
  return status < 500 ? 'malformed' : 'failed';
}
