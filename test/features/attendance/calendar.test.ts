import ICAL from 'ical.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { timeZoneBlock } from '../../../src/features/attendance/calendar/time-zone.js';
import type { Reply } from '../../../src/messages/reply.js';
import { mountPages } from '../../../src/web/pages.js';
import { createWebApp } from '../../../src/web/server.js';
import { readCalendar } from '../../support/calendar.js';
import { button, textOf } from '../identity/house.js';
import { viewOf } from '../partners/house.js';
import { anna, carla, emil, gabi, Town } from './town.js';

let town: Town;
beforeEach(async () => {
  town = await Town.open({ publicUrl: 'https://dorfbote.example' });
  await town.says(gabi, 'treffen neu AK Übergänge; Thema; 3.12.2026 14:00; Rathaus');
});
afterEach(() => town.close());

function fileIn(reply: Reply): string {
  const file = viewOf(reply).blocks.find((block) => block.type === 'file');
  if (file?.type !== 'file') throw new Error('there is no file');
  return new TextDecoder().decode(file.bytes);
}

const entry = async (from = gabi, number = 1) => readCalendar(fileIn(await town.says(from, `kalender ${number}`)));
const feed = async (address: string) => {
  const web = createWebApp();
  mountPages(
    web,
    town.house.features.flatMap((feature) => feature.pages),
    town.house.clock,
  );
  const server = web.listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  const { port } = server.address() as { port: number };
  const answer = await fetch(`http://127.0.0.1:${port}${new URL(address).pathname}`);
  const text = await answer.text();
  await new Promise((closed) => server.close(closed));
  return { status: answer.status, type: answer.headers.get('content-type'), text };
};
const addressIn = (reply: Reply) => /https:\S+\.ics/.exec(textOf(reply))?.[0] ?? 'none';

describe('a meeting’s calendar entry', () => {
  it('keeps its id and raises its sequence through moves until it is cancelled', async () => {
    await town.fills(gabi, await town.says(gabi, 'planung 1'), { place: 'Rathaus, Raum 2; Saal' }, 'Bearbeiten');
    await town.says(gabi, 'einladen 1');
    const first = await entry();
    expect(first.method).toBe('PUBLISH');
    expect(first.events[0]).toMatchObject({ status: 'CONFIRMED', sequence: 0 });
    expect(first.events[0]?.event.startDate.toJSDate().toISOString()).toBe('2026-12-03T13:00:00.000Z');
    expect(first.events[0]?.event.startDate.zone.tzid).toBe('Europe/Berlin');
    expect(first.events[0]?.event.summary).toBe('AK Übergänge: Thema');
    expect(first.events[0]?.event.location).toBe('Rathaus, Raum 2; Saal');
    await town.says(gabi, 'verschieben 1 10.12.2026 15:30');
    const moved = await entry();
    expect(moved.events[0]).toMatchObject({ status: 'CONFIRMED', sequence: 1 });
    expect(moved.events[0]?.event.startDate.toJSDate().toISOString()).toBe('2026-12-10T14:30:00.000Z');
    await town.says(gabi, 'ausfall 1');
    const off = await entry();
    expect(off).toMatchObject({ method: 'CANCEL' });
    expect(off.events[0]).toMatchObject({ status: 'CANCELLED', sequence: 2 });
    expect(new Set([first, moved, off].map(({ events }) => events[0]?.event.uid)).size).toBe(1);
  });

  it('says in UTC when it was made and changed', async () => {
    await town.says(gabi, 'einladen 1');
    const file = fileIn(await town.says(gabi, 'kalender 1'));
    for (const stamp of ['DTSTAMP', 'CREATED', 'LAST-MODIFIED']) {
      expect(file).toMatch(new RegExp(`^${stamp}:20261110T080000Z\r$`, 'm'));
    }
  });

  it('tells whoever is not invited when and where only', async () => {
    await town.fills(
      gabi,
      await town.says(gabi, 'planung 1'),
      { link: 'video.example/geheim', agenda: 'Eins' },
      'Bearbeiten',
    );
    expect(fileIn(await town.says(gabi, 'kalender 1'))).toContain('geheim');
    await town.says(gabi, 'einladen 1');
    expect(fileIn(await town.says(emil, 'kalender 1'))).not.toContain('geheim');
  });

  it('carries a text of many lines whole, with whatever marks', async () => {
    const agenda = 'Rückblick; „Sprache“, Übergänge\nSehr langer Punkt '.padEnd(230, 'ä');
    await town.fills(gabi, await town.says(gabi, 'planung 1'), { agenda }, 'Tagesordnung');
    const { events } = await entry();
    expect(events[0]?.event.description).toContain('1. Rückblick; „Sprache“, Übergänge\n2. Sehr langer Punkt');
  });
});

describe('kalender', () => {
  it('is a feed of one’s own that follows moves, and a new address ends the old one', async () => {
    await town.says(gabi, 'einladen 1');
    const shown = await town.says(gabi, 'kalender AK Übergänge');
    const address = addressIn(shown);
    const before = await feed(address);
    expect(before).toMatchObject({ status: 200, type: 'text/calendar; charset=utf-8' });
    expect(readCalendar(before.text).events).toHaveLength(1);
    await town.says(gabi, 'verschieben 1 10.12.2026 15:30');
    expect(readCalendar((await feed(address)).text).events[0]).toMatchObject({ sequence: 1 });
    await town.says(gabi, 'ausfall 1');
    expect(readCalendar((await feed(address)).text).events[0]).toMatchObject({ status: 'CANCELLED' });
    const renewed = await town.presses(gabi, shown, 'Link erneuern');
    expect((await feed(address)).status).toBe(404);
    expect((await feed(addressIn(renewed))).status).toBe(200);
    expect((await feed('https://dorfbote.example/kalender/geraten.ics')).status).toBe(404);
  });

  it('is for the members of a committee, and its link for those who lead it to renew', async () => {
    expect(textOf(await town.says(emil, 'kalender AK Übergänge'))).toContain('Fragen Sie Gabi Schule');
    expect(addressIn(await town.says(carla, 'kalender AK Übergänge'))).toContain('/kalender/');
    expect(textOf(await town.says(carla, 'kalender erneuern AK Übergänge'))).toContain('Fragen Sie');
    expect(addressIn(await town.says(anna, 'kalender'))).not.toBe(addressIn(await town.says(gabi, 'kalender')));
  });

  it('goes out as a file where no address can be shown', async () => {
    await town.close();
    town = await Town.open();
    expect(textOf(await town.says(gabi, 'kalender AK Übergänge'))).toContain('keine Treffen');
    await town.says(gabi, 'treffen neu AK Übergänge; Thema; 3.12.2026 14:00; Rathaus');
    await town.says(gabi, 'einladen 1');
    const reply = await town.says(gabi, 'kalender AK Übergänge');
    expect(readCalendar(fileIn(reply)).events).toHaveLength(1);
    expect(button(reply, 'Link erneuern')).toBeUndefined();
  });
});

describe('the time zone of a calendar', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T01:59:00', 60],
    ['Europe/Berlin', '2026-03-29T03:00:00', 120],
    ['Europe/Berlin', '2026-10-25T01:59:00', 120],
    ['Europe/Berlin', '2026-10-25T03:00:00', 60],
    ['America/New_York', '2026-07-01T12:00:00', -240],
    ['Asia/Kolkata', '2026-07-01T12:00:00', 330],
    ['UTC', '2026-07-01T12:00:00', 0],
  ])('knows %s at %s by local clocks', (zone, local, minutes) => {
    const block = timeZoneBlock(zone, new Date('2026-01-15T00:00:00Z'), new Date('2026-12-01T00:00:00Z'));
    const at = ICAL.Time.fromDateTimeString(local);
    at.zone = new ICAL.Timezone(new ICAL.Component(ICAL.parse(block) as unknown[] as never));
    expect((Date.parse(`${local}Z`) - at.toJSDate().getTime()) / 60_000).toBe(minutes);
  });
});
