import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../../src/messages/inbound.js';
import { mongoSetupMs } from '../../support/mongo.js';
import { House, slack, stores, teams } from './house.js';

const added: InboundEvent = { type: 'installed' };
const removed: InboundEvent = { type: 'removed' };

describe.each(stores)('the rooms that the bot is in, on the store %s,', (on) => {
  let house: House;
  beforeEach(async () => {
    house = await House.open({ on });
  }, mongoSetupMs);
  afterEach(() => house.close());

  const inRoom = (conversation: string, name?: string) =>
    ({ place: 'channel', room: { conversation, ...(name !== undefined && { name }) } }) as const;
  const rooms = () => house.identity.rooms;
  const names = async () => (await rooms().list()).items.map(({ name }) => name);

  it('are noted from every event there, by the name that the platform tells', async () => {
    await house.deliver(slack('U1'), { type: 'text', text: 'hilfe', via: 'mention' }, inRoom('C1', 'netzwerk'));
    await house.deliver(teams('V1'), added, inRoom('19:abc', 'Übergänge'));
    await house.deliver(slack('U1'), { type: 'text', text: 'hilfe', via: 'mention' }, inRoom('C2'));
    await house.says(slack('U1'), 'hilfe');
    expect(await names()).toEqual(['C2', 'netzwerk', 'Übergänge']);
    const [, first] = (await rooms().list()).items;
    expect(first?.room).toEqual({ channel: 'slack', realm: 'T1', conversation: 'C1' });
    expect(await rooms().get(first?.id ?? '')).toEqual(first);
  });

  it('take a new name, and keep theirs where an event does not tell it', async () => {
    await house.deliver(slack('U1'), added, inRoom('C1', 'alt'));
    await house.deliver(slack('U1'), added, inRoom('C1'));
    expect(await names()).toEqual(['alt']);
    await house.deliver(slack('U1'), added, inRoom('C1', 'neu'));
    expect(await names()).toEqual(['neu']);
  });

  it('are forgotten when the bot is removed, which makes nobody known', async () => {
    await house.deliver(slack('U1'), added, inRoom('C1', 'netzwerk'));
    expect(await house.deliver(slack('U1'), removed, inRoom('C1'))).toEqual({ type: 'nothing' });
    expect(await names()).toEqual([]);
    expect(await house.people.peek(slack('U1'))).toBeUndefined();
  });

  it('come by name, a page at a time', async () => {
    for (let at = 0; at < 12; at += 1) {
      await house.deliver(slack('U1'), added, inRoom(`C${at}`, `Raum ${String(at).padStart(2, '0')}`));
    }
    const first = await rooms().list();
    expect(first.items).toHaveLength(10);
    const second = await rooms().list({ ...(first.next !== undefined && { after: first.next }), limit: 5 });
    expect(second.items.map(({ name }) => name)).toEqual(['Raum 10', 'Raum 11']);
    expect(second.next).toBeUndefined();
  });

  it('go after a year of silence', async () => {
    await house.deliver(slack('U1'), added, inRoom('C1', 'netzwerk'));
    house.clock.advance({ days: 399 });
    await house.runs('identity.retention');
    expect(await names()).toEqual(['netzwerk']);
    house.clock.advance({ days: 3 });
    await house.runs('identity.retention');
    expect(await names()).toEqual([]);
  });
});
