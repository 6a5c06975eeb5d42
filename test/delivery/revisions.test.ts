import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { View } from '../../src/messages/view.js';
import { DeliveryFailure } from '../../src/ports/messenger.js';
import { type OpenOffice, openOffice } from './office.js';
import { ref } from './platform.js';

const said = (text: string): View => ({ kind: 'test', summary: text, blocks: [{ type: 'text', text }] });
const second = 1_000;

describe('a message that changes', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  const outbox = () => at.office.outbox();
  const revise = (key: string, text: string) => outbox().revise([{ key, view: said(text) }]);
  const lost = new DeliveryFailure('unclear', 'reset');

  it('goes out as it is by then, if it is still waiting', async () => {
    await at.office.enqueue('slack-1');
    await revise('slack-1', 'neu');
    await at.drain();
    expect(at.slack.posts.map(({ view }) => view)).toEqual([said('neu')]);
    expect(at.slack.updates).toEqual([]);
  });

  it('is rewritten in place within seconds, if it is out', async () => {
    await at.office.enqueue('slack-1', 'teams-1');
    await at.drain();
    const begun = at.time.passed();
    await revise('slack-1', 'neu');
    await revise('teams-1', 'auch neu');
    await at.drain('b');
    expect(at.time.passed() - begun).toBeLessThanOrEqual(3 * second);
    expect(at.slack.shows('slack-1')).toEqual(said('neu'));
    expect(at.teams.shows('teams-1')).toEqual(said('auch neu'));
  });

  it('is left alone if it shows just that already', async () => {
    await at.office.enqueue('slack-1');
    await at.drain();
    await revise('slack-1', 'neu');
    await at.drain('b');
    await revise('slack-1', 'neu');
    await at.drain('c');
    expect(at.slack.updates).toHaveLength(1);
    expect((await at.office.entry('slack-1'))?.rewrite).toBeUndefined();
  });

  it('is passed over if nobody knows it', async () => {
    await revise('niemand', 'neu');
    expect(await at.office.entries().count()).toBe(0);
  });

  it('shows the last of two hundred presses on all sixty copies, after few updates', async () => {
    const keys = Array.from({ length: 60 }, (_, index) => `slack-${index}`);
    await at.office.enqueue(...keys);
    await at.drain();
    for (let press = 1; press <= 200; press += 1) {
      await outbox().revise(keys.map((key) => ({ key, view: said(`${press} Zusagen`) })));
      if (press % 50 === 0) await at.drain(`press-${press}`);
    }
    await at.drain('last');
    for (const key of keys) expect(at.slack.shows(key)).toEqual(said('200 Zusagen'));
    expect(at.slack.updates.length).toBeLessThanOrEqual(60 * 5);
  }, 60_000);

  it('that is pressed without pause is rewritten all the same', async () => {
    await at.office.enqueue('slack-1');
    await at.drain();
    const dispatcher = at.office.dispatcher('b');
    dispatcher.start();
    for (let press = 1; press <= 40; press += 1) {
      await revise('slack-1', `${press}`);
      await at.time.pass({ seconds: 0.5 });
    }
    expect(at.slack.updates.length).toBeGreaterThan(3);
    expect(at.slack.updates.length).toBeLessThan(30);
    await at.time.pass({ seconds: 4 });
    await at.time.during(dispatcher.stop());
    expect(at.slack.shows('slack-1')).toEqual(said('40'));
  });

  it('while it is being sent shows the correction afterwards, and never the other way round', async () => {
    at.slack.fates = [{ takes: 10 * second }];
    await at.office.enqueue('slack-1');
    const draining = at.office.dispatcher('a').drain(at.time.now());
    await at.time.pass({ seconds: 5 });
    await revise('slack-1', 'berichtigt');
    await at.time.during(draining);
    await at.drain('b');
    expect(at.slack.shows('slack-1')).toEqual(said('berichtigt'));
    expect(at.slack.posts).toHaveLength(1);
  });

  it('whose sending was unclear is corrected once it is found', async () => {
    at.slack.fates = [{ lost }];
    await at.office.enqueue('slack-1');
    await at.drain();
    await revise('slack-1', 'berichtigt');
    await at.drain('b');
    expect(at.slack.updates).toEqual([]);
    await at.beats(0.2);
    expect(at.slack.shows('slack-1')).toEqual(said('berichtigt'));
    expect(at.slack.posts).toHaveLength(1);
  });

  it('is rewritten one after the other, though an earlier update takes long', async () => {
    await at.office.enqueue('slack-1');
    await at.drain();
    at.slack.updateFates = [{ takes: 20 * second }];
    await revise('slack-1', 'alt');
    const first = at.office.dispatcher('a').drain(at.time.now());
    await at.time.pass({ seconds: 5 });
    await revise('slack-1', 'neu');
    await at.drain('b');
    await at.time.during(first);
    await at.drain('c');
    expect(at.slack.updates.map(({ view }) => view.summary)).toEqual(['alt', 'neu']);
  });

  it('is tried again where that fails for a while or nobody can tell, and given up where the message is gone', async () => {
    await at.office.enqueue('slack-1', 'slack-2', 'slack-3');
    await at.drain();
    at.slack.updateFates = [{ refused: new DeliveryFailure('retry', 'overloaded') }];
    await revise('slack-1', 'neu');
    await at.drain('b');
    at.slack.updateFates = [{ lost }];
    await revise('slack-2', 'neu');
    await at.drain('c');
    at.slack.updateFates = [{ refused: new DeliveryFailure('permanent', 'message-not-found') }];
    await revise('slack-3', 'neu');
    await at.drain('d');
    await at.beats(0.5);
    expect(at.slack.shows('slack-1')).toEqual(said('neu'));
    expect(at.slack.shows('slack-2')).toEqual(said('neu'));
    expect(await at.office.entry('slack-3')).toMatchObject({ state: 'sent', outdated: 'message-not-found' });
    expect(await at.office.entry('slack-3')).not.toHaveProperty('rewrite');
  });

  it.each([1, 2, 3, 4, 5, 6])('is rewritten though a process died at its step %i', async (step) => {
    await at.office.enqueue('slack-1');
    await at.drain();
    await revise('slack-1', 'neu');
    await at.time.pass({ seconds: 2 });
    let left = step;
    const died = at.time.watch(at.office.store, async (method) => {
      if (method === 'update' || method === 'claim') left -= 1;
      if (left <= 0) await new Promise<never>(() => undefined);
    });
    void at.office.dispatcher('dead', { store: died }).drain(at.time.now());
    await at.time.pass({ minutes: 3 });
    await at.drain('b');
    expect(at.slack.shows('slack-1')).toEqual(said('neu'));
    expect(await at.office.entry('slack-1')).not.toHaveProperty('rewrite');
  });

  it('gets its turn beside a hundred new ones, and they get theirs', async () => {
    await at.office.enqueue('slack-0');
    await at.drain();
    await revise('slack-0', 'neu');
    await at.office.enqueue(...Array.from({ length: 100 }, (_, index) => `slack-new-${index}`));
    const begun = at.time.passed();
    await at.drain('b');
    expect(at.slack.updates[0]?.at.getTime()).toBeLessThan(at.time.now().getTime() - (at.time.passed() - begun) / 2);
    expect(at.slack.posts).toHaveLength(101);
  });

  it('that was there already is rewritten too, once it is in care', async () => {
    const card = { key: 'card', personId: 'slack-1', message: ref(7), view: said('gedrückt') };
    await outbox().adopt(card);
    await outbox().adopt({ ...card, view: said('noch einmal') });
    await revise('card', 'neu');
    await at.drain();
    expect(at.slack.updates).toMatchObject([{ post: 7, view: said('neu') }]);
    expect(at.slack.posts).toEqual([]);
  });
});

describe('what many messages share', () => {
  let at: OpenOffice;
  beforeEach(async () => {
    at = await openOffice();
  });
  afterEach(() => at.close());

  const outbox = () => at.office.outbox();
  const people = Array.from({ length: 8 }, (_, index) => `slack-${index}`);
  const own = (key: string) => [{ type: 'note', text: `Für ${key}` }] as const;
  const enqueue = (due = at.time.now()) =>
    outbox().enqueue(
      people.map((key) => ({ key, personId: key, view: { shared: 'a:1', below: own(key) }, due, batch: 'a:1' })),
    );

  it('stands above what each has of its own', async () => {
    await outbox().share('a:1', said('Neu dabei'));
    await enqueue();
    await at.drain();
    expect(at.slack.shows('slack-3')?.blocks).toEqual([...said('Neu dabei').blocks, ...own('slack-3')]);
    expect(at.slack.posts).toHaveLength(8);
  });

  it('cannot be referred to before it is there', async () => {
    await expect(enqueue()).rejects.toThrow(RangeError);
    expect(await at.office.entries().count()).toBe(0);
  });

  it('is rewritten on every copy that is out, and goes out new with the others', async () => {
    await outbox().share('a:1', said('alt'));
    await enqueue();
    at.slack.always.set('slack-5', { refused: new DeliveryFailure('retry', 'overloaded') });
    await at.drain();
    at.slack.always.clear();
    await outbox().share('a:1', said('neu'));
    await at.beats(0.3);
    for (const key of people) expect(at.slack.shows(key)?.summary).toBe('neu');
    expect(at.slack.posts).toHaveLength(8);
    expect(at.slack.updates).toHaveLength(7);
  });

  it('shows the last of many changes, after few updates; the same again changes nothing', async () => {
    await outbox().share('a:1', said('0'));
    await enqueue();
    await at.drain();
    for (let change = 1; change <= 50; change += 1) await outbox().share('a:1', said(`${change}`));
    const begun = at.time.passed();
    await at.drain('b');
    expect(at.time.passed() - begun).toBeLessThan(5 * second);
    await outbox().share('a:1', said('50'));
    await at.drain('c');
    for (const key of people) expect(at.slack.shows(key)?.summary).toBe('50');
    expect(at.slack.updates).toHaveLength(8);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('reaches every copy though a process died at its step %i', async (step) => {
    await outbox().share('a:1', said('alt'));
    await enqueue();
    await at.drain();
    await outbox().share('a:1', said('neu'));
    await at.time.pass({ seconds: 2 });
    let left = step;
    const died = at.time.watch(at.office.store, async (method) => {
      if (method === 'update' || method === 'claim') left -= 1;
      if (left <= 0) await new Promise<never>(() => undefined);
    });
    void at.office.dispatcher('dead', { store: died }).drain(at.time.now());
    await at.time.pass({ minutes: 1 });
    await at.beats(0.2);
    for (const key of people) expect(at.slack.shows(key)?.summary).toBe('neu');
  });

  it('shows on a page at once', async () => {
    at.office.accountless.add('slack-1');
    await outbox().share('a:1', said('alt'));
    await enqueue();
    await at.drain();
    await outbox().share('a:1', said('neu'));
    const { items } = await outbox().forPerson('slack-1');
    expect(items.map(({ view }) => view.summary)).toEqual(['neu']);
  });
});
