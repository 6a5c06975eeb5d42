import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { createApp } from '../src/app.js';
import { configuration, runCommand } from './environment.js';

/** Loads the sample network; `--reset` empties the store first, after asking (`--yes` answers). */
await runCommand(async () => {
  const { values } = parseArgs({ options: { reset: { type: 'boolean' }, yes: { type: 'boolean' } } });
  const reset = values.reset ?? false;
  if (reset && !(values.yes || (await confirmed()))) {
    console.log('Nichts geändert.');
    return 1;
  }
  const loaded = await createApp({ ...configuration(), logLevel: 'error' }).seed({ reset });
  console.log(
    `Beispielnetzwerk geladen. Neu: ${loaded.partners} Einrichtungen, ${loaded.people} Personen, ${loaded.committees} Gremien. Alles ist erfunden.`,
  );
  return 0;
});

async function confirmed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    'Das löscht ALLE Daten dieses Dorfboten. Tippen Sie „löschen“, um fortzufahren: ',
  );
  terminal.close();
  return answer.trim().toLowerCase() === 'löschen';
}
