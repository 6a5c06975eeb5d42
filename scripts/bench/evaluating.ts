import { createCharts } from '../../src/charts/charts.js';
import { contextOf, type EvaluationOptions } from '../../src/features/evaluation/context.js';
import {
  type Answer,
  answersSpec,
  type Prompt,
  promptId,
  promptsSpec,
  type Round,
  roundsSpec,
} from '../../src/features/evaluation/model.js';
import { goalQuestion, strategicGoals } from '../../src/features/evaluation/questions.js';
import { aggregated, type Counted } from '../../src/features/evaluation/results/aggregate.js';
import { resultsSpec } from '../../src/features/evaluation/results/model.js';
import { roundReport } from '../../src/features/evaluation/results/page.js';
import { lifeStages, sectors } from '../../src/features/partners/vocabulary.js';
import { pageFile } from '../../src/messages/html.js';
import { systemClock } from '../../src/ports/clock.js';
import type { CollectionSpec, DocumentStore } from '../../src/ports/document-store.js';
import { randomIds } from '../../src/ports/ids.js';
import { silentLogger } from '../../src/ports/logger.js';
import { createMongoStore } from '../../src/storage/mongo/store.js';
import { replicaSet } from '../replica-set.js';
import { median, type Result, result, timed } from './result.js';

/** Answers to the eight goals together. */
const responses = 10_000;
const people = responses / strategicGoals.length;
const atOnce = 1_000;
const times = 7;
const aSecond = 1_000;
const steps = 5;

/** What a round of many answers takes to be counted on MongoDB, against reading its answers and counting them here. */
export async function evaluating(): Promise<readonly Result[]> {
  const replicas = await replicaSet();
  const store = createMongoStore({ uri: replicas.database(), clock: systemClock, logger: silentLogger });
  try {
    await store.start([
      answersSpec,
      promptsSpec,
      roundsSpec,
      resultsSpec,
    ] as unknown as readonly CollectionSpec<never>[]);
    const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
    const counted: Counted = {
      answers: store.collection(answersSpec),
      prompts: store.collection(promptsSpec),
      vocabulary: () => ({ sectors: options(sectors), lifeStages: options(lifeStages) }),
    };
    await fill(counted);
    const inStore: number[] = [];
    const here: number[] = [];
    // In turns, so that whatever else the machine does meets both.
    for (let time = 0; time < times; time += 1) {
      here.push(await timed(() => countedHere(counted)));
      inStore.push(await timed(() => aggregated(counted, round)));
    }
    const measured = { value: median(inStore), baseline: median(here) };
    return [
      result('evaluation-10k-responses', 'ms', measured, { of: 'value', is: '<=', than: 100 }),
      await pageOf(store, counted),
    ];
  } finally {
    await store.stop();
    await replicas.stop();
  }
}

/** What the page of the results takes, pictures and all, against the second that it may take. */
async function pageOf(store: DocumentStore, counted: Counted): Promise<Result> {
  await store.collection(roundsSpec).insert(round);
  const unknown = { get: async () => undefined };
  const options = { store, charts: createCharts(), zone: 'Europe/Berlin', directory: unknown, logger: silentLogger };
  const page = roundReport(contextOf({ ...counted, ...options } as unknown as EvaluationOptions));
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const request = { format: 'page', path: '/berichte/bench', language: 'de', now: opened } as const;
    taken.push(
      await timed(async () => {
        const answer = await page(round._id, request);
        if (!answer || !('view' in answer)) throw new Error('there is no page');
        pageFile(answer.view, 'ergebnis.html', 'Ergebnis');
      }),
    );
  }
  const measured = { value: median(taken), baseline: aSecond };
  return result('evaluation-page-10k-responses', 'ms', measured, { of: 'value', is: '<=', than: aSecond });
}

async function fill({ answers, prompts }: Counted): Promise<void> {
  const asked = Array.from({ length: people }, (_, index) => promptOf(index));
  const given = asked.flatMap((prompt, index) => answersOf(prompt, index));
  for (let start = 0; start < asked.length; start += atOnce)
    await prompts.insertMany(asked.slice(start, start + atOnce));
  for (let start = 0; start < given.length; start += atOnce)
    await answers.insertMany(given.slice(start, start + atOnce));
}

async function countedHere({ answers }: Counted): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { id } of round.questions) {
    let after: string | undefined;
    do {
      const page = await answers.find({
        filter: { roundId: round._id, questionId: id },
        limit: atOnce,
        ...(after !== undefined && { after }),
      });
      for (const { sector, value } of page.items) {
        const key = `${id} ${sector} ${value}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      after = page.next;
    } while (after !== undefined);
  }
  return counts;
}

const opened = new Date('2026-10-01T09:00:00+02:00');
const round: Round = {
  _id: 'bench',
  rev: 1,
  number: 1,
  title: 'Herbst 2026',
  named: false,
  questions: strategicGoals.map(goalQuestion),
  audience: {},
  state: 'closed',
  openDays: 21,
  remindAfterDays: [],
  occurrence: 1,
  resultsFor: 'everyone',
  by: 'bench',
  createdAt: opened,
  openedAt: opened,
  unfinished: [],
};

function promptOf(index: number): Prompt {
  const personId = `person-${index}`;
  return {
    _id: promptId(round._id, personId),
    rev: 1,
    roundId: round._id,
    personId,
    sectors: [sectors[index % sectors.length] ?? 'bildung'],
    lifeStages: [lifeStages[index % lifeStages.length] ?? 'kita'],
    state: 'done',
    reminders: 0,
  };
}

function answersOf({ roundId, sectors: [sector] }: Prompt, index: number): readonly Answer[] {
  return round.questions.map(({ id: questionId }, question) => ({
    _id: randomIds.next(),
    roundId,
    questionId,
    value: 1 + ((index + question) % steps),
    ...(sector !== undefined && { sector }),
  }));
}
