import { DateTime } from 'luxon';
import { createApp } from '../src/app.js';
import { configuration, optionsOf, runCommand } from './environment.js';

const usage = 'So geht es: npm run --silent jobs -- --at 2026-12-01T09:00:00+01:00   (ohne --at: jetzt)';

/** Does what is due, and prints one JSON summary. Exit code 0 when nothing failed. */
await runCommand(async () => {
  const values = optionsOf({ at: { type: 'string' } }, usage);
  const config = configuration();
  const summary = await createApp({ ...config, logLevel: 'error' }).runJobs(instant(values.at, config.zone));
  console.log(JSON.stringify(summary));
  return summary.failed === 0 ? 0 : 1;
});

/** `--at`: an ISO instant, by the clocks of the network's zone where it has no offset; left out, now. */
function instant(text: string | undefined, zone: string): Date {
  if (text === undefined) return new Date();
  const at = DateTime.fromISO(text, { zone });
  if (!at.isValid) {
    throw new Error(`--at ${text} ist kein Zeitpunkt. Schreiben Sie ihn so: 2026-12-01T09:00:00+01:00`);
  }
  return at.toJSDate();
}
