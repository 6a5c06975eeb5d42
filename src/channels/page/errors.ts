import { httpStatusOf, Unavailable } from '../../kernel/errors.js';

/** Why a page is not shown, and the status that says so. */
export const problems = {
  malformed: 400,
  foreign: 403,
  unknown: 404,
  expired: 410,
  gone: 410,
  'too-large': 413,
  'too-many': 429,
  failed: 500,
  unavailable: 503,
} as const;
export type ProblemCode = keyof typeof problems;

/** A request that is answered by a page that says why not. */
export class Problem extends Error {
  constructor(readonly code: ProblemCode) {
    super(code);
    this.name = 'Problem';
  }
}

export function codeOf(error: unknown): ProblemCode {
  if (error instanceof Problem) return error.code;
  if (error instanceof Unavailable) return 'unavailable';
  const status = httpStatusOf(error) ?? 500;
  if (status === 413) return 'too-large';
  return status < 500 ? 'malformed' : 'failed';
}
