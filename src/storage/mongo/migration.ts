import type { Collection as MongoCollection } from 'mongodb';
import type { CollectionSpec, Document } from '../../ports/document-store.js';
import type { Logger } from '../../ports/logger.js';
import { revisionField, type Stored, versionField } from '../documents.js';
import { upToDate } from '../specs.js';
import type { Condition } from './queries.js';

const batchSize = 200;
/** Batches in which others were always faster: then somebody works against us, and reading migrates the rest. */
const mostVainBatches = 20;

/**
 * Brings every older document to the spec's version, in batches. Each is replaced only if nobody changed it since it was
 * read, so several processes may run this at once, and one that was killed is continued by the next.
 */
export async function migrateAll<T extends Document>(
  spec: CollectionSpec<T>,
  raw: MongoCollection<Stored>,
  logger: Logger,
): Promise<void> {
  if (spec.version === 1) return;
  const older: Condition = { [versionField]: { $not: { $gte: spec.version } } } as Condition;
  await raw.createIndex({ [versionField]: 1 }, { name: 'bot_version' });
  let done = 0;
  let vain = 0;
  while (vain < mostVainBatches) {
    const batch = await raw.find(older, { limit: batchSize }).toArray();
    if (batch.length === 0) break;
    const migrated = await migrateBatch(spec, raw, batch);
    vain = migrated === 0 ? vain + 1 : 0;
    done += migrated;
  }
  if (vain > 0)
    logger.warn({ collection: spec.name, to: spec.version }, 'migration met other writers, reading goes on');
  if (done > 0) logger.info({ collection: spec.name, documents: done, to: spec.version }, 'documents migrated');
}

/** Migrates these; resolves with how many nobody else had changed meanwhile. */
export async function migrateBatch<T extends Document>(
  spec: CollectionSpec<T>,
  raw: MongoCollection<Stored>,
  batch: readonly Stored[],
): Promise<number> {
  const steps = batch.map((stored) => {
    const revision = stored[revisionField];
    const count = typeof revision === 'number' ? revision : 0;
    return {
      replaceOne: {
        filter: { _id: stored._id, [revisionField]: revision ?? null } as Condition,
        replacement: { ...upToDate(spec, stored), [revisionField]: count + 1 } as Stored,
      },
    };
  });
  const { modifiedCount } = await raw.bulkWrite(steps, { ordered: false });
  return modifiedCount;
}
