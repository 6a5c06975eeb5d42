import { createCharts } from './charts/charts.js';
import type { Config } from './config/config.js';
import { createOutbox } from './delivery/outbox.js';
import { loadDocuments } from './features/agreement/files.js';
import { createFeatures, type Features } from './features/index.js';
import { systemClock } from './ports/clock.js';
import { randomIds } from './ports/ids.js';
import { silentLogger } from './ports/logger.js';
import { createEmbeddedStore } from './storage/embedded/store.js';
import { createLinks } from './web/links.js';

/**
 * The features for what they declare: commands, collections, audits. Their store is never started, so nothing is
 * opened on the disk, and whatever of them is run rejects with `Unavailable`.
 */
export function declaredFeatures(config: Config): Features {
  const store = createEmbeddedStore({ folder: config.dataDir, logger: silentLogger });
  return createFeatures({
    config,
    documents: loadDocuments(config.agreementFiles),
    store,
    clock: systemClock,
    ids: randomIds,
    logger: silentLogger,
    outbox: createOutbox({ store, clock: systemClock, onEnqueued: () => {} }),
    links: createLinks({ store }),
    charts: createCharts(),
    profiles: async () => undefined,
    slackWorkspaces: () => [],
    otherCollections: () => [],
  });
}
