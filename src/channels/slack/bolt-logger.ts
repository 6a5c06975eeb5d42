import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from '../../ports/logger.js';

export type BoltLogger = SlackLogger;

/**
 * Slack's libraries log into ours. Only the beginning of a line is kept: what follows a colon or a bracket can be an
 * address, a token or what somebody wrote. Their debug lines hold whole requests and are dropped.
 */
export function boltLogger(logger: Logger): BoltLogger {
  return {
    debug() {},
    info() {},
    warn: (...parts: unknown[]) => logger.warn({ from: 'slack' }, beginning(parts)),
    error: (...parts: unknown[]) => logger.error({ from: 'slack' }, beginning(parts)),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}

function beginning(parts: readonly unknown[]): string {
  const [first] = parts;
  const text = typeof first === 'string' ? first : first instanceof Error ? first.name : 'slack library';
  return (text.split(/[:("'`[{<]/)[0] ?? '').trim().slice(0, 120);
}
