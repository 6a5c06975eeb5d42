import { type Db, MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { stored } from '../../src/bot/feature.js';
import type { CollectionSpec, DocumentStore, Index } from '../../src/ports/document-store.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { logbook } from '../support/logbook.js';
import { freshDatabase, type MongoDatabase, mongoSetupMs } from '../support/mongo.js';

interface Meeting {
  readonly _id: string;
  readonly committee?: string | undefined;
  readonly at?: Date | undefined;
}

function specWith(indexes: readonly Index[]): CollectionSpec<Meeting> {
  return {
    name: 'meetings',
    schema: z.object({ _id: z.string(), committee: z.string().optional(), at: z.date().optional() }),
    version: 1,
    indexes,
    retention: { days: 400, field: 'at' },
    personal: 'none',
  };
}
const byCommittee: Index = {
  fields: [
    ['committee', 1],
    ['at', -1],
  ],
};

describe('indexes on MongoDB', () => {
  let database: MongoDatabase | undefined;
  let client: MongoClient | undefined;
  let uri: string;
  let db: Db;
  const stores: DocumentStore[] = [];
  const log = logbook();
  beforeEach(async () => {
    database = await freshDatabase();
    uri = database.uri;
    client = await MongoClient.connect(uri);
    db = client.db();
    log.lines.length = 0;
  }, mongoSetupMs);
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.stop()));
    await client?.close();
    await database?.drop();
  });

  async function started(indexes: readonly Index[]) {
    const spec = specWith(indexes);
    const store = createMongoStore({ uri, logger: log.logger });
    stores.push(store);
    await store.start([stored(spec)]);
    return store.collection(spec);
  }
  const indexes = async () =>
    Object.fromEntries((await db.collection('meetings').indexes()).map((index) => [index.name, index]));

  it('are made at start: for declared ones, optional unique ones and whatever expires', async () => {
    await started([
      byCommittee,
      { fields: [['committee', 1]], unique: true, sparse: true },
      { fields: [['until', 1]], expireAfterSeconds: 60 },
    ]);
    const made = await indexes();
    expect(Object.keys(made)).toHaveLength(5);
    expect(made['bot_committee_1_at_-1']?.key).toEqual({ committee: 1, at: -1, _id: -1 });
    expect(made.bot_unique_committee_1).toMatchObject({
      unique: true,
      partialFilterExpression: { committee: { $exists: true } },
    });
    expect(made.bot_expiry_until).toMatchObject({ key: { until: 1 }, expireAfterSeconds: 60 });
    expect(made.bot_expiry_at).toMatchObject({ key: { at: 1 }, expireAfterSeconds: 400 * 86_400 });
  });

  it('stay as they are at the next start, and when several processes start at once', async () => {
    await started([byCommittee]);
    const before = await indexes();
    await Promise.all([started([byCommittee]), started([byCommittee]), started([byCommittee])]);
    expect(await indexes()).toEqual(before);
    expect(log.lines).toEqual([]);
  });

  it('are made anew where they are declared differently, and say so', async () => {
    await started([{ fields: [['until', 1]], expireAfterSeconds: 60 }]);
    await started([{ fields: [['until', 1]], expireAfterSeconds: 90 }]);
    expect((await indexes()).bot_expiry_until).toMatchObject({ expireAfterSeconds: 90 });
    expect(log.lines.map(({ fields }) => fields)).toEqual([{ collection: 'meetings', index: 'bot_expiry_until' }]);
  });

  it('of operators and of neighbouring versions are left alone', async () => {
    await db.collection('meetings').createIndex({ place: 1 }, { name: 'mine' });
    await started([byCommittee]);
    await started([]);
    expect(Object.keys(await indexes())).toEqual(expect.arrayContaining(['mine', 'bot_committee_1_at_-1']));
  });

  it('that existing documents contradict stop the start with the reason', async () => {
    const meetings = await started([]);
    await meetings.insertMany([
      { _id: 'a', committee: 'x' },
      { _id: 'b', committee: 'x' },
    ]);
    await expect(started([{ fields: [['committee', 1]], unique: true }])).rejects.toThrow('meetings: committee');
  });

  it('serve every page: about as much is examined as is shown, and nothing sorted', async () => {
    const meetings = await started([byCommittee]);
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      _id: `m${index}`,
      committee: index % 2 === 0 ? 'x' : 'y',
      at: new Date(Date.UTC(2026, 10, 1 + (index % 7))),
    }));
    await meetings.insertMany(many);
    await db.command({ profile: 2 });
    const seen = new Set<string>();
    let after: string | undefined;
    do {
      const query = { filter: { committee: 'x' }, sort: [['at', -1] as const], limit: 20 };
      const page = await meetings.find(after === undefined ? query : { ...query, after });
      for (const { _id } of page.items) seen.add(_id);
      after = page.next;
    } while (after !== undefined);
    await db.command({ profile: 0 });
    expect(seen.size).toBe(500);
    const queries = await db
      .collection('system.profile')
      .find({ op: 'query', ns: /\.meetings$/ })
      .toArray();
    expect(queries).toHaveLength(25);
    const examined = queries.reduce((sum, { docsExamined }) => sum + Number(docsExamined), 0);
    expect(examined).toBeLessThan(2 * 500);
    for (const { planSummary, hasSortStage } of queries) {
      expect(planSummary).toContain('IXSCAN { committee: 1, at: -1, _id: -1 }');
      expect(hasSortStage).toBeUndefined();
    }
  });
});
