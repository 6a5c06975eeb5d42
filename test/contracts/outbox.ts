import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { contentsSpec } from '../../src/delivery/contents.js';
import { outboxSpec } from '../../src/delivery/entry.js';
import { quotasSpec } from '../../src/delivery/quotas.js';
import type { View } from '../../src/messages/view.js';
import type { CollectionSpec } from '../../src/ports/document-store.js';
import { DeliveryFailure } from '../../src/ports/messenger.js';
import type { DeliveryCounts, DeliveryState, OutboxEntry } from '../../src/ports/outbox.js';
import { Office } from '../delivery/office.js';
import { Platform, ref } from '../delivery/platform.js';
import { VirtualTime } from '../delivery/virtual-time.js';
import { mongoSetupMs } from '../support/mongo.js';
import type { OpenStore } from './document-store.js';

const said = (text: string): View => ({ kind: 'test', summary: text, blocks: [{ type: 'text', text }] });
const sumOf = (counts: DeliveryCounts) => Object.values(counts).reduce((sum, count) => sum + count, 0);
const batch = 'announcement:1';
const gone = new DeliveryFailure('permanent', 'account-inactive');
const lost = new DeliveryFailure('unclear', 'reset');

/** What the outbox does alike on every store. */
export function outboxContract(name: string, open: () => Promise<OpenStore>): void {
  describe(`the outbox on ${name}`, () => {
    let opening: Promise<OpenStore> | undefined;
    let opened: OpenStore | undefined;
    let time: VirtualTime;
    let office: Office;
    let slack: Platform;
    let teams: Platform;

    const openOnce = async (): Promise<OpenStore> => {
      const fresh = await open();
      await fresh.store.start([outboxSpec, contentsSpec, quotasSpec] as unknown as CollectionSpec<never>[]);
      return fresh;
    };
    beforeEach(async () => {
      opening ??= openOnce();
      opened = await opening;
      await opened.store.clear();
      time = new VirtualTime();
      office = new Office(time.watch(opened.store), time, time.wait);
      [slack, teams] = [new Platform(time, time.wait), new Platform(time, time.wait, 'teams')];
      teams.canReadBack = false;
      office.messengers.set('slack', slack).set('teams', teams);
    }, mongoSetupMs);
    afterAll(async () => opened?.close());

    const outbox = () => office.outbox();
    const message = (personId: string, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
      ...{ key: `${batch}:${personId}`, personId, view: said('Neu dabei'), due: time.now(), batch },
      ...more,
    });
    const to = (...people: string[]) => outbox().enqueue(people.map((personId) => message(personId)));
    const drain = (process = 'a', at = time.now()) => time.during(office.dispatcher(process).drain(at));
    const keysOf = async (state?: DeliveryState) =>
      (await outbox().deliveries(batch, state && { state })).items.map(({ key }) => key.replace(`${batch}:`, ''));

    it('keeps a key once, as it was enqueued first', async () => {
      await to('slack-1');
      await outbox().enqueue([message('slack-1', { view: said('anders') }), message('slack-2')]);
      await drain();
      expect(slack.posts.map(({ view }) => view.summary)).toEqual(['Neu dabei', 'Neu dabei']);
      expect(await outbox().counts(batch)).toMatchObject({ sent: 2, waiting: 0 });
    });

    it('says of each what became of it, and why', async () => {
      office.accountless.add('slack-4');
      slack.always.set('slack-2', { refused: gone });
      slack.always.set('slack-3', { refused: new DeliveryFailure('retry', 'overloaded') });
      await outbox().enqueue([message('slack-1', { group: 'kita' }), message('slack-2'), message('slack-3')]);
      await to('slack-4');
      await drain();
      const { items } = await outbox().deliveries(batch);
      const short = items.map(({ personId, state, reason, group }) => ({ personId, state, reason, group }));
      expect(short).toEqual([
        { personId: 'slack-1', state: 'sent', reason: undefined, group: 'kita' },
        { personId: 'slack-2', state: 'failed', reason: 'account-inactive', group: undefined },
        { personId: 'slack-3', state: 'waiting', reason: 'overloaded', group: undefined },
        { personId: 'slack-4', state: 'letter', reason: 'no-account', group: undefined },
      ]);
      expect(items[0]?.to).toEqual({ channel: 'slack', realm: 'T1', user: 'slack-1' });
      expect(await outbox().counts(batch)).toEqual({
        ...{ waiting: 1, letter: 1, informed: 0, sent: 1, failed: 1, cancelled: 0, unclear: 0 },
      });
    });

    it('lists page after page, each once', async () => {
      const people = Array.from({ length: 25 }, (_, index) => `slack-${String(index).padStart(2, '0')}`);
      await to(...people);
      const listed: string[] = [];
      let after: string | undefined;
      do {
        const page = await outbox().deliveries(batch, { state: 'waiting', limit: 10, ...(after && { after }) });
        listed.push(...page.items.map(({ personId = '' }) => personId));
        after = page.next;
      } while (after !== undefined);
      expect(listed).toEqual(people);
    });

    it('cancels what of a batch has not gone out, and only that', async () => {
      await to('slack-1');
      await drain();
      office.accountless.add('slack-2');
      await outbox().enqueue([message('slack-3', { occasion: 'clock' }), message('slack-4')]);
      await to('slack-2');
      await outbox().enqueue([message('slack-5', { batch: 'another' })]);
      expect(await outbox().cancel(batch)).toBe(3);
      expect(await outbox().cancel(batch)).toBe(0);
      await drain('b');
      expect(slack.keys).toEqual([`${batch}:slack-1`, `${batch}:slack-5`]);
      expect(await keysOf('cancelled')).toEqual(['slack-2', 'slack-3', 'slack-4']);
      expect(sumOf(await outbox().counts(batch))).toBe(4);
    });

    it('does not send again what was cancelled while it was under way and then refused', async () => {
      slack.fates = [{ takes: 5_000, refused: new DeliveryFailure('retry', 'overloaded') }];
      await to('slack-1');
      const draining = office.dispatcher('a').drain(time.now());
      await time.pass({ seconds: 2 });
      expect(await outbox().cancel(batch)).toBe(0);
      await time.during(draining);
      await time.pass({ minutes: 1 });
      await drain('b');
      expect(slack.posts).toEqual([]);
      expect(await keysOf('cancelled')).toEqual(['slack-1']);
    });

    it('cancels single ones', async () => {
      await to('slack-1', 'slack-2', 'slack-3');
      expect(await outbox().cancelKeys([`${batch}:slack-1`, `${batch}:slack-3`, 'nobody'])).toBe(2);
      await drain();
      expect(slack.keys).toEqual([`${batch}:slack-2`]);
    });

    it('sends what failed once more, all or single ones', async () => {
      slack.fates = [{ refused: gone }, { refused: gone }, { refused: gone }];
      await to('slack-1', 'slack-2', 'slack-3', 'slack-4');
      await drain();
      const failed = await keysOf('failed');
      expect(failed).toHaveLength(3);
      expect(await outbox().retry(batch, [`${batch}:${failed[0]}`, `${batch}:slack-nobody`])).toBe(1);
      await drain('b');
      expect(await outbox().counts(batch)).toMatchObject({ sent: 2, failed: 2 });
      expect(await outbox().retry(batch)).toBe(2);
      expect(await outbox().retry(batch)).toBe(0);
      await drain('c');
      expect(await outbox().counts(batch)).toMatchObject({ sent: 4, failed: 0 });
    });

    it('sends what is unclear again when somebody decides so, once', async () => {
      teams.fates = [{ lost }];
      await to('teams-1', 'slack-1');
      await drain();
      await time.pass({ minutes: 2 });
      await drain('b');
      expect(await keysOf('unclear')).toEqual(['teams-1']);
      expect(await outbox().resend(`${batch}:slack-1`)).toBe(false);
      expect(await outbox().resend(`${batch}:teams-1`)).toBe(true);
      expect(await outbox().resend(`${batch}:teams-1`)).toBe(false);
      await drain('c');
      expect(teams.posts).toHaveLength(2);
      expect(await outbox().counts(batch)).toMatchObject({ sent: 2, unclear: 0 });
    });

    it('keeps letters for those without an account until they are told by post or come, at most once in all', async () => {
      for (const person of ['slack-1', 'slack-2', 'slack-3']) office.accountless.add(person);
      await to('slack-1', 'slack-2', 'slack-3');
      await drain();
      expect(await outbox().noteInformed(batch, [`${batch}:slack-1`])).toBe(1);
      expect(await outbox().noteInformed(batch, [`${batch}:slack-1`])).toBe(0);
      office.accountless.delete('slack-1');
      office.accountless.delete('slack-2');
      await time.pass({ minutes: 11 });
      await drain('b');
      expect(slack.keys).toEqual([`${batch}:slack-2`]);
      expect(await outbox().noteInformed(batch)).toBe(1);
      expect(await outbox().counts(batch)).toMatchObject({ informed: 2, sent: 1, letter: 0 });
    });

    it('sends a letter at once to somebody who has come, and what a pause held back when that ends', async () => {
      office.accountless.add('slack-1');
      await to('slack-1', 'slack-2');
      await drain();
      await outbox().lookAgain(['slack-1']);
      await drain('b');
      expect(await outbox().counts(batch)).toMatchObject({ letter: 1, sent: 1 });
      office.accountless.delete('slack-1');
      await outbox().lookAgain(['slack-1']);
      await drain('c');
      expect(slack.keys).toEqual([`${batch}:slack-2`, `${batch}:slack-1`]);
    });

    it('writes to rooms, which need nobody', async () => {
      const room = { channel: 'slack', realm: 'T1', conversation: 'C1' } as const;
      await outbox().enqueue([{ key: 'room', to: room, view: said('An alle'), due: time.now(), batch }]);
      await drain();
      expect(slack.posts).toMatchObject([{ user: 'C1', key: 'room' }]);
      expect((await outbox().deliveries(batch)).items).toMatchObject([{ to: room, state: 'sent' }]);
    });

    it('shows a person what they got and what waits on their page, latest first', async () => {
      await to('slack-1');
      await drain();
      await time.pass({ minutes: 5 });
      await outbox().adopt({ key: 'card', personId: 'slack-1', message: ref(7), view: said('gedrückt') });
      await outbox().enqueue([message('slack-1', { key: 'later', due: new Date(time.now().getTime() + 60_000) })]);
      const first = await outbox().forPerson('slack-1', { limit: 1 });
      expect(first.items.map(({ key }) => key)).toEqual(['card']);
      const rest = await outbox().forPerson('slack-1', { limit: 1, ...(first.next && { after: first.next }) });
      expect(rest.items).toMatchObject([{ key: `${batch}:slack-1`, view: said('Neu dabei') }]);
      expect(rest).not.toHaveProperty('next');
    });

    it('rewrites what was revised, and every copy of what is shared', async () => {
      await outbox().share('shared', said('alt'));
      await outbox().enqueue([message('slack-1', { view: { shared: 'shared' } }), message('slack-2')]);
      await drain();
      await outbox().share('shared', said('neu'));
      await outbox().revise([{ key: `${batch}:slack-2`, view: said('auch neu') }]);
      await time.pass({ seconds: 2 });
      await drain('b');
      expect(slack.shows(`${batch}:slack-1`)).toEqual(said('neu'));
      expect(slack.shows(`${batch}:slack-2`)).toEqual(said('auch neu'));
      expect(slack.updates).toHaveLength(2);
    });

    it('bundles once, however many processes come at the same time', async () => {
      const clock = ['a', 'b', 'c'].map((key) => message('slack-1', { key, occasion: 'clock' }));
      await outbox().enqueue(clock);
      const drains = ['p', 'q', 'r', 's'].map((process) => office.dispatcher(process).drain(time.now()));
      await time.during(Promise.all(drains));
      await drain('t');
      expect(slack.posts.map(({ view }) => view.title)).toEqual(['3 Neuigkeiten für Sie']);
      expect(await outbox().counts(batch)).toMatchObject({ sent: 3 });
    });

    it('counts what adds up to what was enqueued, at any moment', async () => {
      const people = Array.from({ length: 60 }, (_, index) => `${index % 3 === 0 ? 'teams' : 'slack'}-${index}`);
      slack.fates = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? { refused: gone } : { lost }));
      for (const person of people.slice(0, 5)) office.accountless.add(person);
      await to(...people);
      await outbox().enqueue(
        people.slice(0, 20).map((person) => message(person, { key: `c:${person}`, occasion: 'clock' })),
      );
      const drains = ['p', 'q', 'r'].map((process) => office.dispatcher(process).drain(time.now()));
      let over = false;
      const all = Promise.all(drains).then(() => {
        over = true;
      });
      const sums = new Set<number>();
      while (!over) {
        sums.add(sumOf(await outbox().counts(batch)));
        await Promise.race([all, time.pass({ seconds: 0.3 })]);
      }
      await outbox().cancel(batch);
      await outbox().retry(batch);
      sums.add(sumOf(await outbox().counts(batch)));
      expect([...sums]).toEqual([80]);
    });

    it('counts no longer what was erased with its person', async () => {
      await to('slack-1', 'slack-2');
      await drain();
      await office.entries().delete({ personId: 'slack-1' });
      expect(sumOf(await outbox().counts(batch))).toBe(1);
    });
  });
}
