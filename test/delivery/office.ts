import { Dispatcher } from '../../src/delivery/dispatcher.js';
import type { Drained } from '../../src/delivery/drain.js';
import { type Entry, outboxSpec } from '../../src/delivery/entry.js';
import { createOutbox } from '../../src/delivery/outbox.js';
import type { Wait } from '../../src/delivery/pacing.js';
import type { Account, ChannelName } from '../../src/messages/inbound.js';
import type { View } from '../../src/messages/view.js';
import type { Clock } from '../../src/ports/clock.js';
import type { DocumentStore } from '../../src/ports/document-store.js';
import { type Logger, silentLogger } from '../../src/ports/logger.js';
import type { Messenger } from '../../src/ports/messenger.js';
import type { Person } from '../../src/ports/people.js';
import { countedIds } from '../support/ids.js';
import { openTemporaryStore } from '../support/store.js';
import { Platform } from './platform.js';
import { VirtualTime } from './virtual-time.js';

export const view: View = { kind: 'test', summary: 'Hallo', blocks: [] };

/** What is different in one process. */
interface Own {
  readonly store?: DocumentStore;
  readonly channelsOff?: boolean;
  /** Runs between claiming an entry and sending it. */
  onLookingUp?(personId: string): Promise<void>;
  onProgress?(batches: readonly string[]): void;
}

/** An outbox with its people and platforms. Person `slack-7` writes from Slack, `teams-7` from Teams. */
export class Office {
  readonly messengers = new Map<ChannelName, Messenger>();
  /** People without any account. */
  readonly accountless = new Set<string>();
  /** People whom nobody knows. */
  readonly unknown = new Set<string>();
  /** Until when people want to hear nothing. */
  readonly pauses = new Map<string, Date>();
  logger: Logger = silentLogger;

  constructor(
    readonly store: DocumentStore,
    readonly clock: Clock,
    private readonly wait?: Wait,
  ) {}

  /** One process: its own view of the store, and of the channels that are on in it. */
  dispatcher(name = 'a', own: Own = {}): Dispatcher {
    return new Dispatcher({
      store: own.store ?? this.store,
      people: {
        get: async (id) => {
          await own.onLookingUp?.(id);
          return this.person(id);
        },
      },
      messenger: (channel) => (own.channelsOff ? undefined : this.messengers.get(channel)),
      clock: this.clock,
      ids: countedIds(name),
      logger: this.logger,
      ...(this.wait && { wait: this.wait }),
      ...(own.onProgress && { onProgress: (batches) => own.onProgress?.(batches) }),
    });
  }

  /** One message to each person, under their id. */
  async enqueue(...personIds: string[]): Promise<void> {
    await this.outbox().enqueue(personIds.map((key) => ({ key, personId: key, view, due: this.clock.now() })));
  }

  outbox() {
    return createOutbox({ store: this.store, clock: this.clock, onEnqueued: () => undefined });
  }

  entry(key: string): Promise<Entry | undefined> {
    return this.entries().get(key);
  }

  entries() {
    return this.store.collection(outboxSpec);
  }

  private person(id: string): Person | undefined {
    if (this.unknown.has(id)) return undefined;
    const pausedUntil = this.pauses.get(id);
    const named = { id, name: id, language: 'de', accounts: [], coordinator: false, chairs: [] } as const;
    const basics = { ...named, ...(pausedUntil && { pausedUntil }) };
    return this.accountless.has(id) ? basics : { ...basics, reachable: accountOf(id) };
  }
}

export function accountOf(personId: string): Account {
  const channel = personId.startsWith('teams') ? 'teams' : 'slack';
  return { channel, realm: channel === 'teams' ? 'tenant-1' : 'T1', user: personId };
}

export interface OpenOffice {
  readonly time: VirtualTime;
  readonly office: Office;
  /** Can be read back, after a lag. */
  readonly slack: Platform;
  /** Cannot. */
  readonly teams: Platform;
  /** What every call of the store meets first. */
  readonly store: { before?: ((method: string, collection: string) => Promise<void>) | undefined };
  /** A beat of one process, now or for another instant. */
  drain(name?: string, at?: Date): Promise<Drained>;
  /** A beat every five minutes for so many hours. */
  beats(hours: number): Promise<void>;
  close(): Promise<void>;
}

/** On the real embedded store, in virtual time. */
export async function openOffice(): Promise<OpenOffice> {
  const opened = await openTemporaryStore([outboxSpec]);
  const time = new VirtualTime();
  const store: OpenOffice['store'] = {};
  const office = new Office(
    time.watch(opened.store, async (method, collection) => store.before?.(method, collection)),
    time,
    time.wait,
  );
  const [slack, teams] = [new Platform(time, time.wait), new Platform(time, time.wait, 'teams')];
  teams.canReadBack = false;
  office.messengers.set('slack', slack).set('teams', teams);
  const beat = office.dispatcher('beat');
  return {
    time,
    office,
    slack,
    teams,
    store,
    drain: (name = 'a', at = time.now()) => time.during(office.dispatcher(name).drain(at)),
    async beats(hours) {
      for (let minute = 0; minute < hours * 60; minute += 5) {
        await time.during(beat.drain(time.now()));
        await time.pass({ minutes: 5 });
      }
    },
    close: opened.close,
  };
}
