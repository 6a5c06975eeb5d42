import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/channels/playground/wire.js';
import { buildPage, type RunningPlayground, removeFolder, startPlayground } from '../../support/playground.js';
import { LiveReader, postFile } from './client.js';

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

const bytes = Buffer.from([0, 1, 2, 255]);
const query = () => ({ key: randomUUID(), name: 'liste ä.csv' });

describe('a file', () => {
  it('reaches dispatch with its name and bytes, in the person’s own place', async () => {
    const sent = query();
    const { status, text } = await postFile(url, 'mehmet', sent, bytes);
    expect(status).toBe(200);
    expect(playground.inbounds).toMatchObject([
      {
        key: `playground:mehmet:${sent.key}`,
        place: { kind: 'direct', conversation: 'direct:mehmet' },
        event: { type: 'file', name: 'liste ä.csv', bytes },
      },
    ]);
    const { messages } = JSON.parse(text) as Answer;
    expect(messages.map(({ author, summary, onlyFor }) => [author, summary, onlyFor])).toEqual([
      ['mehmet', 'Datei: liste ä.csv (4 Byte)', 'mehmet'],
      ['bot', 'Erhalten: liste ä.csv, 4 Bytes.', 'mehmet'],
    ]);
  });

  it('counts once, however often it is tried under its key', async () => {
    const sent = query();
    await Promise.all([1, 2, 3].map(() => postFile(url, 'mehmet', sent, bytes)));
    expect(playground.inbounds).toHaveLength(1);
  });

  it('may be empty, and may be as large as the page says', async () => {
    expect((await postFile(url, 'mehmet', query(), Buffer.alloc(0))).status).toBe(200);
    expect((await postFile(url, 'mehmet', query(), Buffer.alloc(5_000_000))).status).toBe(200);
    expect(playground.inbounds.map(({ event }) => event.type === 'file' && event.bytes.byteLength)).toEqual([
      0, 5_000_000,
    ]);
  });

  it('that is larger is refused', async () => {
    const { status, text } = await postFile(url, 'mehmet', query(), Buffer.alloc(5_000_001));
    expect([status, text]).toEqual([413, '{"error":"too-large"}']);
    expect(playground.inbounds).toEqual([]);
  });

  it.each([
    [{ name: 'x' }],
    [{ key: randomUUID() }],
    [{ key: 'x', name: 'x' }],
    [{ key: randomUUID(), name: ' ' }],
    [{ key: randomUUID(), name: 'x'.repeat(201) }],
    [{ key: randomUUID(), name: 'x', admin: '1' }],
  ])('with %j is refused as malformed', async (bad) => {
    expect((await postFile(url, 'mehmet', bad as Record<string, string>, bytes)).status).toBe(400);
    expect(playground.inbounds).toEqual([]);
  });

  it.each([
    [{ 'Content-Type': 'text/plain' }, 415],
    [{ 'Content-Type': 'multipart/form-data; boundary=x' }, 415],
    [{ Origin: 'https://example.org' }, 403],
  ])('that another page could send (%j) is refused', async (headers, status) => {
    expect((await postFile(url, 'mehmet', query(), bytes, headers)).status).toBe(status);
    expect(playground.inbounds).toEqual([]);
  });

  it('of nobody known is refused', async () => {
    expect((await postFile(url, 'niemand', query(), bytes)).status).toBe(404);
  });

  it('with a hostile name stays words', async () => {
    const { text } = await postFile(url, 'mehmet', { ...query(), name: '<img src=x onerror=alert(1)>.csv' }, bytes);
    expect((JSON.parse(text) as Answer).messages[0]?.html).not.toContain('<img');
  });
});

describe('the shared place', () => {
  const room = { channel: 'playground', realm: 'local', conversation: 'network' } as const;
  const view = { kind: 'test.news', summary: 'Neu: Kita', blocks: [{ type: 'text', text: 'Neu: Kita' }] } as const;

  it('is a room that the bot can post to, for all to see, live', async () => {
    const live = await LiveReader.open(url);
    await playground.channel.messenger.send(room, view, 'room:1');
    expect(await live.until(({ key }) => key === 'room:1')).toMatchObject({ place: 'network', author: 'bot' });
    expect(await live.until(({ key }) => key === 'room:1')).not.toHaveProperty('onlyFor');
    live.close();
  });

  it('shows a post rewritten in place, and knows it by its key', async () => {
    const { messenger } = playground.channel;
    const ref = await messenger.send(room, view, 'room:1');
    expect(await messenger.find(room, 'room:1', new Date(0))).toEqual(ref);
    expect(await messenger.find(room, 'room:2', new Date(0))).toBe('absent');
    await messenger.update(ref, { ...view, summary: 'Zurückgezogen' });
    const live = await LiveReader.open(url);
    expect((await live.first()).map(({ summary, version }) => [summary, version])).toEqual([['Zurückgezogen', 2]]);
    live.close();
  });

  it('is the only room there is', async () => {
    for (const other of [
      { ...room, conversation: 'direct:jana' },
      { ...room, realm: 'elsewhere' },
    ]) {
      await expect(playground.channel.messenger.send(other, view, 'k')).rejects.toMatchObject({
        kind: 'permanent',
        reason: 'channel-not-found',
      });
    }
  });
});
