import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { View } from '../../src/messages/view.js';
import { DeliveryFailure } from '../../src/ports/messenger.js';
import type { OutboxEntry } from '../../src/ports/outbox.js';
import { accountOf, type OpenOffice, openOffice } from './office.js';

const said = (text: string): View => ({ kind: 'test', summary: text, blocks: [{ type: 'text', text }] });
const textsOf = (view: View | undefined) =>
  view?.blocks.flatMap((block) => (block.type === 'text' && typeof block.text === 'string' ? [block.text] : [])) ?? [];

describe('what the clock sends', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  const clock = (key: string, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
    ...{ key, personId: 'slack-1', view: said(key), due: at.time.now(), occasion: 'clock', batch: 'round:1' },
    ...more,
  });
  const enqueue = (...entries: OutboxEntry[]) => at.office.outbox().enqueue(entries);
  const stateOf = async (key: string) => (await at.office.entry(key))?.state;
  const counts = () => at.office.outbox().counts('round:1');

  it('reaches a person as one message, and each part knows that it was sent', async () => {
    await enqueue(clock('eins'), clock('zwei'), clock('drei'), clock('andere', { personId: 'slack-2' }));
    await at.drain();
    expect(at.slack.posts).toHaveLength(2);
    const [bundle] = at.slack.posts.filter(({ user }) => user === accountOf('slack-1').user);
    expect(bundle?.view.title).toBe('3 Neuigkeiten für Sie');
    expect(textsOf(bundle?.view)).toEqual(['eins', 'zwei', 'drei']);
    expect(at.slack.posts.find(({ user }) => user === 'slack-2')?.view).toEqual(said('andere'));
    expect(await counts()).toMatchObject({ sent: 4, waiting: 0 });
  });

  it('comes once a day: what is due later the same day waits for the next', async () => {
    await enqueue(clock('heute'));
    await at.drain();
    await enqueue(clock('später'));
    await at.beats(22);
    expect(at.slack.posts).toHaveLength(1);
    expect(await counts()).toMatchObject({ sent: 1, waiting: 1 });
    await at.beats(2);
    expect(at.slack.posts.map(({ view }) => view.summary)).toEqual(['heute', 'später']);
    expect(at.slack.posts[1]?.at).toEqual(new Date('2026-11-11T08:00:00+01:00'));
  });

  it('comes three times a week', async () => {
    for (let day = 0; day < 6; day += 1) {
      await enqueue(clock(`tag-${day}`));
      await at.beats(24);
    }
    expect(at.slack.posts.map((post) => post.at.toISOString().slice(0, 10))).toEqual([
      ...['2026-11-10', '2026-11-11', '2026-11-12'],
      '2026-11-16',
    ]);
    expect(textsOf(at.slack.posts[3]?.view)).toEqual(['tag-3', 'tag-4', 'tag-5']);
  });

  it('waits for working hours of the instant that is asked about', async () => {
    const due = new Date('2026-11-14T10:00:00+01:00');
    await enqueue(clock('samstags', { due }));
    await at.drain('a', due);
    expect(at.slack.posts).toEqual([]);
    await at.drain('b', new Date('2026-11-16T08:00:00+01:00'));
    expect(at.slack.keys).toHaveLength(1);
  });

  it('waits for the end of a pause, sooner if that ends sooner', async () => {
    at.office.pauses.set('slack-1', new Date('2026-12-01T00:00:00+01:00'));
    await enqueue(clock('pause'));
    await at.beats(30);
    expect(at.slack.posts).toEqual([]);
    at.office.pauses.clear();
    await at.beats(1);
    expect(at.slack.posts).toHaveLength(1);
  });

  it('leaves out of a bundle what was cancelled, and counts it so', async () => {
    at.slack.always.set('slack-1', { refused: new DeliveryFailure('retry', 'overloaded') });
    await enqueue(clock('bleibt'), clock('fällt aus'));
    await at.drain();
    expect(await at.office.outbox().cancelKeys(['fällt aus'])).toBe(1);
    expect(await counts()).toMatchObject({ waiting: 1, cancelled: 1 });
    at.slack.always.clear();
    await at.beats(0.5);
    expect(at.slack.posts.map(({ view }) => view)).toEqual([said('bleibt')]);
    expect(await counts()).toMatchObject({ sent: 1, cancelled: 1 });
  });

  it('sends no bundle of which everything was cancelled', async () => {
    at.slack.always.set('slack-1', { refused: new DeliveryFailure('retry', 'overloaded') });
    await enqueue(clock('eins'), clock('zwei'));
    await at.drain();
    expect(await at.office.outbox().cancel('round:1')).toBe(2);
    at.slack.always.clear();
    await at.beats(1);
    expect(at.slack.posts).toEqual([]);
    expect(await counts()).toMatchObject({ cancelled: 2, waiting: 0 });
  });

  it('rewrites the bundle when one of its parts changes', async () => {
    await enqueue(clock('eins'), clock('zwei'));
    await at.drain();
    await at.office.outbox().revise([{ key: 'zwei', view: said('zwei, neu') }]);
    await at.drain('b');
    expect(textsOf(at.slack.updates.at(-1)?.view)).toEqual(['eins', 'zwei, neu']);
    expect(at.slack.posts).toHaveLength(1);
  });

  it('tries a failed bundle again on the next day, and sends no second one beside it', async () => {
    at.slack.always.set('slack-1', { refused: new DeliveryFailure('retry', 'overloaded') });
    await enqueue(clock('eins'));
    await at.beats(20);
    await enqueue(clock('zwei'));
    at.slack.always.clear();
    await at.beats(28);
    expect(at.slack.posts.map(({ view }) => view.summary)).toEqual(['eins', 'zwei']);
    const days = at.slack.posts.map((post) => post.at.toISOString().slice(0, 10));
    expect(new Set(days).size).toBe(2);
  });

  it('tells every part that its bundle failed, and sends them again when somebody decides so', async () => {
    at.slack.fates = [{ refused: new DeliveryFailure('permanent', 'account-inactive') }];
    await enqueue(clock('eins'), clock('zwei'));
    await at.drain();
    expect(await counts()).toMatchObject({ failed: 2 });
    expect(await at.office.entry('eins')).toMatchObject({ reason: 'account-inactive' });
    expect(await at.office.outbox().retry('round:1')).toBe(2);
    expect(await counts()).toMatchObject({ waiting: 2 });
    await at.beats(25);
    expect(at.slack.posts).toHaveLength(1);
    expect(await counts()).toMatchObject({ sent: 2 });
  });

  it('puts no more into one message than it bears; the rest comes the next day', async () => {
    await enqueue(...Array.from({ length: 13 }, (_, index) => clock(`nr-${String(index).padStart(2, '0')}`)));
    await at.beats(24);
    expect(at.slack.posts.map(({ view }) => view.title)).toEqual(['10 Neuigkeiten für Sie', '3 Neuigkeiten für Sie']);
    expect(await counts()).toMatchObject({ sent: 13 });
  });

  it('stands on the page of a person without an account, one by one', async () => {
    at.office.accountless.add('slack-1');
    await enqueue(clock('eins'), clock('zwei'));
    await at.drain();
    expect(await counts()).toMatchObject({ letter: 2 });
    const { items } = await at.office.outbox().forPerson('slack-1');
    expect(items.map(({ view }) => view.summary).sort()).toEqual(['eins', 'zwei']);
    at.office.accountless.clear();
    await at.beats(1);
    expect(at.slack.posts.map(({ view }) => view.title)).toEqual(['2 Neuigkeiten für Sie']);
    expect(await at.office.outbox().forPerson('slack-1')).toMatchObject({ items: [{}, {}] });
  });

  it('goes to a room in working hours, unbundled', async () => {
    const room = { channel: 'slack', realm: 'T1', conversation: 'C1' } as const;
    const due = new Date('2026-11-14T10:00:00+01:00');
    const toRoom = { key: 'raum', to: room, view: said('raum'), due, occasion: 'clock' } as const;
    await at.office.outbox().enqueue([toRoom]);
    await at.drain('a', due);
    expect(at.slack.posts).toEqual([]);
    await at.drain('b', new Date('2026-11-16T08:00:00+01:00'));
    expect(at.slack.posts).toMatchObject([{ user: 'C1', key: 'raum' }]);
  });

  it.each(['insert', 'update', 'claim'])('goes on with a bundle whose process died at any %s', async (method) => {
    for (let step = 1; step < 12; step += 1) {
      const keys = [`${method}-${step}-a`, `${method}-${step}-b`];
      const personId = `slack-${method}-${step}`;
      await enqueue(...keys.map((key) => clock(key, { personId, batch: personId })));
      let left = step;
      const died = at.time.watch(at.office.store, async (called) => {
        if (called === method) left -= 1;
        if (left <= 0) await new Promise<never>(() => undefined);
      });
      void at.office.dispatcher(`dead-${method}-${step}`, { store: died }).drain(at.time.now());
      await at.time.pass({ minutes: 3 });
      await at.drain(`alive-${method}-${step}`);
      await at.time.pass({ minutes: 3 });
      await at.drain(`after-${method}-${step}`);
      expect(at.slack.posts.filter(({ user }) => user === personId)).toHaveLength(1);
      expect(await at.office.outbox().counts(personId)).toMatchObject({ sent: 2, waiting: 0 });
      expect(await stateOf(keys[0] ?? '')).toBe('sent');
    }
  });
});

describe('what somebody pressed for, and what changed', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  it('waits for the end of a pause if it was pressed for, and goes at once if it is a change', async () => {
    at.office.pauses.set('slack-1', new Date('2026-11-11T00:00:00+01:00'));
    const entry = { personId: 'slack-1', due: at.time.now() } as const;
    await at.office.outbox().enqueue([
      { ...entry, key: 'gedrückt', view: said('gedrückt'), occasion: 'press' },
      { ...entry, key: 'geändert', view: said('geändert'), occasion: 'change' },
    ]);
    await at.drain();
    expect(at.slack.keys).toEqual(['geändert']);
    await at.beats(15.1);
    expect(at.slack.keys).toEqual(['geändert', 'gedrückt']);
    expect(at.slack.posts[1]?.at).toEqual(new Date('2026-11-11T00:00:00+01:00'));
  });

  it('disturbs at any hour and as often as it must', async () => {
    await at.time.pass({ hours: 14 });
    const keys = ['a', 'b', 'c', 'd'];
    await at.office
      .outbox()
      .enqueue(keys.map((key) => ({ key, personId: 'slack-1', view: said(key), due: at.time.now() })));
    await at.drain();
    expect(at.slack.keys).toEqual(keys);
  });
});
