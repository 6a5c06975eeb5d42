import { stored } from '../../../src/bot/feature.js';
import { randomIds } from '../../../src/ports/ids.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { ledgerSpec, sightingsSpec } from '../../../src/scheduling/ledger.js';
import { Schedules } from '../../../src/scheduling/schedules.js';
import { openStorage } from '../../../src/storage/index.js';
import { fixedClock } from '../../support/clock.js';
import { dailySchedule } from '../daily.js';

/**
 * One beat at an instant, as a process of its own. Arguments: the store (a MongoDB address or a folder), the instant, and
 * `hang` if the run shall never end. Prints `begun OCCURRENCE` for each run, and `beat DONE FAILED` at the end.
 */
const [place = '', instant = '', hang] = process.argv.slice(2);
const clock = fixedClock(instant);
const storage = await openStorage({
  dataDir: place,
  ...(place.startsWith('mongodb') && { mongodbUri: place }),
  clock,
  logger: silentLogger,
});
await storage.store.start([stored(ledgerSpec), stored(sightingsSpec)]);
const schedule = dailySchedule('test.daily', async (occurrence) => {
  process.stdout.write(`begun ${occurrence.toISOString()}\n`);
  if (hang === 'hang') await new Promise((never) => setTimeout(never, 600_000));
});
const schedules = new Schedules({
  schedules: [schedule],
  store: storage.store,
  clock,
  ids: randomIds,
  logger: silentLogger,
  zone: 'Europe/Berlin',
});
const { done, failed } = await schedules.run(clock.now());
process.stdout.write(`beat ${done} ${failed}\n`);
await storage.close();
