import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../../src/kernel/errors.js';
import {
  buildPage,
  invitation,
  type RunningPlayground,
  removeFolder,
  ruleDispatch,
  startPlayground,
} from '../../support/playground.js';
import { LiveReader, post, raw, take, textBody } from './client.js';

let pageFolder: string;
let playground: RunningPlayground;
let url: string;

beforeAll(async () => {
  pageFolder = await buildPage();
});
afterAll(() => removeFolder(pageFolder));
beforeEach(async () => {
  playground = await startPlayground({ pageFolder });
  url = playground.url;
});
afterEach(() => playground.stop());

describe('the page', () => {
  it('comes with its script and styles, and allows no others', async () => {
    const page = await raw(`${url}/`);
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page.text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/);

    const parts = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]);
    expect(parts).toHaveLength(6);
    for (const part of parts) expect((await raw(`${url}${part}`)).status).toBe(200);
  });

  it('tells who one can be, without their addresses', async () => {
    const setup = await raw(`${url}/playground/setup`);
    expect(JSON.parse(setup.text)).toMatchObject({ networkName: 'Unser DINgg', people: [{ slug: 'jana' }, {}, {}] });
    expect(setup.text).not.toContain('@');
  });

  it('leaves every other address to the rooms that own it', async () => {
    expect((await raw(`${url}/playground/nichts`)).status).toBe(404);
    expect((await raw(`${url}/playground/tsconfig.json`)).status).toBe(404);
    expect((await raw(`${url}/healthz`)).status).toBe(404);
  });
});

describe('a request from elsewhere', () => {
  it.each(['example.org', 'localhost.example.org', '192.168.0.7:3000', '127.0.0.1.example.org', '0.0.0.0'])(
    'is refused under the name "%s"',
    async (host) => {
      const asked = await raw(`${url}/playground/setup`, { headers: { Host: host } });
      expect(asked.status).toBeGreaterThanOrEqual(400);
      expect(asked.status).toBeLessThan(500);
      const said = await post(url, 'jana', textBody('Hallo'), { Host: host });
      expect(said.status).toBeGreaterThanOrEqual(400);
      expect(playground.inbounds).toEqual([]);
    },
  );

  it.each(['localhost', '[::1]', '127.0.0.1'])('is taken under this machine’s name %s', async (host) => {
    expect((await raw(`${url}/`, { headers: { Host: `${host}:${playground.port}` } })).status).toBe(200);
  });

  it.each([
    ['another origin', { Origin: 'https://example.org' }],
    ['no origin worth naming', { Origin: 'null' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1' }],
    ['another site, as the browser says', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another port, as the browser says', { 'Sec-Fetch-Site': 'same-site' }],
    ['the address line', { 'Sec-Fetch-Site': 'none' }],
  ])('is refused from %s', async (_where, headers) => {
    expect((await post(url, 'jana', textBody('Hallo'), headers)).status).toBe(403);
    expect(playground.inbounds).toEqual([]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'is refused as "%s", which any page could send',
    async (type) => {
      expect((await post(url, 'jana', textBody('Hallo'), { 'Content-Type': type })).status).toBe(415);
      expect(playground.inbounds).toEqual([]);
    },
  );

  it('is taken from the page itself', async () => {
    const headers = { Origin: url, 'Sec-Fetch-Site': 'same-origin' };
    expect((await post(url, 'jana', textBody('Hallo'), headers)).status).toBe(200);
  });
});

describe('a message', () => {
  it('of 40,000 characters of any script is answered', async () => {
    for (const character of ['a', 'ß', '漢', '\u0000', '"']) {
      const { messages } = await take(url, 'jana', textBody(character.repeat(40_000)));
      expect(messages[1]?.summary).toBe('Verstanden (40000 Zeichen).');
    }
    const { messages } = await take(url, 'jana', textBody('👩‍👧'.repeat(8_000)));
    expect(messages).toHaveLength(2);
  });

  it('of several megabytes is refused as too large', async () => {
    const said = await post(url, 'jana', textBody('a'.repeat(5_000_000)));
    expect(said).toMatchObject({ status: 413, text: '{"error":"too-large"}' });
    expect((await post(url, 'jana', textBody('x'.repeat(100_001)))).status).toBe(413);
    expect(playground.inbounds).toEqual([]);
  });

  const key = randomUUID();
  const event = { type: 'text', text: 'x' };
  it.each<[string, unknown]>([
    ['cut-off JSON', '{"key":'],
    ['a bare text', '"Hallo"'],
    ['nothing', ''],
    ['null', 'null'],
    ['an empty object', {}],
    ['a list', []],
    ['no event', { key, place: 'direct' }],
    ['an unknown event', { key, place: 'direct', event: { type: 'installed' } }],
    ['an unknown place', { key, place: 'group', event }],
    ['a key that is none', { key: 'x', place: 'direct', event }],
    ['a key of another shape', { key: { $ne: null }, place: 'direct', event }],
    ['a text that is none', { key, place: 'direct', event: { type: 'text', text: ['x'] } }],
    ['unknown fields', { key, place: 'direct', event, admin: true }],
    ['a payload that is a list', { key, place: 'direct', event: { type: 'action', id: 'a', payload: [] } }],
    [
      'a payload nested without end',
      `{"key":"${key}","place":"direct","event":{"type":"action","id":"a","payload":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}}`,
    ],
    [
      'form values of a wrong kind',
      { key, place: 'direct', event: { type: 'form', id: 'a', payload: {}, values: { a: 1 } } },
    ],
  ])('with %s is refused as malformed', async (_what, body) => {
    expect(await post(url, 'jana', body)).toMatchObject({ status: 400, text: '{"error":"malformed"}' });
    expect(playground.inbounds).toEqual([]);
  });

  it('of nobody known is refused', async () => {
    for (const slug of ['niemand', '__proto__', '%00']) {
      expect((await post(url, slug, textBody('Hallo'))).status).toBe(404);
    }
    expect((await post(url, '%E0%A4%A', textBody('Hallo'))).status).toBe(400);
  });

  it('in a flood is refused, while others are still served', async () => {
    for (let count = 0; count < 60; count += 1) await take(url, 'jana', textBody('x'));
    expect((await post(url, 'jana', textBody('x'))).status).toBe(429);
    expect((await post(url, 'ruth', textBody('x'))).status).toBe(200);
  });
});

describe('the same key', () => {
  it('counts once, however often it is tried, and gets the same answer', async () => {
    const body = textBody('Wie komme ich raus?');
    const first = await take(url, 'jana', body);
    expect(await take(url, 'jana', body)).toEqual(first);
    await Promise.all([1, 2, 3].map(() => take(url, 'jana', body)));
    expect(playground.inbounds).toHaveLength(1);
  });

  it('of two people is two things', async () => {
    const body = textBody('Hallo');
    await take(url, 'jana', body);
    await take(url, 'ruth', body);
    expect(playground.inbounds.map((inbound) => inbound.key)).toEqual([
      `playground:jana:${body.key}`,
      `playground:ruth:${body.key}`,
    ]);
  });
});

describe('when dispatch cannot answer', () => {
  async function failingOnce(error: Error): Promise<RunningPlayground> {
    const rules = ruleDispatch();
    let failures = 1;
    return startPlayground({
      pageFolder,
      dispatch: async (inbound) => {
        if (failures-- > 0) throw error;
        return rules(inbound);
      },
    });
  }

  it('the page is told to try again, the same key is dealt with then, and nothing was shown meanwhile', async () => {
    const failing = await failingOnce(new Unavailable('store'));
    const body = textBody('Hallo');
    expect(await post(failing.url, 'jana', body)).toMatchObject({ status: 503, text: '{"error":"unavailable"}' });
    const { messages } = await take(failing.url, 'jana', body);
    expect(messages.map(({ author }) => author)).toEqual(['jana', 'bot']);
    await failing.stop();
  });

  it('by a fault of ours, the page learns that and nothing more', async () => {
    const failing = await failingOnce(new Error('secret of the house'));
    expect(await post(failing.url, 'jana', textBody('Hallo'))).toMatchObject({
      status: 500,
      text: '{"error":"failed"}',
    });
    await failing.stop();
  });
});

describe('stopping', () => {
  it('finishes what is under way and takes nothing new', async () => {
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const rules = ruleDispatch();
    const slow = await startPlayground({
      pageFolder,
      dispatch: async (inbound) => {
        await held;
        return rules(inbound);
      },
    });
    const said = take(slow.url, 'jana', textBody('Hallo'));
    await expect.poll(() => slow.inbounds.length).toBe(1);
    const stopped = slow.channel.stop();
    expect(slow.channel.ready()).toBe(false);
    expect((await post(slow.url, 'jana', textBody('Noch etwas'))).status).toBe(503);
    finish();
    expect((await said).messages).toHaveLength(2);
    await stopped;
    await slow.stop();
  });

  it('is no reason to start without a built page', async () => {
    await expect(startPlayground({ pageFolder: `${pageFolder}/nichts` })).rejects.toThrow('npm run build');
  });
});

describe('emptying a conversation', () => {
  const emptied = (slug: string, headers: Record<string, string> = {}) =>
    raw(`${url}/playground/people/${slug}/messages`, { method: 'DELETE', headers });

  it('forgets one person’s messages and nobody else’s', async () => {
    await take(url, 'jana', textBody('Hallo'));
    await take(url, 'mehmet', textBody('Hallo'));
    expect((await emptied('jana')).status).toBe(204);
    const live = await LiveReader.open(url);
    const left = await live.first();
    live.close();
    expect(new Set(left.map(({ onlyFor }) => onlyFor))).toEqual(new Set(['mehmet']));
  });

  it('cannot say afterwards whether something had been sent, so that nothing is sent twice', async () => {
    const to = { channel: 'playground', realm: 'local', user: 'jana' } as const;
    const { messenger } = playground.channel;
    await messenger.send(to, invitation([]), 'invite:jana');
    await emptied('jana');
    expect(await messenger.find(to, 'invite:jana', new Date(0))).toBe('unknown');
  });

  it('is not for other pages in the same browser, nor for people who are not there', async () => {
    expect((await emptied('jana', { Origin: 'http://elsewhere.example' })).status).toBe(403);
    expect((await emptied('nobody')).status).toBe(404);
  });
});
