import { afterEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../src/kernel/errors.js';
import type { ChannelName } from '../../src/messages/inbound.js';
import { silentLogger } from '../../src/ports/logger.js';
import { type HealthOptions, Metrics, mountHealth } from '../../src/web/health.js';
import { mountPages } from '../../src/web/pages.js';
import { createWebApp, WebServer } from '../../src/web/server.js';
import { fixedClock } from '../support/clock.js';

let server: WebServer | undefined;
afterEach(() => server?.close(0));

async function serve(overrides: Partial<HealthOptions> = {}): Promise<string> {
  const web = createWebApp();
  mountHealth(web, { store: { ping: async () => undefined }, channels: [], metrics: new Metrics(), ...overrides });
  mountPages(
    web,
    [
      {
        path: '/seite/:name',
        run: async ({ params, language }) => ({
          view: {
            kind: 'test',
            summary: 'Seite',
            title: `<${params.name}> ${language}`,
            blocks: [{ type: 'text', text: 'Text' }],
            language,
          },
        }),
      },
      { path: '/kaputt', run: () => Promise.reject(new Error('geheim')) },
      { path: '/weg', run: () => Promise.reject(new Unavailable('store')) },
    ],
    fixedClock(),
  );
  server = new WebServer(web, silentLogger);
  return `http://127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
}

const channel = (name: ChannelName, ready: boolean) => ({ name, ready: () => ready });

describe('the web server', () => {
  it('is alive, and ready when the store and every channel are', async () => {
    const address = await serve({ channels: [channel('slack', true), channel('teams', true)] });
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    const ready = await fetch(`${address}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', checks: { store: true, slack: true, teams: true } },
    ]);
  });

  it.each([
    ['the store is gone', { store: { ping: () => Promise.reject(new Unavailable('store')) } }],
    ['a channel is not connected', { channels: [channel('slack', false)] }],
  ])('is alive but not ready while %s', async (_what, overrides) => {
    const address = await serve(overrides);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect((await fetch(`${address}/readyz`)).status).toBe(503);
  });

  it('shows its figures to this machine, and to others with the token only', async () => {
    const metrics = new Metrics();
    metrics.observe('slack', 'text', 'message', 0.01);
    const address = await serve({ metrics, metricsToken: 'ein-langes-geheimnis' });
    expect(await (await fetch(`${address}/metrics`)).text()).toContain(
      'dorfbote_inbound_total{channel="slack",type="text",outcome="message"} 1',
    );
    const elsewhere = { 'x-forwarded-for': '203.0.113.7' };
    expect((await fetch(`${address}/metrics`, { headers: elsewhere })).status).toBe(401);
    expect((await fetch(`${address}/metrics`, { headers: { 'x-real-ip': '203.0.113.7' } })).status).toBe(401);
    const wrong = { ...elsewhere, authorization: 'Bearer falsch' };
    expect((await fetch(`${address}/metrics`, { headers: wrong })).status).toBe(401);
    const right = { ...elsewhere, authorization: 'Bearer ein-langes-geheimnis' };
    expect((await fetch(`${address}/metrics`, { headers: right })).status).toBe(200);
  });

  it('serves the pages that features declare, escaped, in the language asked for', async () => {
    const address = await serve();
    const page = await fetch(`${address}/seite/${encodeURIComponent('<script>')}?sprache=en`);
    const html = await page.text();
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(html).toContain('<html lang="en-GB">');
    expect(html).not.toContain('<script>');
    expect((await fetch(`${address}/seite.css`)).headers.get('content-type')).toContain('text/css');
  });

  it('sends security headers with everything', async () => {
    const { headers } = await fetch(`${await serve()}/nichts`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('answers what is not there, or goes wrong, with a sentence and never a stack trace', async () => {
    const address = await serve();
    const answers = await Promise.all(
      ['/nichts', '/kaputt', '/weg'].map(async (path) => {
        const response = await fetch(address + path);
        return [response.status, await response.text()];
      }),
    );
    expect(answers).toEqual([
      [404, 'Diese Seite gibt es nicht.'],
      [500, 'Da ist etwas schiefgegangen.'],
      [503, 'Das geht gerade nicht. Bitte versuchen Sie es in einer Minute noch einmal.'],
    ]);
  });

  it('lets a request under way finish when it closes', async () => {
    let finish: (() => void) | undefined;
    const web = createWebApp();
    web.get('/langsam', async (_request, response) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      response.send('fertig');
    });
    server = new WebServer(web, silentLogger);
    const port = await server.listen('127.0.0.1', 0);
    const answer = fetch(`http://127.0.0.1:${port}/langsam`).then((response) => response.text());
    await expect.poll(() => finish !== undefined).toBe(true);
    const closed = server.close(5_000);
    finish?.();
    expect(await answer).toBe('fertig');
    await closed;
    server = undefined;
  });
});
