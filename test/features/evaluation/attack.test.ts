import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, expect, test } from 'vitest';
import type { Prompt, Round } from '../../../src/features/evaluation/model.js';
import type { Account } from '../../../src/messages/inbound.js';
import { randomIds } from '../../../src/ports/ids.js';
import { SurveyHouse } from './house.js';

/** Everything that a store holds at one moment, as whoever copies it finds it: documents in the order of the store. */
interface Copy {
  readonly text: string;
  readonly documents: ReadonlyMap<string, readonly Record<string, unknown>[]>;
}

type Store = 'embedded' | 'mongodb';
const people = 9;
const secret = 'known to the bot alone, in its environment';
/** What one person writes and nobody else does. */
const word = (index: number) => `Satz ${createHash('sha256').update(String(index)).digest('hex').slice(0, 20)}`;

let house: SurveyHouse | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

async function copied({ house: { folder, uri } }: SurveyHouse): Promise<Copy> {
  const documents = uri === undefined ? await fromFiles(folder) : await fromDatabase(uri);
  const text = uri === undefined ? await bytesOf(folder) : JSON.stringify([...documents]);
  return { text, documents };
}

/** With lines that were superseded since: nothing is left out. */
async function bytesOf(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((name) => /\.db/.test(name));
  return (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
}

async function fromFiles(folder: string) {
  const found = new Map<string, readonly Record<string, unknown>[]>();
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.db'))) {
    const lines = (await readFile(join(folder, name), 'utf8')).split('\n').filter((line) => line !== '');
    found.set(
      name.slice(0, -'.db'.length),
      lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    );
  }
  return found;
}

async function fromDatabase(uri: string) {
  const client = await MongoClient.connect(uri);
  try {
    const found = new Map<string, readonly Record<string, unknown>[]>();
    for (const { name } of await client.db().listCollections().toArray()) {
      const all = await client.db().collection(name).find({}).sort({ $natural: 1 }).toArray();
      found.set(name, all as unknown as Record<string, unknown>[]);
    }
    return found;
  } finally {
    await client.close();
  }
}

interface Played {
  readonly round: Round;
  readonly asked: readonly Account[];
  /** In the order in which they submitted. */
  readonly submitted: readonly number[];
  /** What each chose first, in steps. */
  readonly chosen: readonly number[];
  readonly copies: ReadonlyMap<string, Copy>;
}

/** Nine people answer and submit in an order of their own; the store is copied after 1, 6 and 9 of them, and after the close. */
async function played(on: Store, random: () => number): Promise<Played> {
  house = await SurveyHouse.open({ on, survey: { ids: randomIds, answersSecret: secret } });
  const asked: Account[] = [];
  for (let index = 0; index < people; index += 1) asked.push(await house.meets(`P${index}`));
  const round = await house.started();
  const text = round.questions.find(({ kind }) => kind.type === 'text');
  const [first, second] = round.questions.filter(({ kind }) => kind.type === 'scale');
  const chosen = asked.map(() => 1 + Math.floor(random() * 5));
  const submitted = shuffled(
    asked.map((_, index) => index),
    random,
  );
  const copies = new Map<string, Copy>();
  for (const [done, index] of submitted.entries()) {
    const person = asked[index] as Account;
    const press = (id: string, more: Record<string, string | number> = {}) =>
      house?.house.deliver(person, { type: 'action', id, payload: { round: round._id, ...more } });
    for (const question of [first, second]) {
      await press('evaluation.answer', { question: question?.id ?? '', value: chosen[index] ?? 0 });
    }
    await house.house.submits(
      person,
      'evaluation.say',
      { answer: word(index) },
      { round: round._id, question: text?.id ?? '' },
    );
    await press('evaluation.submit');
    house.clock.advance({ minutes: 7 });
    if ([1, 6, people].includes(done + 1)) copies.set(`after ${done + 1}`, await copied(house));
  }
  await house.runs('2026-12-02T09:00:00+01:00');
  await house.house.runs('evaluation-submissions');
  copies.set('closed', await copied(house));
  return { round: await house.round(round._id), asked, submitted, chosen, copies };
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Numbers that are the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const scalar = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(scalar);
  if (value instanceof Date) return [value.toISOString()];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(scalar);
  return typeof value === 'string' ? [value] : [];
};

/** Ids and times of one document that stand in another one as well, apart from the round's own. */
function joins(
  answer: Record<string, unknown>,
  others: readonly Record<string, unknown>[],
  known: ReadonlySet<string>,
) {
  const own = scalar(answer).filter((text) => !known.has(text));
  return others.filter((other) => other !== answer && scalar(other).some((text) => own.includes(text)));
}

test.each(['embedded', 'mongodb'] as const)(
  'whoever copies all of %s at any moment joins nobody with an answer',
  async (on) => {
    const { round, asked, submitted, copies } = await played(on, seeded(11));
    const ids = asked.map((account) => house?.id(account) ?? '');
    for (const [when, { text, documents }] of copies) {
      const answers = documents.get('answers') ?? [];
      const isClosed = when === 'closed';
      // Before the close nothing that anybody said can be read anywhere, superseded lines and drafts included.
      for (const index of asked.keys()) expect(text.includes(word(index)), when).toBe(isClosed);
      if (!isClosed)
        expect(
          answers.filter((row) => 'roundId' in row),
          when,
        ).toEqual([]);
      // No record of a person says more than that they have answered: done ones differ in nothing but whom they are about.
      const latest = new Map(
        (documents.get('prompts') ?? [])
          .filter((row) => 'personId' in row)
          .map((row) => [row._id, row as unknown as Prompt & Record<string, unknown>]),
      );
      const done = [...latest.values()].filter(({ state }) => state === 'done');
      expect(done.length, when).toBe(isClosed ? people : Number(when.slice('after '.length)));
      const about = new Set(['_id', 'personId', 'partnerId', 'sectors', 'lifeStages']);
      const rest = new Set(
        done.map((prompt) => JSON.stringify(Object.entries(prompt).filter(([field]) => !about.has(field)))),
      );
      expect(rest.size, when).toBe(1);
      // An answer shares no id and no time with anything but its round and its question.
      const known = new Set([
        round._id,
        ...round.questions.map(({ id }) => id),
        ...asked.map((_, index) => word(index)),
      ]);
      const everything = [...documents.entries()].flatMap(([name, rows]) => (name === 'rounds' ? [] : rows));
      for (const row of answers.filter((each) => 'roundId' in each)) {
        expect(joins(row, everything, known), when).toEqual([]);
        expect(JSON.stringify(row), when).not.toMatch(/\$date|\d{4}-\d\d-\d\dT/);
        expect(ids.some((id) => JSON.stringify(row).includes(id))).toBe(false);
      }
      if (isClosed) {
        expect(answers.filter((row) => 'roundId' in row)).toHaveLength(people * 3);
        // The half of the key that the store held is gone: what older copies hold stays shut with it.
        expect((documents.get('round-keys') ?? []).filter((row) => 'half' in row)).toEqual([]);
        expect((documents.get('ballots') ?? []).filter((row) => 'sealed' in row)).toEqual([]);
        const order = answers
          .filter((row) => row.questionId === round.questions.at(-1)?.id)
          .map((row) => asked.findIndex((_, index) => row.value === word(index)));
        expect(order.toSorted()).toEqual(submitted.toSorted());
      }
    }
  },
);

test('the order of answers in files tells nothing of the order of submissions, nor which answers came from one person', async () => {
  const runs = 40;
  let inPlace = 0;
  let together = 0;
  for (let seed = 0; seed < runs; seed += 1) {
    const { round, submitted, chosen, copies } = await played('embedded', seeded(100 + seed));
    const rows = (copies.get('closed')?.documents.get('answers') ?? []).filter((row) => row.roundId === round._id);
    const text = round.questions.at(-1)?.id;
    const texts = rows.filter(({ questionId }) => questionId === text);
    // The k-th text would be the k-th to submit's: right about once in each run by chance.
    inPlace += texts.filter(({ value }, place) => value === word(submitted[place] ?? -1)).length;
    // The scale's k-th row would be the k-th text's person's: right as often as any two chose alike.
    const steps = rows
      .filter(({ questionId }) => questionId === round.questions[0]?.id)
      .map(({ value }) => Number(value));
    const authors = texts.map(({ value }) => chosen[chosen.findIndex((_, index) => word(index) === value)] ?? 0);
    const alike = chosen.reduce((sum, one) => sum + chosen.filter((other) => other === one).length, 0) / people;
    together += authors.filter((one, place) => one === steps[place]).length - alike;
    await house?.close();
    house = undefined;
  }
  // Within four standard deviations of chance.
  expect(Math.abs(inPlace - runs)).toBeLessThan(4 * Math.sqrt(runs));
  expect(Math.abs(together)).toBeLessThan(4 * Math.sqrt(runs * people * 0.25));
}, 120_000);
