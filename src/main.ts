import { existsSync } from 'node:fs';
import { createApp } from './app.js';
import { ConfigError, readConfig } from './config/config.js';
import { messageOf, Refusal } from './kernel/errors.js';

/** A wrong configuration, a taken port or folder: something the operator mends. */
const exitWithMend = 1;

if (existsSync('.env')) process.loadEnvFile('.env');

try {
  const app = createApp(readConfig(process.env));
  stopOnSignals(app.stop);
  const { address, playground } = await app.start();
  console.log(playground ? `Dorfbote läuft. Spielwiese: ${address}` : `Dorfbote läuft: ${address}`);
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : `Dorfbote startet nicht: ${explanationOf(error)}`);
  process.exit(exitWithMend);
}

function explanationOf(error: unknown): string {
  return error instanceof Refusal ? error.forPerson : messageOf(error);
}

/** The first signal drains and exits 0; a second one does not wait. */
function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(exitWithMend);
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(`Dorfbote hielt nicht sauber an: ${messageOf(error)}`);
          process.exit(exitWithMend);
        },
      );
    });
  }
}
