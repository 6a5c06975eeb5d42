import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { View } from '../../src/messages/view.js';
import { type OpenOffice, openOffice } from './office.js';

const picture = (bytes: number): View => ({
  kind: 'test.picture',
  summary: 'Ergebnis',
  blocks: [
    { type: 'text', text: 'davor' },
    { type: 'picture', alt: 'Balken', png: Uint8Array.from({ length: bytes }, (_, index) => index % 256) },
    { type: 'picture', alt: 'Linien', png: Uint8Array.of(0, 255) },
    { type: 'note', text: 'danach' },
  ],
});

describe('the outbox', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  const enqueue = (view: View) =>
    at.office.outbox().enqueue([{ key: 'picture', personId: 'slack-1', view, due: at.time.now() }]);

  it('sends pictures to the byte as they were enqueued, where they stood', async () => {
    await enqueue(picture(3_000));
    await at.drain();
    expect(at.slack.posts[0]?.view).toEqual(picture(3_000));
  });

  it('sends files and pictures as they were enqueued, below what is shared too', async () => {
    const file = {
      type: 'file',
      name: 'liste.csv',
      mediaType: 'text/csv; charset=utf-8',
      label: 'Liste',
      bytes: Uint8Array.of(0, 200),
    } as const;
    const drawn = { type: 'picture', alt: 'Torte', png: Uint8Array.of(7), svg: '<svg/>' } as const;
    const note = { type: 'note', text: 'Ende' } as const;
    const shared: View = { kind: 'test', summary: 'Bericht', blocks: [file, note, drawn] };
    await at.office.outbox().share('report', shared);
    await at.office
      .outbox()
      .enqueue([
        { key: 'a', personId: 'slack-1', view: { shared: 'report', below: [drawn, note, file] }, due: at.time.now() },
      ]);
    await at.drain();
    expect(at.slack.shows('a')?.blocks).toEqual([file, note, drawn, drawn, note, file]);
  });

  it('refuses pictures too large to be kept for every recipient, and stores nothing then', async () => {
    await expect(enqueue(picture(1_000_000))).rejects.toThrow(/test\.picture: pictures and files of 1000002 bytes/);
    expect(await at.office.entries().count()).toBe(0);
  });
});
