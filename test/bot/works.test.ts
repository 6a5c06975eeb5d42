import { afterEach, describe, expect, it, test } from 'vitest';
import type { Feature, WorkTask } from '../../src/bot/feature.js';
import { leaseSpec } from '../../src/bot/leases.js';
import { Works } from '../../src/bot/works.js';
import { worksSpec } from '../../src/bot/works-model.js';
import { outboxSpec } from '../../src/delivery/entry.js';
import { createOutbox } from '../../src/delivery/outbox.js';
import { Refusal } from '../../src/kernel/errors.js';
import type { View } from '../../src/messages/view.js';
import type { Change, Collection, Document, DocumentStore } from '../../src/ports/document-store.js';
import { silentLogger } from '../../src/ports/logger.js';
import {
  actionsIn,
  House,
  type HouseOptions,
  type StoreKind,
  slack,
  stores,
  teams,
  textOf,
  textOfView,
  vouched,
} from '../features/identity/house.js';
import { countedIds } from '../support/ids.js';
import { until } from '../support/until.js';

const anna = slack('ANNA');
const bernd = teams('BERND');
const all = { de: 'zählt', einfach: 'zählt', en: 'counts' };
const bytes = new TextEncoder().encode('eins;zwei');
const table = (name: string, size = bytes): View['blocks'][number] => ({
  type: 'file',
  name,
  mediaType: 'text/csv; charset=utf-8',
  bytes: size,
  label: 'Tabelle',
});

let house: House;
afterEach(() => house.close());

/** A long count that a test holds once in its middle, and lets go on or fail. */
class Counting {
  runs = 0;
  told = 0;
  result: View = {
    kind: 'count.done',
    summary: 'Gezählt',
    title: 'Gezählt',
    blocks: [{ type: 'text', text: 'Es sind 2.' }],
  };
  fails: Error | undefined;
  private letOn: () => void = () => {};
  private held: Promise<void> = Promise.resolve();

  hold(): void {
    this.held = new Promise((resolve) => {
      this.letOn = resolve;
    });
  }

  goOn(): void {
    this.letOn();
  }

  get feature(): Feature {
    return {
      name: 'counting',
      commands: [
        {
          id: 'counting.count',
          words: ['durchzählen'],
          slots: [],
          role: 'coordinator',
          changes: false,
          personal: true,
          help: all,
          run: (turn) =>
            house.works.begin(turn, { kind: 'count', subject: 'all', title: 'Große Zählung', again: 'durchzählen' }),
        },
      ],
      actions: [],
      forms: [],
      collections: [],
      audits: {},
      jobs: [],
      pages: [],
      works: { count: { role: 'coordinator', run: (subject, task) => this.run(subject, task) } },
    };
  }

  private async run(_: string, { tell }: WorkTask): Promise<View> {
    this.runs += 1;
    await tell(1, 2);
    this.told += 1;
    const { held } = this;
    this.held = Promise.resolve();
    await held;
    await tell(2, 2);
    if (this.fails) throw this.fails;
    return this.result;
  }
}

async function open(counting: Counting, options: HouseOptions = {}): Promise<void> {
  house = await House.open({
    coordinators: ['anna@stadt.example', 'bernd@stadt.example'],
    extraFeatures: [counting.feature],
    ...options,
  });
  house.knows(anna, vouched('Anna Amt', 'anna@stadt.example'));
  house.knows(bernd, vouched('Bernd Büro', 'bernd@stadt.example'));
  for (const account of [anna, bernd]) await house.personOf(account);
}

const works = () => house.store.collection(worksSpec);

async function ended(state = 'done'): Promise<void> {
  await until(async () => (await works().find({ filter: { state } })).items.length > 0, `the work is ${state}`);
}

/** What the person's messages show now: the card, then the files. */
async function shown(): Promise<readonly View[]> {
  const entries = await house.sentTo((await house.personOf(anna)).id);
  return entries.toSorted((a, b) => (a._id < b._id ? -1 : 1)).map(({ view }) => view);
}

const cardText = async () => textOfView((await shown())[0] ?? { kind: '', summary: '', blocks: [] });

/** As another process does, or this one after a start: it knows nothing of what was under way here. */
function anotherProcess(store = house.store): Works {
  return new Works({
    store,
    clock: house.clock,
    ids: countedIds('other'),
    logger: silentLogger,
    outbox: createOutbox({ store, clock: house.clock, onEnqueued() {} }),
    people: () => house.people,
    features: () => house.features,
  });
}

describe.each(stores)('long work on %s', (on: StoreKind) => {
  it('is answered at once, shows how far it is, and ends in the same card', async () => {
    const counting = new Counting();
    counting.hold();
    await open(counting, { on });
    const reply = await house.says(anna, 'durchzählen');
    expect(textOf(reply)).toContain('„Große Zählung“ wird zusammengestellt');
    expect(reply).toMatchObject({ private: true });
    await until(async () => (await cardText()).includes('1 von 2 Teilen'), 'progress');
    counting.goOn();
    await ended();
    expect(await shown()).toHaveLength(1);
    expect(await cardText()).toBe('Gezählt\nEs sind 2.');
  });

  it('is taken over by the next beat if its process dies, and told once', async () => {
    const counting = new Counting();
    counting.hold();
    await open(counting, { on });
    await house.says(anna, 'durchzählen');
    await until(() => counting.told === 1, 'under way');
    const other = anotherProcess();
    expect(await other.job.run(house.clock.now())).toEqual({ done: 0, failed: 0 });
    house.clock.advance({ minutes: 2 });
    expect(await other.job.run(house.clock.now())).toEqual({ done: 1, failed: 0 });
    await ended();
    // It was only slow: whoever took over has the last word.
    counting.goOn();
    await house.works.stop();
    expect(counting.runs).toBe(2);
    expect(await cardText()).toBe('Gezählt\nEs sind 2.');
    expect(await shown()).toHaveLength(1);
    expect((await works().find()).items).toHaveLength(1);
  });
});

test('what it comes to has its files in a message of their own, as many as hold them', async () => {
  const counting = new Counting();
  const large = new Uint8Array(700_000);
  counting.result = {
    ...counting.result,
    blocks: [...counting.result.blocks, table('a.csv', large), table('b.csv', large)],
  };
  await open(counting);
  await house.says(anna, 'durchzählen');
  await ended();
  const [card, first, second, ...more] = await shown();
  expect(card && textOfView(card)).toBe('Gezählt\nEs sind 2.\nFertig. Die Dateien stehen in der nächsten Nachricht.');
  expect([first?.title, second?.title]).toEqual(['Dateien: Große Zählung', 'Dateien: Große Zählung']);
  expect(more).toEqual([]);
});

test('an event that is delivered again, also when all is done, asks for nothing new', async () => {
  const counting = new Counting();
  await open(counting);
  await house.says(anna, 'durchzählen', { key: 'once' });
  await ended();
  await house.store.collection(leaseSpec).delete({});
  await house.says(anna, 'durchzählen', { key: 'once' });
  await house.runs('bot.works');
  expect(counting.runs).toBe(1);
  expect(await cardText()).toContain('Es sind 2.');
});

test('a failure is tried three times, then said with what to do', async () => {
  const counting = new Counting();
  counting.fails = new TypeError('broken');
  await open(counting);
  await house.says(anna, 'durchzählen');
  for (const runs of [1, 2, 3]) {
    await until(() => counting.runs === runs, `run ${runs}`);
    house.clock.advance({ minutes: 2 });
    await house.runs('bot.works');
  }
  await ended('failed');
  expect(counting.runs).toBe(3);
  const [card] = await shown();
  expect(card?.title).toBe('Nicht fertig geworden: Große Zählung');
  expect(card && actionsIn(card).map(({ label }) => label)).toEqual(['Noch einmal']);
  counting.fails = undefined;
  await house.presses(anna, card && actionsIn(card)[0]);
  await ended();
});

test('a refusal is said at once, in the language of whoever asked', async () => {
  const counting = new Counting();
  counting.fails = new Refusal('Das Gremium gibt es nicht mehr.', 'count.gone');
  await open(counting);
  await house.says(anna, 'sprache englisch');
  await house.says(anna, 'durchzählen');
  await ended('failed');
  expect(counting.runs).toBe(1);
  expect(await cardText()).toContain('Not finished: Große Zählung\nDas Gremium gibt es nicht mehr.');
});

test('a process that stops gives it back to the next', async () => {
  const counting = new Counting();
  counting.hold();
  await open(counting);
  await house.says(anna, 'durchzählen');
  await until(() => counting.told === 1, 'under way');
  const stopped = house.works.stop();
  counting.goOn();
  await stopped;
  expect(await anotherProcess().job.run(house.clock.now())).toEqual({ done: 1, failed: 0 });
  expect(await cardText()).toContain('Es sind 2.');
});

test('asked for in a channel it is shown to the person alone; erasing them ends it', async () => {
  const counting = new Counting();
  counting.hold();
  await open(counting);
  const reply = await house.says(anna, 'durchzählen', { place: 'channel' });
  expect(reply).toMatchObject({ private: true });
  expect(textOf(reply)).toContain('direkten Chat');
  await until(() => counting.told === 1, 'under way');
  const { id } = await house.personOf(anna);
  expect(textOf(await house.says(anna, 'meine daten'))).toContain('Große Zählung');
  await house.presses(
    anna,
    actionsIn(viewIn(await house.says(anna, 'meine daten löschen'))).find(({ label }) => label === 'Löschen'),
  );
  counting.goOn();
  await house.works.stop();
  expect((await works().find({ filter: { personId: id } })).items).toEqual([]);
  expect(await house.sentTo(id)).toEqual([]);
});

function viewIn(reply: Awaited<ReturnType<House['says']>>): View {
  if (reply.type !== 'message' && reply.type !== 'replace') throw new Error(`a view was expected, not ${reply.type}`);
  return reply.view;
}

/** Fails every write from the given one on, as the store of a process that was killed there. */
function killedAt(store: DocumentStore, write: number): DocumentStore {
  let left = write;
  const counted = <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1;
    return left < 0 ? Promise.reject(new Error('killed')) : work();
  };
  const around = <T extends Document>(collection: Collection<T>): Collection<T> =>
    Object.assign(Object.create(collection) as Collection<T>, {
      insert: (document: T) => counted(() => collection.insert(document)),
      insertMany: (documents: readonly T[]) => counted(() => collection.insertMany(documents)),
      update: (id: string, change: Change, where?: Parameters<typeof collection.update>[2]) =>
        counted(() => collection.update(id, change, where)),
    });
  return { ...store, collection: (spec) => around(store.collection(spec)) };
}

test('killed at any of its writes, the next beat ends it, told once', async () => {
  const counting = new Counting();
  counting.result = { ...counting.result, blocks: [...counting.result.blocks, table('a.csv')] };
  await open(counting);
  for (let write = 0; write < 16; write += 1) {
    await works().delete({});
    await house.store.collection(outboxSpec).delete({});
    await works().insert({
      _id: `work-${write}`,
      personId: (await house.personOf(anna)).id,
      to: anna,
      channel: 'slack',
      language: 'de',
      kind: 'count',
      subject: 'all',
      title: 'Große Zählung',
      again: 'durchzählen',
      state: 'open',
      tries: 0,
      until: house.clock.now(),
      createdAt: house.clock.now(),
    });
    await anotherProcess(killedAt(house.store, write))
      .job.run(house.clock.now())
      .catch((error: unknown) => {
        expect(String(error)).toContain('killed');
      });
    house.clock.advance({ minutes: 2 });
    await house.runs('bot.works');
    const views = await shown();
    expect(
      views.map(({ title }) => title),
      `killed at write ${write}`,
    ).toEqual(['Gezählt', 'Dateien: Große Zählung']);
  }
});
