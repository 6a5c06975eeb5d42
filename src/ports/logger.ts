import type { JsonObject } from '../kernel/json.js';

/** Structured log. Ids and counts only: never message text, answers, names or e-mail addresses. */
export interface Logger {
  debug(fields: JsonObject, message: string): void;
  info(fields: JsonObject, message: string): void;
  warn(fields: JsonObject, message: string): void;
  error(fields: JsonObject, message: string): void;
}

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
