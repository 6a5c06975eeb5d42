import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/ports/logger.js';
import { mountPages, type Page } from '../../src/web/pages.js';
import { createWebApp, WebServer } from '../../src/web/server.js';
import { guardSignedPaths } from '../../src/web/signed-paths.js';
import { fixedClock } from '../support/clock.js';

let server: WebServer | undefined;
afterEach(async () => {
  await server?.close(0);
  server = undefined;
});

const view = { kind: 'test', summary: 'Seite', title: 'Seite', blocks: [{ type: 'text' as const, text: 'Übergänge' }] };

function fileNamed(name: string, body: string | Uint8Array = 'a;b', mediaType = 'text/csv; charset=utf-8'): Page {
  return { path: '/berichte/:token', run: async () => ({ file: { name, mediaType, body } }) };
}

const signedPage: Page = {
  path: '/berichte/:token',
  run: async ({ params }) => (params.token === 'richtig' ? { view } : { status: 404, view }),
};

/** The name under which a browser saves a download. */
function savedAs(disposition: string): string {
  const extended = /filename\*=UTF-8''([^;]*)$/.exec(disposition)?.[1];
  if (extended !== undefined) return decodeURIComponent(extended);
  const [, quoted, bare] = /filename=(?:"((?:\\.|[^"])*)"|([^;]*))$/.exec(disposition) ?? [];
  return quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '';
}

async function serve(pages: readonly Page[], mostMisses?: number): Promise<string> {
  const web = createWebApp();
  guardSignedPaths(web, mostMisses === undefined ? {} : { mostMisses });
  mountPages(web, pages, fixedClock());
  web.post('/angenommen', (_request, response) => {
    response.send('ja');
  });
  server = new WebServer(web, silentLogger);
  return `http://127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
}

describe('a file that a page answers', () => {
  it('is a download under its name, of its type, and kept by nobody', async () => {
    const address = await serve([fileNamed('bericht-12.csv')]);
    const answer = await fetch(`${address}/berichte/x`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="?bericht-12\.csv"?$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toBe('a;b');
  });

  it.each([
    ['Übergänge März.csv', 'Übergänge März.csv'],
    ['Anwesenheit „AK“.csv', 'Anwesenheit „AK“.csv'],
    ['a"b;c.csv', 'a"b;c.csv'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['zeile\r\nSet-Cookie: x=1.csv', 'zeile_Set-Cookie: x=1.csv'],
  ])('named %j is saved as %j', async (name, saved) => {
    const address = await serve([fileNamed(name)]);
    const { headers } = await fetch(`${address}/berichte/x`);
    expect(savedAs(headers.get('content-disposition') ?? '')).toBe(saved);
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('arrives byte by byte', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const address = await serve([fileNamed('bild.png', bytes, 'image/png')]);
    const answer = await fetch(`${address}/berichte/x`);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('a page', () => {
  it('answers HEAD with what GET has in front of its body', async () => {
    const address = await serve([signedPage]);
    const [get, head] = await Promise.all(
      ['GET', 'HEAD'].map((method) => fetch(`${address}/berichte/richtig`, { method })),
    );
    expect([head?.status, await head?.text()]).toEqual([200, '']);
    expect(head?.headers.get('content-length')).toBe(get?.headers.get('content-length'));
    expect(head?.headers.get('content-type')).toBe(get?.headers.get('content-type'));
    expect((await fetch(`${address}/berichte/falsch`, { method: 'HEAD' })).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('says to %s that it is for reading only', async (method) => {
    const address = await serve([signedPage]);
    for (const path of ['/berichte/richtig', '/seite.css']) {
      const answer = await fetch(address + path, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      expect(await answer.text()).toBe('Das geht mit dieser Seite nicht.');
    }
  });

  it('leaves to others on its path what they take', async () => {
    const address = await serve([{ path: '/angenommen', run: async () => ({ view }) }]);
    expect(await (await fetch(`${address}/angenommen`, { method: 'POST' })).text()).toBe('ja');
    expect((await fetch(`${address}/angenommen`, { method: 'PUT' })).status).toBe(405);
  });

  it('that there is none is not found, by any method; an address that is none is refused', async () => {
    const address = await serve([signedPage]);
    for (const method of ['GET', 'HEAD', 'POST'])
      expect((await fetch(`${address}/nichts`, { method })).status).toBe(404);
    expect((await fetch(`${address}/berichte/%E0%A4%A`)).status).toBe(400);
  });
});

describe('what lies behind signed links', () => {
  it.each(['/berichte/richtig', '/berichte/falsch', '/ich/nichts', '/kalender/nichts.ics'])(
    'is kept from search engines, caches and other pages: %s',
    async (path) => {
      const { headers } = await fetch((await serve([signedPage])) + path);
      expect(headers.get('x-robots-tag')).toContain('noindex');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    },
  );

  it('cannot be found by trying: after so many misses everything there is refused for a while', async () => {
    const address = await serve([signedPage], 3);
    const status = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(address + path, { headers })).status;
    for (const path of ['/berichte/a', '/ich/b', '/kalender/c.ics']) expect(await status(path)).toBe(404);
    const refused = await fetch(`${address}/berichte/richtig`);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).toMatch(/^Zu viele Versuche mit Links, die nicht gelten\. Bitte warten Sie/);
    expect(await status('/seite.css')).toBe(200);
    expect(await status('/berichte/richtig', { 'x-forwarded-for': '203.0.113.7' })).toBe(200);
  });

  it('is there as often as one likes for whoever has the link', async () => {
    const address = await serve([signedPage], 3);
    for (let times = 0; times < 20; times += 1) expect((await fetch(`${address}/berichte/richtig`)).status).toBe(200);
  });

  it('counts a guesser behind a proxy by the address that the proxy saw', async () => {
    const address = await serve([signedPage], 2);
    const miss = async (forwarded: string) =>
      (await fetch(`${address}/berichte/falsch`, { headers: { 'x-forwarded-for': forwarded } })).status;
    expect([await miss('198.51.100.1, 203.0.113.7'), await miss('198.51.100.2, 203.0.113.7')]).toEqual([404, 404]);
    expect(await miss('198.51.100.3, 203.0.113.7')).toBe(429);
    expect(await miss('203.0.113.8')).toBe(404);
  });
});
