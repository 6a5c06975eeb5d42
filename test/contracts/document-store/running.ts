import { expect, it } from 'vitest';
import { Unavailable } from '../../../src/kernel/errors.js';
import type { OpenStore } from '../document-store.js';
import { contractSpecs, meetingSpec, memberSpec, type Store } from './specs.js';

export function running(store: Store, open: () => Promise<OpenStore>): void {
  it('gives the same collection for the same spec, and refuses a second one of its name', () => {
    expect(store().collection(meetingSpec)).toBe(store().collection(meetingSpec));
    expect(() => store().collection({ ...meetingSpec })).toThrow('declared twice');
  });

  it('refuses specs that cannot be served', () => {
    const make = (change: object) => () => store().collection({ ...meetingSpec, name: 'other', ...change });
    expect(make({ name: '../etc' })).toThrow(TypeError);
    expect(make({ version: 0 })).toThrow(TypeError);
    expect(make({ version: 2 })).toThrow('no migration from version 1');
    expect(make({ indexes: [{ fields: [] }] })).toThrow(TypeError);
    expect(make({ indexes: [{ fields: [['$x', 1]] }] })).toThrow(TypeError);
    expect(make({ retention: { days: -1, field: 'at' } })).toThrow(TypeError);
  });

  it('answers a ping', async () => {
    await store().ping();
  });

  it('serves a collection that was not known at start', async () => {
    const late = store().collection({ ...memberSpec, name: 'late' });
    await late.insert({ _id: 'a', email: 'a@example.org' });
    await expect(late.insert({ _id: 'b', email: 'a@example.org' })).rejects.toThrow('late: email');
  });

  it('keeps everything through compaction, and empties everything when told to', async () => {
    const meetings = store().collection(meetingSpec);
    await meetings.insert({ _id: 'm', title: 'T', version: 1 });
    await store().compact();
    expect(await meetings.count()).toBe(1);
    await store().clear();
    expect(await meetings.count()).toBe(0);
    expect(await meetings.insert({ _id: 'm', title: 'T', version: 1 })).toBe('inserted');
  });

  it('rejects calls as unavailable once stopped', async () => {
    const { store: other, close } = await open();
    const meetings = other.collection(meetingSpec);
    await other.start(contractSpecs);
    await meetings.count();
    await other.stop();
    await expect(meetings.count()).rejects.toThrow(Unavailable);
    await expect(meetings.insert({ _id: 'm', title: 'T', version: 1 })).rejects.toThrow(Unavailable);
    await expect(other.ping()).rejects.toThrow(Unavailable);
    await close();
  });
}
