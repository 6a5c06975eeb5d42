import { existsSync } from 'node:fs';
import { type Config, ConfigError, readConfig } from '../src/config/config.js';
import { messageOf } from '../src/kernel/errors.js';

/** The environment with what `.env` adds to it. */
export function environment(): Readonly<Record<string, string | undefined>> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** The configuration of the bot that this command belongs to. */
export function configuration(): Config {
  return readConfig(environment());
}

/** Runs a command: what goes wrong is said in a line, and the exit code tells. */
export async function runCommand(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : messageOf(error));
    process.exitCode = 1;
  }
}
