import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dispatcher } from '../../src/delivery/dispatcher.js';
import { outboxSpec } from '../../src/delivery/entry.js';
import { createOutbox } from '../../src/delivery/outbox.js';
import type { Account, MessageRef } from '../../src/messages/inbound.js';
import type { View } from '../../src/messages/view.js';
import { silentLogger } from '../../src/ports/logger.js';
import { DeliveryFailure, type Messenger } from '../../src/ports/messenger.js';
import type { Person } from '../../src/ports/people.js';
import { fixedClock } from '../support/clock.js';
import { countedIds } from '../support/ids.js';
import { openTemporaryStore, type TemporaryStore } from '../support/store.js';

const account: Account = { channel: 'slack', realm: 'T1', user: 'U1' };
const view: View = { kind: 'test', summary: 'Hallo', blocks: [] };

/** A platform that does as told and remembers what it accepted. */
class Platform implements Messenger {
  readonly accepted = new Map<string, MessageRef>();
  readonly posts: string[] = [];
  /** What the next posts meet, in order; a lost answer is accepted all the same. */
  troubles: ('none' | 'lost answer' | 'killed' | DeliveryFailure)[] = [];
  canReadBack = true;

  async send(_to: Account, _view: View, key: string): Promise<MessageRef> {
    const trouble = this.troubles.shift() ?? 'none';
    if (trouble instanceof DeliveryFailure) throw trouble;
    const message: MessageRef = { channel: 'slack', realm: 'T1', parts: { ts: String(this.posts.length) } };
    this.posts.push(key);
    this.accepted.set(key, message);
    if (trouble === 'lost answer') throw new DeliveryFailure('unclear', 'reset');
    if (trouble === 'killed') return new Promise(() => undefined);
    return message;
  }

  async update(): Promise<void> {}

  async find(_to: Account, key: string): Promise<MessageRef | 'absent' | 'unknown'> {
    return this.canReadBack ? (this.accepted.get(key) ?? 'absent') : 'unknown';
  }
}

let opened: TemporaryStore;
let platform: Platform;
const clock = fixedClock();
let reachable = true;

beforeEach(async () => {
  opened = await openTemporaryStore([outboxSpec]);
  platform = new Platform();
  reachable = true;
  clock.set('2026-11-10T09:00:00+01:00');
});
afterEach(() => opened.close());

function person(id: string): Person {
  const basics = { id, name: id, language: 'de', accounts: [], coordinator: false, chairs: [] } as const;
  return reachable ? { ...basics, reachable: account } : basics;
}

function dispatcher(name = 'a', channelOn = true): Dispatcher {
  return new Dispatcher({
    store: opened.store,
    people: { get: async (id) => person(id) },
    messenger: () => (channelOn ? platform : undefined),
    clock,
    ids: countedIds(name),
    logger: silentLogger,
  });
}

async function enqueue(...keys: string[]): Promise<void> {
  const outbox = createOutbox({ store: opened.store, clock, onEnqueued: () => undefined });
  await outbox.enqueue(keys.map((key) => ({ key, personId: `person-${key}`, view, due: clock.now() })));
}

async function stateOf(key: string) {
  return opened.store.collection(outboxSpec).get(key);
}

describe('the outbox', () => {
  it('sends what is due, once, and remembers the message', async () => {
    await enqueue('a', 'b');
    expect(await dispatcher().drain(clock.now())).toEqual({ done: 2, failed: 0 });
    await dispatcher('b').drain(clock.now());
    expect(platform.posts.sort()).toEqual(['a', 'b']);
    expect(await stateOf('a')).toMatchObject({ state: 'sent', message: platform.accepted.get('a') });
  });

  it('takes the same key once, however often it is enqueued', async () => {
    await enqueue('a', 'a');
    await dispatcher().drain(clock.now());
    await enqueue('a');
    await dispatcher().drain(clock.now());
    expect(platform.posts).toEqual(['a']);
  });

  it('waits until a message is due', async () => {
    const due = new Date(clock.now().getTime() + 60_000);
    const outbox = createOutbox({ store: opened.store, clock, onEnqueued: () => undefined });
    await outbox.enqueue([{ key: 'later', personId: 'p', view, due }]);
    await dispatcher().drain(clock.now());
    expect(platform.posts).toEqual([]);
    await dispatcher().drain(due);
    expect(platform.posts).toEqual(['later']);
  });

  it('sends each message once with several processes side by side', async () => {
    const keys = Array.from({ length: 120 }, (_, index) => `m${index}`);
    await enqueue(...keys);
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => dispatcher(name).drain(clock.now())));
    expect(platform.posts.sort()).toEqual(keys.sort());
  });

  it('tries again later what the platform certainly did not accept, not before it said', async () => {
    platform.troubles = [new DeliveryFailure('retry', 'rate-limited', 600)];
    await enqueue('a');
    await dispatcher().drain(clock.now());
    clock.advance({ minutes: 9 });
    await dispatcher().drain(clock.now());
    expect(platform.posts).toEqual([]);
    clock.advance({ minutes: 2 });
    await dispatcher().drain(clock.now());
    expect(platform.posts).toEqual(['a']);
  });

  it('gives up after eight attempts, and says why', async () => {
    platform.troubles = Array.from({ length: 20 }, () => new DeliveryFailure('retry', 'overloaded'));
    await enqueue('a');
    for (let beat = 0; beat < 20; beat += 1) {
      await dispatcher().drain(clock.now());
      clock.advance({ hours: 2 });
    }
    expect(await stateOf('a')).toMatchObject({ state: 'failed', reason: 'overloaded', attempts: 8 });
  });

  it('does not try again what will never be accepted', async () => {
    platform.troubles = [new DeliveryFailure('permanent', 'account-inactive')];
    await enqueue('a');
    await dispatcher().drain(clock.now());
    clock.advance({ hours: 2 });
    await dispatcher().drain(clock.now());
    expect(await stateOf('a')).toMatchObject({ state: 'failed', reason: 'account-inactive' });
    expect(platform.posts).toEqual([]);
  });

  it('looks for a message whose answer was lost instead of sending it again', async () => {
    platform.troubles = ['lost answer'];
    await enqueue('a');
    await dispatcher().drain(clock.now());
    clock.advance({ minutes: 1 });
    await dispatcher('b').drain(clock.now());
    expect(platform.posts).toEqual(['a']);
    expect(await stateOf('a')).toMatchObject({ state: 'sent', message: platform.accepted.get('a') });
  });

  it('sends again what the platform does not have after all', async () => {
    platform.troubles = [new DeliveryFailure('unclear', 'timeout')];
    await enqueue('a');
    await dispatcher().drain(clock.now());
    clock.advance({ minutes: 1 });
    await dispatcher().drain(clock.now());
    clock.advance({ minutes: 1 });
    await dispatcher().drain(clock.now());
    expect(platform.posts).toEqual(['a']);
  });

  it('leaves a message unclear where the platform cannot tell, and never sends it again', async () => {
    platform.troubles = ['lost answer'];
    platform.canReadBack = false;
    await enqueue('a');
    for (let beat = 0; beat < 5; beat += 1) {
      await dispatcher().drain(clock.now());
      clock.advance({ hours: 1 });
    }
    expect(platform.posts).toEqual(['a']);
    expect(await stateOf('a')).toMatchObject({ state: 'unclear', reason: 'reset' });
  });

  it('takes over from a process that died while sending, without doubling', async () => {
    platform.troubles = ['killed'];
    await enqueue('a', 'b');
    void dispatcher('dead').drain(clock.now());
    await expect.poll(async () => platform.posts.length).toBe(1);
    clock.advance({ minutes: 5 });
    await dispatcher('alive').drain(clock.now());
    expect(platform.posts.sort()).toEqual(['a', 'b']);
    expect(await opened.store.collection(outboxSpec).count({ state: 'sent' })).toBe(2);
  });

  it('says that a person without any account is unreachable', async () => {
    reachable = false;
    await enqueue('a');
    expect(await dispatcher().drain(clock.now())).toEqual({ done: 0, failed: 1 });
    expect(await stateOf('a')).toMatchObject({ state: 'failed', reason: 'unreachable' });
  });

  it('keeps what belongs to a channel that is off in this process', async () => {
    await enqueue('a');
    await dispatcher('a', false).drain(clock.now());
    expect(await stateOf('a')).toMatchObject({ state: 'waiting', reason: 'channel-off' });
    clock.advance({ minutes: 5 });
    await dispatcher('b').drain(clock.now());
    expect(platform.posts).toEqual(['a']);
  });
});
