import { describe, expect, it } from 'vitest';
import { outboxSpec } from '../../src/delivery/entry.js';
import type { CollectionSpec, Document } from '../../src/ports/document-store.js';
import { silentLogger } from '../../src/ports/logger.js';
import { createEmbeddedStore } from '../../src/storage/embedded/store.js';
import { freshFolder } from '../support/folder.js';
import { Office } from './office.js';
import { Platform } from './platform.js';
import { VirtualTime } from './virtual-time.js';

type Any = CollectionSpec<Document>;

describe('messages of the version before', () => {
  it('go out with their pictures, and are listed by what they are about', async () => {
    const folder = await freshFolder();
    const time = new VirtualTime();
    const before = createEmbeddedStore({ folder: folder.path, logger: silentLogger });
    const { migrations: _, ...spec } = outboxSpec as unknown as Any;
    const versionOne = { ...spec, version: 1, schema: spec.schema.catch((each) => each.value as Document) } as Any;
    const view = { kind: 'test', summary: 'Ergebnis', blocks: [{ type: 'text', text: 'davor' }] };
    const pictures = [{ at: 1, alt: 'Balken', png: Buffer.of(1, 2, 3).toString('base64') }];
    const envelope = { personId: 'slack-1', state: 'waiting', attempts: 0, due: time.now(), changedAt: time.now() };
    await before.start([versionOne as never]);
    await before.collection(versionOne).insert({ ...{ _id: 'old', view, pictures }, ...envelope });
    await before.stop();

    const store = createEmbeddedStore({ folder: folder.path, logger: silentLogger });
    try {
      await store.start([outboxSpec as never]);
      const office = new Office(time.watch(store), time, time.wait);
      const slack = new Platform(time, time.wait);
      office.messengers.set('slack', slack);
      await time.during(office.dispatcher().drain(time.now()));
      const png = Uint8Array.of(1, 2, 3);
      expect(slack.shows('old')?.blocks).toEqual([...view.blocks, { type: 'picture', alt: 'Balken', png }]);
      expect(await office.entry('old')).toMatchObject({ summary: 'Ergebnis', occasion: 'press', revision: 0 });
    } finally {
      await store.stop();
      await folder.remove();
    }
  });
});
