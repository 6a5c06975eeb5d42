import { readConfig } from '../../src/config/config.js';
import { createOutbox } from '../../src/delivery/outbox.js';
import { systemClock } from '../../src/ports/clock.js';
import { randomIds } from '../../src/ports/ids.js';
import { silentLogger } from '../../src/ports/logger.js';
import { openStorage } from '../../src/storage/index.js';
import { deliverySpecs } from './delivery-specs.js';
import { type Result, result, timed } from './result.js';
import { freshFolder } from './stores.js';

const batch = 'bench:announcement';
const recipients = 20_000;
const atOnce = 1_000;

/** Taking back an announcement that waits for very many, in the embedded store, against announcing it. */
export async function cancelling(): Promise<readonly Result[]> {
  const { settings, remove } = await freshFolder();
  const tools = { clock: systemClock, ids: randomIds, logger: silentLogger };
  const storage = await openStorage({ ...readConfig(settings), ...tools });
  try {
    await storage.store.start(deliverySpecs);
    const outbox = createOutbox({ store: storage.store, clock: systemClock, onEnqueued: () => undefined });
    const enqueued = await timed(async () => {
      for (let start = 0; start < recipients; start += atOnce) await outbox.enqueue(entries(start));
    });
    const cancelled = await timed(() => outbox.cancel(batch));
    const left = (await outbox.counts(batch)).waiting;
    if (left > 0) throw new Error(`${left} of ${recipients} messages were not cancelled`);
    const measured = { value: cancelled / 1_000, baseline: enqueued / 1_000 };
    return [result('announcement-cancel-embedded', 's', measured, { of: 'value', is: '<=', than: 5 })];
  } finally {
    await storage.close();
    await remove();
  }
}

function entries(start: number) {
  const due = new Date();
  const view = { kind: 'bench', summary: 'Neu dabei: Kita Sonnenschein', blocks: [] };
  return Array.from({ length: atOnce }, (_, index) => {
    const personId = `person-${start + index}`;
    return { key: `bench:${personId}`, personId, view, due, batch };
  });
}
