import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { stored } from '../../src/bot/feature.js';
import type { Collection, CollectionSpec, DocumentStore } from '../../src/ports/document-store.js';
import { createEmbeddedStore } from '../../src/storage/embedded/store.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { freshFolder } from '../support/folder.js';
import { logbook } from '../support/logbook.js';
import { freshDatabase, mongoSetupMs } from '../support/mongo.js';

/** Version 1 had one name; version 2 adds its parts, and leaves `name` for neighbours that still read it. */
interface OldPerson {
  readonly _id: string;
  readonly name: string;
  readonly visits: number;
}
interface NewPerson extends OldPerson {
  readonly given: string;
  readonly family: string;
  readonly tags?: readonly string[] | undefined;
}

const common = {
  name: 'people',
  indexes: [{ fields: [['visits', 1]] }],
  retention: { keep: 'until-deleted', why: { de: 'Test', einfach: 'Test', en: 'Test' } },
  personal: 'none',
} as const;
const oldSpec: CollectionSpec<OldPerson> = {
  ...common,
  schema: z.object({ _id: z.string(), name: z.string(), visits: z.number() }),
  version: 1,
};
const newSpec: CollectionSpec<NewPerson> = {
  ...common,
  schema: z.object({
    _id: z.string(),
    name: z.string(),
    visits: z.number(),
    given: z.string(),
    family: z.string(),
    tags: z.array(z.string()).optional(),
  }),
  version: 2,
  migrations: {
    1: (document) => {
      const [given = '', family = ''] = String(document.name).split(' ');
      return { ...document, given, family };
    },
  },
  indexes: [...common.indexes, { fields: [['family', 1]] }],
};

const ada: OldPerson = { _id: 'ada', name: 'Ada Beispiel', visits: 0 };
const grace: NewPerson = {
  _id: 'grace',
  name: 'Grace Muster',
  given: 'Grace',
  family: 'Muster',
  visits: 0,
  tags: ['x'],
};
const many = Array.from({ length: 450 }, (_, index) => ({
  _id: `p${index}`,
  name: `Vor${index} Nach${index}`,
  visits: 0,
}));

/** Opens the same data once more, as another process would; `close` ends what was opened. */
interface Data {
  as<T extends { readonly _id: string }>(spec: CollectionSpec<T>): Promise<Collection<T>>;
  readonly log: ReturnType<typeof logbook>;
  close(): Promise<void>;
}

describe.each<[string, () => Promise<Data>]>([
  ['MongoDB', mongoData],
  ['the embedded store', embeddedData],
])('versions of a collection on %s', (_name, open) => {
  let data: Data;
  beforeEach(async () => {
    data = await open();
  }, mongoSetupMs);
  afterEach(() => data?.close());

  it('brings all older documents up to date at start, in batches, and says how many', async () => {
    const old = await data.as(oldSpec);
    await old.insertMany(many);
    const people = await data.as(newSpec);
    expect(await people.count({ family: { $exists: true } })).toBe(450);
    expect(await people.get('p7')).toEqual({ ...many[7], given: 'Vor7', family: 'Nach7' });
    expect(await people.findOne({ family: 'Nach449' })).toMatchObject({ _id: 'p449' });
    const migrated = data.log.lines.filter(({ message }) => message === 'documents migrated');
    expect(migrated.map(({ fields }) => fields)).toEqual([{ collection: 'people', documents: 450, to: 2 }]);
  });

  it('lets an older version read and change what a newer one wrote, and destroys none of it', async () => {
    await (await data.as(newSpec)).insert(grace);
    const old = await data.as(oldSpec);
    expect(await old.get('grace')).toMatchObject({ name: 'Grace Muster', visits: 0 });
    expect(await old.update('grace', { $inc: { visits: 1 } }, { name: 'Grace Muster' })).toMatchObject({ visits: 1 });
    expect(await old.claim({ visits: 1 }, { $inc: { visits: 1 } }, { limit: 5 })).toHaveLength(1);
    await old.upsert('grace', { $inc: { visits: 1 } }, { _id: 'grace', name: 'neu', visits: 0 });
    const people = await data.as(newSpec);
    expect(await people.get('grace')).toEqual({ ...grace, visits: 3 });
    expect(data.log.lines.filter(({ message }) => message === 'documents migrated')).toEqual([]);
  });

  it('shows no field of its own to the feature', async () => {
    const old = await data.as(oldSpec);
    await old.insert(ada);
    await old.update('ada', { $inc: { visits: 1 } });
    await old.claim({}, { $inc: { visits: 1 } }, { limit: 1 });
    expect((await old.find()).items).toEqual([{ ...ada, visits: 2 }]);
    expect((await (await data.as(newSpec)).find()).items).toEqual([
      { ...ada, visits: 2, given: 'Ada', family: 'Beispiel' },
    ]);
  });

  it('does not start on a document that its migration cannot read, and leaves it as it was', async () => {
    await (await data.as(oldSpec)).insert(ada);
    const failing: CollectionSpec<NewPerson> = {
      ...newSpec,
      migrations: {
        1: () => {
          throw new Error('no such name');
        },
      },
    };
    await expect(data.as(failing)).rejects.toThrow('no such name');
    expect(await (await data.as(oldSpec)).get('ada')).toEqual(ada);
  });
});

describe('neighbouring versions at the same time on MongoDB', () => {
  let data: Data;
  beforeEach(async () => {
    data = await mongoData();
  }, mongoSetupMs);
  afterEach(() => data?.close());

  it('reads, changes and claims what an older neighbour writes after the start, as its own version', async () => {
    const people = await data.as(newSpec);
    const old = await data.as(oldSpec);
    await old.insertMany([ada, { ...ada, _id: 'bob', name: 'Bob Probe' }, { ...ada, _id: 'cy', name: 'Cy Fall' }]);
    expect(await people.get('ada')).toMatchObject({ given: 'Ada', family: 'Beispiel' });
    expect((await people.find()).items.map(({ given }) => given)).toEqual(['Ada', 'Bob', 'Cy']);
    expect(await people.update('bob', { $set: { family: 'Neu' } }, { visits: 0 })).toMatchObject({
      given: 'Bob',
      family: 'Neu',
    });
    expect(await people.update('bob', { $inc: { visits: 1 } }, { visits: 7 })).toBeUndefined();
    const claimed = await people.claim({ visits: 0 }, { $inc: { visits: 1 } }, { limit: 10 });
    expect(claimed.map(({ given }) => given)).toEqual(['Ada', 'Bob', 'Cy']);
    expect(await people.upsert('ada', { $inc: { visits: 1 } }, { ...grace, _id: 'ada' })).toMatchObject({
      given: 'Ada',
      visits: 2,
    });
  });

  it('loses no change that neighbours make while documents are migrated', async () => {
    const old = await data.as(oldSpec);
    await old.insertMany(many);
    const counting = inParallel(10, many, ({ _id }) => old.update(_id, { $inc: { visits: 1 } }));
    const [first, second] = await Promise.all([data.as(newSpec), data.as(newSpec)]);
    await counting;
    expect(await first.count({ visits: 1 })).toBe(450);
    const found = (await second.find({ limit: 1_000 })).items;
    expect(found.every(({ visits, family }) => visits === 1 && family.startsWith('Nach'))).toBe(true);
  });
});

/** Some workers go through a list together. */
async function inParallel<T>(workers: number, items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

async function mongoData(): Promise<Data> {
  const database = await freshDatabase();
  const log = logbook();
  const stores: DocumentStore[] = [];
  return {
    log,
    async as(spec) {
      const store = createMongoStore({ uri: database.uri, logger: log.logger });
      stores.push(store);
      await store.start([stored(spec)]);
      return store.collection(spec);
    },
    async close() {
      await Promise.all(stores.map((store) => store.stop()));
      await database.drop();
    },
  };
}

async function embeddedData(): Promise<Data> {
  const folder = await freshFolder();
  const log = logbook();
  let running: DocumentStore | undefined;
  return {
    log,
    async as(spec) {
      await running?.stop();
      running = createEmbeddedStore({ folder: folder.path, logger: log.logger });
      await running.start([stored(spec)]);
      return running.collection(spec);
    },
    async close() {
      await running?.stop();
      await folder.remove();
    },
  };
}
