import { expect, it } from 'vitest';
import type { Refusal } from '../../src/kernel/errors.js';
import { openStorage } from '../../src/storage/index.js';
import { fixedClock } from '../support/clock.js';
import { logbook } from '../support/logbook.js';

it.each(['mongodb://', 'mongodb://127.0.0.1:port/x', 'mongodb://name:%zz@127.0.0.1/x'])(
  'the address %s is refused with the setting to mend, and not repeated',
  async (mongodbUri) => {
    const opening = openStorage({ mongodbUri, dataDir: '.', clock: fixedClock(), logger: logbook().logger });
    const refusal: Refusal = await opening.then(
      () => expect.unreachable(),
      (error: unknown) => error as Refusal,
    );
    expect(refusal.forPerson).toMatch(/^MONGODB_URI: .*mongodb:\/\/127\.0\.0\.1:27017\/dorfbote$/);
  },
);
