import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stored } from '../../src/bot/feature.js';
import { linkKinds } from '../../src/ports/links.js';
import { silentLogger } from '../../src/ports/logger.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { createLinks, revocationsSpec, secretsSpec } from '../../src/web/links.js';
import { fixedClock } from '../support/clock.js';
import { freshDatabase, type MongoDatabase, mongoSetupMs } from '../support/mongo.js';
import { openTemporaryStore, type TemporaryStore } from '../support/store.js';

const specs = [stored(secretsSpec), stored(revocationsSpec)];
const now = new Date('2026-11-10T09:00:00+01:00');
const tomorrow = new Date('2026-11-11T09:00:00+01:00');
const secret = 'ein-langes-geheimnis-fuer-links';

/** A token around any content, rightly signed. */
function signed(kind: string, content: string): string {
  const encoded = Buffer.from(content).toString('base64url');
  return `${encoded}.${createHmac('sha256', secret).update(`${kind}:${encoded}`).digest('base64url')}`;
}

describe('signed links', () => {
  let opened: TemporaryStore;
  beforeEach(async () => {
    opened = await openTemporaryStore(specs);
  });
  afterEach(() => opened.close());
  const links = (options: { readonly secret?: string; readonly publicUrl?: string } = {}) =>
    createLinks({ store: opened.store, ...options });

  it('lead to their subject, whatever its characters, until they expire or for good', async () => {
    const any = fc.tuple(fc.constantFrom(...linkKinds), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }));
    await fc.assert(
      fc.asyncProperty(any, fc.boolean(), async ([kind, subject], expires) => {
        const token = await links().issue(kind, subject, expires ? tomorrow : undefined);
        expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
        expect(await links().read(kind, token, now)).toEqual({ subject });
      }),
      { numRuns: 50 },
    );
  });

  it('are the same for the same subject and expiry, others for others', async () => {
    const tokens = await Promise.all([
      links().issue('ich', 'p1'),
      links().issue('ich', 'p1'),
      links().issue('ich', 'p1', tomorrow),
      links().issue('ich', 'p2'),
      links().issue('berichte', 'p1'),
    ]);
    expect(tokens[0]).toBe(tokens[1]);
    expect(new Set(tokens).size).toBe(4);
  });

  it('have expired from their instant on', async () => {
    const token = await links().issue('berichte', 'm1', tomorrow);
    expect(await links().read('berichte', token, new Date(tomorrow.getTime() - 1))).toEqual({ subject: 'm1' });
    expect(await links().read('berichte', token, tomorrow)).toBe('expired');
  });

  it('are worth nothing under another kind', async () => {
    const token = await links().issue('kalender', 'p1');
    expect(await links().read('ich', token, now)).toBe('unknown');
    expect(await links().read('berichte', token, now)).toBe('unknown');
  });

  it('are worth nothing with any character changed, cut off or added', async () => {
    const token = await links().issue('ich', 'p1');
    const known = links();
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(await known.read('ich', token.slice(0, at) + other + token.slice(at + 1), now)).toBe('unknown');
      expect(await known.read('ich', token.slice(0, at), now)).toBe('unknown');
    }
    for (const more of ['A', '=', '.', '.A', '%00', ' ', 'x'.repeat(100_000)]) {
      expect(await known.read('ich', token + more, now)).toBe('unknown');
    }
  });

  it('cannot be made up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (made) => {
        expect(await links().read('ich', made, now)).toBe('unknown');
        expect(await links().read('ich', `${made}.${made}`, now)).toBe('unknown');
      }),
      { numRuns: 50 },
    );
  });

  it('that were revoked stay so, and new ones work', async () => {
    const old = await links().issue('ich', 'p1');
    const other = await links().issue('ich', 'p2');
    await links().revoke('ich', 'p1');
    const fresh = await links().issue('ich', 'p1');
    expect(await links().read('ich', old, now)).toBe('unknown');
    expect(await links().read('ich', fresh, now)).toEqual({ subject: 'p1' });
    expect(await links().read('ich', other, now)).toEqual({ subject: 'p2' });
    await Promise.all([links().revoke('ich', 'p1'), links().revoke('ich', 'p1')]);
    expect(await links().read('ich', old, now)).toBe('unknown');
    expect(await links().read('ich', fresh, now)).toBe('unknown');
  });

  it('that are revoked for one kind still work for another', async () => {
    const calendar = await links().issue('kalender', 'p1');
    await links().revoke('ich', 'p1');
    expect(await links().read('kalender', calendar, now)).toEqual({ subject: 'p1' });
  });

  it.each([
    'kein JSON',
    '{}',
    '[]',
    'null',
    '["p1"]',
    '["p1",0]',
    '["p1",0,"0"]',
    '[1,0,0]',
    '["p1",0.5,0]',
    '["p1",0,0,0]',
  ])('with the right signature and the wrong contents are unknown: %s', async (content) => {
    const own = links({ secret });
    expect(await own.read('ich', signed('ich', '["p1",0,0]'), now)).toEqual({ subject: 'p1' });
    expect(await own.read('ich', signed('ich', content), now)).toBe('unknown');
  });

  it('are signed with LINK_SECRET where it is set, and no other is kept then', async () => {
    const token = await links({ secret }).issue('ich', 'p1');
    expect(await links({ secret }).read('ich', token, now)).toEqual({ subject: 'p1' });
    expect(await links({ secret: `${secret}!` }).read('ich', token, now)).toBe('unknown');
    expect(await opened.store.collection(secretsSpec).count()).toBe(0);
    expect(await links().read('ich', token, now)).toBe('unknown');
  });

  it('work on after a new start, with the secret that was kept', async () => {
    const token = await links().issue('ich', 'p1');
    const [kept] = (await opened.store.collection(secretsSpec).find()).items;
    expect(Buffer.from(kept?.value ?? '', 'base64url')).toHaveLength(32);
    expect(await links().read('ich', token, now)).toEqual({ subject: 'p1' });
  });

  it('issued after the store was emptied work on after the next start', async () => {
    const running = links();
    const before = await running.issue('ich', 'p1');
    await opened.store.clear();
    const after = await running.issue('ich', 'p1');
    expect(await links().read('ich', after, now)).toEqual({ subject: 'p1' });
    expect(await links().read('ich', before, now)).toBe('unknown');
  });

  it('have an address with PUBLIC_URL everywhere, without it on our own pages only', () => {
    for (const publicUrl of ['https://bot.stadt.example/dorfbote', 'https://bot.stadt.example/dorfbote/']) {
      const address = 'https://bot.stadt.example/dorfbote/ich/abc';
      for (const channel of ['slack', 'teams', 'mail', 'playground', 'page'] as const) {
        expect(links({ publicUrl }).address('/ich/abc', channel)).toBe(address);
      }
    }
    expect(links().address('/ich/abc', 'playground')).toBe('/ich/abc');
    expect(links().address('/ich/abc', 'page')).toBe('/ich/abc');
    expect(links().address('/ich/abc', 'slack')).toBeUndefined();
    expect(links().address('/ich/abc', 'teams')).toBeUndefined();
    expect(links().address('/ich/abc', 'mail')).toBeUndefined();
  });
});

describe('signed links of several processes on one MongoDB', () => {
  let database: MongoDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  }, mongoSetupMs);
  afterAll(() => database.drop());

  it('that start at once are signed with one secret', async () => {
    const open = () => createMongoStore({ uri: database.uri, clock: fixedClock(), logger: silentLogger });
    const stores = Array.from({ length: 6 }, open);
    try {
      await Promise.all(stores.map((store) => store.start(specs)));
      const processes = stores.map((store) => createLinks({ store }));
      const tokens = await Promise.all(processes.map((links, index) => links.issue('ich', `p${index}`)));
      for (const links of processes) {
        const read = await Promise.all(tokens.map((token) => links.read('ich', token, now)));
        expect(read).toEqual(tokens.map((_, index) => ({ subject: `p${index}` })));
      }
    } finally {
      await Promise.all(stores.map((store) => store.stop()));
    }
  });
});
