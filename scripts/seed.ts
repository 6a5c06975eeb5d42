import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { createApp } from '../src/app.js';
import { configuration, optionsOf, runCommand } from './environment.js';

const usage = 'So geht es: npm run seed   oder   npm run seed -- --reset   (--yes beantwortet die Rückfrage)';

/** Loads the sample network; `--reset` empties the store first, after asking (`--yes` answers). */
await runCommand(async () => {
  const values = optionsOf({ reset: { type: 'boolean' }, yes: { type: 'boolean' } }, usage);
  const reset = values.reset ?? false;
  if (reset && !(values.yes || (await confirmed()))) {
    console.log('Nichts geändert.');
    return 1;
  }
  const loaded = await createApp({ ...configuration(), logLevel: 'error' }).seed({ reset });
  console.log(
    `Beispielnetzwerk geladen. Neu: ${loaded.partners} Einrichtungen, ${loaded.people} Personen, ${loaded.committees} Gremien, ${loaded.meetings} Treffen. Alles ist erfunden.`,
  );
  return 0;
});

async function confirmed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const nobodyAnswers = once(terminal, 'close').then(() => '');
  const answer = await Promise.race([
    terminal.question('Das löscht ALLE Daten dieses Dorfboten. Tippen Sie „löschen“, um fortzufahren: '),
    nobodyAnswers,
  ]);
  terminal.close();
  return answer.trim().toLowerCase() === 'löschen';
}
