import { existsSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Config, readConfig } from '../src/config/config.js';
import { messageOf, Refusal } from '../src/kernel/errors.js';

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
    console.error(error instanceof Refusal ? error.forPerson : messageOf(error));
    process.exitCode = 1;
  }
}

/** Reads a command's options; what it does not take is answered with how it is used. */
export function optionsOf<T extends NonNullable<ParseArgsConfig['options']>>(
  options: T,
  usage: string,
): ReturnType<typeof parseArgs<{ options: T }>>['values'] {
  try {
    return parseArgs({ options }).values;
  } catch {
    // parseArgs says what is wrong in English; the usage says it all.
    throw new Error(usage);
  }
}
