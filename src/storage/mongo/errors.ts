import {
  MongoBulkWriteError,
  MongoClientClosedError,
  MongoError,
  MongoErrorLabel,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} from 'mongodb';
import { Conflict, Unavailable } from '../../kernel/errors.js';

const duplicateKey = 11_000;
/**
 * Server codes that pass by themselves: time limit, shutdown, stepping down, recovering, no primary, write concern not
 * reached in time, and the network between the servers.
 */
const passing: ReadonlySet<number> = new Set([
  6, 7, 50, 63, 64, 79, 89, 91, 100, 112, 133, 134, 150, 189, 234, 262, 9001, 10058, 10107, 11600, 11602, 13388, 13435,
  13436, 24, 46,
]);

/** What is thrown into the driver's errors: `Unavailable`, `Conflict`, or the error as it is. Translated here, once. */
export function translated(error: unknown, collection: string): unknown {
  if (isDuplicateKey(error)) return new Conflict(`${collection}: ${takenKey(error)}`);
  return isPassing(error) ? new Unavailable('store', { cause: error }) : error;
}

export function isDuplicateKey(error: unknown): error is MongoServerError {
  return error instanceof MongoServerError && error.code === duplicateKey;
}

/** The write errors of a bulk, by the position of the operation; throws the error if it is of another kind. */
export function bulkErrors(error: unknown): readonly { index: number; onId: boolean; duplicate: boolean }[] {
  if (!(error instanceof MongoBulkWriteError) || error.writeErrors === undefined) throw error;
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  if (errors.length === 0) throw error;
  return errors.map(({ index, code, errmsg }) => ({
    index,
    duplicate: code === duplicateKey,
    onId: code === duplicateKey && indexNamed(errmsg) === '_id_',
  }));
}

export function isDuplicateId(error: unknown): boolean {
  return isDuplicateKey(error) && takenKey(error) === '_id';
}

function takenKey(error: MongoServerError): string {
  const pattern: unknown = error.keyPattern;
  if (typeof pattern === 'object' && pattern !== null) return Object.keys(pattern).join(', ');
  return indexNamed(error.message) === '_id_' ? '_id' : indexNamed(error.message);
}

/** The server says which index refused only in its message: "… index: email_1 dup key: …". */
function indexNamed(message: string | undefined): string {
  return / index: (\S+) dup key/.exec(message ?? '')?.[1] ?? 'unique index';
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  if (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error instanceof MongoNotConnectedError ||
    error instanceof MongoTopologyClosedError ||
    error instanceof MongoClientClosedError ||
    error.name === 'MongoWaitQueueTimeoutError' ||
    error.name === 'MongoPoolClosedError'
  ) {
    return true;
  }
  if (error.hasErrorLabel(MongoErrorLabel.RetryableWriteError) || wrapsDriverError(error)) return true;
  return typeof error.code === 'number' && passing.has(error.code);
}

/** A bulk that no server answered: the driver wraps its own error, without a code and without errors of single writes. */
function wrapsDriverError(error: MongoError): boolean {
  if (!(error instanceof MongoBulkWriteError) || error.code !== undefined) return false;
  return Array.isArray(error.writeErrors) && error.writeErrors.length === 0;
}
